/** The order of the start screen: what waits for me and is late first, then what rings loudest, then the rest. */

import type { Obligation, Start } from "../phone.ts";

type Entry = Start["items"][number];

/** Obligations whose ladders ring within seconds or minutes; the first is the loudest. */
const LOUD = ["ontvangen", "beantwoorden", "niet_uitvoerbaar", "ter_plaatse", "besluiten", "gesproken", "trede_1", "trede_2"];

export function openOf(entry: Entry): readonly Obligation[] {
  return entry.obligations.filter((one) => one.settledAt === null);
}

/** The obligation that an item is listed under: mine before others', late before due, loud before quiet. */
export function loudest(entry: Entry): Obligation | undefined {
  return [...openOf(entry)].sort((a, b) => compare(rank(a), rank(b)))[0];
}

/** Three lists in their order: mine, of others, closed. */
export function sorted(entries: Start["items"]): { mine: Entry[]; others: Entry[]; closed: Entry[] } {
  const ranked = entries.map((entry) => ({ entry, first: loudest(entry) }));
  ranked.sort((a, b) => compare(a.first === undefined ? LAST : rank(a.first), b.first === undefined ? LAST : rank(b.first)));
  const keep = (test: (first: Obligation | undefined) => boolean): Entry[] =>
    ranked.filter((one) => test(one.first)).map((one) => one.entry);
  return {
    mine: keep((first) => first?.mine === true),
    others: keep((first) => first?.mine === false),
    closed: keep((first) => first === undefined),
  };
}

type Rank = readonly [number, number, number, number];
const LAST: Rank = [9, 9, 0, 0];

function rank(one: Obligation): Rank {
  const loud = LOUD.indexOf(one.what);
  return [
    one.mine ? 0 : 1,
    one.late ? 0 : 1,
    loud < 0 ? LOUD.length : loud,
    one.due === null ? Date.parse(one.openedAt) : Date.parse(one.due),
  ];
}

function compare(a: Rank, b: Rank): number {
  for (const [index, value] of a.entries()) {
    const other = b[index] ?? 0;
    if (value !== other) return value - other;
  }
  return 0;
}
