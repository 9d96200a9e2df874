/** What a person asked anew stands in their thread, where it happened (SG-05, X-02). */

import { expect, test } from "vitest";

import { at } from "./fake-data.ts";
import { OWN } from "./fake-own.ts";
import { thread } from "./own-thread-signaal.ts";

test("the moment stands between what was said before and after it", () => {
  const shown = thread(OWN["signal"] ?? { contents: [] });
  expect(shown.map((one) => (typeof one === "string" ? one : one.kind))).toEqual(["signaal", at(-45), "antwoord_persoon"]);
});

test("nothing asked anew is nothing more", () => {
  expect(thread({ contents: [] })).toEqual([]);
});
