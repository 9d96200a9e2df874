/** The keys of one device of one person: made on it, used to sign and to open; the public half for the directory. */

import type { Bytes } from "../wire/bytes.ts";
import type { Proof } from "../wire/dsse.ts";
import { identityFrom, newIdentity, x25519Recipient, type HybridIdentity } from "./age.ts";
import { es256, newSigningKey, pointOf } from "./sign.ts";

/**
 * Whose device this is, and its private keys. Of `signing` and `x25519` the private halves cannot be taken out;
 * `hybrid` is the secret text `AGE-SECRET-KEY-PQ-1…`, in the worker while it is unlocked and nowhere else.
 */
export type DeviceKeys = {
  readonly device: string;
  readonly person: string;
  readonly organisation: string;
  readonly signing: CryptoKeyPair;
  readonly x25519: CryptoKeyPair;
  readonly hybrid: string;
};

/** What signing takes: it may be handed to a helper of this app, and the private half cannot be taken out there either. */
export type Signing = Pick<DeviceKeys, "signing" | "device">;

/** The public half, as `directory.add_device` names it and the directory records it. */
export type PublicKeys = {
  readonly person: string;
  readonly organisation: string;
  readonly device: string;
  readonly signing_key: string;
  readonly x25519: string;
  readonly hybrid: string;
  readonly passkey: string | null;
};

/** New keys, not yet stored anywhere. */
export async function newKeys(device: string, person: string, organisation: string): Promise<DeviceKeys> {
  const signing = await newSigningKey();
  const x25519 = await newX25519Key();
  const { secret } = await newIdentity();
  return { device, person, organisation, signing, x25519, hybrid: secret };
}

/**
 * Whether this browser can hold the keys that Piket needs, tried by making them (Safari 17, Firefox 130, Chrome 133);
 * without it nobody can be enrolled here.
 */
export async function canHoldKeys(): Promise<boolean> {
  try {
    const pair = await newX25519Key();
    await x25519Recipient(pair.privateKey);
    await newSigningKey();
    return true;
  } catch {
    return false;
  }
}

/** The public half of these keys. */
export async function publicKeys(keys: DeviceKeys): Promise<PublicKeys> {
  return {
    person: keys.person,
    organisation: keys.organisation,
    device: keys.device,
    signing_key: await pointOf(keys.signing.publicKey),
    x25519: await x25519Recipient(keys.x25519.privateKey),
    hybrid: (await hybridOf(keys)).recipient,
    passkey: null,
  };
}

/** The hybrid identity of this device. */
export async function hybridOf(keys: Pick<DeviceKeys, "hybrid">): Promise<HybridIdentity> {
  return identityFrom(keys.hybrid);
}

/** The es256 signature of `message` by this device: 64 raw bytes r‖s. */
export async function sign(keys: Pick<DeviceKeys, "signing">, message: Bytes): Promise<Bytes> {
  return es256(keys.signing.privateKey, message);
}

/** This device's es256 proof of `message`. */
export async function proof(keys: Signing, message: Bytes): Promise<Proof> {
  return { kind: "es256", device: keys.device, sig: await sign(keys, message) };
}

async function newX25519Key(): Promise<CryptoKeyPair> {
  const made = await crypto.subtle.generateKey({ name: "X25519" }, false, ["deriveBits"]);
  if (!("privateKey" in made)) throw new TypeError("This browser made no X25519 key pair.");
  return made;
}
