/** Who must be able to read a request and has no key of it, or had one and may read it no more; by what was signed. */

import { epochIsSafe } from "../crypto/itemkeys.ts";
import type { Device } from "../device/device.ts";
import { openingOf, requesterOf, wrapsOf, type Case, type VerifiedItemAct } from "../device/reading.ts";
import { epochNumbered, epochOf, holders, livingDevices, type Directory } from "../directory/state.ts";
import type { WrapParam } from "../wire/models.ts";
import { holdingKey, type Holding } from "../wire/payload.ts";
import { mustRead } from "./openings.ts";

/**
 * `lacking`: a phone of theirs has no key, and a wrap would give it one; `keyless`: the role has no key that anything can
 * be sealed to, which officers make; `removed`: a phone that was taken out of use, or of who holds the functie no longer,
 * has the key to which new content goes.
 */
export type KeysOf = { readonly lacking: readonly Holding[]; readonly keyless: readonly Holding[]; readonly removed: boolean };

type Given = Pick<WrapParam, "functie" | "scope" | "epoch" | "device">;
type Key = { readonly recipient: string; readonly wraps: Given[] };

/** Of an item that this phone can read; null of a linked item, whose readers are not shown for whom it was sealed. */
export function keysOf({ directory }: Pick<Device, "directory">, about: Case): KeysOf | null {
  const opening = openingOf(about.acts);
  const requester = opening === null ? null : requesterOf(opening);
  if (opening === null || requester === null) return null;
  const keys = keysIn(about.acts);
  const named = mustRead(opening.read.spec.family, requester) ?? sealedFor(keys);
  const readers = new Map([...named, opening.holding].map((one) => [holdingKey(one), one]));
  const mine = keys.filter(({ recipient }) => about.identities.has(recipient));
  const held = [...readers.values()].filter((one) => holders(directory, one).some((person) => !about.excluded.has(person)));
  return {
    lacking: held.filter((one) => mine.some((key) => lacks(directory, one, key, about.excluded))),
    keyless: held.filter((one) => epochOf(directory, one) === null),
    removed: keys.at(-1)?.wraps.some((wrap) => reachesRemoved(directory, wrap)) ?? false,
  };
}

/** The roles for whom signed acts sealed an item: who takes part without a key is never given one unasked. */
function sealedFor(keys: readonly Key[]): readonly Holding[] {
  const roles = keys.flatMap(({ wraps }) => wraps).filter((wrap) => wrap.device === null);
  return roles.map(({ functie, scope }) => ({ functie, scope }));
}

/** Every key of the request with for whom it was sealed, then or later; a late wrap is of every key there was. */
function keysIn(acts: readonly VerifiedItemAct[]): readonly Key[] {
  const found: Key[] = [];
  for (const { read } of acts) {
    const wraps = wrapsOf({ read });
    if ("recipient" in read.params) found.push({ recipient: read.params.recipient, wraps: [...wraps] });
    else for (const key of found) key.wraps.push(...wraps);
  }
  return found;
}

function lacks(directory: Directory, holding: Holding, key: Key, excluded: ReadonlySet<string>): boolean {
  const epoch = epochOf(directory, holding);
  if (epoch === null) return false;
  const apart = !epochIsSafe(directory, epoch, excluded);
  const devices = holders(directory, holding).filter((person) => !excluded.has(person)).flatMap((person) => livingDevices(directory, person));
  const wraps = key.wraps.filter((wrap) => holdingKey(wrap) === holdingKey(holding));
  // A phone that has no role key yet is helped by who shares that one, not by another wrap for the role.
  const helped = devices.filter(({ id }) => apart || epoch.wraps.has(id));
  return helped.some(({ id }) => !wraps.some((wrap) => devicesOf(directory, wrap).includes(id)));
}

function devicesOf(directory: Directory, { functie, scope, epoch, device }: Given): readonly string[] {
  return device === null ? [...(epochNumbered(directory, { functie, scope }, epoch)?.wraps.keys() ?? [])] : [device];
}

function reachesRemoved(directory: Directory, wrap: Given): boolean {
  const members = holders(directory, wrap);
  return devicesOf(directory, wrap).some((id) => {
    const device = directory.devices.get(id);
    return device === undefined || device.revoked !== null || !members.includes(device.person);
  });
}
