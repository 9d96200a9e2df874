/** Every form asks what its act must say now, from the models, and the act says exactly what was filled in. */

import { describe, expect, test } from "vitest";

import type { Asked } from "../components/form-fields.ts";
import type { AskedAct } from "../phone-acts.ts";
import type { Item } from "../phone.ts";
import { CONTENTS, SPECS } from "../wire/catalogue.ts";
import { formOf, mayDo, type Form } from "../wire/forms.ts";
import type { Functie } from "../wire/models.ts";
import { fromLocal, toLocal } from "../words/time.ts";
import { isNamed } from "../words/words.ts";
import { carriedBy, fieldsOf, isSaid, mustSay } from "./asking.ts";
import { can, isBare } from "./can.ts";
import { decisionOf } from "./decision-spoedaanwijzing.ts";
import { at, ITEMS, itemFor, meAs, NOW, obligation, party } from "./fake-data.ts";
import { ASKS, pageOf, type At } from "./offers.ts";

const FIRST: readonly string[] = ["spoedaanwijzing", "opdracht", "bericht_rccb", "geschil"];
type Chosen = Readonly<Record<string, string>>;

const item = (state: string): Item => ({ ...itemFor("asked", meAs("piket")), state });
const asks = (act: string) => ASKS.get(act.split(".")[0] ?? "");
function form(act: string): Form {
  const found = formOf(act);
  if (found === null) throw new RangeError(act);
  return found;
}
const hows = (act: AskedAct, given: Partial<At>) => asks(act)?.hows?.[act]?.({ item: item("ontvangen"), what: null, chosen: {}, ...given }) ?? {};

/** The fields of the act and of its content, as they are asked then. */
function fields(act: AskedAct, chosen: Chosen = {}, what: string | null = null, at: Item = item("ontvangen")): readonly Asked[] {
  const { params, contents, contentOptional } = form(act);
  const content = Object.values(contents).flat().map((one) => ({ ...one, optional: one.optional || contentOptional }));
  return fieldsOf([...params, ...content], hows(act, { chosen, what, item: at }));
}
/** Every field of the act, of its content and of what goes along. */
function every(act: string): readonly Asked[] {
  const found = form(act);
  return [...found.params, ...Object.values(found.contents).flat(), ...carriedBy(found, true, {}).flatMap((one) => one.fields)];
}
const names = (of: readonly Asked[]): string[] => of.map((one) => one.name);
const needed = (of: readonly Asked[]): string[] => names(of.filter((one) => !one.optional));
const along = (act: AskedAct, chosen: Chosen = {}) => carriedBy(form(act), asks(act)?.carries?.[act]?.(chosen) ?? null, hows(act, { chosen }));

describe("the forms", () => {
  test("there is one for everything that is offered as one, or a page of its own", () => {
    const functies = ["nctv_piket", "hovj", "namens_hovj", "directeur_nctv", "lcc", "adviseur_bb", "coordinerend_hovj", "pg", "nctv"];
    const whats = [
      "besluiten", "bevestigen", "overbrugging", "berusten_of_betwisten", "beantwoorden", "ter_plaatse", "niet_uitvoerbaar", "maatregelenadvies",
      "trede_1", "trede_2", "persoon_geinformeerd", "burgemeester", "triage", "eerste_herbeoordeling", "bezwaar",
    ]; // prettier-ignore
    for (const flow of ["spoedaanwijzing", "opdracht", "geschil"]) for (const state of ["ontvangen", "aangewezen", "niet_aangewezen", "uitvoerbaar"]) {
      for (const functie of functies) {
        const obligations = whats.map((what) => obligation(what, { mine: true }));
        const me = { ...meAs("piket"), holdings: [party(functie, "arr:noord-holland")] };
        for (const one of can({ ...item(state), flow, obligations, may: mayDo(flow, [functie as Functie]) }, me)) {
          if (one.how === "form") expect(formOf(one.act) !== null || pageOf(one.act) !== undefined, one.act).toBe(true);
          if (one.how === "sign") expect(isBare(one.act) || formOf(one.act) !== null, one.act).toBe(true);
        }
      }
    }
  });

  test("every field and choice of the first flows has words", () => {
    const first = Object.values(SPECS).filter((one) => FIRST.includes(one.family) && !one.opens && formOf(one.name) !== null);
    expect(first.length).toBeGreaterThan(15);
    for (const { name, family } of first) {
      const all = fieldsOf(every(name), hows(name as AskedAct, { chosen: { outcome: "gedaan", answer: "uitvoerbaar" } }));
      expect(all.map((one) => one.name.split(".").at(-1) ?? "").filter((one) => !isNamed("field", one, family))).toEqual([]);
      expect(all.flatMap((one) => one.of).filter((one) => !isNamed("outcome", one, family) && !isNamed("functie", one) && !isNamed("what", one, family))).toEqual([]);
    }
  });

  test.each([...ASKS].flatMap(([flow, { hows: all = {} }]) => Object.keys(all).map((act) => ({ flow, act: act as AskedAct }))))("$act: how it is asked is said of its own fields, in words that are there", ({ flow, act }) => {
    const outcomes = ["", "aangewezen", "niet_aangewezen", "gedaan", "niet_nodig"];
    const told = outcomes.flatMap((outcome) => Object.entries(hows(act, { what: "triage", chosen: { outcome, answer: "uitvoerbaar" } })));
    expect(told.length).toBeGreaterThan(0);
    const own = every(act).map((one) => one.name);
    expect(told.map(([field]) => field).filter((field) => !own.includes(field))).toEqual([]);
    for (const [, { word, help }] of told) {
      if (word !== undefined) expect(isNamed("field", word, flow), word).toBe(true);
      if (help !== undefined) expect(isNamed("field", `${help}.help`, flow), help).toBe(true);
    }
  });

  test("who takes a report says what they know, and types nothing again that was reported (RM-02)", () => {
    const [report] = along("risicomoment.take");
    expect(report?.fields.map((one) => [one.name, one.optional])).toEqual([["linked.known", true]]);
    expect(needed(fields("risicomoment.answer"))).toEqual(["outcome", "text"]);
  });

  test("what is asked about is content that the act may be about", () => {
    for (const [, { about = {} }] of ASKS) expect(Object.values(about).flat().filter((kind) => CONTENTS[kind] === undefined)).toEqual([]);
  });

  test("a decision asks for the order and the word when it designates, and for neither when it refuses (SA-06, SA-07)", () => {
    const act = "spoedaanwijzing.decide";
    expect(names(fields(act))).toEqual(["outcome", "reasons"]);
    expect(names(fields(act, { outcome: "niet_aangewezen" }))).toEqual(["outcome", "reasons"]);
    expect(along(act, { outcome: "niet_aangewezen" })).toEqual([]);
    for (const outcome of ["aangewezen", "al_onder_gezag_nctv"]) {
      expect(needed(fields(act, { outcome }))).toEqual(["outcome", "reasons"]);
      expect(names(fields(act, { outcome }))).toEqual(expect.arrayContaining(["kerngezin", "others", "from_at", "ends_at", "review_at", "visible"]));
      const carried = along(act, { outcome });
      expect(carried.map((one) => [one.kind, one.optional])).toEqual([["opdracht", false], ["bericht_rccb", false]]);
      expect(carried.flatMap((one) => mustSay(one, false))).toEqual([
        "opdracht.person", "opdracht.where", "opdracht.measures", "opdracht.callback", "bericht_rccb.text", "bericht_rccb.callback",
      ]); // prettier-ignore
    }
  });

  test("a decision carries the order and the word when it designates, and neither when it refuses (SA-06, SA-07)", () => {
    const order = { person: "p", where: "w", measures: "m", callback: "c" };
    const filled = { params: { visible: "true", from_at: "2026-03-10T14:00:00.000Z", ends_at: "", review_at: "" }, content: { reasons: "reasons", kerngezin: "3", others: "" } };
    const said = (outcome: string, content: Chosen = {}) =>
      decisionOf({ ...filled.params, outcome }, { ...filled.content, ...content }, { opdracht: order, bericht_rccb: { text: "t", callback: "c" } }, NOW);
    expect(said("aangewezen")).toEqual({
      outcome: "aangewezen", reasons: "reasons", kerngezin: 3, others: "", fromAt: "2026-03-10T14:00:00.000Z", endsAt: null, reviewAt: null, visible: true,
      order, word: { text: "t", callback: "c" }, joined: [],
    }); // prettier-ignore
    expect(said("niet_aangewezen")).toMatchObject({ outcome: "niet_aangewezen", order: null, word: null, fromAt: null, endsAt: null, reviewAt: null, visible: false });
    expect(said("aangewezen", { kerngezin: "" })).toMatchObject({ kerngezin: null });
  });

  test("a designation of which nobody said from when is from now by the clock of the service; a refusal has no moment (SA-06)", () => {
    const now = new Date("2026-03-10T13:32:20Z");
    const said = (outcome: string, from_at: string) => decisionOf({ outcome, from_at }, {}, {}, now);
    expect(said("aangewezen", "")).toMatchObject({ fromAt: "2026-03-10T13:32:20.000Z" });
    expect(said("aangewezen", "2026-03-10T14:00:00.000Z")).toMatchObject({ fromAt: "2026-03-10T14:00:00.000Z" });
    expect(said("niet_aangewezen", "")).toMatchObject({ fromAt: null });
  });

  test("of an admission alone one says whether people will see measures, who is in the household and when it is reviewed (TR-06, BB-07)", () => {
    const act = "triage.judge";
    for (const chosen of [{}, { outcome: "niet_opgenomen" }]) expect(names(fields(act, chosen))).toEqual(["outcome", "reasons", "information"]);
    const asked = fields(act, { outcome: "opgenomen" });
    expect(needed(asked)).toEqual(["outcome", "reasons", "information"]);
    expect(names(asked)).toEqual(expect.arrayContaining(["review_at", "visible", "kerngezin", "others"]));
    expect(asked.find((one) => one.name === "visible")?.how?.tick).toBe(true);
  });

  test("what was refused can only be designated after all (SA-06, SA-08)", () => {
    const outcomes = (state: string) => fields("spoedaanwijzing.decide", {}, null, item(state)).find((one) => one.name === "outcome")?.of;
    expect(outcomes("ontvangen")).toEqual(["aangewezen", "niet_aangewezen", "al_onder_gezag_nctv"]);
    for (const state of ["niet_aangewezen", "betwist"]) expect(outcomes(state)).toEqual(["aangewezen", "al_onder_gezag_nctv"]);
  });

  test("an order that can be carried out says when, with a press; one that cannot says no time (SA-07)", () => {
    const yes = fields("opdracht.answer", { answer: "uitvoerbaar" });
    expect([needed(yes), yes.find((one) => one.name === "expected_at")?.how?.soon]).toEqual([["answer", "text"], [15, 30, 60]]);
    for (const chosen of [{}, { answer: "niet_uitvoerbaar" }]) expect(names(fields("opdracht.answer", chosen))).toEqual(["answer", "text"]);
    expect(hows("opdracht.answer", { chosen: { answer: "niet_uitvoerbaar" } })["expected_at"]).toEqual({ says: "" });
    expect(fields("opdracht.expect").map((one) => [one.name, one.optional, one.how?.soon?.length])).toEqual([["expected_at", false, 3], ["text", true, undefined]]);
  });

  test("the person was told by somebody with a name, or need not be told, because (SA-07)", () => {
    const told = (outcome: string) => needed(fields("spoedaanwijzing.follow_up", { outcome }, "persoon_geinformeerd"));
    expect(told("gedaan").sort()).toEqual(["official", "outcome", "text"]);
    expect(told("niet_nodig")).toEqual(["outcome", "text"]);
    const handled = fields("spoedaanwijzing.follow_up", { outcome: "gedaan" }, "bezwaar");
    expect([needed(handled), names(handled)]).toEqual([["outcome"], ["outcome", "text"]]);
  });

  test("what another flow does is here only said not to be needed, with why (SA-07)", () => {
    for (const what of ["burgemeester", "triage", "eerste_herbeoordeling", "herbeoordeling"]) {
      expect(needed(fields("spoedaanwijzing.follow_up", {}, what))).toEqual(["text"]);
      expect(hows("spoedaanwijzing.follow_up", { what })).toMatchObject({ what: { says: what }, outcome: { says: "niet_nodig" } });
    }
  });

  test("a review sets the next moment, other follow-ups none (HB-02)", () => {
    for (const [what, next] of [["eerste_herbeoordeling", true], ["herbeoordeling", true], ["einde_herzien", true], ["triage", false], ["burgemeester", false], ["bezwaar", false]] as const) {
      expect(names(fields("spoedaanwijzing.follow_up", { outcome: "gedaan" }, what)).includes("next_at"), what).toBe(next);
    }
  });

  test("an end to the basispolitiezorg carries word to the rccb, one to the hovj none (SA-11)", () => {
    expect(along("spoedaanwijzing.end", { to: "basispolitiezorg" })).toMatchObject([{ kind: "bericht_rccb", optional: false }]);
    for (const chosen of [{}, { to: "hovj" }]) expect(along("spoedaanwijzing.end", chosen)).toEqual([]);
    expect(fields("spoedaanwijzing.end").map((one) => [one.name, one.optional])).toEqual([["to", false], ["reasons", false], ["until", true]]);
  });

  test("word to the rccb goes with other measures when something is said, and a number that was there says nothing (SA-08)", () => {
    const [word] = along("spoedaanwijzing.overbrugging");
    if (word === undefined) throw new RangeError("it may carry word");
    const known = asks("spoedaanwijzing.overbrugging")?.known?.["spoedaanwijzing.overbrugging"]?.(item("niet_aangewezen"), "+31 70") ?? {};
    const typed = (values: Chosen) => isSaid(word.fields, (one) => values[one.name] ?? "", known);
    expect(known).toEqual({ "linked.callback": "+31 70" });
    expect([typed({}), typed(known), typed({ ...known, "linked.text": "Let op" }), typed({ "linked.callback": "+31 20" })]).toEqual([false, false, true, true]);
    expect([mustSay(word, false), mustSay(word, true)]).toEqual([[], ["linked.text", "linked.callback"]]);
  });

  test("each side of a dispute records its own rung (L-2)", () => {
    for (const [what, rung] of [["trede_1", "1"], ["trede_2", "2"]] as const) {
      expect(hows("geschil.record", { what })["rung"]).toEqual({ says: rung });
      expect(needed(fields("geschil.record", {}, what))).toEqual(["outcome", "reasons"]);
    }
  });

  test("nobody types again what the request says (SA-01)", () => {
    const received = ITEMS["received"];
    if (received === undefined) throw new RangeError("received");
    const known = asks("spoedaanwijzing.decide")?.known?.["spoedaanwijzing.decide"]?.(received, "+31 70 555 0100");
    expect(known).toMatchObject({
      "opdracht.person": "Mw. R. Voorbeeld, wethouder te Voorbeeldstad", "opdracht.where": "Nu, Dorpsstraat 1, Voorbeeldstad", "opdracht.callback": "+31 70 555 0100",
      "bericht_rccb.callback": "+31 70 555 0100",
    }); // prettier-ignore
    const carried = along("spoedaanwijzing.decide", { outcome: "aangewezen" }).flatMap((one) => names(one.fields));
    expect(Object.keys(known ?? {}).filter((one) => !carried.includes(one))).toEqual([]);
  });

  test("who fills in sees what it is about", () => {
    const about = asks("spoedaanwijzing.x")?.about ?? {};
    expect([about["spoedaanwijzing.answer"], about["spoedaanwijzing.confirm"], about["bezwaar"]]).toEqual([["vraag"], ["spoedaanwijzing"], ["bezwaar"]]);
    expect(about["spoedaanwijzing.follow_up"]).toBeUndefined();
  });
});

test.each([at(0), "2026-03-29T00:30:00.000Z", "2026-03-29T01:30:00.000Z", "2026-10-24T23:30:00.000Z", "2026-10-25T03:30:00.000Z"])("%s is put in a field and read back as the same moment", (moment) => {
  const minute = new Date(Math.floor(Date.parse(moment) / 60_000) * 60_000);
  expect(fromLocal(toLocal(minute))).toBe(minute.toISOString());
  expect(toLocal(NOW)).toBe("2026-03-10T14:32");
});
