import { describe, expect, test } from "vitest";

import { ageOf, lives, STALE } from "./vigil.ts";

const then = { at: 1_000_000, steady: 5_000 };
const later = (at: number, steady: number) => ({ at: then.at + at, steady: then.steady + steady });

describe("the age of a board", () => {
  test("is how long ago its answer came", () => expect(ageOf(then, later(4_000, 4_000))).toBe(4_000));

  test("gets no smaller when the clock is set back", () => expect(ageOf(then, later(-3_600_000, 4_000))).toBe(4_000));

  test("counts a sleep during which the steady clock stood still", () => expect(ageOf(then, later(60_000, 10))).toBe(60_000));
});

describe("a board lives", () => {
  test.each([
    [STALE, true],
    [STALE + 1, false],
  ])("%d milliseconds after its answer: %s", (age, alive) => expect(lives(then, later(age, age))).toBe(alive));

  test("never before its first answer", () => expect(lives(null, then)).toBe(false));
});
