import { describe, expect, it } from "vitest";
import { decode64, encode64 } from "./base64url.ts";

describe("base64url", () => {
  it("comes back as it went, for every length", () => {
    for (let length = 0; length < 70; length++) {
      const bytes = crypto.getRandomValues(new Uint8Array(length));
      expect(decode64(encode64(bytes))).toEqual(bytes);
    }
  });
  it.each(["a", "ab=", "a+b/", "ab\n", "AB", "AAB"])("refuses %j", (text) => {
    expect(() => decode64(text)).toThrow(RangeError);
  });
});
