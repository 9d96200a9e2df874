/** Follows the logs that a Python phone was shown, from the same files, to the same checkpoints and refusals. */

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { ServerRefused } from "../src/api/failures.ts";
import { memoryStore } from "../src/device/store.ts";
import { parseKey } from "../src/log/notes.ts";
import { fromBase64, toBase64 } from "../src/log/strict.ts";
import { logKeys, turned, type LogKeys } from "../src/log/succession.ts";
import { LogWatch, type KeysOfLogs } from "../src/log/watch.ts";
import { parsePolicy } from "../src/log/witness-policy.ts";
import { Refused } from "../src/refused.ts";
import type { Bytes } from "../src/wire/bytes.ts";

type Step = {
  readonly what: "refresh" | "leaves" | "witnessed";
  readonly keys: readonly [string, readonly (readonly [number, string])[]];
  readonly files: Readonly<Record<string, string>>;
  readonly said: string | number;
  readonly seen: unknown;
};
type Story = {
  readonly name: string;
  readonly policy: string;
  readonly steps: readonly Step[];
  readonly evidence: readonly string[];
};

const STORIES = JSON.parse(readFileSync(join(process.env.PIKET_VECTORS ?? "", "watch.json"), "utf8")) as Story[];

async function keysFrom([first, turns]: Step["keys"]): Promise<KeysOfLogs> {
  let keys: LogKeys = logKeys(await parseKey(first));
  for (const [size, key] of turns) keys = turned(keys, size, await parseKey(key));
  return new Map([["om", keys]]);
}

function service(files: Step["files"]) {
  const read = async (_: string, path: string): Promise<Bytes> => {
    const found = files[path];
    if (found === undefined) throw new ServerRefused(404, "log.unknown");
    return fromBase64(found);
  };
  return { logFile: read, logEntries: read };
}

async function said(step: Step, watch: LogWatch, keys: KeysOfLogs, policy: string): Promise<string | number> {
  try {
    if (step.what === "refresh") return (await watch.refresh("om", keys)).size;
    if (step.what === "leaves") return (await watch.leaves("om", keys)).length;
    return await watch.witnessed("om", keys, await parsePolicy(policy));
  } catch (wrong) {
    if (wrong instanceof ServerRefused) return "server";
    if (wrong instanceof Refused && wrong.code.startsWith("log.")) return "refused";
    throw wrong;
  }
}

describe("a log that", () => {
  it.each(STORIES.map((story): [string, Story] => [story.name, story]))("%s", async (_, { steps, policy, evidence }) => {
    const store = memoryStore();
    for (const step of steps) {
      const keys = await keysFrom(step.keys);
      const watch = new LogWatch(store, service(step.files));
      expect(await said(step, watch, keys, policy)).toBe(step.said);
      expect(await watch.seen("om", keys)).toEqual(step.seen);
    }
    const kept = await new LogWatch(store, service({})).evidence();
    expect(kept.map(toBase64).sort()).toEqual(evidence);
  });

  it("is not named in the genesis is never believed", async () => {
    const watch = new LogWatch(memoryStore(), service({}));
    await expect(watch.refresh("om", new Map())).rejects.toMatchObject({ code: "log.unknown" });
  });

  it("was changed on the device itself is never believed again", async () => {
    const [first] = STORIES[0]?.steps.slice(1) ?? [];
    if (first === undefined) throw new Error("There is no story.");
    const store = memoryStore();
    const keys = await keysFrom(first.keys);
    await new LogWatch(store, service(first.files)).refresh("om", keys);
    const kept = (await store.get("logs", "om")) as Bytes;
    await store.write([{ table: "logs", key: "om", value: kept.map((byte, at) => (at === 25 ? byte ^ 1 : byte)) }]);
    await expect(new LogWatch(store, service({})).seen("om", keys)).rejects.toBeInstanceOf(Refused);
  });

  it("two callers hear of at once is held against both", async () => {
    const forks = STORIES.find((story) => story.name === "forks at one size");
    const [known, forked] = forks?.steps ?? [];
    if (known === undefined || forked === undefined) throw new Error("There is no story.");
    const keys = await keysFrom(known.keys);
    const watch = new LogWatch(memoryStore(), service(known.files));
    const shown = [known, forked].map((step) => fromBase64(step.files.checkpoint ?? ""));
    const taken = await Promise.allSettled(shown.map((data) => watch.take("om", keys, data)));
    expect(taken.map((one) => one.status)).toEqual(["fulfilled", "rejected"]);
  });
});
