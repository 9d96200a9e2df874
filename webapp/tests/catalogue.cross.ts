/** The catalogue against what the service says of the same documents. */

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

import { Refused } from "../src/refused.ts";
import { readAct, readContent, RULES, SPECS, type Claimed } from "../src/wire/catalogue.ts";
import { FUNCTIES } from "../src/wire/payload.ts";

type Said = { read: unknown } | { code: string; field?: string | null };

type Vectors = {
  acts: { claim: Claimed; said: Said }[];
  contents: { content: unknown; said: Said }[];
  specs: Record<string, unknown>;
  functies: string[];
};

const VECTORS = JSON.parse(
  readFileSync(join(process.env.PIKET_VECTORS ?? "", "catalogue.json"), "utf8"),
) as Vectors;

function said(read: () => unknown): Said {
  try {
    return { read: read() };
  } catch (refused) {
    if (!(refused instanceof Refused)) throw refused;
    return { code: refused.code, field: refused.field ?? null };
  }
}

test("every act is taken, refused and filled in as the service does", () => {
  expect(VECTORS.acts.length).toBeGreaterThan(500);
  for (const { claim, said: expected } of VECTORS.acts) {
    expect(said(() => readAct(claim).params), JSON.stringify(claim)).toStrictEqual(expected);
  }
});

test("every content is taken, refused and filled in as the service does", () => {
  expect(VECTORS.contents.length).toBeGreaterThan(200);
  for (const { content, said: expected } of VECTORS.contents) {
    const mine = said(() => readContent(content));
    const shown = "code" in mine ? { code: mine.code } : mine;
    expect(shown, JSON.stringify(content)).toStrictEqual(expected);
  }
});

test("the tables are the service's", () => {
  const mine = Object.entries(SPECS).map(([name, { family, onItem, versioned, opens, emergency, may }]) => [
    name,
    { family, onItem, versioned, opens, emergency, may },
  ]);
  expect(Object.fromEntries(mine)).toStrictEqual(VECTORS.specs);
  expect(Object.keys(RULES)).toStrictEqual(VECTORS.functies);
  expect(FUNCTIES).toStrictEqual(VECTORS.functies);
});
