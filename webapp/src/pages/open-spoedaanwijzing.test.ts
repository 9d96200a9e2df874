/** The form of an emergency: its fields are those of the models, what is usual stands there first, and nothing is sent that nobody said. */

import { expect, test } from "vitest";

import type { Asked } from "../components/form-fields.ts";
import type { OpeningAct } from "../phone-acts.ts";
import { formOf } from "../wire/forms.ts";
import { SubmitPage } from "./open-spoedaanwijzing.ts";

/** The page alone, without a document to draw it in. */
class Alone extends SubmitPage {
  override requestUpdate(): void {
    return;
  }

  of(act: OpeningAct): this {
    Object.assign(this, { act, asked: formOf(act), kind: "spoedaanwijzing" });
    return this;
  }

  shows(): readonly Asked[] {
    return this.fields;
  }

  says(texts: Readonly<Record<string, string>>): unknown {
    return this.intent((name) => texts[name] ?? "");
  }
}
customElements.define("submit-alone", Alone);

const SAID = { ground: "directe_noodzaak", person: "Iemand", need: "Beveiliging", callback: "030", threat: "", when_where: "" };
const CALL = { caller_functie: "hovj", caller_scope: "arr:limburg", called_at: "2026-03-10T14:32" };
const REGISTER = "spoedaanwijzing.register";

const names = (of: readonly Asked[]): readonly string[] => of.map((one) => one.name);

test("asks what is needed first, of a call who called before all else (SA-01, SA-03)", () => {
  const [own, call] = [new Alone().of("spoedaanwijzing.submit").shows(), new Alone().of(REGISTER).shows()];
  expect(names(own.filter((one) => !one.optional))).toEqual(["person", "need", "callback", "ground"]);
  expect(names(call.filter((one) => !one.optional))).toEqual([...Object.keys(CALL), "person", "need", "callback", "ground"]);
  for (const asked of [own, call]) expect(names(asked.filter((one) => one.optional))).toEqual(["threat", "when_where"]);
});

test("what is usual comes first, and every word of the models can be chosen", () => {
  const of = Object.fromEntries(new Alone().of(REGISTER).shows().map((one) => [one.name, one.of]));
  expect(of["ground"]).toEqual(["directe_noodzaak", "hoog_risicomoment"]);
  expect(of["caller_functie"]).toEqual(["namens_hovj", "hovj"]);
});

test("says what was filled in, by the names in the models; what the phone looks up it does not say", () => {
  expect(new Alone().of("spoedaanwijzing.submit").says(SAID)).toEqual({
    act: "spoedaanwijzing.submit",
    opening: { as: null, follows: null, dossier: null, excluded: [], drill: false },
    filled: {
      params: { ground: "directe_noodzaak", rccb: "", tell_college: "false" },
      kind: "spoedaanwijzing",
      content: { person: "Iemand", need: "Beveiliging", callback: "030", threat: "", when_where: "", keten: "" },
      linked: null,
      reads: [],
    },
  });
  expect(new Alone().of(REGISTER).says({ ...SAID, ...CALL })).toMatchObject({
    filled: { params: { caller_functie: "hovj", caller_scope: "arr:limburg", called_at: "2026-03-10T13:32:00.000Z" } },
  });
});
