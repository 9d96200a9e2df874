/**
 * Locks the hybrid seed of this device: sealed under a key that needs what a person knows (a PIN) together with a key
 * that never leaves this browser, or what their passkey gives (PRF). Beside it lies a second place of the same size: in
 * it is chance, or what a PIN under duress opens (SG-07), and nobody can tell which.
 */

import { Refused } from "../refused.ts";
import { concat, text, utf8, type Bytes, type Random } from "../wire/bytes.ts";

/**
 * What opens the lock: a PIN as typed, or the 32 bytes that the passkey's PRF gives for `LOCK_INPUT`; `none` until one
 * of these was chosen, when the seed opens nothing yet because no officer has admitted the device.
 */
export type Secret =
  | { readonly kind: "pin"; readonly pin: string }
  | { readonly kind: "prf"; readonly output: Bytes }
  | { readonly kind: "none" };

/** One sealed place. */
type Place = { readonly nonce: Bytes; readonly sealed: Bytes };

/** The sealed seed as it rests; `local` is a key that cannot be taken out of this browser. */
export type Locked = Place & {
  readonly kind: Secret["kind"];
  readonly local: CryptoKey;
  readonly salt: Bytes;
  readonly rounds: number;
  readonly second: Place;
};

/** What the passkey is asked to evaluate. */
export const LOCK_INPUT = utf8("piket/v1/lock");

const ROUNDS = 600_000;
const SALT_BYTES = 16;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
/** What the second place says, and nothing more: who is made to give that PIN gives no key with it. */
const DURESS = "piket/v1/duress";

/** Seal `seed` for the device of this name; the second place holds nothing. Fewer `rounds` only in tests. */
export async function lock(
  seed: string,
  device: string,
  secret: Secret,
  random: Random,
  rounds = ROUNDS,
): Promise<Locked> {
  const local = await crypto.subtle.generateKey({ name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
  const salt = random(SALT_BYTES);
  const key = await keyFrom(secret, local, salt, rounds);
  const first = await sealed(key, utf8(seed), device, random);
  const second = { nonce: random(NONCE_BYTES), sealed: random(utf8(seed).length + TAG_BYTES) };
  return { kind: secret.kind, local, salt, rounds, ...first, second };
}

/**
 * The same lock, which this other PIN opens too: as `lock.duress`. Throws Refused `lock.same` for the PIN that opens it,
 * `lock.passkey` where no PIN does.
 */
export async function withDuress(locked: Locked, device: string, pin: string, random: Random): Promise<Locked> {
  if (locked.kind !== "pin") throw new Refused("lock.passkey", "This device opens without a PIN; choose a PIN first.");
  const key = await keyFrom({ kind: "pin", pin }, locked.local, locked.salt, locked.rounds);
  if ((await opened(locked, key, device)) !== null) throw new Refused("lock.same", "This is the PIN that opens the device; choose another.");
  const said = new Uint8Array(locked.sealed.length - TAG_BYTES);
  said.set(utf8(DURESS));
  return { ...locked, second: await sealed(key, said, device, random) };
}

/**
 * The seed inside; throws Refused `lock.wrong` when the secret is another, or the record was changed, and `lock.duress`
 * for the PIN under duress, after the same work. What this browser could not compute is thrown as it is: it says nothing
 * of the secret.
 */
export async function unlock(locked: Locked, device: string, secret: Secret): Promise<string> {
  const { kind, local, salt, rounds } = locked;
  const key = await keyFrom(secret, local, salt, rounds);
  const found = kind === secret.kind ? await opened(locked, key, device) : null;
  if (found !== null) return text(found);
  if (kind === secret.kind && (await opened(locked.second, key, device)) !== null) {
    throw new Refused("lock.duress", "This PIN opens nothing on this device.");
  }
  throw new Refused("lock.wrong", "This does not open the lock; try again, or enrol this device again.");
}

async function sealed(key: CryptoKey, said: Bytes, device: string, random: Random): Promise<Place> {
  const nonce = random(NONCE_BYTES);
  return { nonce, sealed: new Uint8Array(await crypto.subtle.encrypt(place(nonce, device), key, said)) };
}

async function opened({ nonce, sealed: there }: Place, key: CryptoKey, device: string): Promise<Bytes | null> {
  try {
    return new Uint8Array(await crypto.subtle.decrypt(place(nonce, device), key, there));
  } catch {
    return null;
  }
}

/** AES-GCM over the name of the device too: a record put on another device opens nothing. */
function place(iv: Bytes, device: string): AesGcmParams {
  return { name: "AES-GCM", iv, additionalData: utf8(`piket/v1/lock\n${device}`) };
}

function known(secret: Secret): Bytes {
  if (secret.kind === "pin") return utf8(secret.pin.normalize("NFKC"));
  return secret.kind === "prf" ? secret.output : new Uint8Array(0);
}

async function keyFrom(secret: Secret, local: CryptoKey, salt: Bytes, rounds: number): Promise<CryptoKey> {
  const mixed = await crypto.subtle.sign("HMAC", local, concat(utf8(`${secret.kind}\n`), known(secret)));
  const base = await crypto.subtle.importKey("raw", mixed, "PBKDF2", false, ["deriveKey"]);
  const how = { name: "PBKDF2", hash: "SHA-256", salt, iterations: rounds };
  return crypto.subtle.deriveKey(how, base, { name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
}
