/** What a model says to whoever fills in a field stands in its form, in both languages. */

import { afterEach, describe, expect, test } from "vitest";

import { CONTENTS } from "../wire/catalogue.ts";
import made from "../wire/catalogue.json" with { type: "json" };
import { helpFor, speak } from "./words.ts";

type Described = { readonly properties?: Readonly<Record<string, { readonly description?: string }>> };
const MODELS = new Map<string, Described>(Object.entries(made.models as object));
/** Of each field of a content that its model describes: its name, and the flows whose acts carry it. */
const DESCRIBED = Object.values(CONTENTS).flatMap(({ model, acts }) =>
  Object.entries(MODELS.get(model)?.properties ?? {})
    .filter(([, { description = "" }]) => description !== "")
    .flatMap(([field]) => [...new Set(acts.map((act) => act.split(".")[0] ?? ""))].map((flow) => ({ model, field, flow }))),
);

afterEach(() => speak("nl"));

describe("what helps to fill in a field", () => {
  test.each(DESCRIBED)("$flow: $field of $model has a word for it in both languages", ({ field, flow }) => {
    const said = (["nl", "en"] as const).map((language) => {
      speak(language);
      return helpFor(field, flow) ?? "";
    });
    expect(said.filter((text) => text !== "")).toHaveLength(2);
    expect(said[0]).not.toBe(said[1]);
  });

  test("HB-06: the form says that the standard measures of category I are outside the review", () => {
    expect(DESCRIBED).toContainEqual({ model: "TeHerbeoordelenContent", field: "measures", flow: "herbeoordeling" });
    expect(helpFor("measures", "herbeoordeling")).toContain("Niet de standaardmaatregelen van categorie I.");
    speak("en");
    expect(helpFor("measures", "herbeoordeling")).toContain("Not the standard measures of category I.");
  });
});
