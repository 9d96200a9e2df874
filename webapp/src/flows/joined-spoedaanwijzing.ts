/** Which requests are joined to which (SA-12), as far as this phone may believe it. */

import type { Case } from "../device/reading.ts";

const WITH = "spoedaanwijzing.joined_with";
const TO = "spoedaanwijzing.joined_to";
const RELEASED = "spoedaanwijzing.join_released";

/**
 * The requests that were joined to this one and stand with it still, in the order of joining. Only those that somebody
 * signed (the act of joining stands on this item); the service says which of them stand alone again.
 */
export function joinedWith({ acts, answer }: Pick<Case, "acts" | "answer">): readonly string[] {
  const signed = acts.flatMap(({ read }) => (read.act === "spoedaanwijzing.join" ? [read.params.with_item] : []));
  return [...standing(answer.history, WITH)].filter((one) => signed.includes(one));
}

/** The request where the decision on this one is taken, as the service says; null when it stands alone. */
export function joinedTo({ answer }: Pick<Case, "answer">): string | null {
  return [...standing(answer.history, TO)].at(-1) ?? null;
}

function standing(history: Case["answer"]["history"], tag: string): ReadonlySet<string> {
  const found = new Set<string>();
  for (const { tag: happened, event } of history) {
    const item = event["item"];
    if (typeof item !== "string") continue;
    if (happened === tag) found.add(item);
    if (happened === RELEASED) found.delete(item);
  }
  return found;
}
