/** What is known of the person is filled in when they are answered (SG-05). */

import { expect, test } from "vitest";

import type { FormAct } from "../phone-acts.ts";
import { formOf } from "../wire/forms.ts";
import { OWN } from "./fake-own.ts";
import { OFFERS } from "./flow-signaal.ts";

const ANSWERS: readonly FormAct[] = ["signaal.receive", "signaal.answer", "signaal.ask"];

test.each(ANSWERS)("%s: the language of the person, as their own phone said it", (act) => {
  const known = OFFERS.known?.[act];
  expect([OWN.signal, OWN.signal_now].map((item) => item && known?.(item))).toEqual([{ language: "en" }, { language: "nl" }]);
  expect(formOf(act)?.contents["antwoord_persoon"]?.map(({ name }) => name)).toContain("language");
});

test("where this phone cannot read what they sent, nothing is filled in", () => {
  const unread = { ...OWN.signal, contents: [] } as unknown as NonNullable<typeof OWN.signal>;
  expect(OFFERS.known?.["signaal.answer"]?.(unread)).toEqual({});
});
