/** What was typed rests under the lock, comes back on its own page, and is forgotten when its page says so. */

import { describe, expect, it } from "vitest";
import { lock } from "../device/lock.ts";
import { memoryStore, type Store } from "../device/store.ts";
import { randomBytes } from "../wire/bytes.ts";
import { WorkerPhone } from "./phone.ts";
import { keepTyped, typedBefore } from "./typed.ts";

const TYPED = { reasons: "Concrete dreiging" };
const SEED = { hybrid: "AGE-SECRET-KEY-PQ-1FICTIONAL" };

describe("what was typed", () => {
  it("comes back on its own page, and is readable nowhere else", async () => {
    const store = memoryStore();
    await keepTyped(store, SEED, "decide", TYPED, randomBytes);
    expect(await typedBefore(store, SEED, "decide")).toEqual(TYPED);
    expect(await typedBefore(store, SEED, "submit")).toBeNull();
    const [[, kept] = ["", null]] = await store.all("drafts");
    expect(new TextDecoder().decode((kept as { sealed: Uint8Array }).sealed)).not.toContain("dreiging");
    await store.write([{ table: "drafts", key: "submit", value: kept }]);
    expect(await typedBefore(store, SEED, "submit")).toBeNull();
  });

  it("opens with what the lock gives alone: no key of it rests on the device", async () => {
    const store = memoryStore();
    await keepTyped(store, SEED, "decide", TYPED, randomBytes);
    expect(await store.all("keys")).toEqual([]);
    expect(await typedBefore(store, { hybrid: "AGE-SECRET-KEY-PQ-1ANOTHER" }, "decide")).toBeNull();
  });

  it("on two pages at once for the first time, both come back", async () => {
    const store = memoryStore();
    await Promise.all(["decide", "submit"].map((page) => keepTyped(store, SEED, page, { page }, randomBytes)));
    expect(await typedBefore(store, SEED, "decide")).toEqual({ page: "decide" });
    expect(await typedBefore(store, SEED, "submit")).toEqual({ page: "submit" });
  });

  it("is forgotten when the page says so", async () => {
    const store = memoryStore();
    await keepTyped(store, SEED, "decide", TYPED, randomBytes);
    await keepTyped(store, SEED, "decide", null, randomBytes);
    expect(await typedBefore(store, SEED, "decide")).toBeNull();
  });
});

const PIN = "482913";

/** A phone on this disk, locked by the PIN; nothing answers it. */
async function phoneOn(store: Store): Promise<WorkerPhone> {
  const phone = new WorkerPhone({
    service: async () => "https://api.piket.example",
    store,
    locks: (_name, work) => work(),
    clock: () => new Date("2026-03-14T02:12:00Z"),
    random: randomBytes,
    eenheidOf: new Map(),
    tabs: { tell: () => undefined, listen: () => undefined },
    told: () => undefined,
    fetch: () => Promise.reject(new TypeError("no route")),
    pause: () => new Promise((resolve) => void setImmediate(resolve)),
  });
  await phone.begin();
  return phone;
}

async function lockedStore(): Promise<Store> {
  const store = memoryStore();
  const signing = await crypto.subtle.generateKey({ name: "ECDSA", namedCurve: "P-256" }, false, ["sign", "verify"]);
  const locked = await lock(SEED.hybrid, "d1", { kind: "pin", pin: PIN }, randomBytes, 10);
  const value = { person: "hanna", organisation: "om", device: "d1", genesis: "0".repeat(64), signing, locked };
  await store.write([{ table: "keys", key: "device", value }]);
  return store;
}

describe("a locked phone", () => {
  it("gives and keeps nothing of it; what was kept before is there once the lock opened", async () => {
    const store = await lockedStore();
    const before = await phoneOn(store);
    await before.unlock(PIN);
    await before.keepTyped("decide", TYPED);
    await before.lock();
    for (const phone of [before, await phoneOn(store)]) {
      await expect(phone.typedBefore("decide")).rejects.toMatchObject({ code: "lock.closed" });
      await expect(phone.keepTyped("decide", { reasons: "van wie hem vond" })).rejects.toMatchObject({ code: "lock.closed" });
      await expect(phone.keepTyped("decide", null)).rejects.toMatchObject({ code: "lock.closed" });
      await phone.unlock(PIN);
      expect(await phone.typedBefore("decide")).toEqual(TYPED);
    }
  });
});

it("what a page says last holds, however long what it said before takes", async () => {
  const store = await lockedStore();
  const phone = await phoneOn(store);
  await phone.unlock(PIN);
  await Promise.all([phone.keepTyped("decide", TYPED), phone.keepTyped("decide", null)]);
  expect(await store.all("drafts")).toEqual([]);
  await Promise.all([phone.keepTyped("decide", null), phone.keepTyped("decide", TYPED)]);
  expect(await phone.typedBefore("decide")).toEqual(TYPED);
});
