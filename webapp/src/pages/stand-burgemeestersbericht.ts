/** Where each of many notices stands, and in which order that must be seen: what needs somebody first (BB-03, BB-05, X-03). */

import type { HowFar } from "../phone-many.ts";

/** From what needs somebody most to what is over. */
export const STANDS = ["nobody", "late", "vraag", "vierhoek", "vrijgeven", "sent", "seen", "known", "over"] as const;
export type Stand = (typeof STANDS)[number];
/** These need somebody, so they are not folded away. */
export const EXCEPTIONS: readonly Stand[] = ["nobody", "late", "vraag", "vierhoek"];

const OVER: readonly string[] = ["ingetrokken", "beeindigd", "vervallen"];

export function standOf(one: HowFar): Stand {
  if (one.closed || one.state === "vervallen") return "over";
  const unknown = one.waits.includes("kennisnemen") || one.state === "ter_vrijgave";
  if (one.nobody && unknown) return "nobody";
  if (one.late) return "late";
  if (one.waits.includes("vraag")) return "vraag";
  if (one.waits.includes("vierhoek_plannen")) return "vierhoek";
  if (one.state === "ter_vrijgave") return "vrijgeven";
  if (one.waits.includes("kennisnemen")) return one.seen ? "seen" : "sent";
  return OVER.includes(one.state) ? "over" : "known";
}

/** By where they stand, in that order; where nothing stands is left out. */
export function byStand(all: readonly HowFar[]): readonly { stand: Stand; items: readonly HowFar[] }[] {
  const found = STANDS.map((stand) => ({ stand, items: all.filter((one) => standOf(one) === stand) }));
  return found.filter(({ items }) => items.length > 0);
}

/** What one may do with all of those for which it is meant now, and which those are. */
export const FOR_ALL: Readonly<Record<string, (one: HowFar) => boolean>> = {
  release: ({ state, closed, waits }) => !closed && (state === "ter_vrijgave" || waits.includes("tweede_blik")),
  supplement: ({ state, closed }) => !closed && SENT.includes(state),
  correct: ({ state, closed }) => !closed && state !== "ter_vrijgave",
  recall: ({ state, closed }) => !closed && ["ter_vrijgave", ...SENT].includes(state),
  end: ({ state, closed }) => !closed && SENT.includes(state),
};
const SENT: readonly string[] = ["verstuurd", "kennisgenomen"];
