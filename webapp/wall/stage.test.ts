/** Seats: nobody moves but who comes forward and who makes room. */

import { expect, test } from "vitest";

import { forward, seated } from "./stage.ts";

const ALL = ["hanna", "nina", "noah", "niels"];
const NOBODY = new Set<string>();

test("everybody keeps their place when somebody is added or leaves", () => {
  expect(seated([], ALL)).toEqual(ALL);
  const swapped = ["niels", "nina", "noah", "hanna"];
  expect(seated(swapped, ALL)).toBe(swapped);
  expect(seated(swapped, [...ALL, "coen"])).toEqual([...swapped, "coen"]);
  expect(seated(swapped, ["hanna", "niels"])).toEqual(["niels", "hanna"]);
});

test("who comes forward swaps with who stood in front the longest", () => {
  expect(forward(ALL, "niels", NOBODY, new Map([["hanna", 5], ["nina", 3]]))).toEqual(["hanna", "niels", "noah", "nina"]);
  expect(forward(ALL, "nina", NOBODY, new Map())).toBe(ALL);
  expect(forward(ALL, "somebody", NOBODY, new Map())).toBe(ALL);
});

test("a phone held by hand stays in front while another can make room", () => {
  const since = new Map([["hanna", 5], ["nina", 3]]);
  expect(forward(ALL, "niels", new Set(["nina"]), since)).toEqual(["niels", "nina", "noah", "hanna"]);
  expect(forward(ALL, "niels", new Set(["hanna", "nina"]), since)).toEqual(["hanna", "niels", "noah", "nina"]);
});
