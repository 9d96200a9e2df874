/** Moments of the practice night as clock times in the Netherlands, and spans as minutes and seconds. */

import { language } from "../src/words/words.ts";

const ZONE = "Europe/Amsterdam";
const MINUTES = new Intl.DateTimeFormat("nl-NL", { timeZone: ZONE, hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
const SECONDS = new Intl.DateTimeFormat("nl-NL", { timeZone: ZONE, hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" });

/** Seconds within which a clock time says enough. */
const TONIGHT = 18 * 3600;

function moment(start: string, at: number): Date {
  return new Date(Date.parse(start) + at * 1000);
}

/** "03:22". */
export function minutes(start: string, at: number): string {
  return MINUTES.format(moment(start, at));
}

/** "03:22"; on a day that is not tonight with its date, "24 feb 03:22". */
export function later(start: string, at: number, now: number): string {
  const short = minutes(start, at);
  return Math.abs(at - now) < TONIGHT ? short : `${new Intl.DateTimeFormat(language(), { timeZone: ZONE, day: "numeric", month: "short" }).format(moment(start, at))} ${short}`;
}

/** "03:22:15". */
export function seconds(start: string, at: number): string {
  return SECONDS.format(moment(start, at));
}

/** "10:15", "1:02:03": a span, whole seconds. */
export function span(of: number): string {
  const whole = Math.max(0, Math.floor(of));
  const [hours, rest] = [Math.floor(whole / 3600), whole % 3600];
  const two = (value: number): string => String(value).padStart(2, "0");
  const short = `${Math.floor(rest / 60)}:${two(rest % 60)}`;
  return hours === 0 ? short : `${hours}:${short.padStart(5, "0")}`;
}
