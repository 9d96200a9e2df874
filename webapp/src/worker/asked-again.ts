/** When the person of this phone themselves asked anew for a receipt that nobody followed up: the newest last. */

import type { VerifiedItemAct } from "../device/verified-acts.ts";
import type { Moment } from "../phone.ts";

/** The moments they signed; those of somebody else's asking are not theirs to be told (SG-05). */
export function askedAgain(acts: readonly Pick<VerifiedItemAct, "payload" | "read" | "person">[], person: string): readonly Moment[] {
  const mine = acts.filter(({ read, person: by }) => read.act === "item.reopen" && by === person);
  return mine.map(({ payload }) => payload.at).sort((one, other) => Date.parse(one) - Date.parse(other));
}
