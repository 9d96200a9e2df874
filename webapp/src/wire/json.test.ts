import { describe, expect, it } from "vitest";
import { refusalCode } from "../refused.ts";
import { utf8 } from "./bytes.ts";
import { canonical, strictJson } from "./json.ts";

describe("strict JSON", () => {
  const good = ['{"a":[1,-2,0.5,null,true,"\\u00e9:{"]}', '{"a":{"b":1},"b":{"b":1}}', '{"__proto__":1}'];
  const deep = "[".repeat(201) + "]".repeat(201);
  const bad = ['{"a":1,"\\u0061":1}', "9007199254740992", "1.0", "1e3", '"\\ud800"', "NaN", "[1,]", deep];
  it.each(good)("reads %s", (written) => {
    expect(strictJson(utf8(written))).toEqual(JSON.parse(written));
  });
  it.each(bad)("refuses %s", (written) => {
    expect(codeOf(utf8(written))).toBe("json.malformed");
  });
  it("refuses bytes that are not UTF-8, and a mark of byte order", () => {
    expect(codeOf(Uint8Array.of(0x22, 0xff, 0x22))).toBe("json.malformed");
    expect(codeOf(Uint8Array.of(0xef, 0xbb, 0xbf, 0x5b, 0x5d))).toBe("json.malformed");
  });
});

it("writes one way: sorted names, no spaces, ASCII", () => {
  expect(canonical({ b: [1, { z: null, a: "é\n" }], a: true })).toBe('{"a":true,"b":[1,{"a":"\\u00e9\\n","z":null}]}');
  expect(() => canonical(0.5)).toThrow(RangeError);
});

function codeOf(bytes: Uint8Array): string | null {
  try {
    strictJson(bytes);
    return null;
  } catch (wrong) {
    return refusalCode(wrong);
  }
}
