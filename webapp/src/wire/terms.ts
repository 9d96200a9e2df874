/** What a term of the policy comes to: by the calendar of the Netherlands or in working days, as the service reckons it. */

import { holidayOn } from "./holidays.ts";
import { instantAt, offset, wallOf } from "./zone.ts";

const MINUTE = 60_000;
const DAY = 86_400_000;

/** A length of time: months and days, or working days, by the calendar; then elapsed seconds. */
export type Term = { readonly months: number; readonly days: number; readonly working: number; readonly seconds: number };

/** When people who keep office hours are at work: weekdays (0 is Monday), hours by the clock, holidays, single free days. */
export type Week = {
  readonly days: readonly number[];
  readonly opens: string;
  readonly closes: string;
  readonly holidays: readonly string[];
  readonly closed: readonly string[];
};

/** Why a term comes to that moment and not to another: what is worth saying of it. */
export type Why = {
  /** That month has no such day: it is its last. */
  readonly lastOfMonth: boolean;
  /** How the clocks change in between, in minutes; the clock time stays. */
  readonly clocks: number;
  /** That night skips this clock time: it comes as much later. */
  readonly skipped: boolean;
  /** Free days that were passed over, with the name of the holiday; null for a weekend or another free day. */
  readonly passed: readonly { readonly day: number; readonly holiday: string | null }[];
};

/** What a day is: its holiday, or whether nobody works on it for another reason. */
export type DayKind = { readonly holiday: string | null; readonly free: boolean };

/** The instant so long after `from`: first by the calendar, then elapsed. */
export function after(term: Term, from: Date, week: Week): { readonly at: Date; readonly why: Why } {
  const local = wallOf(from).getTime();
  const { wall, passed, lastOfMonth } = term.working > 0 ? moved(week, local, term.working) : counted(term, local);
  const still = term.months === 0 && term.days === 0 && term.working === 0;
  const landed = still ? from : instantAt(new Date(wall));
  const at = new Date(landed.getTime() + term.seconds * 1000);
  const clocks = (offset(at) - offset(from)) / MINUTE;
  return { at, why: { lastOfMonth, clocks, skipped: !still && wallOf(landed).getTime() !== wall, passed } };
}

/** What the day of this instant is, by the clock on the wall. */
export function dayKind(at: Date, week: Week): DayKind {
  const day = dayOf(wallOf(at).getTime());
  return { holiday: holidayOn(day, week.holidays), free: !worksOn(week, day) };
}

type Moved = { wall: number; passed: Why["passed"]; lastOfMonth: boolean };

function counted({ months, days }: Term, local: number): Moved {
  const from = new Date(local);
  const count = from.getUTCFullYear() * 12 + from.getUTCMonth() + months;
  const [year, month] = [Math.floor(count / 12), count % 12];
  const last = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  const day = Date.UTC(year, month, Math.min(from.getUTCDate(), last)) + days * DAY;
  return { wall: day + (local - dayOf(local)), passed: [], lastOfMonth: from.getUTCDate() > last };
}

/** So many working days on: the clock time stays, outside working hours it counts from the next opening. */
function moved(week: Week, local: number, count: number): Moved {
  const [opens, closes] = [clockOf(week.opens), clockOf(week.closes)];
  const passed: { day: number; holiday: string | null }[] = [];
  const next = (from: number): number => {
    let day = from + DAY;
    for (; !worksOn(week, day); day += DAY) passed.push({ day, holiday: holidayOn(day, week.holidays) });
    return day;
  };
  let day = dayOf(local);
  let clock = local - day;
  if (!worksOn(week, day) || clock > closes) [day, clock] = [next(day), opens];
  else if (clock < opens) clock = opens;
  for (let left = count; left > 0; left -= 1) day = next(day);
  return { wall: day + clock, passed, lastOfMonth: false };
}

function worksOn(week: Week, day: number): boolean {
  const weekday = (new Date(day).getUTCDay() + 6) % 7;
  return week.days.includes(weekday) && !week.closed.includes(new Date(day).toISOString().slice(0, 10)) && holidayOn(day, week.holidays) === null;
}

function dayOf(local: number): number {
  return Math.floor(local / DAY) * DAY;
}

function clockOf(text: string): number {
  const [hours = 0, minutes = 0] = text.split(":").map(Number);
  return (hours * 60 + minutes) * MINUTE;
}
