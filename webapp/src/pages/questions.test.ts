/** No form asks for "a text": each says what it wants to know, in both languages. */

import { afterEach, describe, expect, test } from "vitest";

import type { AskedAct } from "../phone-acts.ts";
import { SPECS } from "../wire/catalogue.ts";
import { formOf } from "../wire/forms.ts";
import { fieldNamed, speak } from "../words/words.ts";
import { carriedBy, fieldsOf, withQuestions } from "./asking.ts";
import { itemFor, meAs } from "./fake-data.ts";
import { ASKS } from "./offers.ts";

const item = itemFor("asked", meAs("piket"));
const TEXTS = Object.keys(SPECS).flatMap((act) => {
  const form = formOf(act);
  if (form === null) return [];
  const flow = act.split(".")[0] ?? "";
  const hows = withQuestions(act, ASKS.get(flow)?.hows?.[act as AskedAct]?.({ item, what: null, chosen: { outcome: "aangewezen" } }) ?? {});
  const asked = [...fieldsOf(Object.values(form.contents).flat(), hows), ...carriedBy(form, true, hows).flatMap((one) => one.fields)];
  return asked.filter(({ kind }) => kind === "text").map(({ name, how = {} }) => ({ act, name, flow: how.flow ?? flow, word: how.word ?? name }));
});

afterEach(() => speak("nl"));

describe("a text", () => {
  test.each(TEXTS)("$name of $act is asked by a question", ({ flow, word }) => {
    expect(fieldNamed(word, flow)).not.toBe(fieldNamed("text"));
    speak("en");
    expect(fieldNamed(word, flow)).not.toBe("Text");
  });

  test("is asked in many forms", () => {
    expect(TEXTS.length).toBeGreaterThan(30);
  });
});
