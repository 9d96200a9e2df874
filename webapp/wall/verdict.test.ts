/** What is said of a night that is over, and what is asked before one that is not is thrown away. */

import { expect, test } from "vitest";

import { underWay } from "./anew.ts";
import { partsAt } from "./fake.ts";
import { applied, EMPTY, type Told, type Wall } from "./state.ts";
import { tally } from "./verdict.ts";

const at = (moment: number): Wall => partsAt(moment).reduce(applied, EMPTY);
const world = (told: Told[], clock: Partial<Wall["clock"]>): Wall => ({ ...EMPTY, told, clock: { ...EMPTY.clock, mode: "paused", ...clock } });

test("what is done, open and late is counted over every obligation", () => {
  const wall = at(495);
  const all = [...wall.items.values()].flatMap((item) => item.obligations);
  const { done, open } = tally(wall);
  expect(done + open).toBe(all.length);
  expect(open).toBe(all.filter((one) => one.settled === null).length);
  const [item] = wall.items.values();
  if (item === undefined) throw new Error("no item");
  const late = { ...item, obligations: item.obligations.map((one) => ({ ...one, late: true, settled: null })) };
  expect(tally({ items: new Map([["zaak", late]]) })).toEqual({ done: 0, open: late.obligations.length, late: late.obligations.length });
});

test("a night is under way once anything happened in it, until its scenario is over", () => {
  const began: Told = { at: -2, kind: "service", what: "started" };
  const bell: Told = { at: 0, kind: "bell", who: "nina" };
  expect(underWay(world([began], {}))).toBe(false);
  expect(underWay(world([began, bell], {}))).toBe(true);
  expect(underWay(world([began, { at: -1, kind: "hand", who: "nina", what: "take" }], {}))).toBe(true);
  expect(underWay(world([began, bell], { over: true }))).toBe(false);
  expect(underWay(world([began, bell], { mode: "broken" }))).toBe(false);
});
