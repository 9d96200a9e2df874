/** Keys of items: wrapped on the device that opens an item for who may read it, and unwrapped by who does. */

import {
  epochNumbered,
  epochOf,
  holders,
  livingDevices,
  type Directory,
  type RoleEpoch,
} from "../directory/state.ts";
import { refusalCode, Refused } from "../refused.ts";
import { sha256Hex, type Bytes } from "../wire/bytes.ts";
import type { WrapParam } from "../wire/models.ts";
import { holdingKey, type Holding } from "../wire/payload.ts";
import type { HybridIdentity } from "./age.ts";
import { hybridOf, type DeviceKeys } from "./keys.ts";
import {
  openForDevice,
  openFromEpoch,
  swapped,
  wrapForDevice,
  wrapForEpoch,
  type DeviceOpeners,
} from "./sealing.ts";

/** An item's key sealed for its readers: what the act names, the blobs that go with it, and who lacks a key. */
export type ItemWraps = {
  readonly wraps: readonly WrapParam[];
  readonly blobs: ReadonlyMap<string, Bytes>;
  /** Roles that have no key, or no device: shown, and wrapped later by somebody who can read the item. */
  readonly gaps: readonly Holding[];
};

/** A wrap as a server released it to this device; nothing about it is trusted. */
export type GivenWrap = {
  readonly holding: Holding;
  readonly epoch: number;
  readonly device: string | null;
  readonly data: Uint8Array;
};

/**
 * Seal an item's key for everybody who may read it, and for nobody who is excluded (P-02).
 *
 * A role is wrapped to its epoch, unless somebody has (or may be given) that epoch's key who may not read the item:
 * an excluded holder, a revoked device, a person who no longer holds the role. Then each other device gets a wrap of
 * its own.
 */
export async function wrapItem(
  identity: HybridIdentity,
  directory: Directory,
  readers: Iterable<Holding>,
  excluded: ReadonlySet<string>,
): Promise<ItemWraps> {
  const wraps: WrapParam[] = [];
  const blobs = new Map<string, Bytes>();
  const gaps: Holding[] = [];
  const add = async (epoch: RoleEpoch, device: string | null, blob: Bytes): Promise<void> => {
    const name = await sha256Hex(blob);
    blobs.set(name, blob);
    wraps.push({ functie: epoch.holding.functie, scope: epoch.holding.scope, epoch: epoch.number, device, blob: name });
  };
  const once = new Map([...readers].map((holding) => [holdingKey(holding), holding] as const));
  for (const holding of once.values()) {
    const epoch = epochOf(directory, holding);
    if (epoch === null) gaps.push(holding);
    else if (epochIsSafe(directory, epoch, excluded)) {
      await add(epoch, null, await wrapForEpoch(identity, epoch.recipient));
    } else {
      const members = holders(directory, holding).filter((member) => !excluded.has(member));
      const devices = members.flatMap((member) => livingDevices(directory, member));
      for (const device of devices) await add(epoch, device.id, await wrapForDevice(identity, device));
      if (devices.length === 0) gaps.push(holding);
    }
  }
  return { wraps, blobs, gaps };
}

/** Seal an item's key for one person's own living devices, never for the role (BB-05). */
export async function wrapForPerson(identity: HybridIdentity, directory: Directory, holding: Holding, person: string): Promise<ItemWraps> {
  const wraps: WrapParam[] = [];
  const blobs = new Map<string, Bytes>();
  for (const device of livingDevices(directory, person)) {
    const blob = await wrapForDevice(identity, device);
    const name = await sha256Hex(blob);
    blobs.set(name, blob);
    wraps.push({ functie: holding.functie, scope: holding.scope, epoch: epochOf(directory, holding)?.number ?? 0, device: device.id, blob: name });
  }
  return { wraps, blobs, gaps: [] };
}

/** Whether nobody has, or may be given, the key of this epoch who may not read the item: then it is wrapped to the epoch. */
export function epochIsSafe(directory: Directory, epoch: RoleEpoch, excluded: ReadonlySet<string>): boolean {
  const members = holders(directory, epoch.holding);
  const given = [...epoch.wraps.keys()].map((id) => directory.devices.get(id));
  const mayRead = given.every(
    (device) => device !== undefined && device.revoked === null && members.includes(device.person),
  );
  return mayRead && !members.some((member) => excluded.has(member));
}

/** The role keys this device holds, each proven to be the one that officers published. */
export class RoleKeys {
  readonly #keys: DeviceKeys;
  readonly #known = new Map<string, HybridIdentity>();
  #openers: Promise<DeviceOpeners> | undefined;

  constructor(keys: DeviceKeys) {
    this.#keys = keys;
  }

  /**
   * Take a role key that the server released. Throws Refused `sealing.swapped` when it is not the key the directory's
   * officers published and sealed for this device.
   */
  async learn(directory: Directory, holding: Holding, number: number, blob: Bytes): Promise<void> {
    const epoch = epochNumbered(directory, holding, number);
    if (epoch === null || epoch.wraps.get(this.#keys.device) !== (await sha256Hex(blob))) {
      throw swapped("A role key was sent that no officer sealed for this device; tell the officers.");
    }
    if (this.get(holding, number) !== null) return;
    const identity = await openForDevice(blob, await this.#device()).catch((wrong: unknown) => {
      if (refusalCode(wrong) === null) throw wrong;
      throw swapped("A role key does not open on this device; tell the officers.");
    });
    if (identity.recipient !== epoch.recipient) {
      throw swapped("The key received is not the one that was published; tell the officers at once.");
    }
    this.#known.set(place(holding, number), identity);
  }

  /** A role key that was learned. */
  get(holding: Holding, number: number): HybridIdentity | null {
    return this.#known.get(place(holding, number)) ?? null;
  }

  /**
   * The item's identities by recipient, as far as this device holds keys for them. `recipients` are the public keys
   * that signed acts name for the item. Throws Refused at the first wrap that does not open (`sealing.refused`) or
   * opens to anything else (`sealing.swapped`): somebody tried to swap the item's key.
   */
  async openWraps(
    wraps: Iterable<GivenWrap>,
    recipients: Iterable<string>,
  ): Promise<ReadonlyMap<string, HybridIdentity>> {
    const named = new Set(recipients);
    return this.#openAll(wraps, (identity) => {
      if (identity === null || !named.has(identity.recipient)) {
        throw swapped("The key received is not one that the item's acts name; tell the officers at once.");
      }
    });
  }

  /**
   * The identities in the wraps of a linked item, whose opening act its readers may not see. Nothing may be sealed to
   * them until content names them: the sender signs the recipient inside the content. Throws Refused
   * `sealing.refused` when a wrap that should open does not.
   */
  async openUnnamed(wraps: Iterable<GivenWrap>): Promise<ReadonlyMap<string, HybridIdentity>> {
    return this.#openAll(wraps, (identity) => {
      if (identity === null) throw notOpened();
    });
  }

  /** Open what this device can; `check` refuses an identity, or null where an opened wrap holds none. */
  async #openAll(
    wraps: Iterable<GivenWrap>,
    check: (identity: HybridIdentity | null) => void,
  ): Promise<ReadonlyMap<string, HybridIdentity>> {
    const found = new Map<string, HybridIdentity>();
    for (const wrap of wraps) {
      const role = wrap.device === null ? this.get(wrap.holding, wrap.epoch) : null;
      if (wrap.device !== this.#keys.device && role === null) continue;
      const identity = await this.#open(wrap.data, role);
      check(identity);
      if (identity !== null) found.set(identity.recipient, identity);
    }
    return found;
  }

  /** The identity that is wrapped for a role key, or else for this device; null when the wrap holds no identity. */
  async #open(data: Uint8Array, role: HybridIdentity | null): Promise<HybridIdentity | null> {
    try {
      return await (role === null ? openForDevice(data, await this.#device()) : openFromEpoch(data, role));
    } catch (wrong) {
      const code = refusalCode(wrong);
      if (code === null) throw wrong;
      if (code === "age.refused") throw notOpened();
      return null;
    }
  }

  async #device(): Promise<DeviceOpeners> {
    this.#openers ??= hybridOf(this.#keys).then((hybrid) => ({ x25519: this.#keys.x25519.privateKey, hybrid }));
    return this.#openers;
  }
}

function notOpened(): Refused {
  return new Refused("sealing.refused", "A wrap of the item's key does not open; tell the officers at once.");
}

function place(holding: Holding, number: number): string {
  return `${holdingKey(holding)}#${number}`;
}
