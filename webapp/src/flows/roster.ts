/** Putting somebody on the roster: by who holds the functie, or manages the people who fill it (RO-01). */

import type { Device } from "../device/device.ts";
import { holds, managersAmong } from "../directory/state.ts";
import { Refused } from "../refused.ts";
import { RULES } from "../wire/catalogue.ts";
import type { ActParams } from "../wire/models.ts";
import type { Holding } from "../wire/payload.ts";
import { Doing, type Prepared } from "./doing.ts";

/** In which functie this person keeps the roster of a functie; null when it is not theirs to keep. */
export function keepsRosterAs(device: Pick<Device, "directory" | "keys" | "holdings">, holding: Holding): Holding | null {
  const { directory, keys, holdings } = device;
  if (holds(directory, keys.person, holding)) return holding;
  const manages = managersAmong(directory, [keys.person], RULES[holding.functie].organisations).size > 0;
  return manages ? (holdings.find((one) => one.functie === "functioneel_beheerder") ?? null) : null;
}

/** A stretch of duty; throws Refused `roster.not_yours` for who does not keep this roster. */
export async function setDuty(device: Device, duty: ActParams["roster.set"]): Promise<Prepared> {
  const as = keepsRosterAs(device, { functie: duty.functie, scope: duty.scope });
  if (as === null) throw new Refused("roster.not_yours", "You keep the roster of your own functie only.");
  return new Doing(device, "roster.set", as).prepared(duty, null, null, false);
}
