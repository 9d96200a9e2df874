/** What figures mean in words: bounds, ranges, too few, and never more than is certain. */

import { afterEach, describe, expect, test } from "vitest";

import type { Figure, Indicator } from "../phone-quality.ts";
import { QUALITY } from "../words/pages-quality.ts";
import { speak } from "../words/words.ts";
import { fakeQuality } from "./fake-quality.ts";
import { aboveNone, bound, figureOf, indicatorName, indicatorsFor, lateName, monthName, none, numbered, partiesOf, partyName, placeName, rangeName, rungsName } from "./quality-figures.ts";

const SCALE = [30, 60, 3600, 86_400];
const group = (first: number, last: number): { first: number; last: number; cases: number } => ({ first, last, cases: 10 });
const quality = fakeQuality();
const named = (name: string): Indicator => quality.indicators.find((one) => one.name === name) ?? { name, flow: "", asks: "", of: [], unit: "", source: "" };

afterEach(() => speak("nl"));

describe("words", () => {
  test.each(Object.entries(QUALITY))("%s is there in Dutch and English, with the same values", (_, [nl, en]) => {
    const values = (text: string): string[] => [...text.matchAll(/\{(\w+)\}/g)].map((one) => one[1] ?? "").sort();
    expect([nl.trim(), en.trim()]).not.toContain("");
    expect(values(nl)).toEqual(values(en));
  });

  test("a bound is said in the largest unit that divides time as people do", () => {
    expect([30, 60, 900, 3600, 28_800, 86_400, 2_592_000].map((one) => bound(one, "seconds"))).toEqual(["30 s", "1 min", "15 min", "1 uur", "8 uur", "1 d", "30 d"]);
    expect(bound(5, "rings")).toBe("5 keer");
  });

  test("a place past the last bound is above it, and a group says where it begins and ends", () => {
    expect([0, 3, 4].map((one) => placeName(one, SCALE, "seconds"))).toEqual(["30 s", "1 d", "meer dan 1 d"]);
    expect(rangeName(group(0, 1), SCALE, "seconds")).toBe("tot 1 min");
    expect(rangeName(group(1, 2), SCALE, "seconds")).toBe("30 s tot 1 uur");
    expect(rangeName(group(3, 4), SCALE, "seconds")).toBe("meer dan 1 uur");
    expect(rangeName(group(0, 4), SCALE, "seconds")).toBe("meer dan 0 s");
  });

  test("rungs and lateness", () => {
    expect([group(0, 0), group(1, 1), group(2, 2), group(6, 6), group(0, 2), group(1, 6)].map(rungsName)).toEqual(["niet", "1 trede", "2 treden", "6 treden of meer", "0 tot 2 treden", "1 tot 6 treden of meer"]);
    expect([group(0, 0), group(1, 1), group(0, 1)].map(lateName)).toEqual(["Op tijd", "Te laat", "Op tijd / Te laat"]);
  });

  test("too few is said and never shown as none", () => {
    expect(numbered(null, 5)).toBe("minder dan 5");
    expect(numbered(15, 5)).toBe("ongeveer 15");
  });

  test("months in the language that was chosen", () => {
    expect(monthName("2026-10")).toBe("oktober 2026");
    speak("en");
    expect(monthName("2026-03")).toBe("March 2026");
    expect(monthName("2026-03", true)).toBe("Mar");
  });
});

describe("what is certain", () => {
  test("of a group that begins with none nobody says how many climbed, nor how many did not", () => {
    expect([aboveNone([group(0, 2)]), none([group(0, 2)])]).toEqual([null, null]);
    expect([aboveNone([group(0, 0), group(1, 3), group(4, 4)]), none([group(0, 0), group(1, 3)])]).toEqual([20, 10]);
    expect([aboveNone([]), none([])]).toEqual([null, null]);
    expect([aboveNone([group(1, 1)]), none([group(1, 1)])]).toEqual([10, null]);
  });
});

describe("what can be chosen", () => {
  test("an officer is offered what their own organisation does, and gaps and rings", () => {
    expect(indicatorsFor(fakeQuality({ organisations: ["om"] })).map(({ name }) => name)).toEqual(["herbeoordeling.herbeoordelen", "gaps.roster", "rings.night"]);
  });

  test("of whom: the organisations of an interface, and of rings those that have a figure", () => {
    expect(partiesOf(quality, named("opdracht.beantwoorden")).map(partyName)).toEqual(["KMar", "politie"]);
    expect(partiesOf(quality, named("rings.night")).map(partyName)).toEqual(["piket NCTV (NCTV)"]);
    expect(partiesOf(quality, named("gaps.roster"))).toEqual([]);
  });

  test("an indicator is called by its flow and what is done, gaps and rings by their own words", () => {
    expect(indicatorName(named("opdracht.beantwoorden"))).toBe("Opdracht aan het LCC: Opdracht beantwoorden");
    expect(indicatorName(named("rings.night"))).toBe("Keren gebeld in de drukste nacht, per persoon");
  });

  test("a figure is found by indicator, month and of whom", () => {
    const found: Figure | undefined = figureOf(quality, named("rings.night"), { organisation: "nctv", functie: "nctv_piket" }, "2026-10");
    expect(found?.cases).toBe(10);
    expect(figureOf(quality, named("rings.night"), { organisation: "nctv", functie: "" }, "2026-10")).toBeUndefined();
  });
});
