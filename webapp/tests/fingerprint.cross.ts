/** The words a phone shows before it is admitted are those of whoever founded the installation. */

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

import { fingerprintWords } from "../src/directory/fingerprint.ts";

const vectors = JSON.parse(readFileSync(join(process.env.PIKET_VECTORS ?? "", "fingerprints.json"), "utf-8")) as [string, string][];

test("every genesis has the same six words in both languages", async () => {
  expect(vectors.length).toBeGreaterThan(100);
  for (const [genesis, words] of vectors) expect((await fingerprintWords(genesis)).join(" ")).toBe(words);
});
