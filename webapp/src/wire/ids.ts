/** How a new identifier is made, and how one is recognised. */

import { encode64 } from "./base64url.ts";
import { hex, type Random } from "./bytes.ts";

export const ACT = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
export const ITEM = /^[A-Za-z0-9_-]{22}$/;
export const NAME = /^[A-Za-z0-9_.@-]{1,64}$/;
export const SHA256 = /^[0-9a-f]{64}$/;
export const SCOPE = /^(nl|board|(arr|eenheid|gm|org|own):[A-Za-z0-9_-]{1,64})$/;
export const RECIPIENT = /^age1(pq1)?[a-z0-9]{50,4000}$/;

/** 128 random bits as 22 characters of base64url: the id of a new item. */
export function randomId(random: Random): string {
  return encode64(random(16));
}

/** A new UUIDv7 (RFC 9562): 48 bits of `now` in Unix milliseconds, the rest random; the id of an act. */
export function uuid7(now: Date, random: Random): string {
  const tail = random(10);
  const bits = BigInt(`0x${hex(tail)}`);
  const millis = BigInt(now.getTime()) & ((1n << 48n) - 1n);
  const value =
    (millis << 80n) | (0x7n << 76n) | (((bits >> 68n) & 0xfffn) << 64n) | (0b10n << 62n) | (bits & ((1n << 62n) - 1n));
  const digits = value.toString(16).padStart(32, "0");
  return [0, 8, 12, 16, 20].map((at, index, cuts) => digits.slice(at, cuts[index + 1])).join("-");
}
