/** Requests about the same (SA-12): joined and decided together as pages ask for it, each rccb with word, believed by Python. */

import { describe, expect, it } from "vitest";
import { joinedTo, joinedWith } from "../src/flows/joined-spoedaanwijzing.ts";
import type { Decision, Intent } from "../src/phone-acts.ts";
import type { SpoedaanwijzingContent } from "../src/wire/models.ts";
import { NOTHING } from "../src/wire/filled.ts";
import { prepare } from "../src/worker/intents.ts";
import { togetherOf } from "../src/worker/facts-spoedaanwijzing.ts";
import { draftOf } from "../src/worker/drafts.ts";
import { phoneOf, type AppPhone } from "./phones.ts";
import { submit } from "./requests.ts";
import { step } from "./stage.ts";

const DONE = { status: 201 };
const ELSEWHERE = "eenheid:oost-nederland";
const CALLBACK = "+31 70 555 0001";

const about = (person: string): SpoedaanwijzingContent => ({
  kind: "spoedaanwijzing", person, need: "Persoonsbeveiliging, nu", callback: "+31 30 555 0002", threat: null, when_where: null, keten: null,
}); // prettier-ignore

async function submitted(phone: AppPhone, person: string, rccb: string | null = null): Promise<string> {
  const { draft } = await submit(phone.device, about(person), rccb);
  expect(await phone.device.carryOut(draft)).toMatchObject(DONE);
  return draft.item ?? "";
}

const joining = (item: string, withItem: string): Intent => ({
  act: "spoedaanwijzing.join", item, filled: { ...NOTHING, params: { with_item: withItem } },
}); // prettier-ignore
const DESIGNATION: Decision = {
  outcome: "aangewezen", reasons: "Concrete dreiging", kerngezin: 2, others: "", fromAt: null, endsAt: null, reviewAt: null, visible: false,
  order: { person: "Wethouder A", where: "Thuis", measures: "Persoonsbeveiliging", callback: CALLBACK },
  word: { text: "Houd de surveillance aan", callback: CALLBACK }, joined: [],
}; // prettier-ignore
const read = (who: string, item: string): Promise<Record<string, unknown>> => step("read", { who, item });

describe("two requests about the same", () => {
  it("are joined, shown together, and decided at once, with word to each rccb", async () => {
    const [hanna, nadia, pieter] = [await phoneOf("hanna"), await phoneOf("nadia"), await phoneOf("pieter")];
    const one = await submitted(hanna, "Wethouder A");
    const two = await submitted(nadia, "Wethouder B", ELSEWHERE);
    const three = await submitted(nadia, "Wethouder C", ELSEWHERE);
    const alone = await pieter.device.read(one);
    expect([joinedWith(alone), joinedTo(alone)]).toEqual([[], null]);

    for (const other of [two, three]) {
      const prepared = await prepare(pieter.device, joining(one, other));
      expect(draftOf(pieter.device, "draft", prepared).facts).toMatchObject([
        { name: "asked_by", kind: "party", about: "joined:0" },
        { name: "asked_at", kind: "moment" },
        { name: "person", value: other === two ? "Wethouder B" : "Wethouder C" },
      ]);
      expect(await pieter.device.carryOut(prepared.draft)).toMatchObject(DONE);
    }
    expect(await pieter.does(prepare(pieter.device, joining(two, one)))).toMatchObject({ status: 409, code: "join.impossible" });

    const [first, second] = [await pieter.device.read(one), await pieter.device.read(two)];
    expect([joinedWith(first), joinedTo(first), joinedWith(second), joinedTo(second)]).toEqual([[two, three], null, [], one]);
    expect(await togetherOf(pieter.device, first)).toMatchObject({
      joinedTo: null,
      joined: [
        { id: two, reads: true, person: "Wethouder B", state: "ingediend", apartWord: true, openedAs: { functie: "namens_hovj" } },
        { id: three, person: "Wethouder C", apartWord: true },
      ],
    });
    // Who takes part in one of them alone is shown nothing of the other.
    expect(await togetherOf(nadia.device, await nadia.device.read(two))).toEqual({ joined: [], joinedTo: null });
    expect(await togetherOf(hanna.device, second)).toMatchObject({ joined: [], joinedTo: one });
    expect(await togetherOf(pieter.device, second)).toMatchObject({ joined: [], joinedTo: one });

    const incomplete: Intent = { act: "spoedaanwijzing.decide", item: one, decision: DESIGNATION };
    expect(await pieter.does(prepare(pieter.device, incomplete))).toMatchObject({ status: 409, code: "joined.incomplete" });

    const word = (text: string) => ({ text, callback: CALLBACK });
    const joined: Decision["joined"] = [
      { item: two, outcome: "aangewezen", reasons: "Zelfde dader", word: word("Let op de woning") },
      { item: three, outcome: "al_onder_gezag_nctv", reasons: "Al bekend", word: word("Let op het werk") },
    ];
    const made = await prepare(pieter.device, { act: "spoedaanwijzing.decide", item: one, decision: { ...DESIGNATION, joined } });
    const facts = draftOf(pieter.device, "draft", made).facts.map((fact) => [fact.about ?? "", fact.name, fact.kind === "moment" ? "" : fact.value]);
    expect(facts.filter(([place]) => place !== "")).toEqual([
      ["opdracht", "person", "Wethouder A"], ["opdracht", "where", "Thuis"], ["opdracht", "measures", "Persoonsbeveiliging"], ["opdracht", "callback", CALLBACK],
      ["bericht_rccb", "text", "Houd de surveillance aan"], ["bericht_rccb", "callback", CALLBACK],
      ["joined:0", "asked_by", "namens_hovj@arr:midden-nederland"], ["joined:0", "asked_at", ""], ["joined:0", "person", "Wethouder B"],
      ["joined:0", "outcome", "aangewezen"], ["joined:0", "reasons", "Zelfde dader"], ["joined:0", "kerngezin", "nog_onbekend"],
      ["joined:0", "word", "Let op de woning\n\nLet op het werk"], ["joined:0", "callback", CALLBACK],
      ["joined:1", "asked_by", "namens_hovj@arr:midden-nederland"], ["joined:1", "asked_at", ""], ["joined:1", "person", "Wethouder C"],
      ["joined:1", "outcome", "al_onder_gezag_nctv"], ["joined:1", "reasons", "Al bekend"], ["joined:1", "kerngezin", "nog_onbekend"],
    ]); // prettier-ignore
    expect(facts[0]).toEqual(["", "outcome", "aangewezen"]);
    expect(await pieter.device.carryOut(made.draft)).toMatchObject(DONE);
    expect(await read("hanna", one)).toMatchObject({ state: "aangewezen", outcome: "aangewezen" });
    expect(await read("nadia", two)).toMatchObject({ state: "aangewezen", outcome: "aangewezen", kinds: ["spoedaanwijzing", "besluit"] });
    expect(await read("nadia", three)).toMatchObject({ outcome: "al_onder_gezag_nctv" });
  });

  it("stand alone again when one is withdrawn; what the service alone calls joined is not decided on", async () => {
    const [hanna, nadia, pieter] = [await phoneOf("hanna"), await phoneOf("nadia"), await phoneOf("pieter")];
    const [one, two] = [await submitted(hanna, "Wethouder A"), await submitted(nadia, "Wethouder B")];
    expect(await pieter.does(prepare(pieter.device, joining(one, two)))).toMatchObject(DONE);
    const joined = await pieter.device.read(one);
    const { answer } = joined;
    const lies = [...answer.history, { tag: "spoedaanwijzing.joined_with", event: { item: "x".repeat(22) } }];
    expect(joinedWith({ ...joined, answer: { ...answer, history: lies } })).toEqual([two]);
    expect(await nadia.does(prepare(nadia.device, { act: "spoedaanwijzing.withdraw", item: two, filled: NOTHING }))).toMatchObject(DONE);
    expect(joinedWith(await pieter.device.read(one))).toEqual([]);
    expect(await togetherOf(pieter.device, await pieter.device.read(two))).toEqual({ joined: [], joinedTo: null });
  });
});
