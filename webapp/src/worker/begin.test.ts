/** A start without any line says what is true: which gate, that there is no contact, and the number to call. */

import { expect, it, vi } from "vitest";
import { lock } from "../device/lock.ts";
import { memoryStore, type Change as Kept, type Store } from "../device/store.ts";
import type { Change, Status } from "../phone.ts";
import { randomBytes } from "../wire/bytes.ts";
import { WorkerPhone } from "./phone.ts";

const BELIEVED: Kept = { table: "directory", key: "replay", value: { state: { numbers: new Map([["nctv_piket@nl", "+31 70 555 0001"]]), practice: true } } };

async function keys(): Promise<Kept> {
  const locked = await lock("AGE-SECRET-KEY-PQ-1FICTIONAL", "d1", { kind: "pin", pin: "482913" }, randomBytes, 10);
  return { table: "keys", key: "device", value: { device: "d1", locked } };
}

/** The status of a phone that begins on this disk while nothing answers, once it knows that. */
async function without(line: { origin: boolean }, store: Store): Promise<{ first: Status; then: Status }> {
  const heard: Change[] = [];
  const service = async (): Promise<string> => {
    if (line.origin) return "https://api.piket.example";
    throw new TypeError("no route");
  };
  const phone = new WorkerPhone({
    service,
    store,
    locks: (_name, work) => work(),
    clock: () => new Date("2026-03-14T02:12:00Z"),
    random: randomBytes,
    eenheidOf: new Map(),
    tabs: { tell: () => undefined, listen: () => undefined },
    told: (change) => heard.push(change),
    fetch: () => Promise.reject(new TypeError("no route")),
    pause: () => new Promise(() => undefined),
  });
  await phone.begin();
  const first = await phone.status();
  await vi.waitFor(async () => expect((await phone.status()).line.state).toBe("unreachable"));
  return { first, then: await phone.status() };
}

it.each([{ origin: true }, { origin: false }])("on a phone with keys: its lock, the number, no contact (%o)", async (line) => {
  const store = memoryStore();
  await store.write([BELIEVED, await keys()]);
  const { first, then } = await without(line, store);
  expect(first).toMatchObject({ gate: { kind: "locked", by: "pin", left: null }, emergency: "+31 70 555 0001", drill: true });
  expect(then).toMatchObject({ gate: { kind: "locked" }, line: { state: "unreachable", since: null }, emergency: "+31 70 555 0001" });
});

it("on a new phone: where to begin, and that there is no number yet", async () => {
  const { then } = await without({ origin: false }, memoryStore());
  expect(then).toMatchObject({ gate: { kind: "enrol" }, line: { state: "unreachable" }, emergency: null });
});

it("on a phone whose keys are gone while the rest is there: that they are lost, with the number", async () => {
  const store = memoryStore();
  await store.write([BELIEVED]);
  expect((await without({ origin: true }, store)).first).toMatchObject({ gate: { kind: "lost" }, emergency: "+31 70 555 0001" });
});
