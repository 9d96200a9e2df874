import { describe, expect, it } from "vitest";
import { sameNumber } from "./telephone.ts";

describe("two telephone numbers", () => {
  it.each([
    ["+31 30 555 0002", "030-5550002"],
    ["0031 30 555 0002", "+31 (0)30 555 0002"],
    ["112", "1 1 2"],
  ])("%s and %s are one", (one, other) => expect(sameNumber(one, other)).toBe(true));

  it.each([
    ["030 555 0002", "030 555 0003"],
    ["030 555 0002", "030 555 0002 ext 1"],
    ["+32 30 555 0002", "030 555 0002"],
    ["", ""],
    ["+", "+"],
  ])("%s and %s are two", (one, other) => expect(sameNumber(one, other)).toBe(false));
});
