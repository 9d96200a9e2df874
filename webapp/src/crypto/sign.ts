/** Signatures of P-256 keys: 64 raw bytes r‖s as WebCrypto gives them, and points as the directory spells them. */

import { Refused } from "../refused.ts";
import { decode64, encode64 } from "../wire/base64url.ts";
import { own, type Bytes } from "../wire/bytes.ts";

const CURVE = { name: "ECDSA", namedCurve: "P-256" } as const;
const ALGORITHM = { name: "ECDSA", hash: "SHA-256" } as const;
const SIGNATURE_BYTES = 64;
const POINT_BYTES = 65;
const UNCOMPRESSED = 4;

/** A new signing key whose private half cannot be taken out. */
export async function newSigningKey(): Promise<CryptoKeyPair> {
  return crypto.subtle.generateKey(CURVE, false, ["sign", "verify"]);
}

/** The es256 signature of `message`: 64 raw bytes r‖s. */
export async function es256(key: CryptoKey, message: Bytes): Promise<Bytes> {
  return new Uint8Array(await crypto.subtle.sign(ALGORITHM, key, message));
}

/** The uncompressed point of a public key, in base64url. */
export async function pointOf(key: CryptoKey): Promise<string> {
  return encode64(new Uint8Array(await crypto.subtle.exportKey("raw", key)));
}

/** The public key of a point as the directory records it; throws Refused `key.malformed` for anything else. */
export async function publicKey(point: string): Promise<CryptoKey> {
  try {
    const raw = decode64(point);
    if (raw.length !== POINT_BYTES || raw[0] !== UNCOMPRESSED) throw new RangeError("not an uncompressed point");
    return await crypto.subtle.importKey("raw", raw, CURVE, true, ["verify"]);
  } catch {
    throw new Refused("key.malformed", "The recorded signing key is not a P-256 point; enrol again.");
  }
}

/** Whether `sig` (64 bytes r‖s) over `message` is of the key at `point`; Refused when that is no key. */
export async function verifyEs256(point: string, message: Uint8Array, sig: Uint8Array): Promise<boolean> {
  const key = await publicKey(point);
  if (sig.length !== SIGNATURE_BYTES) return false;
  return crypto.subtle.verify(ALGORITHM, key, own(sig), own(message));
}
