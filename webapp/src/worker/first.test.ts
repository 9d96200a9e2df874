/** What a session began with is shown without asking, once, and only while nothing else was heard. */

import { expect, test } from "vitest";

import type { Begun, Device } from "../device/device.ts";
import { Refused } from "../refused.ts";
import { First, FRESH } from "./first.ts";

const NOW = Date.parse("2026-03-10T02:12:00Z");
const BEGUN = { lines: [{ id: "rings" }], item: { answer: { item: { id: "rings" } }, place: 1 }, cursor: "c1" } as unknown as Begun;
const READ = { answer: { item: { id: "rings" }, obligations: [], now: "2026-03-10T02:12:01Z" } };

/** A device on which nothing but an empty list is shown, and what it was asked. */
function phone(): { device: Device; asked: string[] } {
  const asked: string[] = [];
  const device = {
    directory: {},
    holdings: [],
    keys: {},
    believed: async () => (asked.push("believed"), READ),
    read: async (id: string) => (asked.push(`read ${id}`), READ),
    openItems: async () => (asked.push("items"), []),
  } as unknown as Device;
  return { device, asked };
}

function first(later = { by: 0 }): First {
  return new First(() => new Date(NOW + later.by));
}

const synced = async (): Promise<void> => undefined;
const deaf = (): void => undefined;

test("the item that waits is shown without asking, once", async () => {
  const { device, asked } = phone();
  const it = first();
  it.keep(device, BEGUN, Promise.resolve());
  const times: string[] = [];
  expect(await it.read(device, "rings", (now) => times.push(now))).toBe(READ);
  expect([asked, times]).toEqual([["believed"], []]);
  await it.read(device, "rings", (now) => times.push(now));
  expect([asked, times]).toEqual([["believed", "read rings"], ["2026-03-10T02:12:01Z"]]);
});

test("another item is asked for, and takes nothing from the one that waits", async () => {
  const { device, asked } = phone();
  const it = first();
  it.keep(device, BEGUN, Promise.resolve());
  await it.read(device, "other", deaf);
  await it.read(device, "rings", deaf);
  expect(asked).toEqual(["believed", "read other"]);
});

test("the list is asked for again once it was shown", async () => {
  const { device, asked } = phone();
  const it = first();
  it.keep(device, { ...BEGUN, lines: [], item: null }, Promise.resolve());
  await it.list(() => device, synced);
  expect(asked).toEqual([]);
  await it.list(() => device, synced);
  expect(asked).toEqual(["items"]);
});

test.each([
  ["something was heard", (it: First) => it.forget()],
  ["half a minute passed", (_it: First, later: { by: number }) => (later.by = FRESH)],
  ["the clock was put back", (_it: First, later: { by: number }) => (later.by = -1)],
])("all of it is asked for when %s", async (_what, happened) => {
  const { device, asked } = phone();
  const later = { by: 0 };
  const it = first(later);
  it.keep(device, { ...BEGUN, lines: [] }, Promise.resolve());
  happened(it, later);
  await it.read(device, "rings", deaf);
  await it.list(() => device, synced);
  expect(asked).toEqual(["believed", "read rings", "items"]);
});

test("nothing of it is shown when the logs do not verify", async () => {
  const { device } = phone();
  const it = first();
  const forked = new Refused("log.forked", "No.");
  it.keep(device, BEGUN, Promise.reject(forked));
  await expect(it.list(() => device, synced)).rejects.toBe(forked);
  await expect(it.read(device, "rings", deaf)).rejects.toBe(forked);
});

test("pages that ask at once share one answer, and who asks later gets another", async () => {
  const { device, asked } = phone();
  const it = first();
  const ask = (): Promise<unknown> => it.list(() => device, synced);
  await Promise.all([ask(), ask(), ask()]);
  expect(asked).toEqual(["items"]);
  const begun = ask();
  await Promise.resolve();
  await Promise.all([begun, ask(), ask()]);
  expect(asked).toEqual(["items", "items", "items"]);
});
