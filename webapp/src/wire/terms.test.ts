/** what a term comes to, over both changes of the clocks, ends of months and holidays; the service's own table is in tests/webapp. */

import { describe, expect, test } from "vitest";

import { CALENDAR } from "../pages/fake-data.ts";
import { fromLocal } from "../words/time.ts";
import { holidayOn } from "./holidays.ts";
import { after, dayKind, type Term } from "./terms.ts";
import { instantAt, offset, wallOf } from "./zone.ts";

const NONE: Term = { months: 0, days: 0, working: 0, seconds: 0 };
const at = (wall: string): Date => instantAt(new Date(`${wall}:00Z`));
const wall = (moment: Date): string => wallOf(moment).toISOString().slice(0, 16);

describe("a term by the calendar", () => {
  test.each([
    ["2027-03-31T09:00", { months: 1 }, "2027-04-30T09:00", { lastOfMonth: true, clocks: 0 }],
    ["2027-01-31T09:00", { months: 1 }, "2027-02-28T09:00", { lastOfMonth: true }],
    ["2028-01-31T09:00", { months: 1 }, "2028-02-29T09:00", { lastOfMonth: true }],
    ["2026-12-31T09:00", { months: 2 }, "2027-02-28T09:00", { lastOfMonth: true }],
    ["2026-03-27T09:00", { days: 3 }, "2026-03-30T09:00", { clocks: 60, lastOfMonth: false }],
    ["2026-10-23T09:00", { days: 3 }, "2026-10-26T09:00", { clocks: -60 }],
    ["2026-03-28T02:30", { days: 1 }, "2026-03-29T03:30", { skipped: true }],
    ["2026-10-24T02:30", { days: 1 }, "2026-10-25T02:30", { skipped: false }],
    ["2026-11-21T03:12", { seconds: 259_200 }, "2026-11-24T03:12", {}],
    ["2026-03-28T23:00", { seconds: 43_200 }, "2026-03-29T12:00", { clocks: 60 }],
  ] as const)("from %s by %o is %s", (from, term, to, why) => {
    const found = after({ ...NONE, ...term }, at(from), CALENDAR);
    expect(wall(found.at)).toBe(to);
    expect(found.why).toMatchObject(why);
  });

  test("of a clock time that comes twice it is the first", () => {
    expect(after({ ...NONE, days: 1 }, at("2026-10-24T02:30"), CALENDAR).at.toISOString()).toBe("2026-10-25T00:30:00.000Z");
    expect(fromLocal("2026-10-25T02:30")).toBe("2026-10-25T00:30:00.000Z");
  });

  test("a clock time that the night skips is as much later", () => {
    expect(fromLocal("2026-03-29T02:30")).toBe("2026-03-29T01:30:00.000Z");
    expect(offset(new Date("2026-03-29T01:30:00Z"))).toBe(7_200_000);
  });
});

describe("a term in working days", () => {
  test.each([
    ["2026-11-20T16:00", 2, "2026-11-24T16:00", [null, null]],
    ["2026-11-21T03:12", 2, "2026-11-25T09:00", [null]],
    ["2026-04-02T10:00", 1, "2026-04-07T10:00", ["goede_vrijdag", null, null, "tweede_paasdag"]],
    ["2026-04-24T12:00", 1, "2026-04-28T12:00", [null, null, "koningsdag"]],
    ["2026-12-24T16:00", 5, "2027-01-04T16:00", ["eerste_kerstdag", "tweede_kerstdag", null, "nieuwjaarsdag", null, null]],
  ] as const)("from %s by %d is %s, past %o", (from, working, to, passed) => {
    const found = after({ ...NONE, working }, at(from), CALENDAR);
    expect(wall(found.at)).toBe(to);
    expect(found.why.passed.map((one) => one.holiday)).toEqual(passed);
  });
});

test("a day says which holiday it is, or that nobody works", () => {
  expect(dayKind(at("2026-04-27T10:00"), CALENDAR)).toEqual({ holiday: "koningsdag", free: true });
  expect(dayKind(at("2026-04-25T10:00"), CALENDAR)).toEqual({ holiday: null, free: true });
  expect(dayKind(at("2026-04-28T10:00"), CALENDAR)).toEqual({ holiday: null, free: false });
  expect(dayKind(at("2026-04-28T00:30"), { ...CALENDAR, closed: ["2026-04-28"] })).toEqual({ holiday: null, free: true });
  expect(holidayOn(Date.UTC(2025, 3, 26), ["koningsdag"])).toBe("koningsdag");
});
