/** The start screen's order, what one can do, how far it is, and where one is. */

import { describe, expect, test } from "vitest";

import { once, stands } from "../components/ladder.ts";
import { stepsOf } from "../components/steps-spoedaanwijzing.ts";
import { can } from "./can.ts";
import { at, itemFor, ITEMS, meAs, obligation, party, RUNGS } from "./fake-data.ts";
import { loudest, sorted } from "./loudness.ts";
import { routeOf, to } from "./routes.ts";

const entry = (id: string, ...obligations: ReturnType<typeof obligation>[]) => ({ line: { ...itemFor("asked", meAs("piket")), id }, obligations });

describe("the start screen", () => {
  test("late and mine goes before loud and mine, before what waits for others, before what is done", () => {
    const done = entry("done", obligation("ontvangen", { mine: true, settledAt: at(0) }));
    const others = entry("others", obligation("ontvangen", { mine: false, late: true }));
    const loud = entry("loud", obligation("ontvangen", { mine: true }));
    const quiet = entry("quiet", obligation("burgemeester", { mine: true }));
    const late = entry("late", obligation("triage", { mine: true, late: true }));
    const lists = sorted([done, others, quiet, loud, late]);
    expect(lists.mine.map((one) => one.line.id)).toEqual(["late", "loud", "quiet"]);
    expect(lists.others.map((one) => one.line.id)).toEqual(["others"]);
    expect(lists.closed.map((one) => one.line.id)).toEqual(["done"]);
  });

  test("an item is listed under what waits for me, however loud the rest is", () => {
    const both = entry("both", obligation("ontvangen", { mine: false, late: true }), obligation("triage", { mine: true }));
    expect(loudest(both)?.what).toBe("triage");
  });
});

describe("what one can do", () => {
  test("who may decide receives first, may say ik bel, and may decide at once", () => {
    const acts = can(itemFor("asked", meAs("piket")), meAs("piket")).map((one) => one.act);
    expect(acts[0]).toBe("spoedaanwijzing.receive");
    expect(acts).toContain("item.ik_bel");
    expect(acts).toContain("spoedaanwijzing.decide");
    expect(acts).not.toContain("spoedaanwijzing.withdraw");
  });

  test("the requester may withdraw until the decision, and never receives", () => {
    const before = can(itemFor("received", meAs("namens")), meAs("namens")).map((one) => one.act);
    const after = can(itemFor("designated", meAs("namens")), meAs("namens")).map((one) => one.act);
    expect(before).toContain("spoedaanwijzing.withdraw");
    expect(after).not.toContain("spoedaanwijzing.withdraw");
    expect([...before, ...after]).not.toContain("spoedaanwijzing.receive");
  });

  test("the lcc answers, and says when a unit is there", () => {
    expect(can(itemFor("order", meAs("lcc")), meAs("lcc"))[0]?.act).toBe("opdracht.answer");
    expect(can(itemFor("arriving", meAs("lcc")), meAs("lcc"))[0]?.act).toBe("opdracht.ter_plaatse");
  });

  test("one who is left out of an item's duties is offered none", () => {
    const stranger = { ...meAs("lcc"), holdings: [party("daf")] };
    expect(can(itemFor("asked", stranger), stranger).every((one) => one.act.startsWith("item."))).toBe(true);
  });
});

describe("how far it is", () => {
  const reached = (name: string): string[] => stepsOf(ITEMS[name] ?? null, null).filter((one) => one.stand === "done").map((one) => one.name);

  test("each state is a step of its own", () => {
    expect(reached("asked").at(-1)).toBe("stored");
    expect(reached("received").at(-1)).toBe("received");
    expect(reached("designated").at(-1)).toBe("on_the_spot");
  });

  test("kept is not sent, sent is not stored, stored is not received", () => {
    const stage = (of: "kept" | "sending" | "stored") =>
      stepsOf(null, { act: "a", item: null, name: "spoedaanwijzing.submit", at: at(0), stage: of, code: null, ringsAt: null }).filter((one) => one.stand === "done").at(-1)?.name;
    expect([stage("kept"), stage("sending"), stage("stored")]).toEqual(["kept", "sending", "stored"]);
  });
});

test("a ladder says which rung is next, and that none is once it is settled", () => {
  expect(stands(RUNGS, false)).toEqual(["reached", "reached", "reached", "next", "later", "later"]);
  expect(stands(RUNGS, true).slice(3)).toEqual(["stopped", "stopped", "stopped"]);
});

test("who is on duty and who stands behind them, said in the same words, is said once; another number is another line", () => {
  const settler = (slot: string, number: string | null = null) => ({ functie: null, relation: "settler", slot, number });
  expect(once([settler("on_duty"), settler("backup"), settler("all", "1")]).map((one) => one.slot)).toEqual(["on_duty", "all"]);
  expect(once(RUNGS[5]?.who ?? [])).toHaveLength(2);
});

test.each([to.start, to.fresh, to.register, to.duty, to.device])("%s is a page", (address) => {
  expect(routeOf(address).page).not.toBe("item");
});

test("an item and an act on it have addresses; anything else is the start", () => {
  expect(routeOf(to.item("abc"))).toEqual({ page: "item", item: "abc" });
  expect(routeOf(to.act("abc", "spoedaanwijzing.follow_up", "triage"))).toEqual({ page: "act", item: "abc", act: "spoedaanwijzing.follow_up", what: "triage" });
  for (const strange of ["#/item/../x", "#/item/<b>", "#/weg", "#/item/"]) expect(routeOf(strange)).toEqual({ page: "start" });
});
