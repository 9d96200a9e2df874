/** Keeps an act through what services showed a Python phone: the same proofs, the same refusals, let go at the same time. */

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { ProofAnswer, ProofsAnswer } from "../src/api/answers.ts";
import { ServerRefused } from "../src/api/failures.ts";
import { memoryStore } from "../src/device/store.ts";
import { KEEPING, KeptActs, ProofWithheld, verifyBundle, type Bundle } from "../src/log/kept.ts";
import { parseKey } from "../src/log/notes.ts";
import { fromBase64, toBase64 } from "../src/log/strict.ts";
import { logKeys } from "../src/log/succession.ts";
import { LogWatch, type KeysOfLogs } from "../src/log/watch.ts";
import { parsePolicy } from "../src/log/witness-policy.ts";
import { Refused } from "../src/refused.ts";
import type { Bytes } from "../src/wire/bytes.ts";

type Step = {
  readonly files: Readonly<Record<string, string>>;
  readonly proof: ProofAnswer | string | null;
  readonly witnessed: boolean;
  readonly now: string;
  readonly said: string;
  readonly acts: number;
  readonly bundles: readonly (readonly [string, string])[];
};

const V = JSON.parse(readFileSync(join(process.env.PIKET_VECTORS ?? "", "kept.json"), "utf8")) as {
  log: string;
  key: string;
  policy: string;
  act: string;
  envelope: string;
  stories: { name: string; steps: Step[] }[];
};
const KEYS: KeysOfLogs = new Map([[V.log, logKeys(await parseKey(V.key))]]);

function service(step: Step) {
  const read = async (_: string, path: string): Promise<Bytes> => {
    const found = step.files[path];
    if (found === undefined) throw new ServerRefused(404, "log.unknown");
    return fromBase64(found);
  };
  const proofs = async (acts: readonly string[]): Promise<ProofsAnswer> => {
    if (step.proof === null) throw new Error("Python did not ask for this proof.");
    if (step.proof === "act.unknown") return { proofs: [], waiting: [], unknown: acts };
    if (typeof step.proof === "string") return { proofs: [], waiting: acts, unknown: [] };
    return { proofs: [step.proof], waiting: [], unknown: [] };
  };
  return { logFile: read, logEntries: read, proofs };
}

async function said(logs: LogWatch, kept: KeptActs): Promise<string> {
  try {
    await logs.refresh(V.log, KEYS);
    await kept.bringUp(KEYS);
    return "kept";
  } catch (wrong) {
    if (wrong instanceof ProofWithheld) return wrong.act === V.act ? "withheld" : "another act";
    if (wrong instanceof ServerRefused) return "server";
    if (wrong instanceof Refused && /^(log|receipt)\./.test(wrong.code)) return "refused";
    throw wrong;
  }
}

describe("an act that is", () => {
  it.each(V.stories)("$name", async ({ steps }) => {
    const store = memoryStore();
    await store.write([{ table: "done", key: V.act, value: { envelope: V.envelope } }]);
    for (const step of steps) {
      const shown = service(step);
      const logs = new LogWatch(store, shown);
      const keeping = { ...KEEPING, witnesses: step.witnessed ? await parsePolicy(V.policy) : null };
      const kept = new KeptActs(store, shown, logs, keeping, () => new Date(step.now));
      expect(await said(logs, kept)).toBe(step.said);
      expect(await store.all("done")).toHaveLength(step.acts);
      const bundles = await kept.bundles();
      expect(bundles.map((one) => [toBase64(one.leaf), toBase64(one.proof)])).toEqual(step.bundles);
      for (const bundle of bundles) expect((await verifyBundle(bundle, KEYS)).type).toBe("act");
    }
  });

  it("kept proves nothing with another leaf, or without the key of its log", async () => {
    const bundles = V.stories.flatMap(({ steps }) => steps.flatMap((step) => step.bundles));
    const [leaf, proof] = bundles[0] ?? ["", ""];
    const store = memoryStore();
    const value = { envelope: V.envelope, leaf: fromBase64(leaf), proof: fromBase64(proof) };
    await store.write([{ table: "done", key: V.act, value }]);
    const shown = service({ files: {}, proof: null, witnessed: false, now: "", said: "", acts: 0, bundles: [] });
    const kept = new KeptActs(store, shown, new LogWatch(store, shown), KEEPING, () => new Date(0));
    const [bundle] = await kept.bundles();
    if (bundle === undefined) throw new Error("The bundle was not kept.");
    const spoilt: Bundle = { ...bundle, leaf: bundle.leaf.map((byte, at) => (at === 20 ? byte ^ 1 : byte)) };
    await expect(verifyBundle(spoilt, KEYS)).rejects.toBeInstanceOf(Refused);
    await expect(verifyBundle(bundle, new Map())).rejects.toMatchObject({ code: "receipt.other" });
    await expect(verifyBundle(bundle, KEYS)).resolves.toMatchObject({ type: "act" });
  });
});
