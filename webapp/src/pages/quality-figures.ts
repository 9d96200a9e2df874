/** What figures mean in words: places of a scale, ranges, whom one may choose, what certainly lies above none. */

import type { Figure, Group, Indicator, Quality } from "../phone-quality.ts";
import { QUALITY } from "../words/pages-quality.ts";
import { named, say, sayIn } from "../words/words.ts";

/** Whose figures: an organisation, and of rings a functie in it. */
export type Of = { readonly organisation: string; readonly functie: string };
type Word = keyof typeof QUALITY;

const [MINUTE, HOUR, DAY] = [60, 3600, 86_400] as const;
/** The last place of the scale of rungs stands for as many or more. */
const RUNGS = 6;

export const of = (one: Of): string => `${one.organisation}|${one.functie}`;

/** The indicator as people call it: the flow and what is done, or of gaps and rings a sentence of its own. */
export function indicatorName({ name, flow }: Indicator): string {
  if (flow === "") return sayIn(QUALITY, name as Word);
  return `${named("flow", flow)}: ${named("what", name.slice(flow.length + 1), flow)}`;
}

export function partyName({ organisation, functie }: Of): string {
  const employer = named("organisation", organisation);
  return functie === "" ? employer : `${named("functie", functie)} (${employer})`;
}

/** Indicators of which this person may see anything. */
export function indicatorsFor({ indicators, organisations }: Quality): readonly Indicator[] {
  return indicators.filter((one) => one.flow === "" || one.of.some((each) => organisations.includes(each)));
}

/** Of whom an indicator can be chosen: its organisations; of gaps and rings those that have any figure. */
export function partiesOf(quality: Quality, indicator: Indicator): readonly Of[] {
  if (indicator.flow !== "") return indicator.of.filter((one) => quality.organisations.includes(one)).map((organisation) => ({ organisation, functie: "" }));
  const found = quality.figures.filter((one) => one.indicator === indicator.name).map(({ organisation, functie }) => ({ organisation, functie }));
  return [...new Map(found.map((one) => [of(one), one])).values()].sort((one, other) => of(one).localeCompare(of(other)));
}

/** The figure of one month; undefined: nothing of it was published. */
export function figureOf({ figures }: Quality, indicator: Indicator, party: Of, month: string): Figure | undefined {
  return figures.find((one) => one.indicator === indicator.name && one.month === month && of(one) === of(party));
}

/** A number as it is published, or that there are too few. */
export function numbered(count: number | null, least: number): string {
  return count === null ? sayIn(QUALITY, "few", { least }) : sayIn(QUALITY, "about.number", { count });
}

/** How many lie above none; of a group that begins with none nobody can say. */
export function aboveNone(groups: readonly Group[]): number | null {
  const found = groups.filter(({ first }) => first > 0);
  return found.length === 0 ? null : found.reduce((sum, { cases }) => sum + cases, 0);
}

/** How many are none: those of a first group that holds nothing else. */
export function none(groups: readonly Group[]): number | null {
  const [group] = groups;
  return group?.first === 0 && group.last === 0 ? group.cases : null;
}

/** A bound of a scale in words: "5 min", "3 keer". */
export function bound(value: number, unit: string): string {
  if (unit === "rings") return sayIn(QUALITY, "times", { count: value });
  const [word, size]: [Word, number] = value < MINUTE ? ["seconds", 1] : value < HOUR ? ["minutes", MINUTE] : value < DAY ? ["hours", HOUR] : ["days", DAY];
  return sayIn(QUALITY, word, { count: value / size });
}

/** Up to where a place of the scale goes: "5 min", or "meer dan 30 d" past the last bound. */
export function placeName(place: number, scale: readonly number[], unit: string): string {
  const at = scale[place];
  if (at !== undefined) return bound(at, unit);
  return sayIn(QUALITY, "more", { bound: bound(scale.at(-1) ?? 0, unit) });
}

/** From where to where a group lies on a scale. */
export function rangeName({ first, last }: Group, scale: readonly number[], unit: string): string {
  const [below, above] = [scale[first - 1], scale[last]];
  if (above === undefined) return sayIn(QUALITY, "range.above", { from: bound(below ?? 0, unit) });
  if (below === undefined) return sayIn(QUALITY, "range.to", { to: bound(above, unit) });
  return sayIn(QUALITY, "range.between", { from: bound(below, unit), to: bound(above, unit) });
}

/** How many rungs a group climbed. */
export function rungsName({ first, last }: Group): string {
  const one = (count: number): string =>
    count === 0 ? sayIn(QUALITY, "rungs.none") : sayIn(QUALITY, count === 1 ? "rungs.one" : count === RUNGS ? "rungs.most" : "rungs.many", { count });
  return first === last ? one(first) : sayIn(QUALITY, "rungs.range", { from: first, to: one(last) });
}

export function lateName({ first, last }: Group): string {
  if (first !== last) return `${sayIn(QUALITY, "on_time")} / ${sayIn(QUALITY, "late")}`;
  return sayIn(QUALITY, first === 0 ? "on_time" : "late");
}

/** "oktober 2026", or "okt" where there is little room. */
export function monthName(month: string, short = false): string {
  const format: Intl.DateTimeFormatOptions = short ? { month: "short", timeZone: "UTC" } : { month: "long", year: "numeric", timeZone: "UTC" };
  return new Intl.DateTimeFormat(say("size.locale"), format).format(new Date(`${month}-01T00:00:00Z`));
}
