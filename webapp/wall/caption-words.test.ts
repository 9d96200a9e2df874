/** Everything that can be told has words of its own flow: each act, each obligation, each refusal; never a code. */

import { readdirSync, readFileSync } from "node:fs";
import { afterEach, describe, expect, test } from "vitest";

import { SPECS } from "../src/wire/catalogue.ts";
import { PROBLEMS } from "../src/words/problems.ts";
import { WORDS_OF } from "../src/words/flows.ts";
import { named, speak } from "../src/words/words.ts";
import { captions } from "./caption.ts";
import { partsAt } from "./fake.ts";
import { applied, EMPTY, type Item, type Told, type Wall } from "./state.ts";
import { known, TABLE } from "./words.ts";

const DOCS = new URL("../../docs/flows/", import.meta.url);
const AT: Wall = partsAt(495).reduce(applied, EMPTY);
const CODE = /\w_\w|[a-z]\.[a-z]|@|\{/;
const FLOWS = [...WORDS_OF.keys(), "spoedaanwijzing", "opdracht", "bericht_rccb", "geschil"];
const ACTS = Object.keys(SPECS).filter((act) => [...FLOWS, "item"].includes(act.split(".")[0] ?? ""));
/** What no person at the wall does as a step of a request: keys that are passed on. */
const KEYS = ["item.rekey", "item.wrap"];
/** What was followed up is what is told of it. */
const TOLD_BY_WHAT = ["spoedaanwijzing.follow_up"];

afterEach(() => speak("nl"));

/** The night with one item, of this flow. */
function on(flow: string, ...told: Told[]): string[] {
  const item = { ...(AT.items.get("zaak") as Item), flow };
  return captions({ ...AT, items: new Map([["zaak", item]]), told }, 5).map((one) => one.text);
}
const step = (does: string, answer = "accepted"): Told => ({ at: 9, kind: "step", who: "nina", does: does.replace("spoedaanwijzing.", ""), item: "zaak", answer });
const settled = (what: string, outcome: string | null = null): Told => ({ at: 9, kind: "settled", item: "zaak", what, by: "nina", outcome });

/** What the pages of the flows name as obligations. */
function obligations(): [string, string][] {
  return readdirSync(DOCS).flatMap((page) => {
    const table = readFileSync(new URL(page, DOCS), "utf-8").split("\n## Obligations")[1]?.split("\n## ")[0] ?? "";
    return [...table.matchAll(/^\| `([a-z_0-9]+)` \|/gm)].map((one): [string, string] => [one[1] ?? "", page.replace(".md", "")]);
  });
}

describe.each(["nl", "en"] as const)("in %s", (language) => {
  test.each(ACTS.filter((act) => ![...KEYS, ...TOLD_BY_WHAT].includes(act)))("%s has a sentence of its own", (act) => {
    speak(language);
    expect(known(`told.${act.replace("spoedaanwijzing.", "")}`)).toBe(true);
    const flow = act.split(".")[0] ?? "";
    for (const answer of ["accepted", "by_hand", "phone_off", "phone", "waits"]) {
      for (const one of on(flow, step(act, answer))) expect(one).not.toMatch(CODE);
    }
  });

  test("no refusal shows its code", () => {
    speak(language);
    expect(Object.keys(PROBLEMS).length).toBeGreaterThan(60);
    for (const code of Object.keys(PROBLEMS)) {
      const [said] = on("burgemeestersbericht", step("burgemeestersbericht.release", code));
      expect(said).toMatch(/^Nina /);
      expect(said).not.toMatch(CODE);
      expect(said).not.toContain(named("error", "proof"));
    }
  });

  test("no obligation shows its code, whoever settles it and whoever is rung for it", () => {
    speak(language);
    const all = obligations();
    expect(all.length).toBeGreaterThan(40);
    for (const [what, flow] of all) {
      for (const index of [0, 1]) for (const one of on(flow, { at: 9, kind: "rung", item: "zaak", what, index, empty: false, functies: ["rccb"] })) expect(one).not.toMatch(CODE);
      for (const one of on(flow, settled(what))) expect(one).not.toMatch(CODE);
    }
  });
});

test("no act borrows the sentence of another flow", () => {
  const said = ACTS.map((act) => `told.${act.replace("spoedaanwijzing.", "")}`).filter(known);
  const shared = said.filter((one) => said.some((other) => other !== one && TABLE[other]?.[0] === TABLE[one]?.[0]));
  expect(shared).toEqual(["told.geschil.acquiesce", "told.acquiesce"]); // the same decision is accepted in both
});

test("what a mayor or a follower of signals settles is not told as an order or a word to the rccb", () => {
  expect(on("burgemeestersbericht", settled("kennisnemen"))).toEqual(["Nina heeft dit gedaan: Lezen en bevestigen."]);
  expect(on("signaal", settled("ontvangen", "ontvangen"))).toEqual(["Nina heeft dit gedaan: Ontvangst bevestigen."]);
  expect(on("signaal", settled("beantwoorden", "beantwoord"))).toEqual(["Nina heeft dit gedaan: Antwoord geven."]);
  expect(on("duiding", settled("besluiten", "afgerond"))).toEqual(["Nina heeft dit gedaan: Besluiten over de melding."]);
});

test("an act tells also what it settled, once; somebody else's or another item's is told by itself", () => {
  const own = ["Nina heeft het signaal ontvangen. De persoon ziet dat meteen."];
  expect(on("signaal", step("signaal.receive"), settled("ontvangen", "ontvangen"))).toEqual(own);
  expect(on("signaal", { ...step("signaal.receive"), kind: "hand", what: "act" }, settled("ontvangen"))).toEqual(own);
  expect(on("signaal", step("signaal.receive"), { ...settled("ontvangen"), by: "noah" })).toHaveLength(2);
  expect(on("signaal", step("signaal.receive"), { ...settled("ontvangen"), item: "ander" })).toHaveLength(2);
  expect(on("signaal", step("signaal.receive"), { ...settled("ontvangen"), at: 99 })).toHaveLength(2);
});

test("a question at the end of a sentence ends it", () => {
  expect(on("signaal", settled("duiden"))).toEqual(["Nina heeft dit gedaan: Duiden: wat betekent het?"]);
});

