/** Phones of the app under Node: the real device on a store of its own, against the real service. */

import { IDBFactory } from "fake-indexeddb";
import type { ActAnswer } from "../src/api/answers.ts";
import { Api } from "../src/api/api.ts";
import type { Fetch } from "../src/api/transport.ts";
import type { DeviceKeys } from "../src/crypto/keys.ts";
import { Device } from "../src/device/device.ts";
import { webLocks } from "../src/device/locks.ts";
import { openStore, type Store } from "../src/device/store.ts";
import type { Prepared } from "../src/flows/doing.ts";
import { randomBytes } from "../src/wire/bytes.ts";
import { clock, keysOf, transportOf, WORLD } from "./stage.ts";

/** One phone of the app: its device, and what it stands on. */
export type AppPhone = {
  readonly device: Device;
  readonly api: Api;
  readonly store: Store;
  /** Sign, keep and send what was prepared. */
  does(prepared: Promise<Prepared>): Promise<ActAnswer>;
};

/** The phone of keys that are on it; `factory` is the disk under it. */
export async function phoneWith(
  keys: DeviceKeys,
  how: { ask?: Fetch; factory?: IDBFactory; answered?: (answer: ActAnswer) => void } = {},
): Promise<AppPhone> {
  const store = await openStore(keys.device, how.factory ?? new IDBFactory());
  const api = new Api(transportOf(keys, how.ask));
  const eenheidOf = new Map(Object.entries(WORLD.eenheid_of));
  const told = how.answered === undefined ? {} : { answered: how.answered };
  const around = { ...told, store, api, keys, genesis: WORLD.genesis, locks: webLocks, clock, random: randomBytes, eenheidOf };
  const device = await Device.open(around);
  return { device, api, store, does: async (prepared) => device.carryOut((await prepared).draft) };
}

/** Somebody's phone, started. */
export async function phoneOf(name: string, how: Parameters<typeof phoneWith>[1] = {}): Promise<AppPhone> {
  const phone = await phoneWith(await keysOf(name), how);
  for (const [log, [seq, prev]] of Object.entries(WORLD.people[name]?.chains ?? {})) {
    await phone.device.outbox.beginAt(log, seq, prev);
  }
  await phone.device.start();
  return phone;
}
