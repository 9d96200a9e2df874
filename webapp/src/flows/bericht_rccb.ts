/** What the rccb does on word that it got (SA-07). */

import type { Device } from "../device/device.ts";
import { bare, type Prepared } from "./doing.ts";

/** The rccb knows. */
export function acknowledgeWord(device: Device, item: string): Promise<Prepared> {
  return bare(device, item, "bericht_rccb.acknowledge", {});
}
