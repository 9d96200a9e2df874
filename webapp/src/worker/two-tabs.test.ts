/** Two tabs of one phone sign, send, hear and die in every order: each shows what is true at once, and nothing is sent twice. */

import { expect, test } from "vitest";

import type { ActAnswer } from "../api/answers.ts";
import type { Api } from "../api/api.ts";
import { NotReached } from "../api/failures.ts";
import { newKeys } from "../crypto/keys.ts";
import { Device } from "../device/device.ts";
import type { Locks } from "../device/locks.ts";
import { payloadOf, type Draft, type ReadyAct } from "../device/outbox.ts";
import { memoryStore, type Store } from "../device/store.ts";
import type { Delivery } from "../phone.ts";
import { randomBytes } from "../wire/bytes.ts";
import { Deliveries } from "./deliveries.ts";
import type { Word } from "./tabs.ts";

const NOW = new Date("2026-03-10T02:12:00Z");
const RINGS = "2026-03-10T02:12:30.000Z";
const ITEM = "itemitemitemitemitemit";
const KEYS = await newKeys("d1", "hanna", "om");
const [ONE, TWO] = ["019c0000-0000-7000-8000-000000000001", "019c0000-0000-7000-8000-000000000002"];
const draft = (id: string): Draft => ({
  id, name: "spoedaanwijzing.receive", params: {}, holding: { functie: "nctv_piket", scope: "nl" }, item: ITEM, version: null,
  blobs: new Map(), uploaded: [], drill: false,
}); // prettier-ignore

type Send = (act: ReadyAct) => Promise<ActAnswer>;
const answering = (status: number, code: string | null): Send => async ({ id: act }) => ({
  act, status, item: ITEM, version: 1, state: null, code, field: null, flags: [], rings_at: status === 201 ? RINGS : null,
}); // prettier-ignore
const accepted = answering(201, null);
const silent: Send = () => Promise.reject(new NotReached("no line"));
const swallowed: Send = () => new Promise(() => undefined);

type Tab = { device: Device; deliveries: Deliveries; told: Delivery[]; line: Send; readonly sent: string[]; close(): void };

/** The tabs of one phone: one disk, turns that who is gone gives back, and words that reach every other tab. */
class Tabs {
  readonly #store: Store = memoryStore();
  readonly #open = new Map<Tab, (word: Word) => void>();
  readonly #turns = new Map<string, Promise<unknown>>();

  async open(line: Send): Promise<Tab> {
    let close = (): void => undefined;
    const gone = new Promise<void>((resolve) => (close = resolve));
    const told: Delivery[] = [];
    const sent: string[] = [];
    const tell = (word: Word): void => [...this.#open].forEach(([other, heard]) => other !== tab && queueMicrotask(() => heard(word)));
    const deliveries = new Deliveries(this.#store, (one) => void told.push(one), { tell });
    const send: Send = (act) => (sent.push(`${payloadOf(act).seq} ${act.id}`), tab.line(act));
    const device = await Device.open({
      store: this.#store, api: { send } as Api, keys: KEYS, genesis: "0".repeat(64), locks: this.#locks(gone), clock: () => NOW,
      random: randomBytes, eenheidOf: new Map(), gaveUp: (act, code) => deliveries.gaveUp(act, code), answered: (answer) => deliveries.answered(answer),
    }); // prettier-ignore
    const directory = { ...device.directory, people: new Map([["hanna", "om"]]), organisations: new Map([["om", "nctv"]]) };
    Object.defineProperty(device, "directory", { value: directory });
    const tab: Tab = { device, deliveries, told, line, sent, close: () => (this.#open.delete(tab), close()) };
    const resume = async (): Promise<void> => {
      await device.resume().catch(() => undefined);
      await deliveries.look(device);
    };
    this.#open.set(tab, (word) => void deliveries.heard(word, device, resume));
    return tab;
  }

  #locks(gone: Promise<void>): Locks {
    return (name, work) => {
      const mine = (this.#turns.get(name) ?? Promise.resolve()).then(work);
      this.#turns.set(name, Promise.race([mine.catch(() => undefined), gone]));
      return mine;
    };
  }
}

const stages = ({ told }: Tab, act: string): string[] => told.filter((one) => one.act === act).map((one) => one.stage);
const open = ({ deliveries }: Tab): unknown[] => deliveries.open().map(({ act, stage, code }) => [act, stage, code]);

test("an act that goes along with another tab's is shown as stored where it was signed, with when the phones ring", async () => {
  const tabs = new Tabs();
  const [signs, other] = [await tabs.open(silent), await tabs.open(silent)];
  await signs.deliveries.send(signs.device, draft(ONE));
  await expect.poll(() => other.sent).toEqual([`0 ${ONE}`]);
  other.line = accepted;
  await other.deliveries.send(other.device, draft(TWO));
  await expect.poll(() => signs.told.findLast((one) => one.act === ONE)).toMatchObject({ stage: "stored", ringsAt: RINGS });
  await expect.poll(() => [open(signs), open(other)]).toEqual([[], []]);
  expect(other.sent).toEqual([`0 ${ONE}`, `0 ${ONE}`, `1 ${TWO}`]);
});

test("what a tab kept before it was gone is shown and sent by another at once, and not only at its next start", async () => {
  const tabs = new Tabs();
  const [dies, lives] = [await tabs.open(swallowed), await tabs.open(accepted)];
  await dies.deliveries.send(dies.device, draft(ONE));
  await expect.poll(() => open(lives)).toEqual([[ONE, "kept", null]]);
  expect(lives.sent).toEqual([]);
  dies.close();
  await expect.poll(() => stages(lives, ONE)).toEqual(["kept", "stored"]);
  await lives.deliveries.send(lives.device, draft(TWO));
  await expect.poll(() => stages(lives, TWO)).toEqual(["kept", "stored"]);
  expect(lives.sent).toEqual([`0 ${ONE}`, `1 ${TWO}`]);
});

test("two that sign at once take turns: each act is sent once, and both tabs show both", async () => {
  const tabs = new Tabs();
  let arrives: () => void = () => undefined;
  const late = new Promise<void>((resolve) => (arrives = resolve));
  const [one, two] = [await tabs.open(async (act) => (await late, accepted(act))), await tabs.open(accepted)];
  const signed = [one.deliveries.send(one.device, draft(ONE)), two.deliveries.send(two.device, draft(TWO))];
  await expect.poll(() => open(two)).toEqual([[ONE, "kept", null]]);
  expect(two.sent).toEqual([]);
  arrives();
  await Promise.all(signed);
  for (const tab of [one, two]) {
    await expect.poll(() => [stages(tab, ONE), stages(tab, TWO)]).toEqual([["kept", "stored"], ["kept", "stored"]]);
    expect(open(tab)).toEqual([]);
  }
  expect([one.sent, two.sent]).toEqual([[`0 ${ONE}`], [`1 ${TWO}`]]);
});

test("a refusal that one tab heard is shown in the others until somebody looked, in whichever tab", async () => {
  const tabs = new Tabs();
  const [signs, other, third] = [await tabs.open(silent), await tabs.open(silent), await tabs.open(silent)];
  await signs.deliveries.send(signs.device, draft(ONE));
  await expect.poll(() => [other, third].map((tab) => tab.sent.length)).toEqual([1, 1]);
  other.line = answering(409, "item.stale");
  await other.device.resume();
  for (const tab of [signs, other, third]) await expect.poll(() => open(tab)).toEqual([[ONE, "refused", "item.stale"]]);
  await third.deliveries.dismiss(ONE);
  for (const tab of [signs, other, third]) await expect.poll(() => open(tab)).toEqual([]);
  expect(stages(signs, ONE)).not.toContain("stored");
});
