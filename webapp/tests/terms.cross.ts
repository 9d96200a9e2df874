/** What terms come to and what clock times mean: Python's cases, reckoned by the app, which writes down what it found. */

import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { after, dayKind, type Term, type Week } from "../src/wire/terms.ts";
import { fromLocal } from "../src/words/time.ts";

const FOLDER = process.env.PIKET_VECTORS ?? "";
type Cases = {
  readonly weeks: readonly Week[];
  readonly terms: readonly { readonly from: string; readonly term: Term; readonly week: number }[];
  readonly walls: readonly string[];
  readonly days: readonly { readonly at: string; readonly week: number }[];
};
const CASES = JSON.parse(readFileSync(join(FOLDER, "cases.json"), "utf8")) as Cases;

test("every case has an answer", () => {
  const week = (index: number): Week => CASES.weeks[index] as Week;
  const terms = CASES.terms.map((one) => after(one.term, new Date(one.from), week(one.week)).at.toISOString());
  const walls = CASES.walls.map((one) => fromLocal(one));
  const days = CASES.days.map((one) => dayKind(new Date(one.at), week(one.week)));
  expect(terms.length * walls.length * days.length).toBeGreaterThan(0);
  writeFileSync(join(FOLDER, "answers.json"), JSON.stringify({ terms, walls, days }));
});
