/** Every name of the service that reaches a screen has words, and its refusals are said in its own words. */

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

import { PROBLEMS } from "../src/words/problems.ts";
import { SENTENCES } from "../src/words/ring.ts";
import { isNamed } from "../src/words/words.ts";

const folder = process.env.PIKET_VECTORS ?? "";
const read = (name: string): unknown => JSON.parse(readFileSync(join(folder, name), "utf-8"));
const names = read("names.json") as Record<string, string[]>;
const problems = read("problems.json") as Record<string, string[]>;

test.each(Object.entries(names))("every %s has words", (kind, all) => {
  expect(all.length).toBeGreaterThan(0);
  const lacking = all.filter((one) => {
    const [name = "", flow] = one.split("@");
    return !isNamed(kind, name, flow);
  });
  expect(lacking).toEqual([]);
});

test("every refusal of the service has its words", () => {
  expect(PROBLEMS).toEqual(problems);
});

test("the service worker knows every sentence that a bell may say, and no other", () => {
  const bells = new Set((read("bells.json") as object[]).map((one) => JSON.stringify(one)));
  expect(new Set(SENTENCES.map((one) => JSON.stringify(one)))).toEqual(bells);
});
