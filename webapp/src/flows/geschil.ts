/** What both sides do on a dispute about a refusal (SA-08, TR-08), beside what is filled in. */

import type { Device } from "../device/device.ts";
import { bare, type Prepared } from "./doing.ts";

/** Still disagree: the second rung is asked. */
export function climb(device: Device, item: string): Promise<Prepared> {
  return bare(device, item, "geschil.climb", {});
}

/** Accept the refusal after all. */
export function acquiesceDispute(device: Device, item: string): Promise<Prepared> {
  return bare(device, item, "geschil.acquiesce", {});
}
