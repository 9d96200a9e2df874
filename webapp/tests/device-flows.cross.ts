/** Acts whose forms are made from the models: the app reads an item of another flow, fills in, signs, and Python reads it. */

import { describe, expect, it } from "vitest";
import { refusalCode } from "../src/refused.ts";
import { NOTHING, type Filled } from "../src/wire/filled.ts";
import { can } from "../src/pages/can.ts";
import { FRESH } from "../src/phone-acts.ts";
import { prepare } from "../src/worker/intents.ts";
import { draftOf } from "../src/worker/drafts.ts";
import { itemOf, meOf } from "../src/worker/views.ts";
import { phoneOf, type AppPhone } from "./phones.ts";
import { step } from "./stage.ts";

const view = async ({ device }: AppPhone, item: string): Promise<Parameters<typeof can>[0]> => ({
  ...itemOf(device, await device.read(item), []),
});
const JUDGE = {
  params: { outcome: "opgenomen", review_at: "" },
  kind: "oordeel",
  content: { reasons: "Weging", information: "Dreigingsanalyse\nRapport", kerngezin: "3", others: "" },
  linked: null,
  reads: [],
};

const SERIOUS = {
  "criteria.a.gericht_op_leven": "direct",
  "criteria.a.feit": "artikel_285",
  "criteria.a.factoren": "psychische_stoornis",
  "criteria.a.dreiger_bekend": "true",
  "criteria.b.fenomeen": "gefixeerde_eenling",
};
const WHO = { person: "Iemand", threat: "Dreiging", context: "Context" };
const intake = (line: string, criteria: Record<string, string>) => ({ ...NOTHING, params: { line }, content: { ...WHO, ...criteria } });

describe("a case put forward by the app", () => {
  it("is read by a Python phone, sealed for whom its flow says, and refused is disputed (TR-01, TR-08)", async () => {
    const [hanna, tom] = [await phoneOf("hanna"), await phoneOf("tom")];
    expect(meOf(hanna.device).opens["triage.submit"]?.map((one) => one.functie)).toEqual(["hovj"]);
    expect(meOf(tom.device).opens["triage.submit"]).toBeUndefined();
    const made = await prepare(hanna.device, { act: "triage.submit", opening: FRESH, filled: intake("directe_opname", SERIOUS) });
    const shown = draftOf(hanna.device, "draft", made);
    expect(shown.facts).toContainEqual({ name: "line", value: "directe_opname", kind: "word" });
    expect(shown.facts.some((one) => one.name === "tell_college")).toBe(false);
    expect(shown.readers.map((one) => one.functie)).toContain("nctv_teamleider");
    const sent = await hanna.device.carryOut(made.draft);
    expect(sent).toMatchObject({ status: 201, state: "te_beoordelen" });
    const item = sent.item ?? "";
    expect(await step("read", { item })).toMatchObject({ state: "te_beoordelen", contents: [{ kind: "intake", line: "directe_opname", person: "Iemand" }] });
    expect((await view(tom, item)).lacks).toEqual([]);
    expect((await view(tom, item)).grounds.map((one) => [one.from, one.to])).toContainEqual(["om", "nctv"]);

    const refused = { ...JUDGE, params: { outcome: "niet_opgenomen", review_at: "" }, content: { ...JUDGE.content, kerngezin: "" } };
    const judged = await prepare(tom.device, { act: "triage.judge", item, filled: refused });
    expect(await tom.device.carryOut(judged.draft)).toMatchObject({ state: "niet_opgenomen" });
    const disputes = await prepare(hanna.device, { act: "triage.dispute", item, filled: { ...NOTHING, linked: { text: "Hoort bij de NCTV" } } });
    expect(draftOf(hanna.device, "draft", disputes).facts).toEqual([{ name: "text", value: "Hoort bij de NCTV", kind: "text", about: "geschil" }]);
    expect(await hanna.device.carryOut(disputes.draft)).toMatchObject({ status: 201, state: "betwist" });
    expect((await view(hanna, item)).linked.map((one) => one.flow)).toContain("geschil");
  });

  it("is not made by a line that its criteria do not allow (TR-03), nor without what its models ask", async () => {
    const hanna = await phoneOf("hanna");
    const refusal = (filled: Filled): Promise<string | null> =>
      prepare(hanna.device, { act: "triage.submit", opening: FRESH, filled }).then(() => null, refusalCode);
    expect(await refusal(intake("triagetafel", SERIOUS))).toBe("intake.criteria");
    expect(await refusal(intake("directe_opname", { ...SERIOUS, "criteria.b.fenomeen": "" }))).toBe("intake.criteria");
    expect(await refusal(intake("zomaar", SERIOUS))).toBe("intake.criteria");
    expect(await refusal({ ...intake("directe_opname", SERIOUS), content: SERIOUS })).toBe("act.malformed");
  });

  it("that follows a request has its dossier, and leaves out whom that one leaves out (TR-01, P-02)", async () => {
    const { request, dossier, excluded } = (await step("request")) as { request: string; dossier: string; excluded: string };
    const hanna = await phoneOf("hanna");
    const made = await prepare(hanna.device, { act: "triage.submit", opening: { ...FRESH, follows: request }, filled: intake("directe_opname", SERIOUS) });
    expect(made.draft.params).toMatchObject({ dossier, follows: request, excluded: [excluded] });
    expect(draftOf(hanna.device, "draft", made).facts).toContainEqual({ name: "excluded", value: excluded, kind: "text" });
  });
});

describe("a case put forward by a Python phone", () => {
  it("is read, asked about and judged on the app", async () => {
    const { item } = (await step("submit")) as { item: string };
    const [tom, bea] = [await phoneOf("tom"), await phoneOf("bea")];
    const seen = await view(tom, item);
    expect([seen.flow, seen.state, seen.contents.map((one) => one.kind)]).toEqual(["triage", "te_beoordelen", ["intake"]]);
    expect(seen.contents[0]?.fields).toContainEqual({ name: "criteria.a.factoren", text: "psychische_stoornis", kind: "word" });
    expect(seen.contents[0]?.fields).toContainEqual({ name: "criteria.a.dreiger_bekend", text: "true", kind: "yes_no" });
    expect(can(seen, meOf(tom.device))[0]).toMatchObject({ act: "triage.judge", how: "form", first: true });

    const asked = await prepare(bea.device, { act: "triage.ask", item, filled: { ...NOTHING, kind: "vraag", content: { text: " Sinds wanneer? " } } });
    expect(draftOf(bea.device, "draft", asked).facts).toEqual([{ name: "text", value: "Sinds wanneer?", kind: "text" }]);
    expect(await bea.device.carryOut(asked.draft)).toMatchObject({ status: 201 });

    const judged = await prepare(tom.device, { act: "triage.judge", item, filled: JUDGE });
    expect(draftOf(tom.device, "draft", judged).facts.map((fact) => [fact.name, fact.value, fact.kind])).toEqual([
      ["outcome", "opgenomen", "word"],
      ["reasons", "Weging", "text"],
      ["information", "Dreigingsanalyse", "text"],
      ["information", "Rapport", "text"],
      ["kerngezin", "3", "text"],
    ]);
    expect(await tom.device.carryOut(judged.draft)).toMatchObject({ status: 201, state: "opgenomen" });
    expect(await step("read", { item })).toMatchObject({
      state: "opgenomen",
      contents: [
        { kind: "intake" },
        { kind: "vraag", text: "Sinds wanneer?" },
        { kind: "oordeel", outcome: "opgenomen", information: ["Dreigingsanalyse", "Rapport"], kerngezin: 3, others: null },
      ],
    });
    expect((await view(bea, item)).contents.map((one) => one.kind)).toEqual(["intake", "vraag", "oordeel"]);
  });

  it("is not signed where a field is not as its model has it, or nothing is left of it", async () => {
    const { item } = (await step("submit")) as { item: string };
    const tom = await phoneOf("tom");
    const wrong = [
      { ...JUDGE, params: { outcome: "misschien" } },
      { ...JUDGE, content: { ...JUDGE.content, information: "" } },
      { ...JUDGE, params: { outcome: "niet_opgenomen", review_at: "2026-05-01T00:00:00Z" } },
      { ...JUDGE, kind: null },
    ];
    for (const filled of wrong) {
      expect(await prepare(tom.device, { act: "triage.judge", item, filled }).then(() => null, refusalCode)).toBe("act.malformed");
    }
  });
});
