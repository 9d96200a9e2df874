/** Every scenario that comes with Piket can be chosen in Dutch. */

import { readdirSync, readFileSync } from "node:fs";
import { afterEach, expect, test } from "vitest";

import { speak } from "../src/words/words.ts";
import { byFlow, scenarioAbout, scenarioTitle, SCENARIOS } from "./words-scenarios.ts";

const FOLDER = new URL("../../sandbox/scenarios/", import.meta.url);

afterEach(() => speak("nl"));

test("each has a title and a sentence in Dutch, and nothing else has", () => {
  const shipped = readdirSync(FOLDER).map((name) => name.replace(".toml", "")).filter((name) => name !== "cast");
  expect(Object.keys(SCENARIOS).sort()).toEqual(shipped.sort());
});

test("English, and a scenario of somebody's own, are as the file has them", () => {
  const shipped = { name: "lcc_cannot", title: "The LCC cannot", about: "The order cannot be carried out." };
  expect(scenarioTitle(shipped)).toBe("De LCC kan niet");
  expect(scenarioTitle({ ...shipped, name: "own" })).toBe(shipped.title);
  speak("en");
  expect([scenarioTitle(shipped), scenarioAbout(shipped)]).toEqual([shipped.title, shipped.about]);
});

test("the list is grouped by flow, the emergency first, and each scenario of a group has acts of that flow", () => {
  const all = Object.keys(SCENARIOS).map((name) => ({ name, title: name, about: "" }));
  const groups = byFlow(all);
  expect(groups.map(({ flow }) => flow)).toEqual(["spoedaanwijzing", "triage", "burgemeestersbericht", "risicomoment", "herbeoordeling", "signaal"]);
  expect(groups.flatMap(({ scenarios }) => scenarios)).toHaveLength(all.length);
  for (const { flow, scenarios } of groups) {
    const acts = flow === "spoedaanwijzing" ? /does = "(submit|register)"/ : new RegExp(`does = "${flow}\\.`);
    for (const { name } of scenarios) expect(readFileSync(new URL(`${name}.toml`, FOLDER), "utf-8"), name).toMatch(acts);
  }
});
