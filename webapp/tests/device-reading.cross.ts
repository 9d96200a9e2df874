/** Reads each answer about an item, honest or lying: believes of it what Python believes, or refuses for its reason. */

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { itemAnswer, type ItemAnswer } from "../src/api/answers.ts";
import { RoleKeys } from "../src/crypto/itemkeys.ts";
import { joinedOf, readCase, stateOf, type Case, type JoinedOutcomes } from "../src/device/reading.ts";
import { Replay } from "../src/directory/replay.ts";
import type { Directory } from "../src/directory/state.ts";
import { refusalCode } from "../src/refused.ts";
import { decodeAny64, envelopeFrom } from "../src/wire/dsse.ts";
import type { ActParams, Functie } from "../src/wire/models.ts";
import { holdingKey } from "../src/wire/payload.ts";
import { refusal } from "../src/words/refusals.ts";
import { keysFrom, type WrittenKeys } from "./keys.ts";

// What is tampered with has no shape to rely on.
type Json = ReturnType<typeof JSON.parse>;

type Told = {
  readonly name: string;
  readonly item: string;
  readonly answer: Json;
  readonly facts: number;
  readonly keys: WrittenKeys;
  readonly roles: readonly { functie: Functie; scope: string; epoch: number; data: string }[];
  readonly joined: readonly [string, string, ActParams["spoedaanwijzing.decide"]["outcome"]][];
  readonly lies: readonly { name: string; puts: readonly [(string | number)[], Json][]; said: Json }[];
};

const VECTORS = JSON.parse(readFileSync(join(process.env.PIKET_VECTORS ?? "", "readings.json"), "utf8")) as {
  genesis: string;
  facts: unknown[];
  answers: Told[];
};
const directories = new Map<number, Directory>();

beforeAll(async () => {
  const replay = new Replay(VECTORS.genesis);
  for (const fact of VECTORS.facts) {
    const state = await replay.extend([envelopeFrom(fact)]);
    directories.set(state.facts, state);
  }
});

function lied(answer: Json, puts: Told["lies"][number]["puts"]): Json {
  const document = structuredClone(answer);
  for (const [path, value] of puts) {
    const last = path.at(-1) ?? "";
    path.slice(0, -1).reduce((holder: Json, step) => holder[step], document)[last] = value;
  }
  return document;
}

function believed(found: Case): Json {
  const { acts, contents, attachments, locked, excluded, identities, outcome, recipient } = found;
  return {
    state: stateOf(found),
    outcome,
    recipient,
    identities: [...identities.keys()].sort(),
    excluded: [...excluded].sort(),
    acts: acts.map(({ payload, person, sinceRemoved }) => [payload.id, payload.act, person, sinceRemoved]),
    contents: contents.map((one) => [one.act, one.content.kind, one.person, holdingKey(one.holding), one.sinceRemoved]),
    attachments: attachments.map((one) => one.blob),
    locked: locked.map((one) => one.blob),
    joined: [...joinedOf(found).values()].map(({ item, act, outcome: decided }) => [item, act, decided]).sort(),
  };
}

async function said(document: Json, told: Told, directory: Directory, roles: RoleKeys, joined: JoinedOutcomes): Promise<Json> {
  let answer: ItemAnswer;
  try {
    answer = itemAnswer(document);
  } catch (wrong) {
    if (!(wrong instanceof RangeError)) throw wrong;
    return { code: "answer.malformed" };
  }
  try {
    return believed(await readCase(answer, told.item, directory, roles, joined));
  } catch (wrong) {
    const code = refusalCode(wrong);
    if (code === null) throw wrong;
    return { code: code.startsWith("sealing.") ? "sealing" : code };
  }
}

describe.each(VECTORS.answers.map((told): [string, Told] => [told.name, told]))("%s", (_, told) => {
  it("means to the app what it means to Python, whatever of it is a lie", { timeout: 120_000 }, async () => {
    const directory = directories.get(told.facts);
    if (directory === undefined) throw new Error("The vectors name no such directory.");
    const roles = new RoleKeys(await keysFrom(told.keys));
    for (const { functie, scope, epoch, data } of told.roles) {
      await roles.learn(directory, { functie, scope }, epoch, decodeAny64(data));
    }
    const joined = new Map(
      told.joined.map(([item, act, outcome]) => [`${item} ${act}`, { item, act, outcome }] as const),
    );
    const found = [];
    for (const { name, puts } of told.lies) {
      found.push({ name, said: await said(lied(told.answer, puts), told, directory, roles, joined) });
    }
    const codes = told.lies.flatMap(({ said: { code } }) => (typeof code === "string" && code !== "answer.malformed" ? [code] : []));
    expect(codes.filter((code) => refusal(code) === undefined)).toEqual([]);
    expect(found).toEqual(told.lies.map((lie) => ({ name: lie.name, said: lie.said })));
  });
});
