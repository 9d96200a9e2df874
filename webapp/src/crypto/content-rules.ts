/** Rules between acts, what they seal and the state the service tells: kept by the sender, checked by every receiver. */

import { faultOf } from "../wire/act-rules.ts";
import type { ReadAct } from "../wire/catalogue.ts";
import type { ActParams, AnyContent } from "../wire/models.ts";
import { contentRefused } from "./content.ts";

export type Outcome = ActParams["spoedaanwijzing.decide"]["outcome"];

/** A drill that something real interrupts. */
export const SUSPENDED = "opgeschort";
/** The state that stands in the place of a decision that is not told: decided, not which. */
export const SHOWN_MEANWHILE = "besloten";
const NONE = [null] as const;
const REFUSED = ["niet_aangewezen"] as const;
const DESIGNATED = ["aangewezen", "al_onder_gezag_nctv"] as const;

/**
 * Which newest signed outcome (null: none yet) a request can have in each state that a reader can be shown.
 *
 * A dispute may bring a refusal back to be decided again (SA-08), and a refusal is kept back until it was told by
 * voice, also one that follows an earlier refusal: hence a refusal beside states that are not decided, or not said.
 */
export const OUTCOMES_OF: ReadonlyMap<string, readonly (Outcome | null)[]> = new Map<string, readonly (Outcome | null)[]>([
  ["ingediend", [...NONE, ...REFUSED]],
  ["ontvangen", [...NONE, ...REFUSED]],
  ["aangewezen", DESIGNATED],
  ["niet_aangewezen", REFUSED],
  ["betwist", REFUSED],
  ["einde_aangekondigd", DESIGNATED],
  ["beeindigd", DESIGNATED],
  ["ingetrokken", NONE],
  ["afgerond", REFUSED],
  [SHOWN_MEANWHILE, [...NONE, ...REFUSED]],
  [SUSPENDED, [...NONE, ...REFUSED, ...DESIGNATED]],
]);

/**
 * The newest of the outcomes signed for one request; null when there are none.
 *
 * It needs no order, which would be the service's word: the NCTV may turn its refusal into a designation, and nobody
 * decides after a designation (SA-06, SA-08, TR-08).
 */
export function newestOutcome(signed: Iterable<Outcome>): Outcome | null {
  let found: Outcome | null = null;
  for (const outcome of signed) {
    if (found === null || found === "niet_aangewezen") found = outcome;
  }
  return found;
}

/**
 * Whether a request with this newest signed outcome can be in this state.
 *
 * `unread`: the service tells of a decision that does not open here, with no act that says its outcome. Any may
 * follow then, except after a designation.
 */
export function mayStandIn(state: string, outcome: Outcome | null, unread: boolean): boolean {
  const designated = (DESIGNATED as readonly (Outcome | null)[]).includes(outcome);
  const mayBe: readonly (Outcome | null)[] = unread && !designated ? [...REFUSED, ...DESIGNATED] : [outcome];
  return (OUTCOMES_OF.get(state) ?? []).some((one) => mayBe.includes(one));
}

/**
 * Return only when the content says what its act promises, as its flow says; the server cannot see either way. Throws
 * Refused with the flow's own code (`content.official`, `intake.line` …) otherwise.
 */
export function mustSayWhatItsActAsks(act: ReadAct, content: AnyContent): void {
  const found = faultOf(act.act, act.params, content);
  if (found !== null) throw contentRefused(found, "It is at odds with the act it goes with");
}

/**
 * Return only when a decision says its outcome in the item's own content, the one that its act decides here.
 *
 * SA-12: who reads a joined request is not shown the act, which names other requests too. `decided` is what the signed
 * act decides for this item; null where no act of a decision is shown. Throws Refused `content.outcome` otherwise.
 */
export function mustSayItsOutcome(content: AnyContent, decided: Outcome | null): void {
  const said = content.kind === "besluit" ? content.outcome : null;
  const silent = content.kind === "besluit" && said === null;
  if (silent || (decided !== null && said !== decided)) {
    throw contentRefused("content.outcome", "A decision does not say in its content what its act decides");
  }
}
