/** Tells what happened as sentences at B1 level, newest first; bells of one second share a sentence. */

import { named, party, problem } from "../src/words/words.ts";
import { groupOf, type Told, type Wall } from "./state.ts";
import { capital, known, selector, together, word } from "./words.ts";

export type Caption = {
  at: number;
  text: string;
  kind: "bell" | "rung" | "act" | "world" | "authority";
};

/** Obligations whose first rung is told; of the others only that somebody was rung. */
const LEADS = new Set(["ontvangen", "beantwoorden", "niet_uitvoerbaar", "trede_1", "trede_2"]);
/** What is told when it is settled, by script or by hand, and so not when the script says it; each of its own flow. */
const SETTLING: Readonly<Record<string, string>> = {
  "spoedaanwijzing.ontvangen": "told.receive", "spoedaanwijzing.gesproken": "told.spoken", "spoedaanwijzing.besluiten": "told.decide",
  "opdracht.beantwoorden": "told.opdracht.answer", "opdracht.ter_plaatse": "told.opdracht.ter_plaatse",
  "bericht_rccb.kennisnemen": "told.bericht_rccb.acknowledge",
}; // prettier-ignore
const BY_SETTLING = new Set(["receive", "spoken", "decide", "opdracht.answer", "opdracht.ter_plaatse", "bericht_rccb.acknowledge", "follow_up"]);
const SERVICE: Readonly<Record<string, string>> = { started: "told.started", "started again": "told.started.again", killed: "told.killed", ended: "told.ended" };
/** The script's word for stopping the service says no more than the service's own end does. */
const SILENT = new Set(["kill", "start"]);
/** Seconds within which what an act settled is told by that act. */
const AT_ONCE = 2;

/** The newest `most` sentences. */
export function captions(wall: Wall, most: number): Caption[] {
  const found: Caption[] = [];
  const bells = new Map<string, Bells>();
  for (let index = wall.told.length - 1; index >= 0 && found.length < most; index -= 1) {
    const entry = wall.told[index];
    if (entry === undefined) continue;
    if (entry.kind === "bell") {
      addBell(found, bells, entry, index, wall);
      continue;
    }
    const one = caption(entry, wall, index);
    if (one !== null) found.push(one);
  }
  return found.slice(0, most);
}

/** Who rang in one second: a first bell, and once more, are two sentences. */
type Bells = { readonly names: Set<string>; readonly told: Caption };

function addBell(found: Caption[], bells: Map<string, Bells>, entry: Told, index: number, wall: Wall): void {
  const again = ringsAgain(entry, wall, wall.told.slice(0, index));
  const key = `${Math.floor(entry.at)} ${again}`;
  const { names, told } = bells.get(key) ?? { names: new Set<string>(), told: { at: entry.at, text: "", kind: "bell" as const } };
  if (names.size === 0) found.push(told);
  names.add(capital(text(entry, "who")));
  told.text = word(again ? "told.bell.again" : "told.bell", { who: together([...names].reverse()) });
  bells.set(key, { names, told });
}

/** Somebody rang before, and what they were rung for then still waits; for something new it is a first bell. */
function ringsAgain(entry: Told, wall: Wall, before: readonly Told[]): boolean {
  const who = text(entry, "who");
  const earlier = before.filter((one) => one.kind === "bell" && one["who"] === who && Math.floor(one.at) < Math.floor(entry.at));
  const last = earlier.at(-1)?.at;
  if (last === undefined) return false;
  const waiting = [...wall.items.values()].flatMap(({ obligations }) => obligations);
  return waiting.some(
    (one) => one.opened <= last + 1 && (one.settled === null || one.settled >= entry.at) && one.rang.some((person) => person.who === who && person.rings > 1),
  );
}

/** One entry as a sentence; null for what only machines want to know. */
export function caption(entry: Told, wall: Wall, index: number): Caption | null {
  const made = (kind: Caption["kind"], sentence: string | null): Caption | null =>
    sentence === null ? null : { at: entry.at, text: sentence, kind };
  switch (entry.kind) {
    case "step":
      return made(entry["item"] === null ? "world" : "act", step(entry));
    case "hand":
      return made(entry["what"] === "act" ? "act" : "world", hand(entry, wall.told.slice(0, index)));
    case "rung":
      return made("rung", rung(entry, wall));
    case "settled":
      return made("act", settled(entry, wall));
    case "gezag":
      return made("authority", gezag(entry, wall.told.slice(0, index)));
    case "service": {
      const key = SERVICE[text(entry, "what")];
      return made("world", key === undefined || !known(key) ? null : word(key));
    }
    default:
      return null;
  }
}

function step(entry: Told): string | null {
  const [does, answer, who] = [text(entry, "does"), text(entry, "answer"), capital(text(entry, "who"))];
  if (answer === "phone_off") return word("told.waits.off", { who, does: doing(does) });
  if (answer === "by_hand") return word("told.skipped", { who, does: doing(does) });
  if (answer === "waits") return word("told.waits", { who, does: doing(does) });
  if (answer !== "accepted") {
    if (answer === "phone") return word("told.refused", { who, does: doing(does), why: word("told.refused.phone") });
    return word("told.refused.said", { who, does: doing(does), why: problem(answer).title });
  }
  return done(does, who);
}

/** An act as a sentence of its own; null where that it is settled tells it. */
function done(does: string, who: string): string | null {
  return BY_SETTLING.has(does) || SILENT.has(does) ? null : said(does, who);
}

function hand(entry: Told, before: readonly Told[]): string | null {
  const what = text(entry, "what");
  const who = capital(text(entry, "who"));
  if (what === "act") {
    const does = ofStep(text(entry, "does"));
    return does === "" || entry["answer"] !== "accepted" ? null : done(does, who);
  }
  if (what === "telegram_down" && stopped(before)) return word("told.telegram_down.killed");
  if (what === "take") return word("told.by_hand", { who });
  if (SILENT.has(what)) return null;
  return known(`told.${what}`) ? said(what, who) : null;
}

/** Whether the service lies still at this point of the night. */
function stopped(before: readonly Told[]): boolean {
  return before.findLast((one) => one.kind === "service")?.["what"] === "killed";
}

function said(does: string, who: string): string {
  const key = `told.${does}`;
  return known(key) ? word(key, { who }) : word("told.does", { who, does: doing(does) });
}

/** An act of the script in the words of the app's buttons. */
function doing(does: string): string {
  const full = does.includes(".") ? does : `spoedaanwijzing.${does}`;
  return named("do", full).toLowerCase();
}

function rung(entry: Told, wall: Wall): string | null {
  const [what, index] = [text(entry, "what"), Number(entry["index"])];
  if (entry["empty"] === true) return word("told.rung.empty", { number: index + 1 });
  if (index === 0 && !LEADS.has(what)) return null;
  const one = wall.items.get(text(entry, "item"))?.obligations.find((each) => each.what === what);
  const groups = one?.rungs[index]?.groups ?? [];
  const people = (one?.rang ?? []).filter((person) => person.rung === index).map(({ who }) => {
    const group = groupOf(wall.phones.get(who), groups);
    return group === undefined || group.functie === null ? capital(who) : `${capital(who)} (${selector(group)})`;
  });
  const functies = Array.isArray(entry["functies"]) ? (entry["functies"] as string[]).map((each) => named("functie", each)) : [];
  const whom = together(people.length > 0 ? people : groups.length > 0 ? groups.map(selector) : functies);
  if (index === 0) return what === "ontvangen" ? word("told.rung.0", { whom }) : word("told.rung.other", { what: named("what", what, flowOf(entry, wall)), whom });
  return word("told.rung", { number: index + 1, whom });
}

function settled(entry: Told, wall: Wall): string | null {
  const what = text(entry, "what");
  if (text(entry, "by") === "" || toldByAct(entry, wall)) return null;
  const who = capital(text(entry, "by"));
  const flow = flowOf(entry, wall);
  const key = SETTLING[`${flow}.${what}`] ?? "";
  if (known(key)) return word(key, { who, outcome: named("outcome", text(entry, "outcome"), flow) });
  return word("told.settled", { who, what: named("what", what, flow) });
}

/** Whether the act with which this was settled has a sentence of its own. */
function toldByAct(entry: Told, wall: Wall): boolean {
  return wall.told.some((one) => {
    const accepted = (one.kind === "step" || one.kind === "hand") && one["answer"] === "accepted";
    const same = accepted && one["who"] === entry["by"] && one["item"] === entry["item"] && Math.abs(one.at - entry.at) <= AT_ONCE;
    return same && !BY_SETTLING.has(ofStep(text(one, "does")));
  });
}

/** The act as a scenario names it: those on an emergency designation without its name. */
function ofStep(does: string): string {
  return does.replace(/^spoedaanwijzing\./, "");
}

/** On which flow's item it happened. */
function flowOf(entry: Told, wall: Wall): string {
  return wall.items.get(text(entry, "item"))?.flow ?? "";
}

/** Only where it passes: that who asked begins as the authority is no news. */
function gezag(entry: Told, before: readonly Told[]): string | null {
  if (!before.some((one) => one.kind === "gezag" && one["item"] === entry["item"])) return null;
  const [functie = "", scope = "nl"] = text(entry, "holder").split("@");
  return word("told.gezag.passed", { holder: party({ functie, scope }) });
}

function text(entry: Told, name: string): string {
  const value = entry[name];
  return typeof value === "string" ? value : "";
}
