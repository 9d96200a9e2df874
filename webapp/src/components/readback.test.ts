/** What is read back stands with whom it goes to: an order's words are never taken for the decision's. */

import { expect, test } from "vitest";

import type { Device } from "../device/device.ts";
import { EMPTY } from "../directory/state.ts";
import type { Prepared } from "../flows/doing.ts";
import type { Draft } from "../phone.ts";
import { EFFECTS } from "../words/effects.ts";
import { draftOf } from "../worker/drafts.ts";
import { apart, follows, readback } from "./readback.ts";

const device = { directory: EMPTY } as unknown as Device;
const DECISION = { kind: "besluit", outcome: "aangewezen", reasons: "Concrete dreiging", kerngezin: null, others: null } as const;
const ORDER = { kind: "opdracht", person: "Mw. R. Voorbeeld", where: "Dorpsstraat 1", measures: "Direct", callback: "+31 70 555 0100" } as const;
const WORD = { kind: "bericht_rccb", text: "Houd de auto weg", callback: "+31 70 555 0101" } as const;

function prepared(contents: Prepared["contents"], params: Record<string, unknown>, drill = false): Prepared {
  const draft = { id: "act1", name: "spoedaanwijzing.decide", params, holding: { functie: "nctv_piket", scope: "nl" }, item: "i", version: 3, blobs: new Map(), uploaded: [], drill };
  return { draft, contents, readers: [], gaps: [], others: [], about: null } as unknown as Prepared;
}

test("the decision, the order and the word are read back apart, in the order in which they are signed", () => {
  const { facts } = draftOf(device, "draft1", prepared([DECISION, ORDER, WORD], { outcome: "aangewezen", from_at: "2026-03-10T02:12:00Z" }));
  expect(apart(facts).map(({ about, facts: [...each] }) => [about, ...each.map((one) => `${one.name}=${one.value}`)])).toEqual([
    [undefined, "outcome=aangewezen", "from_at=2026-03-10T02:12:00Z", "reasons=Concrete dreiging", "kerngezin=nog_onbekend"],
    ["opdracht", "person=Mw. R. Voorbeeld", "where=Dorpsstraat 1", "measures=Direct", "callback=+31 70 555 0100"],
    ["bericht_rccb", "text=Houd de auto weg", "callback=+31 70 555 0101"],
  ]);
});

test("a number of nobody, another rccb, and a drill are read back as such", () => {
  const { facts } = draftOf(device, "draft1", prepared([], { callback_verified: false, rccb: "eenheid:limburg" }, true));
  expect(facts).toEqual([
    { name: "drill", value: "true", kind: "yes_no" },
    { name: "callback_verified", value: "false", kind: "yes_no" },
    { name: "rccb", value: "rccb@eenheid:limburg", kind: "party" },
  ]);
  expect(draftOf(device, "draft1", prepared([], { callback_verified: true, rccb: null })).facts).toEqual([]);
});

test("on a protected person's own phone nobody left out and no other rccb is read back (SG-05, P-02)", () => {
  const draft = { ...draftOf(device, "draft1", prepared([WORD], { rccb: "eenheid:limburg", excluded: ["rob"] })), as: { functie: "hovj", scope: "arr:limburg" } } as Draft;
  const read = (own: boolean): string => JSON.stringify(readback(draft, new Date("2026-03-10T02:12:00Z"), () => undefined, () => undefined, "x", own).values);
  expect([read(false), read(true)].map((text) => [text.includes("rob"), text.includes("Limburg")])).toEqual([[true, true], [false, false]]);
});

test("what follows is said by what is chosen, not by what goes along or what somebody typed", () => {
  const draft = (name: string, ...facts: { name: string; value: string; about?: string }[]) =>
    ({ name, facts: facts.map((one) => ({ kind: "word", ...one })) }) as unknown as Draft;
  expect(follows(draft("triage.judge", { name: "outcome", value: "niet_opgenomen" }))).toContain("geen bescherming stopt");
  expect(follows(draft("triage.judge", { name: "outcome", value: "opgenomen" }))).toContain("De NCTV heeft vanaf dit moment het gezag");
  expect(follows(draft("triage.end", { name: "to", value: "basispolitiezorg" }))).toContain("tot de RCCB het einde heeft ontvangen");
  expect(follows(draft("signaal.interpret", { name: "outcome", value: "geen_melding" }, { name: "outcome", value: "melding_dreiging", about: "duiding" }))).toContain("niemand wordt ervoor gebeld");
  expect(follows(draft("risicomoment.report", { name: "what", value: "Lezing" }))).toContain("U krijgt op een vast moment antwoord");
  for (const line of ["directe_opname", "triagetafel"]) {
    const said = follows(draft("triage.submit", { name: "line", value: line })); // also of who is designated already (P-06)
    expect(said).toContain("Het gezag verandert");
    expect(said).not.toContain("U houdt");
  }
  expect(follows(draft("item.hold"))).toBeDefined();
  expect(follows(draft("spoedaanwijzing.nothing"))).toBeUndefined();
});

test("what a reporter reads back names no side that might take it (RM-02)", () => {
  const said = ["report", "change", "cancel"].flatMap((verb) => [...(EFFECTS[`effect.risicomoment.${verb}`] ?? [])]);
  expect(said).toHaveLength(6);
  expect(said.filter((one) => /NCTV|RCCB|LCC|HOvJ|stelsel|system|loka/i.test(one))).toEqual([]);
});
