/** The clock on the wall in the Netherlands, and the instant that a reading of it means: as the service reckons. */

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const PARTS = new Intl.DateTimeFormat("en-GB", {
  timeZone: "Europe/Amsterdam", year: "numeric", month: "numeric", day: "numeric", hour: "numeric", minute: "numeric",
  second: "numeric", hourCycle: "h23",
}); // prettier-ignore

/** How far the Netherlands' clock is ahead of UTC at an instant, in milliseconds. */
export function offset(at: Date): number {
  const parts = PARTS.formatToParts(at);
  const part = (type: string): number => Number(parts.find((one) => one.type === type)?.value);
  const local = Date.UTC(part("year"), part("month") - 1, part("day"), part("hour"), part("minute"), part("second"));
  return local - Math.floor(at.getTime() / 1000) * 1000;
}

/** What the clock on the wall says at an instant, written as if it were UTC. */
export function wallOf(at: Date): Date {
  return new Date(at.getTime() + offset(at));
}

/**
 * The instant at which the clock on the wall says this. A time that the night skips comes as much later; of one that
 * comes twice it is the first.
 */
export function instantAt(wall: Date): Date {
  const before = offset(new Date(wall.getTime() - DAY));
  const later = offset(new Date(wall.getTime() + DAY));
  const fits = [Math.max(before, later), Math.min(before, later)].find((one) => offset(new Date(wall.getTime() - one)) === one);
  return new Date(wall.getTime() - (fits ?? before));
}
