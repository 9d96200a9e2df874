/** Proof by passkey: a WebAuthn assertion whose challenge is the hash of what is signed; verified without the server. */

import { publicKey, verifyEs256 } from "../crypto/sign.ts";
import { Refused } from "../refused.ts";
import { encode64 } from "../wire/base64url.ts";
import { type Bytes, concat, equal, sha256, utf8 } from "../wire/bytes.ts";
import type { Proof } from "../wire/dsse.ts";
import { strictJson } from "../wire/json.ts";
import type { App } from "../wire/models.ts";
import { isObject } from "../wire/payload.ts";

export type { App };

const MAX_AUTHENTICATOR_DATA = 1024;
const MAX_CLIENT_DATA = 4096;
/** Bytes of the longest DER signature by a P-256 key. */
const MAX_SIGNATURE = 72;
const COORDINATE = 32;
/** rpIdHash (32), flags (1), signature counter (4). */
const FIXED = 37;
const [USER_PRESENT, USER_VERIFIED, ELIGIBLE, BACKED_UP, ATTESTED, EXTENDED] = [0x01, 0x04, 0x08, 0x10, 0x40, 0x80];

/** The points of the device that made a proof, as the directory spells them. */
export type Points = { readonly point: string; readonly passkeyPoint: string | null };

/** Return only if `proof` over `signed` was made with this device's key, or with its passkey in the app. */
export async function verifyProof(proof: Proof, signed: Bytes, device: Points, app: App | null): Promise<void> {
  if (proof.kind === "es256") {
    if (!(await verifyEs256(device.point, signed, proof.sig))) throw unsigned();
    return;
  }
  if (device.passkeyPoint === null || app === null) {
    throw no("The directory has no passkey of this device, or does not say where the app is", "kind");
  }
  await verifyAssertion(device.passkeyPoint, await sha256(signed), proof, app);
}

/**
 * Return only if this is an assertion over `challenge`, made in the app by a user who was present and verified.
 *
 * WebAuthn Level 3 §7.2, ES256 only. The signature counter and the backup flags are evidence in the stored bytes:
 * nothing is decided by them. Unknown members of clientDataJSON are left alone, as the standard asks. Throws Refused
 * naming the field otherwise.
 */
export async function verifyAssertion(point: string, challenge: Bytes, proof: Proof, app: App): Promise<void> {
  const data = proof.authenticatorData ?? new Uint8Array();
  const client = proof.clientDataJSON ?? new Uint8Array();
  await checkAuthenticatorData(data, app);
  checkClientData(client, challenge, app);
  const raw = rawSignature(proof.sig);
  const key = await publicKey(point);
  const message = concat(data, await sha256(client));
  const algorithm = { name: "ECDSA", hash: "SHA-256" };
  if (raw === undefined || !(await crypto.subtle.verify(algorithm, key, raw, message))) throw unsigned();
}

async function checkAuthenticatorData(data: Bytes, app: App): Promise<void> {
  if (data.length < FIXED || data.length > MAX_AUTHENTICATOR_DATA) {
    throw no("authenticatorData has an impossible length", "authenticatorData");
  }
  const flags = data[COORDINATE] ?? 0;
  if (!equal(data.subarray(0, COORDINATE), await sha256(utf8(app.rp_id)))) {
    throw no("The passkey belongs to another relying party", "authenticatorData.rpIdHash");
  }
  if (!(flags & USER_PRESENT) || !(flags & USER_VERIFIED)) {
    throw no("The user was not present and verified", "authenticatorData.flags");
  }
  if (flags & ATTESTED || (flags & (ELIGIBLE | BACKED_UP)) === BACKED_UP) {
    throw no("The flags contradict each other", "authenticatorData.flags");
  }
  if (Boolean(flags & EXTENDED) !== data.length > FIXED) {
    throw no("Extensions follow that were not announced, or the other way round", "authenticatorData");
  }
}

function checkClientData(data: Bytes, challenge: Bytes, app: App): void {
  const found = clientData(data);
  if (found.type !== "webauthn.get") throw no("This is no assertion", "clientDataJSON.type");
  if (found.challenge !== encode64(challenge)) {
    throw no("The passkey was asked to sign something else", "clientDataJSON.challenge");
  }
  if (!(app.origins as readonly unknown[]).includes(found.origin)) {
    throw no("The passkey was used on another page than the app's", "clientDataJSON.origin");
  }
  // The standard lets a client leave crossOrigin out where it is false.
  if ((Object.hasOwn(found, "crossOrigin") && found.crossOrigin !== false) || Object.hasOwn(found, "topOrigin")) {
    throw no("The app stood within another page", "clientDataJSON.crossOrigin");
  }
}

function clientData(data: Bytes): Record<string, unknown> {
  let found: unknown;
  try {
    found = data.length <= MAX_CLIENT_DATA ? strictJson(data) : undefined;
  } catch {
    found = undefined;
  }
  if (!isObject(found)) throw no("clientDataJSON is not strict JSON of a client", "clientDataJSON");
  return found;
}

/** r‖s of a signature in DER; undefined unless it is the only spelling of two numbers that a P-256 key can make. */
function rawSignature(der: Bytes): Bytes | undefined {
  if (der.length > MAX_SIGNATURE || der[0] !== 0x30 || der[1] !== der.length - 2) return undefined;
  const r = coordinate(der, 2);
  const s = r === undefined ? undefined : coordinate(der, r.end);
  return r === undefined || s === undefined || s.end !== der.length ? undefined : concat(r.padded, s.padded);
}

function coordinate(der: Bytes, at: number): { padded: Bytes; end: number } | undefined {
  const length = der[at + 1] ?? 0;
  const end = at + 2 + length;
  const [first = 0, second = 0] = der.subarray(at + 2, end);
  const shortest = length > 0 && first < 0x80 && (first > 0 || length === 1 || second >= 0x80);
  const number = first === 0 ? der.subarray(at + 3, end) : der.subarray(at + 2, end);
  if (der[at] !== 2 || end > der.length || !shortest || number.length > COORDINATE) return undefined;
  return { padded: concat(new Uint8Array(COORDINATE - number.length), number), end };
}

function unsigned(): Refused {
  return new Refused("proof.invalid", "The proof does not belong to these bytes; sign again.", "sig");
}

function no(sentence: string, field: string): Refused {
  return new Refused("proof.passkey", `${sentence}; sign again in the app.`, field);
}
