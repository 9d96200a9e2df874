/** Whether a text is a recipient to which age can seal, X25519 or post-quantum: any other stops all who replay it. */

import { hex, type Bytes } from "./bytes.ts";

const LETTERS = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
const GENERATORS = [0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3];
const CHECKSUM_LETTERS = 6;
const X25519_BYTES = 32;
const MLKEM_BYTES = 1184;
/** The last 32 bytes of an ML-KEM-768 key are a seed; before them stand coefficients of twelve bits each. */
const COEFFICIENT_BYTES = MLKEM_BYTES - 32;
const MODULUS = 3329;
/** The field of Curve25519. */
const PRIME = 2n ** 255n - 19n;
/** The points of low order: whoever agrees on a secret with one of these agrees on what everybody knows. */
const LOW_ORDER: readonly bigint[] = [
  0n,
  1n,
  PRIME - 1n,
  325606250916557431795983626356110631294008115727848805560023387167927233504n,
  39382357235489614581723060781553021112529911719440698176882885853963445705823n,
];

/** Whether this is an `age1…` recipient of 32 bytes. */
export function isX25519Recipient(text: string): boolean {
  const raw = decoded("age", text);
  return raw !== undefined && isPoint(raw);
}

/** Whether this is an `age1pq1…` recipient: an ML-KEM-768 key whose coefficients are reduced, and an X25519 key. */
export function isHybridRecipient(text: string): boolean {
  const raw = decoded("age1pq", text);
  return raw !== undefined && isReduced(raw.subarray(0, COEFFICIENT_BYTES)) && isPoint(raw.subarray(MLKEM_BYTES));
}

/** RFC 7748 §5: 32 bytes, the lowest first, of which the highest bit counts for nothing. */
function isPoint(raw: Uint8Array): boolean {
  if (raw.length !== X25519_BYTES) return false;
  const value = BigInt(`0x${hex(raw.toReversed())}`) & (2n ** 255n - 1n);
  return !LOW_ORDER.includes(value % PRIME);
}

/** FIPS 203 §7.2: a key of which a coefficient is not below the modulus is no key. */
function isReduced(coefficients: Uint8Array): boolean {
  for (let at = 0; at < coefficients.length; at += 3) {
    const [first = 0, second = 0, third = 0] = coefficients.subarray(at, at + 3);
    if (first + ((second & 15) << 8) >= MODULUS || (second >> 4) + (third << 4) >= MODULUS) return false;
  }
  return true;
}

/** The bytes of lower-case Bech32 (BIP 173, without its length limit) under this prefix; undefined for anything else. */
function decoded(prefix: string, text: string): Bytes | undefined {
  const cut = text.lastIndexOf("1");
  const values = Array.from(text.slice(cut + 1), (letter) => LETTERS.indexOf(letter));
  if (text.slice(0, Math.max(cut, 0)) !== prefix || values.length < CHECKSUM_LETTERS || values.includes(-1)) {
    return undefined;
  }
  if (checksum(prefix, values) !== 1) return undefined;
  return inBytes(values.slice(0, -CHECKSUM_LETTERS));
}

/** Five bits each, in bytes; undefined where letters are left over, or bits that no encoder leaves. */
function inBytes(values: readonly number[]): Bytes | undefined {
  const bytes = new Uint8Array(Math.floor((values.length * 5) / 8));
  let [bits, held, at] = [0, 0, 0];
  for (const value of values) {
    held = ((held << 5) | value) & 0xfff;
    bits += 5;
    if (bits >= 8) {
      bits -= 8;
      bytes[at++] = held >> bits;
    }
  }
  return bits < 5 && (held & ((1 << bits) - 1)) === 0 ? bytes : undefined;
}

function checksum(prefix: string, values: readonly number[]): number {
  const codes = Array.from(prefix, (letter) => letter.charCodeAt(0));
  let state = 1;
  for (const value of [...codes.map((code) => code >> 5), 0, ...codes.map((code) => code & 31), ...values]) {
    const top = state >>> 25;
    state = ((state & 0x1ffffff) << 5) ^ value;
    GENERATORS.forEach((generator, bit) => {
      if ((top >> bit) & 1) state ^= generator;
    });
  }
  return state;
}
