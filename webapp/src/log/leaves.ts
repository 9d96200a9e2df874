/** The leaf: what the log says of one event, with hashes and salted commitments and never any content; read strictly. */

import { type Bytes, equal, utf8 } from "../wire/bytes.ts";
import { canonical, type Json } from "../wire/json.ts";
import { isCount, isObject, matches } from "../wire/payload.ts";
import { malformed } from "./strict.ts";

const MAX_LEAF_BYTES = 65_535;

/** What happened (EV-01): a closed list, stable for ever, since it stands in leaves. */
export const LEAF_TYPES = [
  "act",
  "refusal",
  "session",
  "release_wrap",
  "release_blob",
  "obligation_opened",
  "obligation_settled",
  "rung",
  "rung_empty",
  "ring",
  "delivery",
  "seen",
  "receipt_reopened",
  "told",
  "address",
  "authority",
  "merged",
  "epoch",
  "checkpoint",
  "downtime",
  "alarm",
  "policy",
  "erasure",
  "hold",
  "export",
] as const;

/** The fields of one leaf; anything that could be guessed stands in `commit` only, and `time` is UTC. */
export type LeafFields = {
  readonly v: 1;
  readonly event: string;
  readonly type: (typeof LEAF_TYPES)[number];
  readonly time: string;
  readonly actor: string;
  readonly functie: string;
  readonly act_sha256: string;
  readonly seq: number;
  readonly commit: { readonly [field: string]: string };
};

const NAME = /^[a-z][a-z0-9_]{0,63}$/;
const SHA256 = /^[0-9a-f]{64}$/;

const FIELDS = {
  v: (value: unknown) => value === 1,
  event: matches(/^[A-Za-z0-9_-]{22,64}$/),
  type: (value: unknown) => (LEAF_TYPES as readonly unknown[]).includes(value),
  time: (value: unknown) => typeof value === "string" && isTime(value),
  actor: matches(/^[A-Za-z0-9_-]{0,64}$/),
  functie: (value: unknown) => value === "" || matches(NAME)(value),
  act_sha256: (value: unknown) => value === "" || matches(SHA256)(value),
  seq: isCount,
  commit: (value: unknown) =>
    isObject(value) && Object.keys(value).every(matches(NAME)) && Object.values(value).every(matches(SHA256)),
} satisfies Record<keyof LeafFields, (value: unknown) => boolean>;

/** The fields of a leaf; throws Refused unless the bytes are exactly what the service builds. */
export function parseLeaf(data: Bytes): LeafFields {
  const found = decoded(data);
  if (isObject(found) && data.length <= MAX_LEAF_BYTES) {
    const names = Object.keys(found);
    const known = Object.entries(FIELDS).every(([name, check]) => Object.hasOwn(found, name) && check(found[name]));
    if (known && names.length === Object.keys(FIELDS).length && equal(utf8(canonical(found as Json)), data)) {
      return found as LeafFields;
    }
  }
  throw malformed("A leaf is not in its canonical form; keep it as it is and verify the log.");
}

function decoded(data: Bytes): unknown {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(data));
  } catch {
    throw malformed("A leaf cannot be read; keep it as it is and verify the log.");
  }
}

/** Microseconds and a Z: the one spelling of a moment that exists. */
function isTime(value: string): boolean {
  const found = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3})\d{3}Z$/.exec(value);
  const moment = new Date(`${found?.[1]}Z`);
  return found !== null && !Number.isNaN(moment.getTime()) && moment.toISOString() === `${found[1]}Z` && value >= "0001";
}
