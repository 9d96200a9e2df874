import { describe, expect, it } from "vitest";
import type { ServerEvent } from "../api/events.ts";
import { EventsRefused } from "../api/events.ts";
import { NotReached, ServerRefused } from "../api/failures.ts";
import { AGAIN, hear, LIST } from "./hearing.ts";

type Stream = readonly ServerEvent[] | Error;
const item = (id: string, cursor: string | null): ServerEvent => ({ name: "item", data: { item: id, version: 1 }, cursor });

/** What was heard, asked and waited, until these streams are over. */
async function heard(...streams: Stream[]): Promise<{ items: (string | null)[]; boards: number; cursors: (string | undefined)[]; waits: number[]; failures: unknown[] }> {
  const stop = new AbortController();
  const [items, cursors, waits, failures]: [(string | null)[], (string | undefined)[], number[], unknown[]] = [[], [], [], []];
  const api = {
    async *events(last?: string): AsyncGenerator<ServerEvent> {
      cursors.push(last);
      const stream = streams[cursors.length - 1] ?? [];
      if (stream instanceof Error) throw stream;
      yield* stream;
    },
  };
  const wait = async (milliseconds: number): Promise<void> => {
    waits.push(milliseconds);
    if (waits.length === streams.length) stop.abort();
  };
  let boards = 0;
  const ear = { board: () => void (boards += 1), heard: (one: string | null) => void items.push(one), failed: (wrong: unknown) => void failures.push(wrong) };
  await hear(api, ear, wait, stop.signal);
  return { items, boards, cursors, waits, failures };
}

describe("hearing", () => {
  it("tells of each item, and comes back with the newest cursor, telling that something may have changed", async () => {
    const told = await heard([item("a", null), item("b", "c1")], [{ name: "gone", data: { item: "a" }, cursor: "c2" }]);
    expect(told.items).toEqual(["a", "b", null, "a", null]);
    expect(told.cursors).toEqual([undefined, "c1"]);
    expect(told.waits).toEqual([AGAIN, AGAIN]);
  });

  it.each([new NotReached("lost"), new ServerRefused(429, "events.full"), new EventsRefused("no stream")])(
    "asks for the list where no stream is to be had (%s), and says why",
    async (wrong) => {
      const told = await heard(wrong, [item("a", null)]);
      expect(told.waits).toEqual([LIST, AGAIN]);
      expect(told.items).toEqual([null, "a", null]);
      expect(told.failures).toEqual([wrong]);
    },
  );

  it("hides no fault of ours", async () => {
    await expect(heard(new TypeError("a fault"))).rejects.toThrow("a fault");
  });

  it("tells a watcher that the board changed", async () => {
    const told = await heard([{ name: "board", data: {}, cursor: "c1" }]);
    expect(told).toMatchObject({ boards: 1, items: [null] });
  });

  it("leaves out what is no item", async () => {
    expect(await heard([{ name: "item", data: 3, cursor: null }])).toMatchObject({ items: [null, null], boards: 0 });
  });
});
