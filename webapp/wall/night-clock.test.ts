/** The clock of a phone on the wall: the night's, whatever the app believes of the service's clock. */

import { expect, test } from "vitest";

import { nightClock, type Clocked } from "./night-clock.ts";

const NIGHT = Date.parse("2026-11-24T02:30:00Z");
const REAL = 1_000;

function screen(skew: number | null): { window: Clocked; app: { status: { skew: number } | null; now: Date } } {
  const app = { status: skew === null ? null : { skew }, now: new Date(0) };
  return { app, window: { document: { querySelector: () => app }, Date: { now: () => REAL } } };
}

test("what the app shows is the time of the night, and stands still with it", () => {
  const { window, app } = screen(500);
  const clock = nightClock();
  clock.hang(window);
  expect(window.Date.now()).toBe(REAL);
  clock.is(NIGHT);
  expect(window.Date.now() + 500).toBe(NIGHT);
  app.status = { skew: -700 };
  expect(window.Date.now() - 700).toBe(NIGHT);
});

test("at speed the app looks at its clock as soon as it would be wrong, and not each moment", () => {
  const { window, app } = screen(0);
  const clock = nightClock();
  clock.hang(window);
  clock.is(NIGHT);
  clock.is(NIGHT + 19_000);
  expect(app.now.getTime()).toBe(NIGHT);
  clock.is(NIGHT + 20_000);
  expect(app.now.getTime()).toBe(NIGHT + 20_000);
});

test("an app that does not know the service's time yet keeps its own", () => {
  const { window, app } = screen(null);
  const clock = nightClock();
  clock.hang(window);
  clock.is(NIGHT);
  expect([window.Date.now(), app.now.getTime()]).toEqual([REAL, 0]);
});
