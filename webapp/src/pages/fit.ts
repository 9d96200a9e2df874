/** Counts what a list on a wall has no room for, and hides it: nothing is half seen, and nothing is left out in silence. */

export type Unseen = { count: number; late: number };

export const NOTHING_UNSEEN: Unseen = { count: 0, late: 0 };

/** Show of the rows of `list` those that fit in its height, and say how many do not; with `whole` all are shown. */
export function fit(list: HTMLElement, whole: boolean): Unseen {
  const rows = [...list.children].filter((row): row is HTMLElement => row instanceof HTMLElement);
  for (const row of rows) row.hidden = false;
  if (whole) return NOTHING_UNSEEN;
  const bottom = list.getBoundingClientRect().bottom + 1;
  const first = rows.findIndex((row) => row.getBoundingClientRect().bottom > bottom);
  const unseen = first < 0 ? [] : rows.slice(first);
  for (const row of unseen) row.hidden = true;
  return { count: unseen.length, late: unseen.filter((row) => row.dataset["late"] === "yes").length };
}
