/** Bytes, JSON, payloads and envelopes against what the Python client says of the same ones. */

import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { proof, newKeys } from "../src/crypto/keys.ts";
import { pointOf } from "../src/crypto/sign.ts";
import { Refused } from "../src/refused.ts";
import { own, text, type Bytes } from "../src/wire/bytes.ts";
import {
  actHash,
  decodeAny64,
  DRILL_TYPE,
  envelopeBytes,
  envelopeFromBytes,
  isDrill,
  REAL_TYPE,
  signEnvelope,
} from "../src/wire/dsse.ts";
import { randomId, uuid7 } from "../src/wire/ids.ts";
import { canonical, strictJson, type Json } from "../src/wire/json.ts";
import { instant } from "../src/wire/moment.ts";
import { parsePayload, payloadBytes, type ActPayload } from "../src/wire/payload.ts";

type Judged = { raw: string; code: string | null };
type Vectors = {
  json: { raw: string; canonical: string }[];
  badJson: Judged[];
  moments: { text: string; micros: string }[];
  noMoments: string[];
  payloads: Judged[];
  envelopes: (Judged & { hash?: string; again?: string })[];
  uuids: { ms: number; random: string; id: string }[];
  ids: { random: string; id: string }[];
};

const FOLDER = process.env.PIKET_VECTORS ?? "";
const VECTORS = JSON.parse(readFileSync(join(FOLDER, "wire.json"), "utf8")) as Vectors;

function code(read: () => unknown): string | null {
  try {
    read();
    return null;
  } catch (wrong) {
    if (wrong instanceof Refused) return wrong.code;
    throw wrong;
  }
}

function given(random: string): (length: number) => Bytes {
  return (length) => decodeAny64(random).slice(0, length);
}

describe("JSON", () => {
  it.each(VECTORS.json)("writes $canonical as Python does", ({ raw, canonical: expected }) => {
    const value = strictJson(decodeAny64(raw)) as Json;
    if (expected.includes(".")) expect(() => canonical(value)).toThrow(RangeError);
    else expect(canonical(value)).toBe(expected);
  });
  it.each(VECTORS.badJson)("refuses $raw", ({ raw, code: expected }) => {
    expect(code(() => strictJson(decodeAny64(raw)))).toBe(expected);
  });
});

describe("moments", () => {
  it.each(VECTORS.moments)("reads $text", ({ text: written, micros }) => {
    expect(instant(written)).toBe(BigInt(micros));
  });
  it.each(VECTORS.noMoments)("refuses %j", (written) => {
    expect(code(() => instant(written))).toBe("act.malformed");
  });
});

describe("payloads and envelopes", () => {
  it.each(VECTORS.payloads)("judges payload $# as Python: $code", ({ raw, code: expected }) => {
    expect(code(() => parsePayload(decodeAny64(raw)))).toBe(expected);
  });
  it.each(VECTORS.envelopes)("judges envelope $# as Python: $code", async ({ raw, code: expected, hash, again }) => {
    expect(code(() => envelopeFromBytes(decodeAny64(raw)))).toBe(expected);
    if (expected !== null) return;
    const signed = envelopeFromBytes(decodeAny64(raw));
    expect(await actHash(signed)).toBe(hash);
    expect(text(envelopeBytes(signed))).toBe(again);
  });
});

describe("ids", () => {
  it.each(VECTORS.uuids)("makes $id", ({ ms, random, id }) => {
    expect(uuid7(new Date(ms), given(random))).toBe(id);
  });
  it.each(VECTORS.ids)("makes $id", ({ random, id }) => {
    expect(randomId(given(random))).toBe(id);
  });
});

it("signs acts that Python then verifies and reads", async () => {
  const keys = await newKeys("toestel-1", "hanna", "om");
  const whole = VECTORS.payloads[0];
  const first = parsePayload(decodeAny64(whole?.raw ?? ""));
  const acts = [];
  for (const params of [{}, { text: 'é"\\\u2028😀\u007f' }, { list: [1, null, { deep: true }] }]) {
    const payload: ActPayload = { ...first, at: "2026-03-14T02:12:00.123Z", params, device: "toestel-1" };
    const type = acts.length === 0 ? DRILL_TYPE : REAL_TYPE;
    const signed = await signEnvelope(type, payloadBytes(payload), [(message) => proof(keys, message)]);
    expect(isDrill(signed)).toBe(acts.length === 0);
    expect(envelopeFromBytes(own(envelopeBytes(signed)))).toEqual(signed);
    acts.push({ envelope: text(envelopeBytes(signed)), hash: await actHash(signed), params });
  }
  const made = { point: await pointOf(keys.signing.publicKey), acts };
  writeFileSync(join(FOLDER, "made.json"), JSON.stringify(made));
});
