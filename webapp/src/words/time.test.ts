/** Times as clock time and distance, in the Netherlands' own time, also around midnight and daylight saving. */

import { afterEach, expect, test } from "vitest";

import { ago, clock, dated, day, fromLocal, full, instantsOf, isDay, when } from "./time.ts";
import { speak } from "./words.ts";

const NOW = new Date("2026-03-10T13:32:20Z");
afterEach(() => speak("nl"));

test.each([
  ["2026-03-10T13:32:00Z", "14.32 uur"],
  ["2026-03-10T22:59:00Z", "23.59 uur"],
  ["2026-03-10T23:01:00Z", "morgen 0.01 uur"],
  ["2026-03-09T22:59:00Z", "gisteren 23.59 uur"],
  ["2026-03-13T13:32:00Z", "vr 13 mrt 14.32 uur"],
])("%s is %s", (moment, said) => expect(clock(moment, NOW).replace("00.01", "0.01")).toBe(said));

test.each([
  ["2026-03-10T13:29:20Z", "3 minuten geleden"],
  ["2026-03-10T13:32:20Z", "nu"],
  ["2026-03-10T13:34:30Z", "over 2 minuten"],
  ["2026-03-10T10:32:20Z", "3 uur geleden"],
])("%s is %s", (moment, said) => expect(ago(moment, NOW)).toBe(said));

test.each([
  ["2026-03-10T13:32:20Z", "2026-03-09T13:32:20Z", "gisteren"],
  ["2026-03-10T13:32:20Z", "2026-03-09T00:32:20Z", "gisteren"],
  ["2026-03-10T13:32:20Z", "2026-03-08T14:32:20Z", "eergisteren"], // 47 hours
  ["2026-03-10T13:32:20Z", "2026-03-07T13:42:20Z", "3 dagen geleden"], // ten minutes less than three days
  ["2026-03-10T13:32:20Z", "2026-03-09T13:42:20Z", "23 uur geleden"],
  ["2026-03-10T13:32:20Z", "2026-03-11T13:32:20Z", "morgen"],
  ["2026-03-10T13:32:20Z", "2026-03-12T12:32:20Z", "overmorgen"], // 47 hours
  ["2026-03-29T22:30:00Z", "2026-03-27T23:30:00Z", "eergisteren"], // 00.30 uur, summer time began in between: 47 hours
  ["2026-10-25T22:30:00Z", "2026-10-24T22:10:00Z", "24 uur geleden"], // one long day, from 0.10 to 23.30 uur
])("at %s, %s is %s", (now, moment, said) => expect(ago(moment, new Date(now))).toBe(said));

test("both, in English", () => {
  speak("en");
  expect(when("2026-03-10T13:29:20Z", NOW)).toBe("14:29 (3 minutes ago)");
});

test.each([
  ["2026-03-10T14:32", "2026-03-10T13:32:00.000Z"],
  ["2026-07-01T14:32", "2026-07-01T12:32:00.000Z"],
  ["2026-03-29T01:30", "2026-03-29T00:30:00.000Z"],
  ["2026-03-29T03:30", "2026-03-29T01:30:00.000Z"],
  ["", null],
  ["morgen", null],
])("typed %s means %s", (typed, moment) => expect(fromLocal(typed)).toBe(moment));

test.each([
  ["2026-03-14T20:30", ["2026-03-14T19:30:00.000Z"]],
  ["2026-07-14T20:30", ["2026-07-14T18:30:00.000Z"]],
  ["2026-03-29T02:30", []],
  ["2026-10-25T02:30", ["2026-10-25T00:30:00.000Z", "2026-10-25T01:30:00.000Z"]],
  ["2026-10-25T03:00", ["2026-10-25T02:00:00.000Z"]],
  ["", []],
])("X-06: %s can mean %j", (typed, meant) => expect(instantsOf(typed)).toEqual(meant));

test("X-06: in full it says which of the two clocks of the year", () => {
  expect([dated("2026-10-25T00:30:00Z"), dated("2026-10-25T01:30:00Z")].map((one) => one.replaceAll("\u202f", " "))).toEqual([
    "zondag 25 oktober 2026 om 02:30 Midden-Europese zomertijd",
    "zondag 25 oktober 2026 om 02:30 Midden-Europese standaardtijd",
  ]);
});

test("X-06: where the clock says enough, the zone has no name", () => {
  expect([dated("2026-10-25T02:30:00Z"), dated("2026-07-14T18:30:00Z")].map((one) => one.replaceAll("\u202f", " "))).toEqual([
    "zondag 25 oktober 2026 om 03:30",
    "dinsdag 14 juli 2026 om 20:30",
  ]);
});

test.each([
  ["2026-03-28T23:00:00Z", true],
  ["2026-03-29T22:00:00+00:00", true],
  ["2026-03-29T22:00:00.000001Z", false],
  ["2026-03-29T00:00:00Z", false],
])("P-06: %s is a day of its own: %s", (moment, whole) => expect(isDay(moment)).toBe(whole));

test("X-06: a moment that is far off is said with its weekday, date, year and clock time", () => {
  expect(full("2027-04-30T07:00:00Z")).toBe("vrijdag 30 april 2027 om 09.00 uur");
  expect(day("2027-12-31T23:30:00Z")).toBe("zaterdag 1 januari 2028");
});
