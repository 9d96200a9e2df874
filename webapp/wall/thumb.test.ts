/** The thumb types what the gate asks, and never once more while that is still being tried. */

import { expect, test } from "vitest";

import { AGAIN, busy, onScreen, PIN_AGAIN, type Done, type Screen } from "./thumb.ts";

const form = {} as HTMLFormElement;
const pin: Screen = { shows: "pin", form };
const done = (screen: Screen): Done => ({ screen, at: 0 });

test("a PIN that is being tried is not typed again: choosing a lock a second time would say that it is wrong", () => {
  expect(busy(pin, null, false, 0)).toBe(false);
  expect(busy(pin, done(pin), false, AGAIN + 1)).toBe(true);
  expect(busy(pin, done(pin), false, PIN_AGAIN)).toBe(false);
});

test("where the gate says that it failed the PIN is typed again soon, and on another form at once", () => {
  expect(busy(pin, done(pin), true, AGAIN - 1)).toBe(true);
  expect(busy(pin, done(pin), true, AGAIN)).toBe(false);
  expect(busy({ shows: "pin", form: {} as HTMLFormElement }, done(pin), false, 1)).toBe(false);
});

test("an invitation is given again after a line was cut, and whatever comes after the gate ends what was waited for", () => {
  const enrol: Screen = { shows: "enrol", form };
  expect(busy(enrol, done(enrol), false, AGAIN - 1)).toBe(true);
  expect(busy(enrol, done(enrol), false, AGAIN)).toBe(false);
  expect(busy(pin, done({ shows: "other" }), false, 1)).toBe(false);
});

test("only the gate is worked by itself", () => {
  expect(onScreen({ querySelector: () => null }).shows).toBe("other");
});
