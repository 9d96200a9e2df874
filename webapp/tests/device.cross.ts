/** The main job on the app's own phones, with Python's phones on the other side, over the real service. */

import { IDBFactory } from "fake-indexeddb";
import { describe, expect, it } from "vitest";
import { NotReached } from "../src/api/failures.ts";
import type { Fetch } from "../src/api/transport.ts";
import { contentOf } from "../src/device/reading.ts";
import { filledIn } from "../src/flows/filled.ts";
import { ikBel } from "../src/flows/item.ts";
import * as spoed from "../src/flows/spoedaanwijzing.ts";
import { NOTHING, type Filled } from "../src/wire/filled.ts";
import { callbackOf } from "../src/worker/facts-spoedaanwijzing.ts";
import type {
  BerichtRccbContent,
  BesluitContent,
  OpdrachtContent,
  SpoedaanwijzingContent,
} from "../src/wire/models.ts";
import { phoneOf } from "./phones.ts";
import { submit } from "./requests.ts";
import { step, WORLD } from "./stage.ts";

const REQUEST: SpoedaanwijzingContent = {
  kind: "spoedaanwijzing",
  person: "Wethouder V. de Wit",
  need: "Persoonsbeveiliging, nu: «één» auto 🚓",
  callback: "+31 30 555 0002",
  threat: null,
  when_where: null,
  keten: null,
};
const DECISION: BesluitContent = {
  kind: "besluit",
  reasons: "Concrete dreiging, directe noodzaak",
  kerngezin: null,
  others: null,
  outcome: null,
};
const ORDER: OpdrachtContent = {
  kind: "opdracht",
  person: "Wethouder V. de Wit",
  where: "Thuis",
  measures: "Persoonsbeveiliging",
  callback: "+31 70 555 0001",
};
const WORD: BerichtRccbContent = { kind: "bericht_rccb", text: "Houd de surveillance aan", callback: "+31 70 555 0001" };

/** What was filled in of content of one kind. */
const says = ({ kind, ...content }: { readonly kind: string; readonly text: string }): Filled => ({ ...NOTHING, kind, content });
const later = (minutes: number): string => new Date(Date.parse(WORLD.now) + minutes * 60_000).toISOString();

describe("Python asks, the app decides", () => {
  it("reads, calls, receives, asks, decides with order and word; the app's LCC and rccb carry it out", async () => {
    const { item } = (await step("submit")) as { item: string };
    const pieter = await phoneOf("pieter");
    const begun = await pieter.device.openAfterTap();
    expect(begun.lines.map((line) => line.id)).toEqual([item]);
    if (begun.item === null) throw new TypeError("nothing waits");
    const found = await pieter.device.believed(begun.item);
    expect(found.answer.item.id).toBe(item);
    expect(contentOf(found, "spoedaanwijzing")?.content).toMatchObject({ person: "Wethouder V. de Wit" });
    // The number is the HOvJ's in the directory, not the piket officer's who asks (SA-01).
    expect(callbackOf(pieter.device.directory, found)).toMatchObject({ verified: false });

    expect(await pieter.does(ikBel(pieter.device, item, "ontvangen"))).toMatchObject({ status: 201 });
    expect(await pieter.does(filledIn(pieter.device, "spoedaanwijzing.receive", item, NOTHING))).toMatchObject({ status: 201, state: "ontvangen" });
    const question = { kind: "vraag", text: "Waar is hij nu?" } as const;
    expect(await pieter.does(filledIn(pieter.device, "spoedaanwijzing.ask", item, says(question)))).toMatchObject({ status: 201 });
    expect(await step("answer", { item })).toEqual({ vraag: question });
    const decision = { outcome: "aangewezen", content: DECISION, order: ORDER, word: WORD } as const;
    const decided = await pieter.does(spoed.decide(pieter.device, item, decision));
    expect(decided).toMatchObject({ status: 201, state: "aangewezen" });
    expect(await step("decided", { item })).toEqual({ besluit: { ...DECISION, outcome: "aangewezen" } });

    const lies = await phoneOf("lies");
    const [order] = await lies.device.openItems();
    const its = order?.id ?? "";
    expect(contentOf(await lies.device.read(its), "opdracht")?.content).toEqual(ORDER);
    const reply = { kind: "antwoord", text: "Eenheid 12, tien minuten" } as const;
    const answered = await lies.does(filledIn(lies.device, "opdracht.answer", its, { ...says(reply), params: { answer: "uitvoerbaar", expected_at: later(10) } }));
    expect(answered).toMatchObject({ status: 201, state: "uitvoerbaar" });
    expect(await lies.does(filledIn(lies.device, "opdracht.expect", its, { ...NOTHING, params: { expected_at: later(12) } }))).toMatchObject({ status: 201 });
    expect(await lies.does(filledIn(lies.device, "opdracht.ter_plaatse", its, NOTHING))).toMatchObject({ state: "ter_plaatse" });
    expect(contentOf(await pieter.device.read(its), "antwoord")?.content).toEqual(reply);

    const rob = await phoneOf("rob");
    const [word] = await rob.device.openItems();
    expect(contentOf(await rob.device.read(word?.id ?? ""), "bericht_rccb")?.content).toEqual(WORD);
    expect(await rob.does(filledIn(rob.device, "bericht_rccb.acknowledge", word?.id ?? "", NOTHING))).toMatchObject({ status: 201 });
  });

  it("is told by a rule that it may not, and goes on", async () => {
    const { item } = (await step("submit")) as { item: string };
    const hanna = await phoneOf("hanna");
    const pieter = await phoneOf("pieter");
    await pieter.does(filledIn(pieter.device, "spoedaanwijzing.receive", item, NOTHING));
    const refusal = { outcome: "niet_aangewezen", content: DECISION } as const;
    expect(await pieter.does(spoed.decide(pieter.device, item, refusal))).toMatchObject({ status: 201 });
    expect(await hanna.does(filledIn(hanna.device, "spoedaanwijzing.withdraw", item, NOTHING))).toMatchObject({ status: 409 });
    const dispute = { ...NOTHING, linked: { text: "De dreiging is concreet" } };
    expect(await hanna.does(filledIn(hanna.device, "spoedaanwijzing.dispute", item, dispute))).toMatchObject({ status: 201 });
  });
});

describe("the app asks, Python decides", () => {
  it("submits, is received, answers, says they spoke, reads the decision and acknowledges it", async () => {
    const hanna = await phoneOf("hanna");
    const prepared = await submit(hanna.device, REQUEST);
    const item = prepared.draft.item ?? "";
    expect(await hanna.device.carryOut(prepared.draft)).toMatchObject({ status: 201, item, state: "ingediend" });
    expect(prepared.gaps.map((one) => one.functie)).toContain("nctv");
    const read = await step("receive", { item });
    expect(read).toEqual({ request: REQUEST, verified: true });

    const asked = await hanna.device.read(item);
    expect(contentOf(asked, "vraag")?.content).toEqual({ kind: "vraag", text: "Waar is hij nu?" });
    const answer = { kind: "antwoord", text: "Thuis" } as const;
    expect(await hanna.does(filledIn(hanna.device, "spoedaanwijzing.answer", item, says(answer)))).toMatchObject({ status: 201 });
    expect(await hanna.does(filledIn(hanna.device, "spoedaanwijzing.spoken", item, NOTHING))).toMatchObject({ status: 201 });
    const more = { kind: "aanvulling", text: "Kenteken volgt", threat: null, when_where: null } as const;
    expect(await hanna.does(filledIn(hanna.device, "spoedaanwijzing.supplement", item, says({ kind: more.kind, text: more.text })))).toMatchObject({ status: 201 });
    expect(await step("decide", { item })).toEqual({ antwoord: answer, aanvulling: more });

    const decided = await hanna.device.read(item);
    expect(contentOf(decided, "besluit")?.content).toEqual({ ...DECISION, outcome: "aangewezen" });
    expect(decided.answer.item.gezag?.holder.functie).toBe("nctv");
    const told = filledIn(hanna.device, "spoedaanwijzing.acknowledge", item, { ...NOTHING, params: { what: "verzoeker_geinformeerd" } });
    expect(await hanna.does(told)).toMatchObject({ status: 201 });
  });
});

/** A connection that loses requests or answers about acts, in this order; an empty text lets one through. */
function flaky(...faults: string[]): Fetch {
  return async (url, init) => {
    const fault = url.endsWith("/v1/acts") ? faults.shift() : undefined;
    if (fault === "request") throw new TypeError("connection refused");
    const answer = await fetch(url, init);
    if (fault === "answer") throw new TypeError("connection reset");
    if (fault === "half") return new Response(new ReadableStream({ start: (one) => one.error(new Error("reset")) }));
    return fault === "busy" ? new Response("{}", { status: 503 }) : answer;
  };
}

describe("a connection that is lost in the middle", () => {
  it.each([["request"], ["answer"], ["half"], ["busy"], ["answer", "request"]])(
    "with %s lost stores the act once",
    async (...faults) => {
      const hanna = await phoneOf("hanna", { ask: flaky(...faults) });
      const prepared = await submit(hanna.device, REQUEST);
      expect(await hanna.device.carryOut(prepared.draft)).toMatchObject({ status: 201, state: "ingediend" });
      const told = await step("stored", { act: prepared.draft.id });
      expect(told).toEqual({ stored: 1, content: REQUEST });
    },
  );

  it.each(["request", "answer"])("with every %s lost keeps the signed bytes, and a new start sends the same", async (fault) => {
    const factory = new IDBFactory();
    const hanna = await phoneOf("hanna", { factory, ask: flaky(fault, fault, fault) });
    const prepared = await submit(hanna.device, REQUEST);
    await expect(hanna.device.carryOut(prepared.draft)).rejects.toBeInstanceOf(NotReached);
    const kept = await hanna.device.outbox.pending("om");
    expect(kept?.id).toBe(prepared.draft.id);
    hanna.store.close();

    const sent: string[] = [];
    const ask: Fetch = async (url, init) => {
      if (url.endsWith("/v1/acts")) sent.push(new TextDecoder().decode(init.body as Uint8Array));
      return fetch(url, init);
    };
    const again = await phoneOf("hanna", { factory, ask });
    expect(sent).toHaveLength(1);
    expect(sent[0]).toContain(kept?.envelope);
    expect(await again.device.outbox.pending("om")).toBeNull();
    expect(await step("stored", { act: prepared.draft.id })).toEqual({ stored: 1, content: REQUEST });
  });
});
