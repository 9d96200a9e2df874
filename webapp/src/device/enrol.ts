/** The keys that rest on this device: made once, kept before they are offered, locked, and opened again. */

import type { Api } from "../api/api.ts";
import { newKeys, publicKeys, type DeviceKeys } from "../crypto/keys.ts";
import { Refused } from "../refused.ts";
import { randomBytes, type Bytes, type Random } from "../wire/bytes.ts";
import { randomId } from "../wire/ids.ts";
import { offerOf, tokenHashOf, type Invitation, type OfferedKeys } from "./invitation.ts";
import { lock, unlock, withDuress, type Locked, type Secret } from "./lock.ts";
import type { Store } from "./store.ts";

/** What rests: whose device it is, which directory it believes, its keys. Private halves cannot be taken out. */
export type KeptKeys = {
  readonly person: string;
  readonly organisation: string;
  readonly device: string;
  readonly genesis: string;
  readonly signing: CryptoKeyPair;
  readonly x25519: CryptoKeyPair;
  readonly offered: OfferedKeys;
  readonly locked: Locked;
  /** Which passkey opens the lock; absent where a PIN does. */
  readonly passkey?: Bytes;
};

const PLACE = { table: "keys", key: "device" } as const;

/** The keys on this device; null when there are none (yet, or because the browser threw them away). */
export async function keptKeys(store: Store): Promise<KeptKeys | null> {
  return ((await store.get(PLACE.table, PLACE.key)) as KeptKeys | undefined) ?? null;
}

/**
 * Make keys on this device and offer them; it can act once an officer has verified and signed them.
 *
 * Safe to repeat, also after a crash or a lost answer: the keys are kept before they are offered, and opening the same
 * invitation again offers the same ones. Keys that the device had stay until the offer was taken. Throws Refused
 * `invitation.other` when the service knows the invitation as somebody else's, ServerRefused when it is used or over.
 */
export async function enrol(
  store: Store,
  api: Pick<Api, "enrol">,
  invitation: Invitation,
  random: Random = randomBytes,
): Promise<KeptKeys> {
  const token = await tokenHashOf(invitation);
  const kept = ((await store.get("offers", token)) as KeptKeys | undefined) ?? (await made(invitation, random));
  await store.write([{ table: "offers", key: token, value: kept }]);
  const told = await api.enrol(await offerOf(invitation, kept.offered));
  const mine = told.person === kept.person && told.organisation === kept.organisation && told.device === kept.device;
  if (!mine) {
    throw new Refused("invitation.other", "The service knows this invitation as somebody else's; call who invited you.");
  }
  await store.write([
    { ...PLACE, value: kept },
    { table: "offers", key: token, value: undefined },
  ]);
  return kept;
}

/**
 * Lock the keys on this device by `next` instead of `secret`; `passkey` names the one that gives `next`. Durable on
 * return. Throws Refused `lock.wrong`.
 */
export async function relock(
  store: Store,
  secret: Secret,
  next: Secret,
  random: Random = randomBytes,
  passkey?: Bytes,
): Promise<KeptKeys> {
  const kept = await keptKeys(store);
  if (kept === null) throw new Refused("device.empty", "This device has no keys; open an invitation on it.");
  const { hybrid, device } = await openKeys(kept, secret);
  const { passkey: _before, ...rest } = kept;
  const named = passkey === undefined ? {} : { passkey };
  const locked = { ...rest, ...named, locked: await lock(hybrid, device, next, random) };
  await store.write([{ ...PLACE, value: locked }]);
  return locked;
}

/** Let a second PIN open the lock as one under duress (SG-07). Durable on return; throws as `withDuress`. */
export async function keepDuress(store: Store, pin: string, random: Random = randomBytes): Promise<void> {
  const kept = await keptKeys(store);
  if (kept === null) throw new Refused("device.empty", "This device has no keys; open an invitation on it.");
  await store.write([{ ...PLACE, value: { ...kept, locked: await withDuress(kept.locked, kept.device, pin, random) } }]);
}

/** Take away what the lock's own PIN opens, and nothing that shows: what the second one does stays. Durable on return. */
export async function forgetSeed(store: Store, kept: KeptKeys, random: Random = randomBytes): Promise<KeptKeys> {
  const { nonce, sealed } = kept.locked;
  const emptied = { ...kept, locked: { ...kept.locked, nonce: random(nonce.length), sealed: random(sealed.length) } };
  await store.write([{ ...PLACE, value: emptied }]);
  return emptied;
}

/** Open the lock; throws Refused `lock.wrong` when `secret` does not. What comes back is never kept. */
export async function openKeys(kept: KeptKeys, secret: Secret): Promise<DeviceKeys> {
  const { person, organisation, device, signing, x25519 } = kept;
  return { person, organisation, device, signing, x25519, hybrid: await unlock(kept.locked, device, secret) };
}

async function made(invitation: Invitation, random: Random): Promise<KeptKeys> {
  const { person, organisation, genesis } = invitation;
  const keys = await newKeys(randomId(random), person, organisation);
  const { device, signing, x25519 } = keys;
  const { signing_key, x25519: sealing, hybrid, passkey } = await publicKeys(keys);
  const offered = { device, signing_key, x25519: sealing, hybrid, passkey };
  const locked = await lock(keys.hybrid, device, { kind: "none" }, random, 1);
  return { person, organisation, device, genesis, signing, x25519, offered, locked };
}
