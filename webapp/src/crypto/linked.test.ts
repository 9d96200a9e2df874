import { expect, it } from "vitest";
import { refusalCode } from "../refused.ts";
import { exclusionsOf, keyOf } from "./linked.ts";

const PIETER = new Set(["pieter"]);

function codeOf(tried: () => unknown): string | null {
  try {
    tried();
    return null;
  } catch (wrong) {
    return refusalCode(wrong);
  }
}

it("seals nothing to a key that nobody else signed for", () => {
  expect(keyOf({ recipient: "age1pq1x" })).toBe("age1pq1x");
  expect(codeOf(() => keyOf({ recipient: null }))).toBe("item.keyless");
});

it("P-02: gives no key of a linked item of which nothing opened says who is excluded", () => {
  expect(codeOf(() => exclusionsOf({ parent: "i", contents: [], excluded: new Set() }))).toBe("item.excluded");
  expect(exclusionsOf({ parent: "i", contents: [{}], excluded: PIETER })).toBe(PIETER);
  expect(exclusionsOf({ parent: null, contents: [], excluded: PIETER })).toBe(PIETER);
});
