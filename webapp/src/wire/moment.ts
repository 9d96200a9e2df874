/** Moments as they stand in signed documents: text with a time zone, compared to the microsecond. */

import { Refused } from "../refused.ts";

/** RFC 3339 and nothing else; of its fraction the microseconds count. */
const FORM =
  /^(\d{4})-(\d{2})-(\d{2})[Tt](\d{2}):(\d{2}):(\d{2})(?:\.(\d{1,6})\d*)?(?:[Zz]|([+-])(\d{2}):([0-5]\d))$/;

/** Microseconds since 1970 in UTC of a moment that names its time zone; throws Refused for any other text. */
export function instant(written: string): bigint {
  const found = FORM.exec(written);
  if (found === null) throw notAMoment();
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = found.slice(1, 7).map(Number);
  const moment = new Date(0);
  moment.setUTCFullYear(year, month - 1, day);
  moment.setUTCHours(hour, minute, second);
  const real = moment.getUTCMonth() === month - 1 && moment.getUTCDate() === day;
  const [ahead, behind] = [Number(found[9] ?? 0), Number(found[10] ?? 0)];
  if (!real || year < 1 || hour > 23 || minute > 59 || second > 59 || ahead > 23) throw notAMoment();
  const offset = (found[8] === "-" ? -1 : 1) * (ahead * 60 + behind) * 60_000;
  return BigInt(moment.getTime() - offset) * 1000n + BigInt((found[7] ?? "").padEnd(6, "0"));
}

/** The moment as this app writes it: UTC, milliseconds. */
export function written(moment: Date): string {
  return moment.toISOString();
}

/** Microseconds since 1970 of a `Date`, comparable with `instant`. */
export function instantOf(moment: Date): bigint {
  return BigInt(moment.getTime()) * 1000n;
}

function notAMoment(): Refused {
  return new Refused("act.malformed", "A moment names its date, time and time zone; correct it and sign again.");
}
