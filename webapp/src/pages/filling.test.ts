/** What counts as filled in: what was known already says nothing by itself, and a receipt needs no words. */

import { expect, test, vi } from "vitest";

import type { AskedAct } from "../phone-acts.ts";
import { formOf } from "../wire/forms.ts";
import type { Asked } from "../components/form-fields.ts";
import { FormPage } from "./form.ts";

const KNOWN = { language: "en" };

/** A form alone, without a document to draw it in, in which what stands in the fields is given. */
class Alone extends FormPage {
  override requestUpdate(): void {
    return;
  }

  protected override get known(): Readonly<Record<string, string>> {
    return KNOWN;
  }

  ready(act: AskedAct, chosen: Readonly<Record<string, string>>): this {
    Object.assign(this, { act, asked: formOf(act), chosen });
    this.kind = this.kinds[0] ?? null;
    return this;
  }

  needed(): readonly string[] {
    return this.fields.filter((one: Asked) => !one.optional).map((one) => one.name);
  }

  says(texts: Readonly<Record<string, string>>): unknown {
    return this.filledBy((name) => texts[name] ?? "").kind;
  }
}
customElements.define("form-alone", Alone);

test("a signal is received without a word, also when the language is known (SG-02)", () => {
  const form = new Alone().ready("signaal.receive", KNOWN);
  expect(form.needed()).toEqual([]);
  expect(form.says(KNOWN)).toBeNull();
});

test("who does say something with it says it whole", () => {
  const form = new Alone().ready("signaal.receive", { ...KNOWN, text: "We are coming." });
  expect(form.needed()).toEqual(expect.arrayContaining(["text", "language"]));
  expect(form.says({ ...KNOWN, text: "We are coming." })).not.toBeNull();
});

test("an answer that must be one is one, whatever was known", () => {
  expect(new Alone().ready("signaal.answer", KNOWN).needed()).toContain("text");
});

/** What stands in the form at this moment, where there is no document. */
function standing(fields: Readonly<Record<string, string>>): void {
  vi.stubGlobal("FormData", class extends Map<string, string> {
    constructor() {
      super(Object.entries(fields));
    }
  });
}

test("what was typed in a field that goes away with a choice stands there when it comes back", () => {
  const form = new Alone().ready("signaal.receive", KNOWN);
  Object.assign(form, { querySelector: () => ({}) });
  try {
    standing({ text: "We are coming." });
    form["choose"]("outcome", "no");
    standing({});
    form["choose"]("outcome", "yes");
    expect(form["shown"].chosen["text"]).toBe("We are coming.");
    expect(form.says({})).toBeNull(); // while it is away it is not said
    standing({ text: "" });
    form["choose"]("outcome", "no");
    expect(form["shown"].chosen["text"]).toBeUndefined();
  } finally {
    vi.unstubAllGlobals();
  }
});
