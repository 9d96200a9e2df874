/** What was signed and refused is shown until somebody looked: no lock, reload, crash nor other tab hides it. */

import { describe, expect, it } from "vitest";

import type { ActAnswer } from "../api/answers.ts";
import type { Api } from "../api/api.ts";
import { NotReached, ServerRefused } from "../api/failures.ts";
import { newKeys } from "../crypto/keys.ts";
import { Device } from "../device/device.ts";
import { webLocks } from "../device/locks.ts";
import type { Draft, ReadyAct } from "../device/outbox.ts";
import { memoryStore, type Store } from "../device/store.ts";
import type { Delivery } from "../phone.ts";
import { randomBytes } from "../wire/bytes.ts";
import type { Signer } from "../wire/dsse.ts";
import { Deliveries } from "./deliveries.ts";

const NOW = new Date("2026-03-10T02:12:00Z");
const LOG = "nctv";
const ITEM = "itemitemitemitemitemit";
const KEYS = await newKeys("d1", "hanna", "om");
const [ACT, OTHER] = ["019c0000-0000-7000-8000-000000000001", "019c0000-0000-7000-8000-000000000002"];
const draft = (id = ACT): Draft => ({
  id, name: "spoedaanwijzing.receive", params: {}, holding: { functie: "nctv_piket", scope: "nl" }, item: ITEM, version: null,
  blobs: new Map(), uploaded: [], drill: false,
}); // prettier-ignore

type Send = (act: ReadyAct) => Promise<ActAnswer>;
const answering = (status: number, code: string | null): Send => async ({ id: act }) => ({
  act, status, item: ITEM, version: 1, state: null, code, field: null, flags: [], rings_at: null,
}); // prettier-ignore
const failing = (wrong: Error): Send => () => Promise.reject(wrong);
const SIGNER: Signer = async () => ({ kind: "es256", device: "d1", sig: randomBytes(64) });
const silent = failing(new NotReached("no line"));

type Tab = { readonly device: Device; readonly deliveries: Deliveries; readonly told: Delivery[]; answers: Send };

/** One tab on this disk, in whose directory this person works for the OM. */
async function tab(store: Store, answers: Send = silent): Promise<Tab> {
  const told: Delivery[] = [];
  const deliveries = new Deliveries(store, (one) => void told.push(one), { tell: () => undefined });
  const made = { deliveries, told, answers };
  const api = { send: (act: ReadyAct) => made.answers(act) } as Api;
  const gaveUp = (act: string, code: string): Promise<void> => deliveries.gaveUp(act, code);
  const answered = (answer: ActAnswer): Promise<void> => deliveries.answered(answer);
  const around = { store, api, keys: KEYS, genesis: "0".repeat(64), locks: webLocks, clock: () => NOW, random: randomBytes, eenheidOf: new Map() };
  const device = await Device.open({ ...around, gaveUp, answered });
  const directory = { ...device.directory, people: new Map([["hanna", "om"]]), organisations: new Map([["om", LOG]]) };
  Object.defineProperty(device, "directory", { value: directory });
  await deliveries.look(device);
  return Object.assign(made, { device });
}

const shown = ({ deliveries }: Tab): unknown[] => deliveries.open().map(({ act, stage, code }) => [act, stage, code]);
const shownAfterReload = async (store: Store): Promise<unknown[]> => shown(await tab(store));
/** The phone tries what it kept again, and looks at what became of it. */
async function lineReturns({ device, deliveries }: Tab): Promise<void> {
  await device.resume().catch(() => undefined);
  await deliveries.look(device);
}

const REFUSALS: [string, Send, string][] = [
  ["by a rule, which is stored", answering(409, "item.stale"), "item.stale"],
  ["at the door, without a trace", failing(new ServerRefused(400, "linked.word_missing")), "linked.word_missing"],
];

describe("an act that was refused", () => {
  it.each(REFUSALS)("%s, is shown until somebody looked", async (_how, answers, code) => {
    const store = memoryStore();
    const one = await tab(store, answers);
    await one.deliveries.send(one.device, draft());
    await expect.poll(() => one.told.at(-1)).toMatchObject({ act: ACT, stage: "refused", code });
    expect(await shownAfterReload(store)).toEqual([[ACT, "refused", code]]);
    const again = await tab(store);
    expect(again.deliveries.open()).toMatchObject([{ item: ITEM, name: "spoedaanwijzing.receive", at: "2026-03-10T02:12:00.000Z" }]);
    await one.deliveries.dismiss(ACT);
    expect(shown(one)).toEqual([]);
    expect(await shownAfterReload(store)).toEqual([]);
  });

  it.each(REFUSALS)("%s, in another tab, is shown in both and after a reload", async (_how, answers, code) => {
    const store = memoryStore();
    const [signs, other] = [await tab(store), await tab(store, answers)];
    await signs.deliveries.send(signs.device, draft());
    await new Promise((resolve) => setTimeout(resolve));
    await other.device.resume();
    expect(shown(other)).toEqual([[ACT, "refused", code]]);
    expect(shown(signs)).toEqual([[ACT, "kept", null]]);
    await lineReturns(signs);
    expect(shown(signs)).toEqual([[ACT, "refused", code]]);
    expect(signs.told.at(-1)).toMatchObject({ act: ACT, stage: "refused", code });
    expect(await shownAfterReload(store)).toEqual([[ACT, "refused", code]]);
    await other.deliveries.dismiss(ACT);
    await lineReturns(signs);
    expect(shown(signs)).toEqual([]);
    expect(signs.told.map((one) => one.stage)).not.toContain("stored");
  });

  it("before the line is lost again is told at once, not only when all else was sent", async () => {
    const store = memoryStore();
    const one = await tab(store);
    await one.device.outbox.sign(draft(), "directory", [SIGNER], null);
    await one.device.outbox.sign(draft(OTHER), LOG, [SIGNER], null);
    await one.deliveries.look(one.device);
    one.answers = async (act) => (act.id === ACT ? answering(409, "directory.chain")(act) : silent(act));
    await expect(one.device.resume()).rejects.toBeInstanceOf(NotReached);
    expect(one.told.at(-1)).toMatchObject({ act: ACT, stage: "refused", code: "directory.chain" });
    expect(shown(one)).toEqual([[ACT, "refused", "directory.chain"], [OTHER, "kept", null]]);
    expect(await shownAfterReload(store)).toEqual([[ACT, "refused", "directory.chain"], [OTHER, "kept", null]]);
  });

  it("is shown though the app ended before anything could be told", async () => {
    const store = memoryStore();
    const one = await tab(store, answering(409, "item.stale"));
    await one.device.outbox.sign(draft(), LOG, [SIGNER], null);
    Object.defineProperty(one.deliveries, "answered", { value: () => Promise.reject(new Error("the app ended")) });
    await expect(one.device.resume()).rejects.toThrow("the app ended");
    expect(await one.device.unanswered()).toEqual([]);
    expect(await shownAfterReload(store)).toEqual([[ACT, "refused", "item.stale"]]);
  });

  it("by a service that chokes on it is not refused yet: the same bytes are sent again", async () => {
    const store = memoryStore();
    const one = await tab(store, failing(new ServerRefused(503, "store.busy")));
    await one.deliveries.send(one.device, draft());
    await lineReturns(one);
    expect(shown(one)).toEqual([[ACT, "kept", null]]);
    one.answers = answering(201, null);
    await lineReturns(one);
    expect(one.told.at(-1)).toMatchObject({ act: ACT, stage: "stored" });
    expect(await shownAfterReload(store)).toEqual([]);
  });

  it("twice by a service that chokes on it is kept apart so that the next goes on, and shown as well", async () => {
    const store = memoryStore();
    const one = await tab(store, failing(new ServerRefused(500, "internal")));
    await one.deliveries.send(one.device, draft());
    one.answers = async (act) => (act.id === ACT ? failing(new ServerRefused(500, "internal"))(act) : answering(201, null)(act));
    await one.deliveries.send(one.device, draft(OTHER));
    await expect.poll(() => one.told.at(-1)).toMatchObject({ act: OTHER, stage: "stored" });
    expect(shown(one)).toEqual([[ACT, "refused", "internal"]]);
    expect(await shownAfterReload(store)).toEqual([[ACT, "refused", "internal"]]);
  });
});

describe("an act that was accepted", () => {
  it("in another tab is told as stored in the one that signed it", async () => {
    const store = memoryStore();
    const [signs, other] = [await tab(store), await tab(store, answering(201, null))];
    await signs.deliveries.send(signs.device, draft());
    await lineReturns(other);
    await lineReturns(signs);
    expect(signs.told.at(-1)).toMatchObject({ act: ACT, stage: "stored", code: null });
    expect(shown(signs)).toEqual([]);
    expect(await shownAfterReload(store)).toEqual([]);
  });

  it("cannot be put away while it is still under way", async () => {
    const one = await tab(memoryStore());
    await one.deliveries.send(one.device, draft());
    await one.deliveries.dismiss(ACT);
    expect(shown(one)).toEqual([[ACT, "kept", null]]);
  });
});
