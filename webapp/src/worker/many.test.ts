/** A gesture on many items is kept whole before anything is sent, goes on where it stopped, and sends nothing twice (BB-03). */

import { describe, expect, test, vi } from "vitest";

import { NotReached } from "../api/failures.ts";
import type { Device } from "../device/device.ts";
import { keepGesture, keptGestures, nextOf } from "../device/many.ts";
import type { Draft } from "../device/outbox.ts";
import { memoryStore, type Change, type Store } from "../device/store.ts";
import type { Gesture } from "../phone-many.ts";
import { randomBytes } from "../wire/bytes.ts";
import { ManyActs } from "./many.ts";

const LARGE = 100_000;

function draft(number: number, size = 10): Draft {
  const blobs = new Map([[`blob${number}`, new Uint8Array(size)]]);
  return { id: `act${String(number).padStart(3, "0")}`, name: "burgemeestersbericht.send", params: {}, holding: { functie: "nctv_behandelaar", scope: "nl" }, item: `item${number}`, version: null, blobs, uploaded: [], drill: false };
}

const acts = (count: number, size?: number): { draft: Draft; area: string }[] => Array.from({ length: count }, (_none, at) => ({ draft: draft(at, size), area: `gm:GM${at}` }));

/** A device whose line goes after so many requests, until it is back. */
function device(store: Store, sent: string[], works: { requests: number }): Device {
  return {
    resume: async () => undefined,
    carryOutAll: async (drafts: readonly Draft[], also: readonly Change[]) => {
      if ((works.requests -= 1) < 0) throw new NotReached("no line");
      await store.write(also);
      sent.push(...drafts.map((one) => one.id));
    },
  } as unknown as Device;
}

function many(store: Store, told: Gesture[], pause: () => Promise<void> = async () => undefined): ManyActs {
  const around = { store, locks: async <T>(_name: string, work: () => Promise<T>) => work(), clock: () => new Date(), random: randomBytes };
  return new ManyActs({ ...around, pause, told: (one) => void told.push(one), closes: () => false });
}

describe("a gesture on many", () => {
  test("goes a few at a time, by their number and by their size", async () => {
    const store = memoryStore();
    expect((await nextOf(store, await keepGesture(store, "a", "x", acts(40)))).drafts).toHaveLength(16);
    expect((await nextOf(store, await keepGesture(store, "b", "x", acts(40, LARGE)))).drafts).toHaveLength(15);
  });

  test("is sent whole, in its order, and is told of as it goes", async () => {
    const [store, told, sent] = [memoryStore(), [] as Gesture[], [] as string[]];
    await keepGesture(store, "a", "burgemeestersbericht.send", acts(40));
    many(store, told).resume(device(store, sent, { requests: 99 }));
    await vi.waitFor(() => expect(told.at(-1)?.stage).toBe("sent"));
    expect(sent).toEqual(acts(40).map((one) => one.draft.id));
    expect(told.map((one) => one.done)).toEqual([0, 16, 32, 40]);
    expect([await keptGestures(store), await store.all("parts")]).toEqual([[], []]);
  });

  test("waits on this phone while there is no line, and goes on with what is left, each once", async () => {
    const [store, told, sent] = [memoryStore(), [] as Gesture[], [] as string[]];
    const works = { requests: 1 };
    await keepGesture(store, "a", "burgemeestersbericht.send", acts(40));
    many(store, told, async () => void (works.requests = 99)).resume(device(store, sent, works));
    await vi.waitFor(() => expect(told.at(-1)?.stage).toBe("sent"));
    expect(told.some((one) => one.stage === "waiting" && one.done === 16)).toBe(true);
    expect(sent).toEqual(acts(40).map((one) => one.draft.id));
  });

  test("that a crash stopped shows what is left, and another start goes on", async () => {
    const [store, told, sent] = [memoryStore(), [] as Gesture[], [] as string[]];
    const kept = await keepGesture(store, "a", "burgemeestersbericht.send", acts(40));
    await store.write((await nextOf(store, kept)).taken);
    const next = many(store, told);
    expect(await next.open()).toMatchObject([{ gesture: "a", stage: "waiting", done: 16, of: 40 }]);
    next.resume(device(store, sent, { requests: 99 }));
    await vi.waitFor(() => expect(told.at(-1)?.stage).toBe("sent"));
    expect(sent).toEqual(acts(40).slice(16).map((one) => one.draft.id));
  });

  test("stops when the lock closes, and stays on the disk", async () => {
    const [store, told, sent] = [memoryStore(), [] as Gesture[], [] as string[]];
    await keepGesture(store, "a", "burgemeestersbericht.send", acts(40));
    const one = many(store, told);
    one.resume(device(store, sent, { requests: 99 }));
    one.stop();
    await vi.waitFor(async () => expect((await keptGestures(store))[0]?.next ?? 0).toBeLessThan(40));
    expect((await store.all("parts")).length + sent.length).toBe(40);
  });
});
