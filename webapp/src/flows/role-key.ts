/** Sharing the key of a role with phones of others who hold it: a new phone, a new colleague. */

import { wrapForDevice } from "../crypto/sealing.ts";
import type { Device } from "../device/device.ts";
import { epochOf, livingDevices, holders, type KnownDevice } from "../directory/state.ts";
import { Refused } from "../refused.ts";
import { sha256Hex } from "../wire/bytes.ts";
import type { Holding } from "../wire/payload.ts";
import { Doing, type Prepared } from "./doing.ts";

/** The phones of who holds this role with me that have no key of it, while this one has. */
export function withoutRoleKey(device: Device, holding: Holding): readonly KnownDevice[] {
  if (device.roleKey(holding) === null) return [];
  const wraps = epochOf(device.directory, holding)?.wraps;
  const living = holders(device.directory, holding).flatMap((person) => livingDevices(device.directory, person));
  return living.filter(({ id }) => wraps?.has(id) !== true);
}

/**
 * Give a phone of somebody who holds a role the key of it, as somebody who holds the role too. Throws Refused
 * `epoch.shared` when that phone has it already, or may not have it.
 */
export async function shareRoleKey(device: Device, holding: Holding, to: string): Promise<Prepared> {
  const key = device.roleKey(holding);
  const found = withoutRoleKey(device, holding).find(({ id }) => id === to);
  if (key === null || found === undefined) {
    throw new Refused("epoch.shared", "That device has this key already, or may not have it; look at how it stands now.");
  }
  const doing = new Doing(device, "directory.wrap_epoch", holding);
  const blob = await wrapForDevice(key.identity, found);
  const name = await sha256Hex(blob);
  doing.blobs.set(name, blob);
  return doing.prepared({ ...holding, epoch: key.number, wraps: [{ device: to, blob: name }] }, null, null, false);
}
