/** A refusal and its dispute, an end, new keys, two requests joined: done on the app's phones, believed by Python's. */

import { describe, expect, it } from "vitest";
import type { Fetch } from "../src/api/transport.ts";
import { contentOf, stateOf } from "../src/device/reading.ts";
import { filledIn } from "../src/flows/filled.ts";
import { rekey, wrapLate } from "../src/flows/item.ts";
import * as spoed from "../src/flows/spoedaanwijzing.ts";
import { refusalCode } from "../src/refused.ts";
import { NOTHING } from "../src/wire/filled.ts";
import type {
  BerichtRccbContent,
  BesluitContent,
  OpdrachtContent,
  SpoedaanwijzingContent,
} from "../src/wire/models.ts";
import { dutyOf } from "../src/worker/duty.ts";
import { prepare } from "../src/worker/intents.ts";
import { draftOf } from "../src/worker/drafts.ts";
import { phoneOf, type AppPhone } from "./phones.ts";
import { submit } from "./requests.ts";
import { step } from "./stage.ts";

const REQUEST: SpoedaanwijzingContent = {
  kind: "spoedaanwijzing",
  person: "Wethouder V. de Wit",
  need: "Persoonsbeveiliging, nu",
  callback: "+31 30 555 0002",
  threat: null,
  when_where: null,
  keten: null,
};
const DECISION: BesluitContent = { kind: "besluit", reasons: "Zo besloten", kerngezin: null, others: null, outcome: null };
const ORDER: OpdrachtContent = {
  kind: "opdracht",
  person: "Wethouder V. de Wit",
  where: "Thuis",
  measures: "Persoonsbeveiliging",
  callback: "+31 70 555 0001",
};
const WORD: BerichtRccbContent = { kind: "bericht_rccb", text: "Houd de surveillance aan", callback: "+31 70 555 0001" };
const REASONS = { ...NOTHING, kind: "overleg", content: { reasons: "Samen bezien" } };
const DONE = { status: 201 };

async function submitted(phone: AppPhone): Promise<string> {
  const { draft } = await submit(phone.device, REQUEST);
  expect(await phone.device.carryOut(draft)).toMatchObject(DONE);
  return draft.item ?? "";
}

const read = (who: string, item: string): Promise<Record<string, unknown>> => step("read", { who, item });

async function shown(phone: AppPhone, item: string): Promise<[string, string | null]> {
  const found = await phone.device.read(item);
  return [stateOf(found), found.outcome];
}

describe("a request that is refused", () => {
  it("is disputed, consulted about on both rungs, designated after all, and ended", async () => {
    const [hanna, pieter, dirk] = [await phoneOf("hanna"), await phoneOf("pieter"), await phoneOf("dirk")];
    const item = await submitted(hanna);
    const refusal = { outcome: "niet_aangewezen", content: DECISION } as const;
    expect(await pieter.does(spoed.decide(pieter.device, item, refusal))).toMatchObject(DONE);
    expect(await shown(hanna, item)).toEqual(["besloten", null]);
    expect(await shown(pieter, item)).toEqual(["niet_aangewezen", "niet_aangewezen"]);
    await step("settle");
    expect(await shown(hanna, item)).toEqual(["niet_aangewezen", "niet_aangewezen"]);
    expect(await hanna.does(filledIn(hanna.device, "spoedaanwijzing.overbrugging", item, { ...NOTHING, kind: "overbrugging", content: { measures: "Surveillance" } }))).toMatchObject(DONE);

    const text = { kind: "geschil", text: "Dreiging is acuut" } as const;
    const disputed = filledIn(hanna.device, "spoedaanwijzing.dispute", item, { ...NOTHING, linked: { text: text.text } });
    expect(await hanna.does(disputed)).toMatchObject({ ...DONE, state: "betwist" });
    const { state, outcome, linked } = await read("hanna", item);
    expect([state, outcome]).toEqual(["betwist", "niet_aangewezen"]);
    const dispute = String((linked as Record<string, string>)["geschil"]);
    expect(contentOf(await dirk.device.read(dispute), "geschil")?.content).toEqual(text);
    expect(await dirk.does(filledIn(dirk.device, "geschil.record", dispute, { ...REASONS, params: { rung: "1", outcome: "blijft_niet_aangewezen" } }))).toMatchObject(DONE);
    expect(await hanna.does(filledIn(hanna.device, "geschil.climb", dispute, NOTHING))).toMatchObject(DONE);
    expect(await read("dirk", dispute)).toMatchObject({ outcome: null, kinds: ["geschil", "overleg"] });

    const designation = { outcome: "aangewezen", content: DECISION, order: ORDER, word: WORD } as const;
    expect(await pieter.does(spoed.decide(pieter.device, item, designation))).toMatchObject(DONE);
    expect(await shown(hanna, item)).toEqual(["aangewezen", "aangewezen"]);
    const end = filledIn(pieter.device, "spoedaanwijzing.end", item, { ...NOTHING, params: { to: "hovj" }, kind: "einde", content: { reasons: "Dreiging voorbij", until: "" } });
    expect(await pieter.does(end)).toMatchObject({ ...DONE, state: "einde_aangekondigd" });
    expect(await shown(hanna, item)).toEqual(["einde_aangekondigd", "aangewezen"]);
    expect(await hanna.does(filledIn(hanna.device, "spoedaanwijzing.end_received", item, NOTHING))).toMatchObject({ ...DONE, state: "beeindigd" });
    expect(await read("pieter", item)).toMatchObject({
      state: "beeindigd",
      outcome: "aangewezen",
      kinds: ["spoedaanwijzing", "besluit", "overbrugging", "besluit", "einde"],
    });
  });
});

describe("keys of an item", () => {
  it("are made anew by both sides, and given later to a role that had none", async () => {
    const [hanna, pieter, dirk] = [await phoneOf("hanna"), await phoneOf("pieter"), await phoneOf("dirk")];
    const item = await submitted(hanna);
    const first = (await hanna.device.read(item)).recipient;
    for (const phone of [pieter, hanna]) expect(await phone.does(rekey(phone.device, item))).toMatchObject(DONE);
    const newest = (await pieter.device.read(item)).recipient;
    expect(newest).not.toBe(first);
    expect(await read("pieter", item)).toMatchObject({ recipient: newest });
    expect(await step("ask", { who: "pieter", item })).toMatchObject(DONE);
    expect(contentOf(await hanna.device.read(item), "vraag")?.recipient).toBe(newest);

    await step("teamleider");
    await pieter.device.sync();
    const late = wrapLate(pieter.device, item, [{ functie: "nctv_teamleider", scope: "nl" }]);
    expect(await pieter.does(late)).toMatchObject(DONE);
    await dirk.device.sync();
    expect((await read("dirk", item))["kinds"]).toEqual(["spoedaanwijzing", "vraag"]);
    expect((await dirk.device.read(item)).identities.size).toBe(3);
  });
});

describe("two requests about the same", () => {
  it("are joined and decided together, each for its own readers", async () => {
    const [nadia, pieter] = [await phoneOf("nadia"), await phoneOf("pieter")];
    const one = String((await step("submit", { who: "hanna" }))["item"]);
    const two = await submitted(nadia);
    expect(await pieter.does(spoed.join(pieter.device, one, two))).toMatchObject(DONE);
    const decision: spoed.Decision = {
      outcome: "aangewezen",
      content: DECISION,
      order: ORDER,
      word: WORD,
      joined: new Map([[two, { outcome: "niet_aangewezen", content: { ...DECISION, reasons: "Hoort er niet bij" } }]]),
    };
    expect(await pieter.does(spoed.decide(pieter.device, one, decision))).toMatchObject(DONE);
    await step("settle");
    for (const [who, item, outcome] of [["hanna", one, "aangewezen"], ["nadia", two, "niet_aangewezen"]] as const) {
      expect(await read(who, item)).toMatchObject({ state: outcome, outcome, kinds: ["spoedaanwijzing", "besluit"] });
    }
    expect(await shown(nadia, two)).toEqual(["niet_aangewezen", "niet_aangewezen"]);
    const said = contentOf(await nadia.device.read(two), "besluit")?.content;
    expect(said).toMatchObject({ reasons: "Hoort er niet bij", outcome: "niet_aangewezen" });
  });

  it("are held to the act that was read, also where the service lies along", async () => {
    const { one, two } = await step("dishonest");
    const along: Fetch = async (url, init) => {
      const answer = await fetch(url, init);
      if (!url.endsWith(`/v1/items/${String(two)}`)) return answer;
      const told = (await answer.json()) as { item: object };
      const lie = JSON.stringify({ ...told, item: { ...told.item, state: "aangewezen" } });
      return new Response(lie, { status: 200, headers: answer.headers });
    };
    const pieter = await phoneOf("pieter", { ask: along });
    expect(await shown(pieter, String(two))).toEqual(["aangewezen", "aangewezen"]);
    expect(await shown(pieter, String(one))).toEqual(["niet_aangewezen", "niet_aangewezen"]);
    expect(await pieter.device.read(String(two)).then(() => null, refusalCode)).toBe("content.outcome");
  });
});

describe("the roster", () => {
  const [from, until] = ["2026-03-14T02:00:00Z", "2026-03-14T08:00:00Z"];
  const PIKET = { functie: "nctv_piket", scope: "nl" } as const;
  const night = { act: "roster.set", role: PIKET, slot: "on_duty", startsAt: from, endsAt: until, override: true } as const;

  it("is kept by who holds the functie, and by nobody else (RO-01)", async () => {
    const [pieter, lies] = [await phoneOf("pieter"), await phoneOf("lies")];
    const made = await prepare(pieter.device, { ...night, person: "paula" });
    expect(draftOf(pieter.device, "draft", made).facts.map((fact) => [fact.name, fact.value])).toEqual([
      ["holding", "nctv_piket@nl"], ["on_duty", "paula"], ["slot", "on_duty"], ["starts", from], ["ends", until], ["override", "true"],
    ]); // prettier-ignore
    expect(await pieter.device.carryOut(made.draft)).toMatchObject(DONE);
    const { on_duty: now } = await pieter.device.api.duty("nctv_piket", "nl");
    expect(now).toMatchObject([{ person: "paula", slot: "on_duty", override: true }]);
    expect((await dutyOf(pieter.device)).map((one) => [one.functie, one.keeps])).toContainEqual(["nctv_piket", true]);
    expect((await dutyOf(lies.device)).filter((one) => one.keeps && !one.functie.startsWith("lcc"))).toEqual([]);
    expect(await prepare(lies.device, { ...night, person: "pieter" }).then(() => null, refusalCode)).toBe("roster.not_yours");
    const stranger = await pieter.does(prepare(pieter.device, { ...night, person: "lies" }));
    expect(stranger).toMatchObject({ status: 409, code: "duty.not_held" });
  });
});
