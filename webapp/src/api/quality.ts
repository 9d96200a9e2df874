/** The shape of the kwaliteitsmonitor's answer: the service's word, which nobody signed; and how it is asked for. */

import type { Quality } from "../phone-quality.ts";
import { fields, list, object, orNull, text, whole, type Shape } from "./shape.ts";

const group = fields({ first: whole, last: whole, cases: whole });
const answer = fields({
  least: whole,
  months: list(text),
  shown: list(text),
  organisations: list(text),
  indicators: list(fields({ name: text, flow: text, asks: text, of: list(text), unit: text, source: text })),
  scales: object,
  figures: list(
    fields({
      month: text,
      indicator: text,
      organisation: text,
      functie: text,
      cases: orNull(whole),
      p50: orNull(whole),
      p90: orNull(whole),
      top: orNull(whole),
      amounts: list(group),
      rungs: list(group),
      late: list(group),
      waiting: orNull(whole),
      reopened: orNull(whole),
    }),
  ),
});

export const qualityAnswer: Shape<Quality> = (value) => {
  const { scales, ...found } = answer(value);
  const read = Object.entries(scales).map(([unit, bounds]) => [unit, list(whole)(bounds)] as const);
  return { ...found, scales: Object.fromEntries(read) };
};

/** Where it is asked for, up to a month such as `2026-10`; null: the newest there is. */
export function qualityPath(path: string, until: string | null): string {
  const [year, month] = (until ?? "").split("-");
  return until === null ? path : `${path}?year=${year}&month=${Number(month)}`;
}
