/** What the LCC does on an order (SA-07, L-6), beside what is filled in. */

import type { Device } from "../device/device.ts";
import { bare, type Prepared } from "./doing.ts";

/** A unit is on the spot. */
export function terPlaatse(device: Device, item: string): Promise<Prepared> {
  return bare(device, item, "opdracht.ter_plaatse", {});
}
