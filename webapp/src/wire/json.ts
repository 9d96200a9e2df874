/** JSON as two honest parsers read it, and the one way of writing it where a hash covers what was written. */

import { Refused } from "../refused.ts";
import { text } from "./bytes.ts";

export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };

const TOKENS = /"(?:[^"\\]|\\.)*"|[{}[\]:]|-?[0-9][0-9.eE+-]*/g;
const MOST_DIGITS = 17;
const DEEPEST = 200;

/**
 * Decode JSON: UTF-8, no duplicate names, no NaN, no integer above 2^53 - 1, no half a character, no number with a
 * fraction or an exponent that is a whole number (other parsers take `1.0` for another kind than `1`).
 * Throws Refused `json.malformed` for anything else.
 */
export function strictJson(bytes: Uint8Array): unknown {
  try {
    const source = text(bytes);
    const document: unknown = JSON.parse(source);
    checkTokens(source);
    return document;
  } catch {
    const sentence = "The bytes are not strict JSON (UTF-8, no duplicate names, no huge numbers); encode again.";
    throw new Refused("json.malformed", sentence, "payload");
  }
}

/** Throws RangeError at the first token that is valid JSON and yet is read differently by different parsers. */
function checkTokens(source: string): void {
  const names: Set<string>[] = [];
  let written: string | undefined;
  for (const [token] of source.matchAll(TOKENS)) {
    if (token === "{" || token === "[") {
      if (names.push(new Set()) > DEEPEST) throw new RangeError("nested too deep");
    } else if (token === "}" || token === "]") names.pop();
    else if (token === ":") checkName(names.at(-1), written);
    else if (token.startsWith('"')) written = checkText(token);
    else checkNumber(token);
  }
}

function checkName(known: Set<string> | undefined, name: string | undefined): void {
  if (known === undefined || name === undefined || known.has(name)) throw new RangeError("duplicate name");
  known.add(name);
}

function checkText(token: string): string {
  const value = String(JSON.parse(token));
  if (!value.isWellFormed()) throw new RangeError("half a character");
  return value;
}

function checkNumber(token: string): void {
  const value = Number(token);
  if (/^-?[0-9]+$/.test(token)) {
    if (token.length > MOST_DIGITS || !Number.isSafeInteger(value)) throw new RangeError("integer too large");
  } else if (!Number.isFinite(value) || Number.isInteger(value)) throw new RangeError("ambiguous number");
}

/**
 * Write as Python's `json.dumps(value, sort_keys=True, separators=(",", ":"))`: names in order of their code points,
 * no spaces, ASCII only. Throws RangeError for a number that is not a safe integer: no hash covers any other.
 */
export function canonical(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (typeof value === "object" && value !== null) {
    const pairs = Object.entries(value).sort(([a], [b]) => byCodePoint(a, b));
    return `{${pairs.map(([name, one]) => `${ascii(name)}:${canonical(one as Json)}`).join(",")}}`;
  }
  if (typeof value === "number" && !Number.isSafeInteger(value)) throw new RangeError("Only whole numbers are hashed.");
  return typeof value === "string" ? ascii(value) : JSON.stringify(value);
}

function ascii(value: string): string {
  const escaped = (sign: string): string => `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`;
  return JSON.stringify(value).replaceAll(/[\u007f-\uffff]/g, escaped);
}

function byCodePoint(a: string, b: string): number {
  const left = Array.from(a, (sign) => sign.codePointAt(0) ?? 0);
  const right = Array.from(b, (sign) => sign.codePointAt(0) ?? 0);
  const at = left.findIndex((point, index) => point !== right[index]);
  return at < 0 ? left.length - right.length : (left[at] ?? 0) - (right[at] ?? -1);
}
