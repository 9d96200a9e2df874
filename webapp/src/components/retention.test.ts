/** Of what was erased it is said when, in full and in both languages; of anything else that is not there, nothing (EV-03). */

import { nothing } from "lit";
import { afterEach, expect, test } from "vitest";

import { speak } from "../words/words.ts";
import { gone } from "./retention.ts";

afterEach(() => speak("nl"));

const said = (shown: ReturnType<typeof gone>): unknown => (shown === nothing ? null : (shown as { values: readonly unknown[] }).values[0]);

test("when it was erased is said with day, year and clock", () => {
  expect(said(gone("item.erased", "2031-04-27T13:00:00.5+00:00"))).toBe("Gewist op zondag 27 april 2031 om 15:00.");
  speak("en");
  expect(said(gone("item.erased", "2031-04-27T13:00:00.5+00:00"))).toMatch(/^Erased on Sunday,? 27 April 2031 at 15:00\.$/);
});

test.each([
  ["item.erased", null],
  ["item.unknown", "2031-04-27T13:00:00Z"],
  [null, "2031-04-27T13:00:00Z"],
])("nothing is said of %s, %s", (code, at) => expect(gone(code, at)).toBe(nothing));
