/** A service that lies about an item: what Python refuses, the app refuses, for the same reason; the honest answer opens. */

import { IDBFactory } from "fake-indexeddb";
import { beforeAll, describe, expect, it } from "vitest";
import type { ActAnswer } from "../src/api/answers.ts";
import { Api } from "../src/api/api.ts";
import type { Fetch } from "../src/api/transport.ts";
import { Belief } from "../src/device/belief.ts";
import { openStore } from "../src/device/store.ts";
import { refusalCode } from "../src/refused.ts";
import type { SpoedaanwijzingContent } from "../src/wire/models.ts";
import { refusal } from "../src/words/refusals.ts";
import { phoneOf, type AppPhone } from "./phones.ts";
import { submit } from "./requests.ts";
import { keysOf, step, transportOf, WORLD } from "./stage.ts";

// What is tampered with has no shape to rely on.
type Json = ReturnType<typeof JSON.parse>;

const REQUEST: SpoedaanwijzingContent = {
  kind: "spoedaanwijzing",
  person: "Wethouder V. de Wit",
  need: "Nu",
  callback: "+31 30 555 0002",
  threat: null,
  when_where: null,
  keten: null,
};

let honest: Json = null;
let other: Json = null;
let told: Json = null;
let pieter: AppPhone;

const tampering: Fetch = async (url, init) => {
  const answer = await fetch(url, init);
  if (told === null || !/\/v1\/items\/[^/]+$/.test(url)) return answer;
  return new Response(JSON.stringify(told), { status: 200, headers: answer.headers });
};

beforeAll(async () => {
  const hanna = await phoneOf("hanna");
  const mine = (await submit(hanna.device, REQUEST)).draft;
  const another = (await submit(hanna.device, { ...REQUEST, need: "Ook" })).draft;
  await hanna.device.carryOut(mine);
  await hanna.device.carryOut(another);
  pieter = await phoneOf("pieter", { ask: tampering });
  honest = await step("raw", { item: mine.item });
  other = await step("raw", { item: another.item });
});

/** Each lie, and what it must be refused for; null: nothing of it is a lie. */
const LIES: [string, string | null, (answer: Json) => void][] = [
  ["nothing", null, () => undefined],
  ["a field of a newer service", null, (answer) => void (answer.newer = 1)],
  ["another item", "item.other", (answer) => void (answer.item.id = other.item.id)],
  ["no act that opened it", "item.unopened", (answer) => void (answer.acts = [])],
  ["acts of another item", "act.elsewhere", (answer) => void answer.acts.push(other.acts[0])],
  ["a drill as real", "act.elsewhere", (answer) => void (answer.item.drill = true)],
  ["another signature", "act.signature", (answer) => void (answer.acts[0].proofs[0].sig = other.acts[0].proofs[0].sig)],
  ["another signer", "act.signature", (answer) => void (answer.acts[0].proofs[0].device = "nobody")],
  ["no signature", "act.signature", (answer) => void (answer.acts[0].proofs = [])],
  ["another payload", "act.signature", (answer) => void (answer.acts[0].payload = other.acts[0].payload)],
  ["another kind of act", "act.signature", (answer) => void (answer.acts[0].payloadType = "application/json")],
  ["somebody excluded", "item.excluded", (answer) => answer.excluded.push("dirk")],
  ["a key of another item", "sealing", (answer) => void (answer.wraps[0].data = other.wraps[0].data)],
  ["a broken key", "sealing", (answer) => void (answer.wraps[0].data = btoa("age-encryption.org/v1"))],
  ["a malformed key", "wrap.malformed", (answer) => void (answer.wraps[0].data = "%%%")],
  ["content of another item", "content.swapped", (answer) => void (answer.contents[0].data = other.contents[0].data)],
  [
    "content of another item under its own name",
    "content.swapped",
    (answer) => void (answer.contents[0] = { ...other.contents[0], act: answer.contents[0].act }),
  ],
  ["content of an act that is not shown", "content.sealed", (answer) => void (answer.contents[0] = other.contents[0])],
  [
    "content put under an act that is not shown",
    "content.place",
    (answer) => void (answer.contents[0].act = other.contents[0].act),
  ],
  ["malformed content", "content.malformed", (answer) => void (answer.contents[0].data = "é")],
];

describe("a service that tells", () => {
  it.each(LIES)("%s is answered with %s, by the app and by Python alike", async (_lie, code, tamper) => {
    told = structuredClone(honest);
    tamper(told);
    const read = pieter.device.read(honest.item.id);
    const found = await read.then(() => null, refusalCode);
    const python = (await step("judge", { item: honest.item.id, answer: told })).code;
    if (code === "sealing") {
      expect([found, python]).toEqual([expect.stringMatching(/^sealing\./), "SealingError"]);
    } else expect([found, python]).toEqual([code, code]);
  });

  it.each<[string, (answer: Json) => void]>([
    ["no acts at all", (answer) => delete answer.acts],
    ["a version in words", (answer) => void (answer.item.version = "two")],
    ["an unknown functie", (answer) => void (answer.participants[0].functie = "keizer")],
    ["a moment without a zone", (answer) => void (answer.now = "2026-03-14T02:12:00")],
  ])("%s is no answer", async (_lie, tamper) => {
    told = structuredClone(honest);
    tamper(told);
    await expect(pieter.device.read(honest.item.id)).rejects.toMatchObject({ status: 200, code: "answer.malformed" });
    expect((await step("judge", { item: honest.item.id, answer: told })).code).toBe("answer.malformed");
  });
});

/** A connection on which the answers of paths that begin so are changed; `once` the first of them alone. */
function lying(path: string, lie: (answer: Json) => void, once = false): Fetch {
  let left = once ? 1 : Infinity;
  return async (url, init) => {
    const answer = await fetch(url, init);
    if (!new URL(url).pathname.startsWith(path) || left === 0) return answer;
    const document = (await answer.json()) as Json;
    if (document.facts?.length !== 0) {
      left -= 1;
      lie(document);
    }
    return new Response(JSON.stringify(document), { status: answer.status, headers: answer.headers });
  };
}

/** Another letter in the middle of a text. */
function changed(text: string): string {
  const middle = text.length >> 1;
  return text.slice(0, middle) + (text[middle] === "A" ? "B" : "A") + text.slice(middle + 1);
}

describe("a service that lies when a phone starts", () => {
  it.each<[string, string, string, (answer: Json) => void]>([
    ["a fact that is changed", "signature.invalid", "/v1/directory", ({ facts }) => void (facts[5].act.proofs[0].sig = facts[6].act.proofs[0].sig)],
    ["a fact that is no longer JSON", "fact.malformed", "/v1/directory", ({ facts }) => void (facts[5].act.payload = changed(facts[5].act.payload).slice(0, -8))],
    ["a fact that is held back", "chain.broken", "/v1/directory", ({ facts }) => void facts.splice(7, 1)],
    ["two facts in another order", "chain.broken", "/v1/directory", ({ facts }) => void facts.splice(7, 2, facts[8], facts[7])],
    ["a fact again", "fact.repeated", "/v1/directory", ({ facts }) => void facts.splice(7, 0, facts[6])],
    ["another genesis", "genesis.place", "/v1/directory", ({ facts }) => void facts.splice(0, 1)],
    ["a role key that is swapped", "sealing.swapped", "/v1/me", ({ role_keys }) => void (role_keys[0].data = role_keys[0].blob)],
    ["a role key under another number", "sealing.swapped", "/v1/me", ({ role_keys }) => void (role_keys[0].epoch += 1)],
    ["facts that end too early", "directory.held_back", "/v1/directory", (answer) => void (answer.facts = answer.facts.slice(0, -1))],
  ])("%s stops it with %s, in words of its own", async (_lie, code, path, lie) => {
    const found = await phoneOf("pieter", { ask: lying(path, lie) }).then(() => null, refusalCode);
    expect(found).toBe(code);
    expect(refusal(code)).toHaveLength(4);
  });

  it("about another act loses none: the same bytes are sent again, and get the true answer", async () => {
    const another = "019c0000-0000-7000-8000-000000000001";
    const told: ActAnswer[] = [];
    const ask = lying("/v1/acts", ({ answers }) => void (answers[0].act = another), true);
    const hanna = await phoneOf("hanna", { ask, answered: (answer) => void told.push(answer) });
    const { draft } = await submit(hanna.device, REQUEST);
    await expect(hanna.device.carryOut(draft)).rejects.toMatchObject({ status: 200, code: "answer.malformed" });
    expect((await hanna.device.unanswered()).map((act) => act.id)).toEqual([draft.id]);
    await hanna.device.resume();
    expect(told).toMatchObject([{ act: draft.id, status: 201, state: "ingediend" }]);
  });

  it.each([403, 404, 413])("with %d in words that are not its own gives up nothing", async (status) => {
    let between = true;
    const told: ActAnswer[] = [];
    const hanna = await phoneOf("hanna", {
      answered: (answer) => void told.push(answer),
      ask: async (url, init) => {
        if (!between || !url.endsWith("/v1/acts")) return fetch(url, init);
        between = false;
        return new Response("<h1>Blocked</h1>", { status });
      },
    });
    const { draft } = await submit(hanna.device, REQUEST);
    await expect(hanna.device.carryOut(draft)).rejects.toMatchObject({ status, code: "answer.malformed" });
    const { draft: next } = await submit(hanna.device, REQUEST);
    expect(await hanna.device.carryOut(next)).toMatchObject({ act: next.id, status: 201 });
    expect(told).toMatchObject([{ act: draft.id, status: 201 }]);
  });

  it("chokes on an act keeps it apart, whole, and takes the next one", async () => {
    let chokes = 2;
    const hanna = await phoneOf("hanna", {
      ask: async (url, init) => {
        if (!url.endsWith("/v1/acts") || chokes === 0) return fetch(url, init);
        chokes -= 1;
        return new Response("{}", { status: 500 });
      },
    });
    const { draft: first } = await submit(hanna.device, REQUEST);
    await expect(hanna.device.carryOut(first)).rejects.toMatchObject({ status: 500 });
    expect(await hanna.store.all("aside")).toEqual([]);
    const { draft: second } = await submit(hanna.device, REQUEST);
    expect(await hanna.device.carryOut(second)).toMatchObject({ act: second.id, status: 201 });
    const aside = await hanna.store.all("aside");
    expect(aside).toMatchObject([[first.id, { pending: { id: first.id, blobs: first.blobs } }]]);
    expect(await hanna.device.unanswered()).toEqual([]);
  });
});

/** A service whose directory's log stands still for so many askings. */
function behind(askings: number): { ask: Fetch; lag(): void } {
  let [first, left]: [ArrayBuffer | null, number] = [null, 0];
  const ask: Fetch = async (url, init) => {
    const answer = await fetch(url, init);
    if (!url.endsWith("/log/directory/checkpoint")) return answer;
    const data = await answer.arrayBuffer();
    first ??= data;
    const old = left > 0;
    left = Math.max(0, left - 1);
    return new Response(old ? first : data, { status: answer.status, headers: answer.headers });
  };
  return { ask, lag: () => void (left = askings) };
}

describe("a fact after an officer's refused act", () => {
  it.each([[0, []], [2, [100, 200]], [Infinity, [100, 200, 400, 800, 1_600]]])("with a log %d askings behind is waited for, and refused in the end", async (askings, pauses) => {
    const { ask, lag } = behind(askings);
    const keys = await keysOf("pieter");
    const waited: number[] = [];
    const store = await openStore(`lag-${askings}`, new IDBFactory());
    const api = new Api(transportOf(keys, ask));
    const belief = await Belief.open(store, api, keys, WORLD.genesis, async (milliseconds) => void waited.push(milliseconds));
    await belief.catchUp();
    await belief.watch("directory");
    const person = `nieuw-${askings}`.toLowerCase();
    await step("officers_act_is_refused", { person });
    lag();
    const told = await belief.catchUp().then(() => null, refusalCode);
    expect([told, waited]).toEqual([askings === Infinity ? "chain.broken" : null, pauses]);
    expect(belief.directory.people.has(person)).toBe(askings !== Infinity);
  });
});
