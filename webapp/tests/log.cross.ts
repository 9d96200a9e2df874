/** Reads keys, notes, checkpoints, leaves, tiles, proofs and policies as Python does, the spoilt ones included. */

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { ProofAnswer } from "../src/api/answers.ts";
import { parseUnverified } from "../src/log/checkpoints.ts";
import { parseLeaf } from "../src/log/leaves.ts";
import { encodeKey, parseKey, parseNote } from "../src/log/notes.ts";
import { parseProof, verifyProof } from "../src/log/proof-file.ts";
import { verifyConsistency, verifyInclusion } from "../src/log/proofs.ts";
import { verifyReceipt } from "../src/log/receipt.ts";
import { fromBase64 } from "../src/log/strict.ts";
import { logKeys, openCheckpoint, turned, type LogKeys } from "../src/log/succession.ts";
import { decodeBundle, decodeTile, tilePath } from "../src/log/tiles.ts";
import { checkWitnessed, parsePolicy } from "../src/log/witness-policy.ts";
import { Refused } from "../src/refused.ts";
import { text } from "../src/wire/bytes.ts";

type Judged = readonly [string, string | null];
type KeysJson = readonly [string, readonly (readonly [number, string])[]];

const V = JSON.parse(readFileSync(join(process.env.PIKET_VECTORS ?? "", "log.json"), "utf8")) as {
  keys: Judged[];
  checkpoints: [KeysJson, Judged[]][];
  leaves: Judged[];
  proofs: [KeysJson, string, Judged[]];
  consistency: [number, number, string[], string, string, string | null][];
  inclusion: [string, number, number, string[], string, string | null][];
  bundles: [string, number, string | null][];
  rows: [string, number, string | null][];
  paths: [number, number, number, string][];
  policies: [string, string | null, Judged[]][];
  receipts: [KeysJson, [ProofAnswer, string, string, string | null][]];
};

async function keysFrom([first, turns]: KeysJson): Promise<LogKeys> {
  let keys = logKeys(await parseKey(first));
  for (const [size, key] of turns) keys = turned(keys, size, await parseKey(key));
  return keys;
}

async function code(read: () => unknown): Promise<string | null> {
  try {
    await read();
    return null;
  } catch (wrong) {
    if (wrong instanceof Refused) return wrong.code;
    throw wrong;
  }
}

/** Every value with what this app makes of it, to be held against what Python made of it. */
async function judge(cases: readonly Judged[], read: (value: string) => unknown): Promise<Judged[]> {
  const found: Judged[] = [];
  for (const [value] of cases) found.push([value, await code(() => read(value))]);
  return found;
}

describe("what a log says", () => {
  it("keys", async () => {
    expect(await judge(V.keys, (value) => parseKey(text(fromBase64(value))))).toEqual(V.keys);
    for (const [value, wrong] of V.keys) {
      const spelled = text(fromBase64(value));
      if (wrong === null) expect(encodeKey(await parseKey(spelled))).toBe(spelled);
    }
  });

  it.each(V.checkpoints)("checkpoints, signed by who may at their size", async (keys, cases) => {
    const able = await keysFrom(keys);
    expect(await judge(cases, (value) => openCheckpoint(able, fromBase64(value)))).toEqual(cases);
  });

  it("leaves", async () => {
    expect(await judge(V.leaves, (value) => parseLeaf(fromBase64(value)))).toEqual(V.leaves);
  });

  it("proofs that a leaf stands there", async () => {
    const [keys, leaf, cases] = V.proofs;
    const able = await keysFrom(keys);
    const read = async (value: string) => verifyProof(await parseProof(fromBase64(value)), fromBase64(leaf), able);
    expect(await judge(cases, read)).toEqual(cases);
  });

  it("consistency and inclusion, for every pair of small sizes", async () => {
    for (const [older, newer, steps, oldRoot, newRoot, expected] of V.consistency) {
      const proof = steps.map(fromBase64);
      const said = await code(() => verifyConsistency(older, newer, proof, fromBase64(oldRoot), fromBase64(newRoot)));
      expect([older, newer, steps, said]).toEqual([older, newer, steps, expected]);
    }
    for (const [hashed, index, size, steps, root, expected] of V.inclusion) {
      const proof = steps.map(fromBase64);
      const said = await code(() => verifyInclusion(fromBase64(hashed), index, size, proof, fromBase64(root)));
      expect([index, size, steps, said]).toEqual([index, size, steps, expected]);
    }
  });

  it("tiles and their paths", async () => {
    for (const [data, width, expected] of V.bundles) {
      expect(await code(() => decodeBundle(fromBase64(data), width))).toBe(expected);
    }
    for (const [data, width, expected] of V.rows) {
      expect(await code(() => decodeTile(fromBase64(data), width))).toBe(expected);
    }
    for (const [level, index, width, path] of V.paths) {
      expect(tilePath(level < 0 ? "entries" : level, index, width)).toBe(path);
    }
  });

  it.each(V.policies)("who must have witnessed %#", async (policy, expected, notes) => {
    expect(await code(() => parsePolicy(policy))).toBe(expected);
    if (expected !== null) return;
    const read = await parsePolicy(policy);
    expect(await judge(notes, (value) => checkWitnessed(read, parseNote(fromBase64(value))))).toEqual(notes);
  });

  it("receipts of one's own acts", async () => {
    const [keys, cases] = V.receipts;
    const logs = new Map([["om", await keysFrom(keys)]]);
    for (const [answer, act, log, expected] of cases) {
      const said = await code(() => verifyReceipt(answer, act, log, logs));
      expect(said === null ? null : said.split(".")[0]).toBe(expected === null ? null : "receipt");
    }
  });

  it("is counted exactly, or refused", async () => {
    const [, [[small = ""] = []] = []] = V.checkpoints[0] ?? [];
    const huge = text(fromBase64(small)).replace("\n3\n", `\n${2 ** 53}\n`);
    expect(await code(() => parseUnverified(new TextEncoder().encode(huge)))).toBe("audit.format");
  });
});
