/** What flows offer on their items: acts of their own that have a form, each of them somewhere, and nothing by surprise. */

import { describe, expect, test } from "vitest";

import { openingBy } from "../flows/openings.ts";
import { CONTENTS, SPECS } from "../wire/catalogue.ts";
import { formOf, mayDo } from "../wire/forms.ts";
import type { Functie } from "../wire/models.ts";
import { isNamed } from "../words/words.ts";
import { can } from "./can.ts";
import { itemFor, meAs, obligation, party } from "./fake-data.ts";
import { OFFERS, OPENS, startsWith, type Offers } from "./offers.ts";

/** Families of acts that belong to no flow. */
const OF_ALL = ["item", "roster", "directory", "channel"];
const FLOWS = [...new Set(Object.values(SPECS).map((one) => one.family).filter((family) => !OF_ALL.includes(family)))];
/** The states that a flow names; where more than its state decides it names none. */
const statesOf = (offers: Offers): string[] => Object.values(offers.besides).flatMap((when) => (typeof when === "function" ? [] : when));
const ALL = [...OFFERS].map(([flow, offers]) => ({ flow, offers, acts: [...Object.values(offers.settles).flat(), ...Object.keys(offers.besides)] }));

function itemIn(flow: string, state: string, functie: string, what: string | null) {
  const obligations = what === null ? [] : [obligation(what, { mine: true, waitsFor: [party(functie)] })];
  return { ...itemFor("case", meAs("piket")), flow, state, obligations, may: mayDo(flow, [functie as Functie]) };
}

describe("what a flow offers", () => {
  test("every flow says it, the first as well as the last", () => {
    expect([...OFFERS.keys()].sort()).toEqual(FLOWS.sort());
  });

  test.each(ALL)("$flow: acts of its own with a form, every one of them, and kinds that it has", ({ flow, offers, acts }) => {
    expect(acts.filter((act) => formOf(act) === null || SPECS[act]?.family !== flow)).toEqual([]);
    const withForm = Object.values(SPECS).filter((one) => one.family === flow && !one.opens && formOf(one.name) !== null);
    expect(withForm.map((one) => one.name).filter((act) => !acts.includes(act))).toEqual([]);
    const kinds = [...Object.values(offers.about ?? {}).flat(), ...(offers.reads ?? [])];
    expect(kinds.filter((kind) => CONTENTS[kind] === undefined)).toEqual([]);
    const states = [...statesOf(offers), ...Object.keys(offers.reopens ?? {})];
    expect(states.filter((state) => !isNamed("state", state, flow))).toEqual([]);
    expect([...Object.keys(offers.settles), ...Object.values(offers.reopens ?? {})].filter((what) => !isNamed("what", what, flow))).toEqual([]);
  });

  test.each(ALL)("$flow: only to whom its table of acts allows it, first what settles something for them", ({ flow, offers }) => {
    for (const [what, settling] of Object.entries(offers.settles)) {
      for (const act of settling) {
        for (const functie of SPECS[act]?.may ?? []) {
          const found = can(itemIn(flow, "x", functie, what), { person: "ik", organisation: "", holdings: [party(functie)], opens: {} });
          expect(found[0]?.first).toBe(true);
          expect(found.map((one) => one.act)).toContain(act);
        }
      }
    }
    const stranger = { person: "ik", organisation: "", holdings: [party("daf")], opens: {} };
    for (const state of ["x", ...statesOf(offers)]) {
      const found = can(itemIn(flow, state, "daf", null), stranger).map((one) => one.act).filter((act) => !act.startsWith("item."));
      expect(found).toEqual([]);
    }
  });

  test.each([...OPENS])("%s: opens an item, its readers are known, and it follows from what there is", (act, { from = [] }) => {
    expect(SPECS[act]?.opens).toBe(true);
    expect(openingBy(act)).toBeDefined();
    expect(isNamed("do", act, act.split(".")[0])).toBe(true);
    for (const { flow, what = [], states = [] } of from) {
      expect(what.filter((one) => !isNamed("what", one, flow))).toEqual([]);
      expect(states.filter((one) => !isNamed("state", one, flow))).toEqual([]);
    }
  });

  test("what waits for this person leads into the flow that does it, and it can be said not to be needed (SA-07, TR-01)", () => {
    const me = meAs("hovj");
    const designated = itemFor("designated", me);
    const waiting = { ...designated, obligations: [obligation("triage", { mine: true, waitsFor: [party("hovj")] })] };
    const [first, second] = can(waiting, me);
    expect(first).toMatchObject({ act: "triage.submit", how: "open", what: "triage", first: true });
    expect(second).toMatchObject({ act: "spoedaanwijzing.follow_up", how: "form", what: "triage", first: true });
    const others = { ...designated, obligations: [obligation("triage", { mine: false, waitsFor: [party("hovj")] })] };
    expect(can(others, me).map((one) => one.act)).not.toContain("triage.submit");
    expect(can(waiting, meAs("lcc")).map((one) => one.act)).not.toContain("triage.submit");
  });

  test("the start offers what one's functies may open, and nothing else (P-01)", () => {
    expect(startsWith(meAs("hovj"))).toContain("triage.submit");
    for (const who of ["lcc", "piket", "tafel"]) expect(startsWith(meAs(who))).not.toContain("triage.submit");
  });

  test("a report of a risk moment keeps the key it began with (RM-02)", () => {
    const removed = { ...itemFor("case", meAs("piket")), keys: { lacking: [], keyless: [], removed: true } };
    expect(can(removed, meAs("piket")).map((one) => one.act)).toContain("item.rekey");
    expect(can({ ...removed, flow: "risicomoment" }, meAs("piket")).map((one) => one.act)).not.toContain("item.rekey");
  });

  test("an item of a flow that this app does not know offers what every item knows, and nothing else", () => {
    const found = can({ ...itemFor("unknown", meAs("piket")) }, meAs("piket"));
    expect(new Set(found.map((one) => one.act.split(".")[0]))).toEqual(new Set(["item"]));
    expect(found.map((one) => one.act)).toContain("item.ring_again");
  });
});
