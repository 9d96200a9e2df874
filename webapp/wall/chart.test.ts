/** The ladder against time: who stands where from when, what is forecast, and what is worth looking at first. */

import { describe, expect, test } from "vitest";

import { bellsOf, lanes, place, range, ranked, ticks, type Bells } from "./chart.ts";
import type { Obligation, Rung } from "./state.ts";

const GROUP = [{ functie: "nctv_piket", relation: "", slot: "on_duty" }];
const rung = (index: number, at: number, reached: number | null, empty = false): Rung => ({ index, at, reached, empty, groups: GROUP });
const rang = (who: string, on: number, more: object = {}): Obligation["rang"][number] => ({ who, rung: on, rings: 1, seen: false, calling: false, ...more });
const one = (more: Partial<Obligation> = {}): Obligation => ({
  what: "ontvangen", ladder: "L-1.ontvangst", opened: 0, due: null, late: false, settled: null, settledBy: null, outcome: null,
  rungs: [rung(0, 0, 0), rung(1, 60, 60), rung(2, 120, null), rung(3, 240, null)], rang: [rang("nina", 0), rang("noah", 1)], ...more,
}); // prettier-ignore
const BELLS: Bells = new Map([["nina", [0, 30, 60, 90]], ["noah", [60, 90]]]);

describe("lanes", () => {
  test("each person has one, on the lowest rung that rang them, with their own rings", () => {
    const found = lanes(one({ rang: [rang("nina", 0), rang("noah", 1), rang("nina", 1)] }), 100, BELLS);
    expect(found.filter((lane) => lane.who !== null).map((lane) => [lane.who, lane.rung, lane.from, lane.rings])).toEqual([
      ["nina", 0, 0, [0, 30, 60, 90]],
      ["noah", 1, 60, [60, 90]],
    ]);
  });

  test("a rung that is not reached is forecast, the first of them as the next", () => {
    const found = lanes(one(), 100, BELLS).slice(2);
    expect(found.map(({ stand, from, until }) => [stand, from, until])).toEqual([["next", 120, 120], ["later", 240, 240]]);
  });

  test("what was settled needs no later rung, ends the bars, and names who did it", () => {
    const found = lanes(one({ settled: 70, settledBy: "noah" }), 500, BELLS);
    expect(found.map(({ stand, until }) => [stand, until])).toEqual([["rung", 70], ["settled", 70], ["needless", 120], ["needless", 240]]);
    expect(found[0]?.rings).toEqual([0, 30, 60]);
  });

  test("who saw it and who calls are told apart; calling says more", () => {
    const found = lanes(one({ rang: [rang("nina", 0, { seen: true }), rang("noah", 1, { seen: true, calling: true })] }), 100, BELLS);
    expect(found.slice(0, 2).map((lane) => lane.stand)).toEqual(["seen", "calling"]);
  });

  test("an empty rung says so, and two on one rung carry its number once", () => {
    const found = lanes(one({ rungs: [rung(0, 0, 0, true), rung(1, 60, 60)], rang: [rang("coen", 1), rang("dirk", 1)] }), 100, BELLS);
    expect(found.map(({ stand, first }) => [stand, first])).toEqual([["empty", true], ["rung", true], ["rung", false]]);
  });
});

describe("bells", () => {
  test("what rings over two channels at once rings once; a bell before the rung is not drawn on it", () => {
    const bell = (who: string, at: number, channel: string): { at: number; kind: string; who: string; channel: string } => ({ at, kind: "bell", who, channel });
    const bells = bellsOf([bell("nina", 0, "telegram"), bell("nina", 0.1, "webhook"), bell("nina", 30, "telegram"), { at: 31, kind: "screen", who: "nina" }]);
    expect(bells.get("nina")).toEqual([0, 30]);
    expect(lanes(one({ rungs: [rung(0, 20, 20)], rang: [rang("nina", 0)] }), 40, bells)[0]?.rings).toEqual([30]);
  });
});

describe("time", () => {
  test("reaches from the opening to a little past what comes soon, and leaves out what is far ahead", () => {
    const soon = range(one(), 100);
    expect(soon.from).toBe(0);
    expect(soon.until).toBeGreaterThan(240);
    expect(range(one({ rungs: [rung(0, 0, 0), rung(1, 9000, null)] }), 100).until).toBeLessThan(600);
  });

  test("reaches to the next rung when nothing comes sooner, and not to the one after that", () => {
    const far = range(one({ rungs: [rung(0, 1500, null), rung(1, 1800, null)] }), 10);
    expect(far.until).toBeGreaterThan(1500);
    expect(far.until).toBeLessThan(1800);
  });

  test("a moment has its place between the edges and never beyond them", () => {
    expect([-5, 0, 50, 100, 900].map((at) => place(at, { from: 0, until: 100 }))).toEqual([0, 0, 0.5, 1, 1]);
  });

  test.each([300, 700, 3000, 90_000])("the marks over %i seconds are round and no more than fit", (until) => {
    const found = ticks({ from: 0, until }, 12);
    expect(found.length).toBeGreaterThan(2);
    expect(found.length).toBeLessThanOrEqual(13);
    expect(found.every((at) => at % 60 === 0)).toBe(true);
  });
});

test("open goes before settled, receipt before what follows, the newest settled before older ones", () => {
  const all = [
    one({ what: "burgemeester", rungs: [rung(0, 0, 0)] }), one({ what: "ontvangen", settled: 50 }), one({ what: "gesproken", settled: 80 }),
    one({ what: "besluiten", rungs: [rung(0, 0, 0)] }),
  ]; // prettier-ignore
  expect(ranked(all.map((each) => ({ one: each }))).map((each) => each.one.what)).toEqual(["besluiten", "burgemeester", "gesproken", "ontvangen"]);
});
