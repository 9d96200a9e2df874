/** Forms made from the models: every act of a flow has one or says why not, and what was filled in is the document it asks. */

import { describe, expect, test } from "vitest";

import { isFormAct } from "../phone-acts.ts";
import { isNamed } from "../words/words.ts";
import { readContent, SPECS, paramsOf, CONTENTS } from "./catalogue.ts";
import { documentOf } from "./document.ts";
import { fieldsOf, hasField, saidIn, type Wanted } from "./fields.ts";
import { formOf } from "./forms.ts";
import { readModel } from "./read-model.ts";

/** Of these the phone itself makes a part of what is sealed, so that what is filled in is not yet whole. */
const PROVEN = ["risicomoment.answer"];
/** Of these a field is not asked but said, by what one came for: pages/asking.test.ts. */
const SAID = ["geschil.record", "spoedaanwijzing.follow_up"];
/** Of these the phone makes the wraps. */
const KEYED = ["burgemeestersbericht.plan_vierhoek", "burgemeestersbericht.stand_in"];
const ACTS = Object.values(SPECS).filter((one) => isFormAct(one.name) && !one.opens);
const FORMS = ACTS.flatMap(({ name, family }) => {
  const form = formOf(name);
  return form === null ? [] : [{ name, flow: family, form }];
});
const HASH = "a".repeat(64);

function filledFor(one: Wanted): string {
  const texts = { moment: "2026-03-20T00:00:00Z", number: String(one.most ?? 3), yes_no: "true", area: "arr:limburg", person: "p1", item: "i".repeat(22), lines: "een\n\n twee " };
  return one.kind === "word" || one.kind === "words" ? (one.of[0] ?? "") : (texts[one.kind as keyof typeof texts] ?? "Tekst");
}

const all = (of: readonly Wanted[]): Record<string, string> => Object.fromEntries(of.map((one) => [one.name, filledFor(one)]));
const needed = (of: readonly Wanted[]): Record<string, string> => all(of.filter((one) => !one.optional));

describe("an act's form", () => {
  test("is there; the keys that some of them share, the phone makes", () => {
    expect(ACTS.filter(({ name }) => formOf(name) === null).map((one) => one.name)).toEqual([]);
  });

  test.each(FORMS.filter(({ name }) => ![...PROVEN, ...SAID].includes(name)))("$name: what was filled in is what its models ask, whole and with the least", ({ name, form }) => {
    for (const filled of [all, needed]) {
      const { linked } = form;
      if (linked !== null) expect(readContent({ kind: linked.kind, ...documentOf(linked.wanted, filled(linked.wanted)) }).kind).toBe(linked.kind);
      const hashes = { ...(Object.keys(form.contents).length > 0 ? { content: HASH } : {}), ...(form.reads ? { read: HASH } : {}) };
      const made = KEYED.includes(name) ? { wraps: [] } : {};
      const carries = { ...made, ...(linked === null ? {} : { linked: null }) };
      const document = { ...documentOf(form.params, filled(form.params)), ...hashes, ...carries };
      const params = linked?.optional === false ? document : readModel(paramsOf(name), document, "params");
      for (const [kind, of] of Object.entries(form.contents)) {
        const same = Object.entries(params).filter(([field]) => hasField(CONTENTS[kind]?.model ?? "", field));
        const content = readContent({ kind, ...documentOf(of, filled(of)), ...Object.fromEntries(same) });
        expect(content.kind).toBe(kind);
      }
    }
  });

  test.each(FORMS)("$name: every field, word and kind has words", ({ flow, form }) => {
    const fields = [...form.params, ...Object.values(form.contents).flat()];
    expect(fields.filter(({ name }) => !isNamed("field", name, flow) && !isNamed("field", name.split(".").at(-1) ?? "", flow)).map((one) => one.name)).toEqual([]);
    const words = fields.flatMap((one) => one.of);
    expect(words.filter((one) => !isNamed("outcome", one, flow) && !isNamed("functie", one) && !isNamed("what", one, flow) && !/^\d$/.test(one))).toEqual([]);
    expect(Object.keys(form.contents).filter((kind) => !isNamed("kind", kind, flow))).toEqual([]);
  });

  test("of what opens an item asks nothing that the phone makes (P-01, P-02)", () => {
    const opening = Object.values(SPECS).filter((one) => one.opens);
    expect(opening.length).toBeGreaterThan(6);
    for (const { name } of opening) {
      const form = formOf(name);
      const asked = [...(form?.params ?? []), ...Object.values(form?.contents ?? {}).flat()].map((one) => one.name);
      expect(asked.filter((one) => ["dossier", "recipient", "wraps", "content", "excluded", "follows"].includes(one))).toEqual([]);
      expect(Object.keys(form?.contents ?? {})).toHaveLength(1);
    }
    expect(formOf("triage.submit")?.params.map((one) => one.name)).toEqual(["line", "area", "rccb", "tell_college"]);
  });

  test("of an emergency says which fields there are, which are compulsory, and how they are written (SA-01, SA-03)", () => {
    const request = formOf("spoedaanwijzing.register");
    const asked = [...(request?.params ?? []), ...(request?.contents["spoedaanwijzing"] ?? [])].map(({ name, kind, optional }) => [name, kind, optional]);
    expect(asked).toEqual([
      ["ground", "word", false],
      ["rccb", "area", true],
      ["tell_college", "yes_no", true],
      ["callback_verified", "yes_no", false],
      ["caller_functie", "word", false],
      ["caller_scope", "area", false],
      ["called_at", "moment", false],
      ["person", "line", false],
      ["need", "text", false],
      ["callback", "line", false],
      ["threat", "text", true],
      ["when_where", "text", true],
      ["keten", "line", true],
    ]);
    expect(formOf("spoedaanwijzing.submit")?.contents).toEqual(request?.contents);
  });

  test("of an act that names a person or an item asks for that one (SA-12, BB-05)", () => {
    const one = { optional: false, mayLack: false, of: [], most: null };
    expect(formOf("spoedaanwijzing.join")?.params).toEqual([{ ...one, name: "with_item", kind: "item" }]);
    expect(formOf("burgemeestersbericht.stand_in")?.params).toEqual([{ ...one, name: "person", kind: "person" }]);
  });

  test("of an act that carries an item asks what goes into that one, compulsory where its act must carry it (TR-08)", () => {
    expect(formOf("triage.dispute")).toMatchObject({ contents: {}, linked: { kind: "geschil", optional: false } });
    expect(formOf("triage.measures")).toMatchObject({ linked: { kind: "bericht_rccb", optional: true } });
    expect(Object.keys(formOf("triage.measures")?.contents ?? {})).toEqual(["maatregelen"]);
    expect(formOf("triage.judge")?.linked).toBeNull();
  });

  test("what was left empty is left out, or says nothing", () => {
    expect(documentOf(formOf("triage.judge")?.params ?? [], { outcome: "opgenomen" })).toEqual({ outcome: "opgenomen" });
    expect(documentOf(formOf("signaal.receive")?.params ?? [], {})).toEqual({ promise_at: null });
  });
});

describe("what sealed content says", () => {
  test("is said field by field, also within fields, each list item apart", () => {
    const a = { gericht_op_leven: "direct", feit: "artikel_285", factoren: ["psychische_stoornis"], dreiger_bekend: true, toelichting: null };
    const criteria = { a, b: { fenomeen: null, toelichting: null }, c: { van: ["politie", "kmar"], beoordeling_hovj: null } };
    const said = saidIn("AanvullingTriageContent", { kind: "aanvulling_triage", text: "Meer", criteria });
    expect(said.map(({ name, value, kind }) => [name, value, kind])).toEqual([
      ["text", "Meer", "text"],
      ["criteria.a.gericht_op_leven", "direct", "word"],
      ["criteria.a.feit", "artikel_285", "word"],
      ["criteria.a.factoren", "psychische_stoornis", "word"],
      ["criteria.a.dreiger_bekend", "true", "yes_no"],
      ["criteria.c.van", "politie", "word"],
      ["criteria.c.van", "kmar", "word"],
    ]);
  });

  test("of every kind has words for its fields and its words", () => {
    const lacking = Object.entries(CONTENTS).filter(([kind]) => kind !== "bijlage").flatMap(([kind, { model, acts }]) =>
      fieldsOf(model).flatMap(({ name, of }) => {
        const flows = acts.map((act) => act.split(".")[0] ?? "");
        const label = flows.every((flow) => isNamed("field", name, flow) || isNamed("field", name.split(".").at(-1) ?? "", flow));
        const words = of.filter((one) => !flows.every((flow) => isNamed("outcome", one, flow)));
        return [...(label ? [] : [`${kind}.${name}`]), ...words.map((one) => `${kind}.${name}=${one}`)];
      }),
    );
    expect(lacking).toEqual([]);
  });
});
