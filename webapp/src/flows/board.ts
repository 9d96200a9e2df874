/** What is done from the board and the list of devices: ring again, reopen, stop or release a device, take it out of use. */

import type { Device } from "../device/device.ts";
import { Doing, type Prepared } from "./doing.ts";

/** Ring again, or reopen a receipt, as a watcher who takes no part in the item and reads nothing of it. */
export async function unread(
  device: Device,
  name: "item.ring_again" | "item.reopen",
  item: string,
  what: string,
  drill: boolean,
): Promise<Prepared> {
  const watching = device.holdings.find((one) => one.functie === "escalatiewachter");
  return new Doing(device, name, device.actingAs("directory.freeze_device", null, watching)).prepared({ what }, item, null, drill);
}

/** Stop a device, or release it; throws Refused `functie.none` for who neither watches nor manages people. */
export async function freezeDevice(device: Device, id: string, frozen: boolean): Promise<Prepared> {
  const doing = new Doing(device, "directory.freeze_device", device.actingAs("directory.freeze_device", null));
  return doing.prepared({ device: id, frozen }, null, null, false);
}

/** Take a device out of use, where one signature is enough. */
export async function revokeDevice(device: Device, id: string): Promise<Prepared> {
  const doing = new Doing(device, "directory.revoke_device", device.actingAs("directory.revoke_device", null));
  return doing.prepared({ device: id }, null, null, false);
}
