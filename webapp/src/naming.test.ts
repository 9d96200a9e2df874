/** Whose phone it is to be is known by its own address and its invitation alone, which no server sees (SG-07). */

import { expect, test } from "vitest";

import { isForPerson, ownBefore } from "./naming.ts";
import { neutral, say, speak } from "./words/words.ts";

const INVITED = `https://app.example/#uitnodiging=sam~personen~${"a".repeat(64)}~secret`;
const OFFICIAL = `https://app.example/#uitnodiging=hanna~om~${"a".repeat(64)}~secret`;

test.each([
  [INVITED, true],
  [OFFICIAL, false],
  ["https://app.example/#uitnodiging=personen~om~x~y", false],
  ["", false],
])("%s is for a protected person: %s", (link, own) => {
  expect(isForPerson(link)).toBe(own);
});

test.each([
  ["#/notities", null, true],
  [new URL(INVITED).hash, null, true],
  ["#/", "notities", true],
  ["#/", null, false],
  [new URL(OFFICIAL).hash, null, false],
])("at %s, with %s remembered, the name is neutral: %s", (hash, kept, own) => {
  expect(ownBefore(hash, kept)).toBe(own);
});

test("no sentence says the name of the app any more, in either language", () => {
  neutral(true);
  expect([say("app.name"), say("locked.title"), say("locked.do")]).toEqual(["Notities", "Notities is op slot", "Open Notities"]);
  speak("en");
  expect(say("locked.title")).toBe("Notes is locked");
  speak("nl");
  neutral(false);
  expect(say("locked.title")).toBe("Piket is op slot");
});
