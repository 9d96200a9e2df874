/** Moments as people say them: "vandaag 14.32 uur (3 minuten geleden)", always in the Netherlands' own time. */

import { instantAt, offset, wallOf } from "../wire/zone.ts";
import { language, say } from "./words.ts";

const ZONE = "Europe/Amsterdam";
const DAY = 86_400;
const STEPS = [
  ["hour", 3_600],
  ["minute", 60],
] as const;

/** Clock time, with the day where that is not today. */
export function clock(moment: string, now: Date): string {
  const at = new Date(moment);
  const [h, m] = hoursAndMinutes(at);
  const short = say("time.clock", { h, m });
  const days = dayNumber(at) - dayNumber(now);
  if (days === 0) return short;
  if (days === 1) return say("time.tomorrow", { clock: short });
  if (days === -1) return say("time.yesterday", { clock: short });
  const day = format({ weekday: "short", day: "numeric", month: "short" }).format(at);
  return say("time.day", { day, clock: short });
}

/** Clock time to the second, for what must be seen to go on. */
export function ticking(now: Date): string {
  return format({ hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" }).format(now);
}

/** How long ago, or how long from now. */
export function ago(moment: string, now: Date): string {
  const seconds = Math.round((Date.parse(moment) - now.getTime()) / 1000);
  const words = new Intl.RelativeTimeFormat(locale(), { numeric: "auto" });
  // "Gisteren" is a day of the calendar, and not 24 hours: 47 hours ago is the day before it, or two.
  const days = dayNumber(new Date(moment)) - dayNumber(now);
  if (Math.abs(seconds) >= DAY && days !== 0) return words.format(days, "day");
  for (const [unit, length] of STEPS) {
    if (Math.abs(seconds) >= length) return words.format(Math.trunc(seconds / length), unit);
  }
  return words.format(seconds, "second");
}

/** In full, for what lies far ahead: day, date, clock time; in the hour that comes twice also which of the two clocks that is. */
export function dated(moment: string): string {
  const how = { weekday: "long", day: "numeric", month: "long", year: "numeric", hour: "2-digit", minute: "2-digit" } as const;
  const twice = instantsOf(toLocal(new Date(moment))).length > 1;
  return format(twice ? { ...how, timeZoneName: "long" } : how).format(new Date(moment));
}

/** Both: the clock to agree on, the distance to feel. */
export function when(moment: string, now: Date): string {
  return say("time.both", { clock: clock(moment, now), ago: ago(moment, now) });
}

/** Whether a moment is said by the day alone: it is the very beginning of one. */
export function isDay(moment: string): boolean {
  return wallOf(new Date(moment)).getTime() % 86_400_000 === 0 && !/\.\d*[1-9]/.test(moment);
}

/** A day with its weekday and year: "woensdag 30 april 2027". */
export function day(moment: string): string {
  return format({ weekday: "long", day: "numeric", month: "long", year: "numeric" }).format(new Date(moment));
}

/** A moment that is far off, in full: "woensdag 30 april 2027 om 14.32 uur". */
export function full(moment: string): string {
  const [h, m] = hoursAndMinutes(new Date(moment));
  return say("time.full", { day: day(moment), clock: say("time.clock", { h, m }) });
}

/** What an `<input type="datetime-local">` holds, as an instant (`instantAt`); null when it is empty or no moment. */
export function fromLocal(text: string): string | null {
  const parts = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d)/.exec(text);
  if (parts === null) return null;
  const [year, month, day, hour, minute] = parts.slice(1).map(Number) as [number, number, number, number, number];
  const wall = new Date(Date.UTC(year, month - 1, day, hour, minute));
  return Number.isNaN(wall.getTime()) ? null : instantAt(wall).toISOString();
}

/** Every instant that such a text can mean: none in the hour that the clock skips, two in the one that it does again. */
export function instantsOf(text: string): readonly string[] {
  const local = text.slice(0, 16);
  const asUtc = Date.parse(`${local}Z`);
  if (Number.isNaN(asUtc)) return [];
  const around = [asUtc - DAY * 1000, asUtc + DAY * 1000].map((at) => asUtc - offset(new Date(at)));
  return [...new Set(around)].sort((one, other) => one - other).map((at) => new Date(at)).filter((at) => toLocal(at) === local).map((at) => at.toISOString());
}

/** An instant as an `<input type="datetime-local">` holds it. */
export function toLocal(at: Date): string {
  return wallOf(at).toISOString().slice(0, 16);
}

function locale(): string {
  return language() === "nl" ? "nl-NL" : "en-GB";
}

function format(options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat(locale(), { timeZone: ZONE, ...options });
}

function hoursAndMinutes(at: Date): [string, string] {
  const parts = format({ hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).formatToParts(at);
  const part = (type: string): string => parts.find((one) => one.type === type)?.value ?? "";
  return [part("hour"), part("minute")];
}

function dayNumber(at: Date): number {
  return Math.floor((at.getTime() + offset(at)) / 86_400_000);
}
