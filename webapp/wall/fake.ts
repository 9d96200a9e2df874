/** A made-up world for looking at the wall and for its tests: the ladder of the main scenario at any moment of it. */

import type { Item, Message, Part, Phone, Rang, Told } from "./state.ts";
import type { Command, Source } from "./stream.ts";

type Person = { who: string; organisation: string; functie: string; scope?: string; slot?: string; from: number | null };
const CAST: readonly Person[] = [
  { who: "hanna", organisation: "om", functie: "hovj", scope: "arr:midden-nederland", from: 0 },
  { who: "nina", organisation: "nctv", functie: "nctv_piket", from: 0 },
  { who: "noah", organisation: "nctv", functie: "nctv_piket", slot: "backup", from: 60 },
  { who: "niels", organisation: "nctv", functie: "nctv_piket", slot: "", from: 120 },
  { who: "coen", organisation: "om", functie: "coordinerend_hovj", from: 240 },
  { who: "dirk", organisation: "nctv", functie: "directeur_nctv", from: 360 },
  { who: "petra", organisation: "om", functie: "pg", from: 480 },
  { who: "ingrid", organisation: "nctv", functie: "nctv", from: 480 },
  { who: "lars", organisation: "politie", functie: "lcc", from: null },
  { who: "rick", organisation: "politie", functie: "rccb", scope: "eenheid:midden-nederland", from: null },
];
const RUNGS = [0, 60, 120, 240, 360, 480];
const GROUPS = [["nctv_piket", "on_duty"], ["nctv_piket", "backup"], ["nctv_piket", "all"], ["coordinerend_hovj", "on_duty"], ["directeur_nctv", "on_duty"]] as const;
const LAST = [{ functie: "pg", relation: "", slot: "on_duty" }, { functie: "nctv", relation: "", slot: "on_duty" }];
const RECEIVED = 615;
const EVERY = 30;
export const START = "2026-11-23T02:12:00Z";
export const ITEM = "0193f0aa-0000-7000-8000-000000000001";

/** Every ring of somebody until `at`. */
function ringsOf(person: Person, at: number): number[] {
  const until = Math.min(at, RECEIVED);
  if (person.from === null) return [];
  if (person.who === "hanna") return [0, 60, 120, 240, 300, 360, 480, 600].filter((each) => each <= until);
  const count = Math.max(0, Math.floor((until - person.from) / EVERY) + 1);
  return Array.from({ length: count }, (_, index) => (person.from ?? 0) + index * EVERY);
}

function phoneOf(person: Person, index: number, at: number): Phone {
  const rings = ringsOf(person, at);
  const last = rings.at(-1) ?? null;
  const { who, organisation, functie } = person;
  return {
    n: index + 1, who, organisation, holdings: [{ functie, scope: person.scope ?? "nl" }],
    duty: person.slot === "" ? [] : [{ functie, slot: person.slot ?? "on_duty" }], channels: [who === "rick" ? "webhook" : "telegram"],
    needed: true, byHand: false, on: true, line: true, origin: `http://p${index + 1}.piket.localhost:1`, app: "none", rings: rings.length,
    rangAt: last, opens: at >= RECEIVED && who === "ingrid" ? ITEM : null, doing: null,
    chat: last === null ? [] : [bell(rings.length, last, at)],
  }; // prettier-ignore
}

function bell(id: number, last: number, at: number): Message {
  const over = at >= RECEIVED;
  const text = over ? "Afgerond. U hoeft niets te doen." : id > 1 ? "Er staat nog iets voor u klaar." : "Er staat iets voor u klaar.";
  const buttons = over ? [] : [{ text: "Openen", url: "http://piket.localhost/#/" }, { text: "Ik heb dit gezien", url: null }];
  return { id, mine: false, at: last, text, buttons, rang: true, rangAt: last, edited: over, drill: false, toast: null };
}

function itemOf(at: number): Item {
  const rang = CAST.filter((one) => one.from !== null && one.from <= at && one.who !== "hanna").map(
    (one): Rang => ({ who: one.who, rung: RUNGS.indexOf(one.from ?? 0), rings: ringsOf(one, at).length, seen: false, calling: one.who === "petra" && at > 500 }),
  );
  const rungs = RUNGS.map((each, index) => {
    const group = GROUPS[index];
    const groups = group === undefined ? LAST : [{ functie: group[0], relation: "", slot: group[1] }];
    return { index, at: each, reached: each <= at ? each : null, empty: false, groups };
  });
  const settled = at >= RECEIVED ? RECEIVED : null;
  const base = { opened: 0, due: null, late: false, settled, settledBy: settled === null ? null : "ingrid", outcome: null };
  const opener = [{ functie: null, relation: "opener", slot: "" }];
  return {
    label: "zaak", id: ITEM, flow: "spoedaanwijzing", state: settled === null ? "ingediend" : "ontvangen", drill: false, openedAt: 0,
    obligations: [
      { ...base, what: "ontvangen", ladder: "L-1.ontvangst", rungs, rang },
      { ...base, what: "gesproken", ladder: "SA-00.gesproken", rungs: [{ index: 0, at: 0, reached: 0, groups: opener }, { index: 1, at: 900, reached: null, groups: opener }], rang: [{ who: "hanna", rung: 0, rings: 1 + Math.floor(at / 300), seen: false, calling: false }] },
    ],
  }; // prettier-ignore
}

function toldUntil(at: number): Told[] {
  const told: Told[] = [{ at: 0, kind: "step", who: "hanna", does: "submit", item: "zaak", answer: "accepted" }];
  RUNGS.forEach((each, index) => told.push({ at: each, kind: "rung", item: "zaak", what: "ontvangen", index, empty: false, functies: [GROUPS[index]?.[0] ?? "pg"] }));
  for (const person of CAST) for (const ring of ringsOf(person, at)) told.push({ at: ring, kind: "bell", who: person.who, channel: "telegram", text: "" });
  told.push({ at: RECEIVED, kind: "settled", item: "zaak", what: "ontvangen", by: "ingrid", outcome: "ontvangen" });
  const order = ["step", "bell", "rung", "settled"];
  return told.filter((one) => one.at <= at).sort((a, b) => a.at - b.at || order.indexOf(a.kind) - order.indexOf(b.kind));
}

/** Every part of the wall at this moment of the night. */
export function partsAt(at: number, mode: "playing" | "paused" = "paused"): Part[] {
  const size = 40 + Math.floor(at / 5);
  const log = (name: string, count: number): unknown => ({ log: name, name, size: count, root: "9f3c07d1a2b4c6e8", cosigned: ["getuige"], witnessed: count - 3 });
  const title = "Silence to the last rung, and beyond";
  const line = { name: "silence_to_the_last_rung_and_beyond", title, about: "Nobody answers." };
  return [
    { part: "clock", value: { at, start: START, mode, over: false, speed: 15, lasts: 745, error: null } },
    { part: "scenario", value: { ...line, all: [line, { ...line, name: "answered_at_once", title: "Answered at once" }] } },
    { part: "world", value: { id: "w1", service: "running", telegram: "up", touched: false } },
    { part: "phones", value: CAST.map(({ who }) => who) },
    ...CAST.map((one, index) => ({ part: `phone/${one.who}`, value: phoneOf(one, index, at) })),
    { part: "item/zaak", value: itemOf(at) },
    { part: "log", value: { logs: [log("om", size), log("nctv", size * 2), log("politie", 12), log("directory", 69), log("root", 9)] } },
    { part: "told", value: null },
    { part: "told", value: toldUntil(at) },
    { part: "verdicts", value: null },
  ];
}

/** A world that stands at one moment, and writes down what it is asked. */
export function fakeSource(at: number, asked: Command[] = []): Source {
  return {
    hear(part, contact) {
      contact(true);
      for (const each of partsAt(at)) part(each);
      return () => undefined;
    },
    async ask(command) {
      asked.push(command);
      return true;
    },
  };
}
