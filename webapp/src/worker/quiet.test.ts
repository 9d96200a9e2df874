/** A silent signal leaves the phone however bad the line, behind the lock too, and leaves nothing on it (SG-07). */

import { afterAll, expect, test } from "vitest";

import type { ActAnswer } from "../api/answers.ts";
import type { Api } from "../api/api.ts";
import { NotReached, ServerRefused } from "../api/failures.ts";
import { newKeys, publicKeys } from "../crypto/keys.ts";
import { Device } from "../device/device.ts";
import type { Locks } from "../device/locks.ts";
import type { Draft, ReadyAct } from "../device/outbox.ts";
import { memoryStore, type Store } from "../device/store.ts";
import { randomBytes } from "../wire/bytes.ts";
import { Deliveries } from "./deliveries.ts";
import { Quiet, type Came } from "./quiet.ts";

const KEYS = await newKeys("d1", "sam", "personen");
const HASH = "a".repeat(64);
const { hybrid: RECIPIENT } = await publicKeys(KEYS);
const ids = ["019c0000-0000-7000-8000-000000000001", "019c0000-0000-7000-8000-000000000002"] as const;

const draft = (id: string, silent: boolean): Draft => ({
  id, name: "signaal.onveilig", holding: { functie: "te_beveiligen_persoon", scope: "own:sam" }, item: "i".repeat(22), version: null,
  params: { dossier: "d".repeat(22), recipient: RECIPIENT, wraps: [{ functie: "rccb", scope: "eenheid:midden-nederland", epoch: 1, device: null, blob: HASH }], content: HASH, excluded: [], follows: null, silent },
  blobs: new Map([[HASH, new Uint8Array([1])]]), uploaded: [], drill: false,
}); // prettier-ignore

/** Something else they sent. */
const WORRY: Draft = { ...draft(ids[0], false), name: "signaal.add", params: { content: HASH } };

type Send = (act: ReadyAct) => Promise<ActAnswer>;
const answering = (status: number): Send => async ({ id: act }) => ({
  act, status, item: "i".repeat(22), version: 1, state: null, code: status === 201 ? null : "signaal.no_line", field: null, flags: [], rings_at: null,
}); // prettier-ignore

/** A phone whose line is up or down; `sent` are the acts that reached the service, `wrong` is what it says of some. */
async function phone(store: Store = memoryStore(), status = 201): Promise<{ device: Device; store: Store; sent: string[]; up: { is: boolean }; wrong: Map<string, Error> }> {
  const [sent, up]: [string[], { is: boolean }] = [[], { is: true }];
  const wrong = new Map<string, Error>();
  const send: Send = async (act) => {
    if (!up.is) throw new NotReached("no line");
    const refused = wrong.get(act.id);
    if (refused !== undefined) throw refused;
    sent.push(act.id);
    return answering(status)(act);
  };
  const device = await Device.open({
    store, api: { send } as Api, keys: { ...KEYS, hybrid: "" }, genesis: "0".repeat(64), locks: turns(), clock: () => new Date("2026-03-10T02:12:00Z"),
    random: randomBytes, eenheidOf: new Map(),
  }); // prettier-ignore
  const directory = { ...device.directory, people: new Map([["sam", "personen"]]), organisations: new Map([["personen", "personen"]]) };
  Object.defineProperty(device, "directory", { value: directory });
  return { device, store, sent, up, wrong };
}

/** As the browser's: one at a time for each name. */
function turns(): Locks {
  const busy = new Map<string, Promise<unknown>>();
  return (name, work) => {
    const mine = (busy.get(name) ?? Promise.resolve()).then(work);
    busy.set(name, mine.catch(() => undefined));
    return mine;
  };
}

/** What is never answered is sent again for ever: not beyond these tests, into the false time of others. */
let over = false;
afterAll(() => void (over = true));
const soon = (): Promise<void> => new Promise((resolve) => setTimeout(() => (over ? undefined : resolve()), 1));

async function traces(store: Store): Promise<number> {
  const rows = await Promise.all((["done", "refused", "aside"] as const).map((table) => store.all(table)));
  return rows.flat().length;
}

test("it is sent until there is an answer, told in turn, and nothing of it stays", async () => {
  const { device, store, sent, up } = await phone();
  const [quiet, came]: [Quiet, Came[]] = [new Quiet(store, soon), []];
  up.is = false;
  quiet.send(device, draft(ids[0], true), (how) => came.push(how));
  await expect.poll(() => came).toEqual(["kept"]);
  expect(await device.unanswered()).toHaveLength(1);
  up.is = true;
  await expect.poll(() => came).toEqual(["kept", "stored"]);
  expect(sent).toEqual([ids[0]]);
  expect(await traces(store)).toBe(0);
});

test("no page lists it while it waits, nor after a restart; a loud one is listed", async () => {
  const { device, store, up } = await phone();
  up.is = false;
  new Quiet(store, soon).send(device, draft(ids[0], true), () => undefined);
  await expect.poll(() => device.unanswered()).toHaveLength(1);
  const deliveries = new Deliveries(store, () => undefined, { tell: () => undefined });
  await deliveries.look(device);
  expect(deliveries.open()).toEqual([]);
  const other = await phone();
  other.up.is = false;
  await new Deliveries(other.store, () => undefined, { tell: () => undefined }).send(other.device, draft(ids[1], false));
  const listed = new Deliveries(other.store, () => undefined, { tell: () => undefined });
  await listed.look(other.device);
  expect(listed.open()).toMatchObject([{ act: ids[1], stage: "kept" }]);
});

test("what a killed app left goes out at its next start, before anybody opened the lock", async () => {
  const { device, store, up } = await phone();
  up.is = false;
  new Quiet(store, () => new Promise(() => undefined)).send(device, draft(ids[0], true), () => undefined);
  await expect.poll(() => device.unanswered()).toHaveLength(1);
  const next = await phone(store);
  new Quiet(store, soon).goOn(async () => next.device);
  await expect.poll(() => next.sent).toEqual([ids[0]]);
  await expect.poll(() => traces(store)).toBe(0);
});

test("one that the service does not take is told as that, and leaves nothing either", async () => {
  const { device, store } = await phone(memoryStore(), 409);
  const came: Came[] = [];
  new Quiet(store, soon).send(device, draft(ids[0], true), (how) => came.push(how));
  await expect.poll(() => came).toEqual(["kept", "refused"]);
  await expect.poll(() => traces(store)).toBe(0);
});

test("pressed again while one waits, it stays one", async () => {
  const { device, store, sent, up } = await phone();
  const quiet = new Quiet(store, soon);
  up.is = false;
  for (const id of ids) quiet.send(device, draft(id, true), () => undefined);
  up.is = true;
  await expect.poll(() => sent).toEqual([ids[0]]);
  expect(await device.unanswered()).toEqual([]);
});

/** A phone on whose disk an earlier act waits for a line. */
async function waiting(silent: boolean): ReturnType<typeof phone> {
  const before = await phone();
  before.up.is = false;
  await before.device.carryOut(silent ? draft(ids[0], true) : WORRY).catch(() => undefined);
  expect((await before.device.unanswered()).map((one) => one.id)).toEqual([ids[0]]);
  return phone(before.store);
}

const listed = async (store: Store, device: Device): Promise<unknown[]> => {
  const deliveries = new Deliveries(store, () => undefined, { tell: () => undefined });
  await deliveries.look(device);
  return deliveries.open().map((one) => one.act);
};

test("SG-01 SG-07: silent or loud, it is on disk behind an earlier act that has no answer, while there is no line", async () => {
  for (const silent of [true, false]) {
    const { device, store, sent, up } = await waiting(false);
    up.is = false;
    if (silent) new Quiet(store, soon).send(device, draft(ids[1], true), () => undefined);
    else expect(await new Deliveries(store, () => undefined, { tell: () => undefined }).send(device, draft(ids[1], false))).toMatchObject({ stage: "kept" });
    await expect.poll(async () => (await device.unanswered()).map((one) => one.id)).toEqual(ids);
    const next = await phone(store);
    await next.device.resume();
    expect(next.sent).toEqual([ids[1], ids[0]]);
    expect(await store.get("chains", "personen")).toMatchObject({ seq: 1, pending: null }); // what was answered later sets nothing back
    expect(sent).toEqual([]);
  }
});

test("SG-01: it is kept and sent while another act is being sent and never answered", async () => {
  const { device, store, sent } = await phone();
  void device.outbox.turn("personen", () => new Promise(() => undefined));
  const came: Came[] = [];
  new Quiet(store, soon).send(device, draft(ids[1], true), (how) => came.push(how));
  await expect.poll(() => came).toEqual(["kept", "stored"]);
  expect(sent).toEqual([ids[1]]);
});

test("SG-07: an earlier act of which the service says 500 for ever does not hold it back, nor after a restart", async () => {
  const one = await waiting(false);
  one.wrong.set(ids[0], new ServerRefused(500, "internal"));
  const [quiet, came]: [Quiet, Came[]] = [new Quiet(one.store, soon), []];
  quiet.goOn(async () => one.device);
  await soon();
  quiet.send(one.device, draft(ids[1], true), (how) => came.push(how));
  await expect.poll(() => came).toEqual(["kept", "stored"]);
  expect(one.sent).toEqual([ids[1]]);
  one.wrong.clear();
  await expect.poll(() => one.device.unanswered()).toEqual([]);
});

test("SG-07: a 503 sets nothing silent aside for what comes after it: it is sent again, and never listed", async () => {
  const { device, store, sent, wrong } = await waiting(true);
  wrong.set(ids[0], new ServerRefused(503, "store.busy"));
  expect(await device.carryOut({ ...WORRY, id: ids[1] })).toMatchObject({ status: 201 });
  expect([await traces(store), await listed(store, device)]).toEqual([1, []]); // the one that was taken
  await device.resume();
  expect((await device.unanswered()).map((one) => one.id)).toEqual([ids[0]]);
  wrong.clear();
  new Quiet(store, soon).goOn(async () => device);
  await expect.poll(() => sent).toEqual([ids[1], ids[0]]);
});

test("SG-07: one that is refused after a restart is listed nowhere, by a rule or without a trace, and is let go of", async () => {
  for (const how of [new ServerRefused(401, "device.unknown"), 409] as const) {
    const before = await waiting(true);
    const { device, store, wrong } = typeof how === "number" ? await phone(before.store, how) : before;
    if (typeof how !== "number") wrong.set(ids[0], how);
    const told: unknown[] = [];
    const deliveries = new Deliveries(store, (one) => told.push(one), { tell: () => undefined });
    await device.resume();
    await deliveries.gaveUp(ids[0], "signaal.no_line");
    expect([told, await listed(store, device)]).toEqual([[], []]);
    new Quiet(store, soon).goOn(async () => device);
    await expect.poll(() => traces(store)).toBe(0);
  }
});
