/** Many notices at once on a made-up phone, for looking at screens: all kinds of answers, a gesture half sent, a read-back. */

import { PhoneError } from "../phone.ts";
import type { Closed, Gesture, HowFar, Many } from "../phone-many.ts";
import { at, DRAFT, itemFor, meAs, NOW } from "./fake-data.ts";
import type { Like } from "./fake-phone.ts";

const GEMEENTEN = ["0014", "0034", "0037", "0047", "0050", "0059", "0060", "0072", "0074", "0080", "0085", "0086", "0088", "0090"];
const RELEASE = ["vrijgeven"];
const STATES: readonly Pick<HowFar, "state" | "waits" | "late" | "seen" | "nobody">[] = [
  { state: "verstuurd", waits: ["kennisnemen"], late: false, seen: false, nobody: true },
  { state: "verstuurd", waits: ["kennisnemen"], late: true, seen: false, nobody: false },
  { state: "kennisgenomen", waits: ["vraag"], late: false, seen: true, nobody: false },
  { state: "ter_vrijgave", waits: RELEASE, late: false, seen: false, nobody: false },
  { state: "verstuurd", waits: ["kennisnemen"], late: false, seen: true, nobody: false },
  { state: "verstuurd", waits: ["kennisnemen"], late: false, seen: false, nobody: false },
  { state: "kennisgenomen", waits: [], late: false, seen: true, nobody: false },
];

const SAID = [{ name: "what", value: "Een verzonnen situatie.", kind: "text" }] as const;

export function fakeMany(like: Like): Many {
  const gesture: Gesture = { gesture: "g1", act: "burgemeestersbericht.send", stage: "waiting", done: 120, of: 342, refused: 0 };
  const items = GEMEENTEN.map((code, place): HowFar => {
    const stands = STATES[place % STATES.length];
    const base = { item: `item${code}`, area: `gm:GM${code}`, drill: like.item === "drill", closed: false, openedAt: NOW.toISOString() };
    return { ...base, state: "verstuurd", waits: [], late: false, seen: false, nobody: false, ...stands };
  });
  return {
    prepareMany: async ([first]) => ({
      draft: { ...DRAFT, name: first?.act ?? "burgemeestersbericht.send", facts: first?.act === "burgemeestersbericht.release" ? [] : SAID, readers: [], gaps: [], rungs: [] },
      dossier: "d".repeat(22),
      each: items.map(({ item, area }, place) => ({ item, area, gaps: place === 0 ? [{ functie: "burgemeester", scope: area, number: null }] : [] })),
      texts: first?.act === "burgemeestersbericht.release" ? [{ fields: SAID, areas: items.map(({ area }) => area) }] : [],
      failed: [],
    }),
    signMany: async () => ({ ...gesture, stage: "sending" }),
    gestures: async () => [gesture],
    gathered: async () => items,
    closed: async (before) => closedAs(like, before),
  };
}

/** Two pages of what is over; the second holds one drill. */
function closedAs({ fails, empty, who = "piket" }: Like, before: string | null): Closed {
  if (fails !== undefined) throw new PhoneError(fails);
  const line = { ...itemFor("withdrawn", meAs(who)), closed: true };
  const page = (first: number, count: number): Closed["items"] =>
    Array.from({ length: empty === true ? 0 : count }, (_, place) => ({ ...line, id: `closed${first + place}`, drill: first > 0, openedAt: at(-700 - first - place), closedAt: at(-600 - first - place) }));
  return before === null ? { items: page(0, 3), more: empty !== true } : { items: page(3, 1), more: false };
}
