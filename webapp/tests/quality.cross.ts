/** The kwaliteitsmonitor as the service really answers it is read whole, and every indicator has words. */

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

import { qualityAnswer, qualityPath } from "../src/api/quality.ts";
import { indicatorName, partyName } from "../src/pages/quality-figures.ts";
import { speak } from "../src/words/words.ts";

const answer: unknown = JSON.parse(readFileSync(join(process.env.PIKET_VECTORS ?? "", "quality.json"), "utf-8"));

test("the answer is read as it is", () => {
  const found = qualityAnswer(answer);
  expect(found.figures).toEqual((answer as { figures: unknown }).figures);
  expect(found.scales).toEqual((answer as { scales: unknown }).scales);
  expect(found.indicators.length).toBeGreaterThan(50);
});

test.each(["nl", "en"] as const)("every indicator, organisation and functie has words (%s)", (language) => {
  speak(language);
  const { indicators, organisations, figures } = qualityAnswer(answer);
  for (const one of indicators) {
    expect(indicatorName(one)).not.toContain(one.name);
    expect(indicatorName(one)).not.toContain("_");
    expect(indicatorName(one)).not.toBe("");
  }
  expect(new Set(indicators.map(indicatorName)).size).toBe(indicators.length);
  for (const organisation of organisations) expect(partyName({ organisation, functie: "" })).not.toContain("_");
  for (const one of figures) expect(partyName(one)).not.toContain("_");
});

test("what is not of this shape is refused", () => {
  expect(() => qualityAnswer({ ...(answer as object), figures: [{ month: "2026-10" }] })).toThrow(RangeError);
  expect(() => qualityAnswer({ ...(answer as object), scales: { seconds: ["30"] } })).toThrow(RangeError);
});

test("a month is asked for by its two numbers", () => {
  expect(qualityPath("/v1/quality", null)).toBe("/v1/quality");
  expect(qualityPath("/v1/quality.csv", "2026-03")).toBe("/v1/quality.csv?year=2026&month=3");
});
