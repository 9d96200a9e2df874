/** A code is for machines: people read the name of a language, in their own (SG-05). */

import { afterEach, expect, test } from "vitest";

import { languageName } from "./languages.ts";
import { speak } from "./words.ts";

afterEach(() => speak("nl"));

test("a language has its name in the reader's own", () => {
  expect([languageName("nl"), languageName("en"), languageName("ar")]).toEqual(["Nederlands", "Engels", "Arabisch"]);
  speak("en");
  expect([languageName("nl"), languageName("en")]).toEqual(["Dutch", "English"]);
});

test.each(["", "Nederlands", "x", "qzz", "n l"])("%j stays as it was written", (code) => {
  expect(languageName(code)).toBe(code);
});
