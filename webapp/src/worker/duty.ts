/** Who is on duty for each functie that this person may ring (RO-03). */

import { ServerRefused } from "../api/failures.ts";
import type { Device } from "../device/device.ts";
import { keepsRosterAs } from "../flows/roster.ts";
import type { Duty } from "../phone.ts";
import { isFunctie } from "../wire/payload.ts";

/** Ask for each functie of which the signed directory has a number; the number shown is the signed one. */
export async function dutyOf(device: Device): Promise<readonly Duty[]> {
  const found: Duty[] = [];
  for (const [place, number] of device.directory.numbers) {
    const [functie = "", scope = ""] = place.split("@");
    try {
      const { rostered, on_duty } = await device.api.duty(functie, scope);
      const me = device.keys.person;
      const onDuty = on_duty.map(({ person, slot, until, override }) => ({ name: person, slot, until, override, me: person === me }));
      const keeps = isFunctie(functie) && keepsRosterAs(device, { functie, scope }) !== null;
      found.push({ functie, scope, number, rostered, onDuty, keeps });
    } catch (wrong) {
      // Not everybody may ring everyone: the service knows no such functie for this person then.
      if (!(wrong instanceof ServerRefused) || wrong.code !== "duty.unknown") throw wrong;
    }
  }
  return found;
}
