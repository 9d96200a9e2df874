/** After every receipt a person reads before when they hear more: what was promised, or else when their answer is due (SG-02). */

import { expect, test } from "vitest";

import { at, NOW, obligation } from "./fake-data.ts";
import { next, promise } from "./own-start-signaal.ts";

const ANSWER = obligation("beantwoorden", { due: at(8) });
const PROMISE = obligation("toezegging", { due: at(28) });
const said = (...owed: Parameters<typeof next>[0]): string => {
  const one = next(owed);
  return one === undefined ? "" : promise(one.due, one.late, NOW);
};

test("a receipt without a word says when the answer is due, and that it is late", () => {
  expect(said(obligation("ontvangen", { settledAt: at(-2) }), ANSWER)).toBe("U hoort van ons voor 14.40 uur.");
  expect(said({ ...ANSWER, due: at(-3), late: true })).toContain("Wij zijn te laat");
});

test("what somebody promised goes before that, until it was kept", () => {
  expect(said(ANSWER, PROMISE)).toBe("U hoort van ons voor 15.00 uur.");
  expect(said({ ...ANSWER, settledAt: at(-1) }, { ...PROMISE, settledAt: at(-1) })).toBe("");
});
