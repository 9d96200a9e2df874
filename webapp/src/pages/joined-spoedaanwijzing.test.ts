/** A decision on joined requests asks an outcome for each, and word where another eenheid serves it (SA-12). */

import { describe, expect, test } from "vitest";

import type { Intent, Outcome } from "../phone-acts.ts";
import type { Item } from "../phone.ts";
import { NOTHING } from "../wire/filled.ts";
import { decisionOf } from "./decision-spoedaanwijzing.ts";
import { itemFor, meAs, NOW } from "./fake-data.ts";
import { joinedRequired, waiting, withJoined } from "./joined-spoedaanwijzing.ts";
import { ASKS } from "./offers.ts";

const ITEM = itemFor("with_joined", meAs("piket"));
const chosen = (outcome: string): ReadonlyMap<string, string> => new Map([["itemB", outcome]]);

function decided(outcome: Outcome, read: Readonly<Record<string, string>>, item: Item = ITEM): Intent {
  const typed = (name: string): string => read[name] ?? (name === "reasons" ? "Concrete dreiging" : "");
  const decision = decisionOf({ outcome }, { reasons: typed("reasons") }, {}, NOW);
  return withJoined({ act: "spoedaanwijzing.decide", item: item.id, decision }, item, typed);
}
const joined = (intent: Intent): unknown => (intent.act === "spoedaanwijzing.decide" ? intent.decision.joined : null);

describe("a decision on joined requests", () => {
  test("asks about each that still waits and can be read", () => {
    expect(waiting(ITEM).map((one) => one.id)).toEqual(["itemB"]);
    const decidedApart = { ...ITEM, joined: ITEM.joined.map((one) => (one.reads ? { ...one, state: "aangewezen" } : one)) };
    expect(waiting(decidedApart)).toEqual([]);
  });

  test("asks word for the rccb of another eenheid only where that one is designated", () => {
    expect(joinedRequired(ITEM, "aangewezen", new Map())).toEqual(["joined_outcome_itemB"]);
    expect(joinedRequired(ITEM, "aangewezen", chosen("niet_aangewezen"))).toEqual(["joined_outcome_itemB"]);
    const all = ["joined_outcome_itemB", "joined_word_itemB", "joined_callback_itemB"];
    expect(joinedRequired(ITEM, "aangewezen", chosen("al_onder_gezag_nctv"))).toEqual(all);
    const near = { ...ITEM, joined: ITEM.joined.map((one) => (one.reads ? { ...one, apartWord: false } : one)) };
    expect(joinedRequired(near, "aangewezen", chosen("aangewezen"))).toEqual(["joined_outcome_itemB"]);
  });

  test("says an outcome, why, and word for each", () => {
    const typed = { joined_outcome_itemB: "aangewezen", joined_reasons_itemB: "Zelfde dader", joined_word_itemB: "Let op", joined_callback_itemB: "+31 70" };
    const word = { text: "Let op", callback: "+31 70" };
    expect(joined(decided("aangewezen", typed))).toEqual([{ item: "itemB", outcome: "aangewezen", reasons: "Zelfde dader", word }]);
    const reasons = { ...typed, joined_reasons_itemB: "", joined_outcome_itemB: "niet_aangewezen" };
    expect(joined(decided("aangewezen", reasons))).toEqual([{ item: "itemB", outcome: "niet_aangewezen", reasons: "Concrete dreiging", word: null }]);
  });

  test("refuses all of them with a refusal, whatever was chosen before", () => {
    expect(joinedRequired(ITEM, "niet_aangewezen", chosen("aangewezen"))).toEqual([]);
    const read = { joined_outcome_itemB: "aangewezen", joined_word_itemB: "Let op" };
    expect(joined(decided("niet_aangewezen", read))).toMatchObject([{ outcome: "niet_aangewezen", word: null }]);
  });

  test("leaves every other act as it is, and an item where nothing was joined", () => {
    const other: Intent = { act: "spoedaanwijzing.withdraw", item: "itemA", filled: NOTHING };
    expect(withJoined(other, ITEM, () => "")).toBe(other);
    expect(joined(decided("aangewezen", {}, itemFor("received", meAs("piket"))))).toEqual([]);
  });
});

test("what was joined to another is refused there; here one can only designate, until it was decided once (SA-12)", () => {
  const outcomes = (at: Item) => ASKS.get("spoedaanwijzing")?.hows?.["spoedaanwijzing.decide"]?.({ item: at, what: null, chosen: {} })["outcome"]?.of;
  const elsewhere = itemFor("joined_to", meAs("piket"));
  expect(outcomes(elsewhere)).toEqual(["aangewezen", "al_onder_gezag_nctv"]);
  const request = elsewhere.contents.slice(0, 1);
  const back = { ...elsewhere, contents: [...request, ...request.map((one) => ({ ...one, kind: "besluit" }))] };
  expect(outcomes(back)).toContain("niet_aangewezen");
});
