/** Signed bytes as they travel and rest: DSSE as JSON, made once and read back to exactly the same bytes. */

import { Refused } from "../refused.ts";
import { encode64 } from "./base64url.ts";
import { concat, sha256Hex, utf8, type Bytes } from "./bytes.ts";
import { strictJson } from "./json.ts";

export const REAL_TYPE = "application/vnd.piket.act.v1+json";
/** A drill act is signed under another type, so it can never be replayed as a real one. */
export const DRILL_TYPE = "application/vnd.piket.oefening.v1+json";

/** One signature over an envelope; `sig` of `es256` is 64 raw bytes r‖s, of `webauthn` the passkey's own DER. */
export type Proof = {
  readonly kind: "es256" | "webauthn";
  readonly device: string;
  readonly sig: Bytes;
  readonly authenticatorData?: Bytes;
  readonly clientDataJSON?: Bytes;
};

/** An act as it travelled: the payload's exact bytes, never encoded again, and the proofs that came with it. */
export type SignedAct = {
  readonly payloadType: string;
  readonly payload: Bytes;
  readonly proofs: readonly Proof[];
};

/** The envelope as the plain object of the wire. */
export type EnvelopeJson = {
  readonly payloadType: string;
  readonly payload: string;
  readonly proofs: readonly {
    readonly kind: "es256" | "webauthn";
    readonly device: string;
    readonly sig: string;
    readonly authenticatorData?: string;
    readonly clientDataJSON?: string;
  }[];
};

/** Who can prove bytes: a device's keys, or its passkey. */
export type Signer = (message: Bytes) => Promise<Proof>;

/** DSSE v1's pre-authentication encoding: the bytes that every proof signs. */
export function preAuth(payloadType: string, payload: Uint8Array): Bytes {
  const kind = utf8(payloadType);
  return concat(utf8(`DSSEv1 ${kind.length} `), kind, utf8(` ${payload.length} `), payload);
}

/** Name the act as logs do: SHA-256, in hexadecimal, of what was signed (the pre-authentication encoding). */
export async function actHash(signed: SignedAct): Promise<string> {
  return sha256Hex(preAuth(signed.payloadType, signed.payload));
}

/** Whether the act belongs to a drill. */
export function isDrill(signed: SignedAct): boolean {
  return signed.payloadType === DRILL_TYPE;
}

/** The envelope with one proof of each signer, in this order. */
export async function signEnvelope(
  payloadType: string,
  payload: Bytes,
  signers: readonly Signer[],
): Promise<SignedAct> {
  const message = preAuth(payloadType, payload);
  const proofs: Proof[] = [];
  for (const signer of signers) proofs.push(await signer(message));
  return { payloadType, payload, proofs };
}

/** The envelope as the plain JSON object of the wire. */
export function envelopeJson(signed: SignedAct): EnvelopeJson {
  return {
    payloadType: signed.payloadType,
    payload: encode64(signed.payload),
    proofs: signed.proofs.map((proof) => ({
      kind: proof.kind,
      device: proof.device,
      sig: encode64(proof.sig),
      ...(proof.kind === "webauthn" && {
        authenticatorData: encode64(proof.authenticatorData ?? new Uint8Array()),
        clientDataJSON: encode64(proof.clientDataJSON ?? new Uint8Array()),
      }),
    })),
  };
}

/** The envelope as bytes: ASCII, as the Python client writes it. */
export function envelopeBytes(signed: SignedAct): Bytes {
  const escaped = (sign: string): string => `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`;
  return utf8(JSON.stringify(envelopeJson(signed)).replaceAll(/[\u007f-\uffff]/g, escaped));
}

/** The envelope in a decoded JSON object; nothing in it is verified yet. Throws Refused unless it is exactly one. */
export function envelopeFrom(document: unknown): SignedAct {
  const found = fieldsOf(document, ["payloadType", "payload", "proofs"]);
  if (!Array.isArray(found.proofs)) throw malformed();
  return {
    payloadType: textOf(found.payloadType),
    payload: decodeAny64(textOf(found.payload)),
    proofs: found.proofs.map(proofFrom),
  };
}

/** The envelope in these bytes; throws Refused as `envelopeFrom` does. */
export function envelopeFromBytes(bytes: Uint8Array): SignedAct {
  return envelopeFrom(strictJson(bytes));
}

/** Bytes of base64 in either alphabet, padded or not; throws Refused for anything else. */
export function decodeAny64(written: string): Bytes {
  const plain = written.replace(/=+$/, "").replaceAll("-", "+").replaceAll("_", "/");
  if (!/^[A-Za-z0-9+/]*$/.test(plain) || plain.length % 4 === 1) {
    throw new Refused("base64.malformed", "What should be base64 is not; refuse it.");
  }
  return Uint8Array.from(atob(plain), (sign) => sign.charCodeAt(0));
}

function proofFrom(document: unknown): Proof {
  if (typeof document !== "object" || document === null || Array.isArray(document)) throw malformed();
  const present = Object.fromEntries(Object.entries(document).filter(([, value]) => value !== null));
  if (present.kind === "es256") {
    const found = fieldsOf(present, ["kind", "device", "sig"]);
    return { kind: "es256", device: textOf(found.device), sig: decodeAny64(textOf(found.sig)) };
  }
  const found = fieldsOf(present, ["kind", "device", "sig", "authenticatorData", "clientDataJSON"]);
  if (found.kind !== "webauthn") throw malformed();
  return {
    kind: "webauthn",
    device: textOf(found.device),
    sig: decodeAny64(textOf(found.sig)),
    authenticatorData: decodeAny64(textOf(found.authenticatorData)),
    clientDataJSON: decodeAny64(textOf(found.clientDataJSON)),
  };
}

/** The fields of an object that has exactly these. */
function fieldsOf<Name extends string>(document: unknown, names: readonly Name[]): Record<Name, unknown> {
  if (typeof document !== "object" || document === null || Array.isArray(document)) throw malformed();
  if (Object.keys(document).length !== names.length || !names.every((name) => Object.hasOwn(document, name))) {
    throw malformed();
  }
  return document as Record<Name, unknown>;
}

function textOf(value: unknown): string {
  if (typeof value !== "string") throw malformed();
  return value;
}

function malformed(): Refused {
  return new Refused("envelope.malformed", "This is not a signed envelope; refuse it.");
}
