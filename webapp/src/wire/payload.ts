/** The payload of an act: strict JSON with exactly its fields; what the parameters may be says the catalogue. */

import { Refused } from "../refused.ts";
import { utf8, type Bytes } from "./bytes.ts";
import { RULES } from "./catalogue.ts";
import { ACT, ITEM, NAME, SCOPE, SHA256 } from "./ids.ts";
import { strictJson, type Json } from "./json.ts";
import type { Functie } from "./models.ts";
import { instant } from "./moment.ts";

export const MAX_PAYLOAD_BYTES = 64 * 1024;
const MOST_BLOBS = 2048;
const LONGEST_ORIGIN = 200;

export type { Functie };

/** Every functie of DOMAIN §1. */
export const FUNCTIES = Object.keys(RULES) as readonly Functie[];

/** What somebody holds, is addressed as, or acts in. */
export type Holding = { readonly functie: Functie; readonly scope: string };

/** The newest checkpoint this device had verified when it signed: gossip against a forked log. */
export type CheckpointSeen = { readonly origin: string; readonly size: number; readonly root: string };

/** What a device signs. `at` is the client's clock: evidence only, the server's time drives every deadline. */
export type ActPayload = {
  readonly v: 1;
  readonly act: string;
  readonly id: string;
  readonly device: string;
  readonly item: string | null;
  readonly version: number | null;
  readonly functie: Functie;
  readonly scope: string;
  readonly at: string;
  readonly params: { readonly [name: string]: Json };
  readonly blobs: readonly string[];
  readonly checkpoint: CheckpointSeen | null;
  readonly log: string;
  readonly seq: number;
  readonly prev: string | null;
};

type Check = (value: unknown) => boolean;

/** A check that a value is a text of this form. */
export function matches(form: RegExp): Check {
  return (value) => typeof value === "string" && form.test(value);
}

/** Whether a value is a whole number from 0 to 2^53 - 1. */
export function isCount(value: unknown): boolean {
  return Number.isSafeInteger(value) && Number(value) >= 0;
}

/** Whether a value is the name of a functie. */
export function isFunctie(value: unknown): value is Functie {
  return (FUNCTIES as readonly unknown[]).includes(value);
}

/** Whether a value is a text that names a moment with its time zone. */
export function isMoment(value: unknown): boolean {
  try {
    return typeof value === "string" && instant(value) !== undefined;
  } catch {
    return false;
  }
}

/** Whether a value is an object of JSON. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function orNull(check: Check): Check {
  return (value) => value === null || check(value);
}

const CHECKPOINT = {
  origin: (value: unknown) => typeof value === "string" && Array.from(value).length <= LONGEST_ORIGIN,
  size: isCount,
  root: matches(SHA256),
};

const PAYLOAD = {
  v: (value: unknown) => value === 1,
  act: matches(/^[a-z_]{1,40}\.[a-z0-9_]{1,40}$/),
  id: matches(ACT),
  device: matches(NAME),
  item: orNull(matches(ITEM)),
  version: orNull(isCount),
  functie: isFunctie,
  scope: matches(SCOPE),
  at: isMoment,
  params: isObject,
  blobs: (value: unknown) => Array.isArray(value) && value.length <= MOST_BLOBS && value.every(matches(SHA256)),
  checkpoint: orNull((value) => malformedField(value, CHECKPOINT) === null),
  log: matches(NAME),
  seq: isCount,
  prev: orNull(matches(SHA256)),
} satisfies Record<keyof ActPayload, Check>;

/** The first field of `document` that is missing or wrong; "" for an unknown one or no object at all, null for none. */
export function malformedField(document: unknown, checks: Readonly<Record<string, Check>>): string | null {
  if (!isObject(document)) return "";
  const unknownName = Object.keys(document).find((name) => !Object.hasOwn(checks, name));
  if (unknownName !== undefined) return "";
  const fits = ([name, check]: [string, Check]): boolean => Object.hasOwn(document, name) && check(document[name]);
  const wrong = Object.entries(checks).find((one) => !fits(one));
  return wrong === undefined ? null : wrong[0];
}

/** Refuse with the code for a document that has not the shape it must have. */
export function malformedDocument(field: string): Refused {
  const sentence = "The field does not have the shape it must have; correct it and sign again.";
  return new Refused("act.malformed", sentence, field === "" ? undefined : field);
}

/**
 * Parse the exact bytes of a payload. Throws Refused, naming the first wrong field: duplicate names, unknown fields,
 * wrong types and integers above 2^53 - 1 are all refused (`act.too_large`, `json.malformed`, `act.malformed`).
 */
export function parsePayload(bytes: Uint8Array): ActPayload {
  if (bytes.length > MAX_PAYLOAD_BYTES) {
    const sentence = "The payload of an act is at most 64 KiB; send content as a blob.";
    throw new Refused("act.too_large", sentence, "payload");
  }
  const document = strictJson(bytes);
  const wrong = malformedField(document, PAYLOAD);
  if (wrong !== null) throw malformedDocument(wrong);
  return document as ActPayload;
}

/** The exact bytes to be signed: JSON made here, once. Throws Refused when no server would take them. */
export function payloadBytes(payload: ActPayload): Bytes {
  const bytes = utf8(JSON.stringify(payload));
  parsePayload(bytes);
  return bytes;
}

/** The functie and scope in which the actor says to act; the directory must agree (P-01). */
export function holdingOf(payload: Pick<ActPayload, "functie" | "scope">): Holding {
  return { functie: payload.functie, scope: payload.scope };
}

/** The name of a holding, as maps of holdings have it for their key. */
export function holdingKey(holding: Holding): string {
  return `${holding.functie}@${holding.scope}`;
}
