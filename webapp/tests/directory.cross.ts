/** Replays every story of facts that Python tells: the same state, or the same refusal and nothing changed. */

import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { Replay, type KeptReplay } from "../src/directory/replay.ts";
import { EMPTY, type Directory } from "../src/directory/state.ts";
import { encodeKey } from "../src/log/notes.ts";
import type { LogKeys } from "../src/log/succession.ts";
import { refusalCode } from "../src/refused.ts";
import { envelopeFrom, type SignedAct } from "../src/wire/dsse.ts";
import { canonical, type Json } from "../src/wire/json.ts";
import { instant } from "../src/wire/moment.ts";

type Story = {
  readonly name: string;
  readonly base: number;
  readonly genesis: string;
  readonly refused: readonly string[];
  readonly logged: readonly string[];
  readonly facts: readonly unknown[];
  readonly code: string | null;
  readonly state: string | null;
};

const FOLDER = process.env.PIKET_VECTORS ?? "";
const WORLD = read("world.json") as { genesis: string; facts: unknown[]; states: string[] };
const STORIES = read("stories.json") as Story[];

function read(name: string): unknown {
  return JSON.parse(readFileSync(join(FOLDER, name), "utf8"));
}

function fields<Value, Out extends Json>(map: ReadonlyMap<string, Value>, of: (value: Value) => Out): Json {
  return Object.fromEntries([...map].map(([key, value]) => [key, of(value)]));
}

function keysOf(keys: LogKeys): Json {
  return [encodeKey(keys.first), ...keys.turns.map((turn) => [turn.size, encodeKey(turn.key)])];
}

function dump(state: Directory): string {
  const held = new Map([...state.memberships].filter(([, holdings]) => holdings.size > 0));
  return canonical({
    practice: state.practice,
    threshold: state.threshold,
    facts: state.facts,
    app: state.app,
    organisations: fields(state.organisations, (log) => log),
    log_keys: fields(state.logKeys, keysOf),
    people: fields(state.people, (employer) => employer),
    memberships: fields(held, (holdings) => [...holdings.keys()].sort()),
    ended: fields(state.ended, (place) => place),
    devices: fields(state.devices, (device) => ({
      person: device.person,
      organisation: device.organisation,
      points: [device.point, device.passkeyPoint],
      recipients: [device.x25519, device.hybrid],
      since: device.since,
      revoked: device.revoked,
      revoked_at: device.revokedAt === null ? null : String(instant(device.revokedAt)),
      frozen: device.frozen,
    })),
    epochs: fields(state.epochs, (known) =>
      known.map((one) => [one.number, one.recipient, fields(one.wraps, (blob) => blob)]),
    ),
    numbers: fields(state.numbers, (number) => number),
    releases: state.releases.map(({ files, fact }) => [files, fact]),
  });
}

async function told(replay: Replay, facts: readonly SignedAct[], log: Partial<Story> = {}): Promise<string | null> {
  try {
    await replay.extend(facts, new Set(log.refused), log.logged);
    return null;
  } catch (caught) {
    const code = refusalCode(caught);
    if (code === null) throw caught;
    return code;
  }
}

describe("the practice world's directory", () => {
  const facts = WORLD.facts.map(envelopeFrom);
  const kept: KeptReplay[] = [];

  it("replays fact by fact to the states that Python reaches", async () => {
    const replay = new Replay(WORLD.genesis);
    kept.push(replay.kept());
    for (const [place, fact] of facts.entries()) {
      await replay.extend([fact]);
      expect(dump(replay.state)).toBe(WORLD.states[place]);
      kept.push(structuredClone(replay.kept()));
    }
    writeFileSync(join(FOLDER, "hashes.json"), JSON.stringify(replay.hashes));
  });

  it("is one directory, however the facts arrive and whoever asks at once", async () => {
    const replay = new Replay(WORLD.genesis);
    await Promise.all([replay.extend(facts.slice(0, 7)), replay.extend(facts.slice(7, 9)), replay.extend(facts.slice(9))]);
    expect(dump(replay.state)).toBe(WORLD.states.at(-1));
    expect(await told(replay, facts.slice(-1))).toBe("fact.repeated");
  });

  it("does not change under whoever holds an earlier state", async () => {
    const replay = new Replay(WORLD.genesis);
    for (const [place, fact] of facts.entries()) {
      const before = replay.state;
      await replay.extend([fact]);
      if (place > 0) expect(dump(before)).toBe(WORLD.states[place - 1]);
    }
  });

  it("is kept whole, also while facts come in", async () => {
    const replay = new Replay(WORLD.genesis);
    const parts = [facts.slice(0, 9), facts.slice(9, 20), facts.slice(20)].map((part) => replay.extend(part));
    const whole = Promise.all(parts).then(() => true);
    const sizes = new Set<number>();
    const pause = () => new Promise<false>((resolve) => setImmediate(() => resolve(false)));
    while (!(await Promise.race([whole, pause()]))) {
      const { state, hashes, acts } = replay.kept();
      expect([hashes.length, acts.size]).toEqual([state.facts, state.facts]);
      sizes.add(state.facts);
    }
    expect([...sizes]).toContain(9);
  });

  it("is not taken from what another app kept, nor for another genesis", () => {
    const last = kept.at(-1);
    if (last === undefined) throw new Error("Nothing was kept.");
    expect(Replay.from({ ...last, v: last.v + 1 }, WORLD.genesis)).toBeUndefined();
    expect(Replay.from(last, "0".repeat(64))).toBeUndefined();
  });

  it.each(STORIES.map((story): [string, Story] => [story.name, story]))("%s", async (_, story) => {
    const at = kept[story.base];
    if (at === undefined) throw new Error("The story has no beginning.");
    const own = story.genesis === WORLD.genesis;
    const replay = own ? Replay.from(at, WORLD.genesis) : new Replay(story.genesis);
    if (replay === undefined) throw new Error("What this app kept was not taken.");
    expect(await told(replay, story.facts.map(envelopeFrom), story)).toBe(story.code);
    if (story.state === null) expect(replay.state).toEqual(own ? at.state : EMPTY);
    else expect(dump(replay.state)).toBe(story.state);
  });
});
