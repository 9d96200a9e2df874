/** C2SP signed notes: key strings, strict parsing, and verification of Ed25519 signatures. */

import { Refused } from "../refused.ts";
import { type Bytes, concat, equal, hex, sha256, utf8 } from "../wire/bytes.ts";
import { fromBase64, malformed, toBase64 } from "./strict.ts";

export const MAX_NOTE_BYTES = 1 << 20;
const MAX_SIGNATURES = 64;
const KEY_BYTES = 32;
const SIGNATURE_BYTES = 64;

/** The signature type byte of a key: a log's own, or a witness's; all others are refused. */
export const ED25519 = 1;
export const COSIGNATURE = 4;

const KEY = /^([^+]*)\+([0-9a-f]{8})\+(.*)$/s;
const DASH = "\u2014 ";
/** Empty, a plus, a control character or any space that Unicode knows: what no key name may have. */
const WRONG_NAME = /^$|[\0-\x20+\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]/;
const CONTROL = /[\0-\x09\x0b-\x1f]/;

/** A public key as configured by whoever verifies; name and key ID together identify it. */
export type VerifierKey = {
  readonly name: string;
  readonly type: typeof ED25519 | typeof COSIGNATURE;
  readonly public: Bytes;
  readonly keyId: Bytes;
};

/** One signature line, not verified: key name, key ID (4 bytes) and what follows it. */
export type Signature = { readonly name: string; readonly keyId: Bytes; readonly signature: Bytes };

/** A parsed note: its text must not be used before a signature has been verified. */
export type Note = { readonly text: string; readonly signatures: readonly Signature[] };

/** No valid signature of the named key stands on the note. */
export function unverified(sentence: string): Refused {
  return new Refused("audit.signature", sentence);
}

/** The key that `name+hash+base64` holds; throws Refused for any other text or a wrong hash. */
export async function parseKey(text: string): Promise<VerifierKey> {
  const found = KEY.exec(text);
  if (found === null) throw malformed("A key has the form name+hash+base64; copy the whole key.");
  const [, name = "", hashed = "", encoded = ""] = found;
  const material = fromBase64(encoded);
  const type = material[0];
  if (type !== ED25519 && type !== COSIGNATURE) {
    throw malformed("The key is of a type that is not supported; use an Ed25519 key.");
  }
  const key = material.slice(1);
  checkKeyName(name);
  if (key.length !== KEY_BYTES) throw malformed("An Ed25519 key has 32 bytes; copy the whole key.");
  const keyId = (await sha256(concat(utf8(`${name}\n`), material))).slice(0, 4);
  if (hex(keyId) !== hashed) throw malformed("The hash in the key does not belong to it; copy the whole key.");
  return { name, type, public: key, keyId };
}

/** The key as `name+hash+base64`. */
export function encodeKey(key: VerifierKey): string {
  return `${key.name}+${hex(key.keyId)}+${toBase64(concat(Uint8Array.of(key.type), key.public))}`;
}

/** The note in these bytes; throws Refused unless they are exactly a text, a blank line and signatures. */
export function parseNote(data: Bytes): Note {
  if (data.length > MAX_NOTE_BYTES) throw malformed("A note is larger than any checkpoint can be; refuse it.");
  const content = plainText(data);
  const end = content.lastIndexOf("\n\n");
  if (end < 0) throw malformed("A note has no blank line before its signatures; refuse it.");
  return { text: content.slice(0, end + 1), signatures: signatures(content.slice(end + 2)) };
}

/** The signatures that claim to be of this key. */
export function signaturesBy(note: Note, key: VerifierKey): Signature[] {
  return note.signatures.filter((one) => one.name === key.name && equal(one.keyId, key.keyId));
}

/**
 * Return only if this Ed25519 (0x01) key signed the note's text; throws Refused otherwise.
 *
 * Signatures of other keys are ignored; every signature that claims to be of this key must verify.
 */
export async function verifyNote(note: Note, key: VerifierKey): Promise<void> {
  const claimed = signaturesBy(note, key);
  if (key.type !== ED25519 || claimed.length === 0) {
    throw unverified("The note is not signed by the expected key; do not use its text.");
  }
  for (const one of claimed) await checkSignature(key, one.signature, utf8(note.text));
}

/** Return only if the 64 bytes are this key's signature of the message; throws Refused. */
export async function checkSignature(key: VerifierKey, signature: Bytes, message: Bytes): Promise<void> {
  let good = false;
  try {
    const imported = await crypto.subtle.importKey("raw", key.public, "Ed25519", false, ["verify"]);
    good = signature.length === SIGNATURE_BYTES && (await crypto.subtle.verify("Ed25519", imported, signature, message));
  } catch (wrong) {
    // A browser that does not know the curve must not look like a forged log.
    if (wrong instanceof DOMException && wrong.name === "NotSupportedError") throw wrong;
  }
  if (!good) throw unverified("A signature of a known key does not verify; refuse the whole note.");
}

function checkKeyName(name: string): void {
  if (WRONG_NAME.test(name)) {
    throw malformed("A key name is empty or has a space, plus or control character; choose another.");
  }
}

function signatures(block: string): Signature[] {
  const lines = block.split("\n");
  if (lines.length < 2 || lines.length - 1 > MAX_SIGNATURES || lines.pop() !== "") {
    throw malformed("A note ends with 1 to 64 whole signature lines; refuse it.");
  }
  return lines.map((line) => {
    const rest = line.startsWith(DASH) ? line.slice(DASH.length) : "";
    const gap = rest.indexOf(" ");
    const raw = gap < 0 ? new Uint8Array(0) : fromBase64(rest.slice(gap + 1));
    if (raw.length <= 4) {
      throw malformed("A signature line is not a dash, a key name and a signature; refuse the note.");
    }
    const name = rest.slice(0, gap);
    checkKeyName(name);
    return { name, keyId: raw.slice(0, 4), signature: raw.slice(4) };
  });
}

function plainText(data: Bytes): string {
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(data);
  } catch {
    throw malformed("A note is not valid UTF-8; refuse it.");
  }
  if (CONTROL.test(text)) throw malformed("A note has a control character; refuse it.");
  return text;
}
