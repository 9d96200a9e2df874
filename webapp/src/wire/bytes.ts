/** Bytes: text in and out of them, joining, comparing, hexadecimal and SHA-256. */

import { Refused } from "../refused.ts";

export type Bytes = Uint8Array<ArrayBuffer>;

/** Gives that many fresh random bytes; `randomBytes` except in tests. */
export type Random = (length: number) => Bytes;

/** Gives the present moment; `() => new Date()` except in tests. */
export type Clock = () => Date;

const ENCODER = new TextEncoder();
const MOST_AT_ONCE = 65_536;

/** The system's own randomness. */
export function randomBytes(length: number): Bytes {
  const bytes = new Uint8Array(length);
  for (let at = 0; at < length; at += MOST_AT_ONCE) crypto.getRandomValues(bytes.subarray(at, at + MOST_AT_ONCE));
  return bytes;
}

/** The UTF-8 of a text. */
export function utf8(text: string): Bytes {
  return ENCODER.encode(text);
}

/** The text in UTF-8 bytes, exactly (a byte order mark stays); throws Refused when they are not UTF-8. */
export function text(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new Refused("text.malformed", "The bytes are not UTF-8; refuse them.");
  }
}

/** All parts behind each other, in fresh memory. */
export function concat(...parts: readonly Uint8Array[]): Bytes {
  const whole = new Uint8Array(parts.reduce((size, part) => size + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** A copy in memory of its own: WebCrypto takes no shared memory. */
export function own(bytes: Uint8Array): Bytes {
  return new Uint8Array(bytes);
}

/** Whether both hold the same bytes; of equal lengths all are looked at. */
export function equal(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  let different = 0;
  a.forEach((byte, at) => (different |= byte ^ (b[at] ?? 0)));
  return different === 0;
}

/** Lower-case hexadecimal. */
export function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** The bytes in lower-case hexadecimal; throws Refused for anything else. */
export function fromHex(digits: string): Bytes {
  if (!/^(?:[0-9a-f]{2})*$/.test(digits)) throw new Refused("hex.malformed", "This is not hexadecimal; refuse it.");
  return Uint8Array.from(digits.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}

/** SHA-256 of the bytes. */
export async function sha256(bytes: Bytes): Promise<Bytes> {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
}

/** SHA-256 in lower-case hexadecimal: the name of a ciphertext. */
export async function sha256Hex(bytes: Bytes): Promise<string> {
  return hex(await sha256(bytes));
}
