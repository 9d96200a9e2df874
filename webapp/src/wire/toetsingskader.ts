/** The toetsingskader as the service's models have it: what each line asks of an intake form, and what a form lacks (TR-02, TR-03). */

import made from "./toetsingskader.json" with { type: "json" };

export type Line = "directe_opname" | "triagetafel";

/** `lacks` where the answer to `field` is none of `of` (left out: any answer will do); `when` another field says so. */
type Asked = {
  readonly lacks: string;
  readonly field: string;
  readonly of?: readonly unknown[];
  readonly when?: { readonly field: string; readonly is: unknown };
};

/** What each line asks, in the order in which a line is chosen. */
export const LINES: readonly (readonly [Line, readonly Asked[]])[] = [
  ["directe_opname", made.directe_opname],
  ["triagetafel", made.triagetafel],
];

/** What the form amounts to: per line what it lacks, and the one line that is possible now (null: neither yet). */
export type Toets = { readonly line: Line | null; readonly missing: Readonly<Record<Line, readonly string[]>> };

/** What is missing and which line is possible: the first that lacks nothing. */
export function toets(criteria: object): Toets {
  const missing: Record<Line, readonly string[]> = { directe_opname: [], triagetafel: [] };
  for (const [line, asked] of LINES) missing[line] = asked.filter((one) => lacks(criteria, one)).map((one) => one.lacks);
  return { line: LINES.find(([name]) => missing[name].length === 0)?.[0] ?? null, missing };
}

/** Whether a field is asked for, given the answers before it. */
export function isAsked(criteria: object, field: string): boolean {
  const asked = LINES.flatMap(([, of]) => of).find((one) => one.field === field);
  return asked?.when === undefined || answerIn(criteria, asked.when.field) === asked.when.is;
}

function lacks(criteria: object, { field, of, when }: Asked): boolean {
  if (when !== undefined && answerIn(criteria, when.field) !== when.is) return false;
  const answer = answerIn(criteria, field);
  if (of !== undefined) return !of.includes(answer);
  return answer === null || answer === undefined || (Array.isArray(answer) && answer.length === 0);
}

function answerIn(criteria: object, field: string): unknown {
  return field.split(".").reduce<unknown>((within, name) => (within as Readonly<Record<string, unknown>> | undefined)?.[name], criteria);
}
