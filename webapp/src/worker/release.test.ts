/** A device says of its own app whether founders signed it: never more than it can know. */

import { describe, expect, test } from "vitest";

import { sha256Hex, utf8 } from "../wire/bytes.ts";
import { releaseOf } from "./release.ts";

const WORKER = "/assets/worker-a1.js";
const list = utf8(JSON.stringify({ [WORKER]: "0".repeat(64) }));
const own = { list, path: WORKER };
const files = await sha256Hex(list);
const other = (digit: string, fact: number) => ({ files: digit.repeat(64), fact });

describe("the app of this device", () => {
  test.each([
    ["the last that was signed", [other("1", 4), { files, fact: 9 }], { stand: "newest", files, number: 2 }],
    ["one that another followed", [{ files, fact: 4 }, other("1", 9)], { stand: "older", files, number: 1 }],
    ["an earlier one that founders went back to", [{ files, fact: 4 }, other("1", 9), { files, fact: 12 }], { stand: "newest", files, number: 3 }],
    ["one that nobody signed", [other("1", 4), other("2", 9)], { stand: "unknown", files, number: null }],
    ["any, where none was ever signed", [], { stand: "none", files, number: null }],
  ])("is %s", async (_what, releases, said) => {
    expect(await releaseOf(own, releases)).toEqual(said);
  });

  test("was replaced where it came from, when the list there does not name what runs here", async () => {
    const elsewhere = { list, path: "/assets/worker-b2.js" };
    expect(await releaseOf(elsewhere, [{ files, fact: 4 }])).toEqual({ stand: "replaced", files, number: null });
    expect((await releaseOf({ list: utf8("<!doctype html>"), path: WORKER }, [])).stand).toBe("replaced");
  });

  test("is not known without a line", async () => {
    expect(await releaseOf(null, [{ files, fact: 4 }])).toEqual({ stand: "unreached", files: null, number: null });
  });
});
