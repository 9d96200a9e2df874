/** Reads base64 and decimals of which exactly one spelling is valid. */

import { Refused } from "../refused.ts";
import type { Bytes } from "../wire/bytes.ts";

const DECIMAL = /^(0|[1-9][0-9]{0,18})$/;

/** Bytes are not in the one spelling that their format allows. */
export function malformed(sentence: string): Refused {
  return new Refused("audit.format", sentence);
}

/** Standard base64 (RFC 4648 §4) with padding. */
export function toBase64(bytes: Uint8Array): string {
  let text = "";
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text);
}

/** The bytes of a standard base64 text; throws Refused unless it is exactly what `toBase64` writes. */
export function fromBase64(text: string): Bytes {
  let bytes: Bytes | undefined;
  try {
    bytes = Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0));
  } catch {
    bytes = undefined;
  }
  if (bytes === undefined || toBase64(bytes) !== text) {
    throw malformed("A base64 field is not in its canonical form; refuse the document.");
  }
  return bytes;
}

/** A SHA-256 hash written in base64; throws Refused for any other length. */
export function hashFromBase64(text: string): Bytes {
  const bytes = fromBase64(text);
  if (bytes.length !== 32) throw malformed("A hash does not have 32 bytes; refuse the document.");
  return bytes;
}

/**
 * A number in ASCII decimals without leading zeroes; throws Refused otherwise.
 *
 * C2SP allows up to 2⁶³−1; a number that a script cannot count exactly is refused here, and no log comes near it.
 */
export function fromDecimal(text: string): number {
  const found = DECIMAL.test(text) ? Number(text) : Number.NaN;
  if (!Number.isSafeInteger(found)) {
    throw malformed("A number is not a plain decimal without leading zeroes; refuse the document.");
  }
  return found;
}
