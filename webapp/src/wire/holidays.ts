/** Which days of a year are a Dutch holiday, reckoned from the year itself, as `domain/holidays.py` does. */

const DAY = 86_400_000;

/** Midnight of a day, as if it were UTC. */
export function dayAt(year: number, month: number, day: number): number {
  return Date.UTC(year, month - 1, day);
}

/** The name of the holiday that this day is, among those that are kept; null for none. `day`: midnight as if in UTC. */
export function holidayOn(day: number, kept: readonly string[]): string | null {
  const all = holidaysOf(new Date(day).getUTCFullYear());
  return kept.find((name) => all[name] === day) ?? null;
}

function holidaysOf(year: number): Readonly<Record<string, number>> {
  const easter = easterOf(year);
  const king = dayAt(year, 4, 27);
  const liberation = dayAt(year, 5, 5);
  return {
    nieuwjaarsdag: dayAt(year, 1, 1),
    goede_vrijdag: easter - 2 * DAY,
    eerste_paasdag: easter,
    tweede_paasdag: easter + DAY,
    koningsdag: new Date(king).getUTCDay() === 0 ? king - DAY : king,
    bevrijdingsdag: liberation,
    ...(year % 5 === 0 ? { bevrijdingsdag_lustrum: liberation } : {}),
    hemelvaartsdag: easter + 39 * DAY,
    eerste_pinksterdag: easter + 49 * DAY,
    tweede_pinksterdag: easter + 50 * DAY,
    eerste_kerstdag: dayAt(year, 12, 25),
    tweede_kerstdag: dayAt(year, 12, 26),
  };
}

/** Easter Sunday by the Gregorian tables: golden number, the moon's age, the full moon on or after 21 March, the Sunday after. */
function easterOf(year: number): number {
  const golden = (year % 19) + 1;
  const century = Math.floor(year / 100) + 1;
  const dropped = Math.floor((3 * century) / 4) - 12;
  const drift = Math.floor((8 * century + 5) / 25) - 5;
  let epact = (((11 * golden + 20 + drift - dropped) % 30) + 30) % 30;
  if (epact === 24 || (epact === 25 && golden > 11)) epact += 1;
  const full = dayAt(year, 3, 1) + ((epact <= 23 ? 44 : 74) - epact - 1) * DAY;
  return full + (7 - new Date(full).getUTCDay()) * DAY;
}
