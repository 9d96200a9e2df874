/** Lays a ladder out against time: who stands on which rung, from when, with every ring; fractions of a width, no pixels. */

import type { Group, Obligation, Rung, Told } from "./state.ts";

/** How somebody, or a rung nobody stands on yet, is drawn. */
export type Stand = "rung" | "seen" | "calling" | "settled" | "next" | "later" | "needless" | "empty";
export type Lane = {
  rung: number;
  /** The first lane of its rung carries the rung's number. */
  first: boolean;
  who: string | null;
  groups: readonly Group[];
  /** Seconds: when it was reached, or will be. */
  from: number;
  /** Seconds: until when it rang; equals `from` for a forecast. */
  until: number;
  rings: readonly number[];
  stand: Stand;
};
export type Range = { from: number; until: number };

const STEPS = [60, 120, 300, 600, 900, 1800, 3600, 7200, 14_400];
const LEAST = 240;
const AHEAD = 0.12;
const FURTHEST = 900;
/** The next rung is shown even when it is this far ahead: nothing else is worth a picture then. */
const NEXT = 7200;

/** When whose phone rang, whatever for: in one act they hear one bell for all that waits. */
export type Bells = ReadonlyMap<string, readonly number[]>;

/** The moments at which each phone made a sound; what rings over two channels at once rings once. */
export function bellsOf(told: readonly Told[]): Bells {
  const found = new Map<string, number[]>();
  for (const one of told) {
    if (one.kind !== "bell" || typeof one["who"] !== "string") continue;
    const before = found.get(one["who"]) ?? [];
    const last = before.at(-1);
    if (last === undefined || one.at - last >= 1) before.push(one.at);
    found.set(one["who"], before);
  }
  return found;
}

/** One lane for each person on the lowest rung that rang them, and one for each rung that rang nobody (yet). */
export function lanes(one: Obligation, now: number, bells: Bells): Lane[] {
  const seen = new Set<string>();
  const next = one.rungs.find((rung) => rung.reached === null)?.index;
  return one.rungs.flatMap((rung) => {
    const people = one.rang.filter((person) => person.rung === rung.index && !seen.has(person.who));
    for (const person of people) seen.add(person.who);
    const from = rung.reached ?? rung.at;
    const base = { rung: rung.index, groups: rung.groups, from };
    if (people.length === 0) {
      const until = rung.reached === null ? from : (one.settled ?? now);
      return [{ ...base, first: true, who: null, until, rings: [], stand: standOf(rung, one.settled, next) }];
    }
    return people.map((person, index): Lane => {
      const settled = person.who === one.settledBy;
      const stand = settled ? "settled" : person.calling ? "calling" : person.seen ? "seen" : "rung";
      const until = one.settled ?? now;
      const rings = (bells.get(person.who) ?? []).filter((at) => at >= from - 1 && at <= until);
      return { ...base, first: index === 0, who: person.who, until, rings, stand };
    });
  });
}

function standOf(rung: Rung, settled: number | null, next: number | undefined): Stand {
  if (rung.reached !== null) return rung.empty === true ? "empty" : "rung";
  if (settled !== null) return "needless";
  return rung.index === next ? "next" : "later";
}

/** From when until when to draw: what happened, and what comes soon; a rung far ahead is left beyond the edge. */
export function range(one: Obligation, now: number): Range {
  const shown = one.settled ?? now;
  const ahead = one.settled === null ? one.rungs.filter((rung) => rung.reached === null).map((rung) => rung.at) : [];
  const soon = ahead.filter((at, index) => at <= now + (index === 0 ? NEXT : FURTHEST));
  const last = Math.max(one.opened + LEAST, shown, now > shown ? Math.min(now, shown + LEAST) : now, ...soon);
  return { from: one.opened, until: last + (last - one.opened) * AHEAD };
}

/** Where a moment stands, from 0 to 1. */
export function place(at: number, { from, until }: Range): number {
  return Math.min(1, Math.max(0, (at - from) / (until - from)));
}

/** At most `most` round moments within the range. */
export function ticks({ from, until }: Range, most: number): number[] {
  const step = STEPS.find((each) => (until - from) / each <= most) ?? 28_800;
  const found: number[] = [];
  for (let at = Math.ceil(from / step) * step; at <= until; at += step) found.push(at);
  return found;
}

/** The obligations worth a ladder: open before settled, the furthest climbed first, then the newest. */
export function ranked<T extends { one: Obligation }>(all: readonly T[]): T[] {
  const climbed = ({ one }: T): number => (1 + one.rungs.filter((rung) => rung.reached !== null).length) * loud(one);
  const settled = ({ one }: T): number => one.settled ?? -1;
  return [...all].sort((a, b) => {
    const open = Number(a.one.settled !== null) - Number(b.one.settled !== null);
    if (open !== 0) return open;
    return a.one.settled === null ? climbed(b) - climbed(a) || b.one.opened - a.one.opened : settled(b) - settled(a);
  });
}

/** Receipt, decision and order lead the night; what follows is quieter. */
const LOUD: Readonly<Record<string, number>> = { ontvangen: 9, besluiten: 8, niet_uitvoerbaar: 8, beantwoorden: 7, trede_1: 6, trede_2: 6, ter_plaatse: 5 };

function loud(one: Obligation): number {
  return LOUD[one.what] ?? 1;
}
