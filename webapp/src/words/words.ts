/** Every word people read, in the language they chose; the only place where pages get text from. */

import { REFUSED_HERE } from "../phone.ts";
import { DEVICE } from "./device.ts";
import { BOARD } from "./board.ts";
import { BELL } from "./bell.ts";
import { FORMS } from "./forms.ts";
import { OF_ANY_FLOW, WORDS_OF } from "./flows.ts";
import { GENERAL } from "./general.ts";
import { KEYS } from "./keys.ts";
import { JOINED } from "./joined.ts";
import { ITEM } from "./item.ts";
import { NAMES } from "./names.ts";
import { PROBLEMS } from "./problems.ts";
import { refusal } from "./refusals.ts";
import { RELEASE } from "./release.ts";
import { RETENTION } from "./retention.ts";
import { ROSTER } from "./roster.ts";
import { STATES } from "./states.ts";

export type Language = "nl" | "en";
export type Pair = readonly [string, string];

export const TABLE = { ...GENERAL, ...STATES, ...ITEM, ...NAMES, ...FORMS, ...BOARD, ...DEVICE, ...RELEASE, ...BELL, ...JOINED, ...KEYS, ...ROSTER, ...RETENTION } as const;
export type Key = keyof typeof TABLE;

const BY_NAME: Readonly<Record<string, Pair>> = TABLE;
let chosen: Language = "nl";
let plain = false;
/** What the app is called, where nobody may see what it is (SG-07). */
const NAME = /\bPiket\b/g;

export function language(): Language {
  return chosen;
}

export function speak(next: Language): void {
  chosen = next;
}

/** From now on no sentence says the name of the app, but a name that says nothing. */
export function neutral(on: boolean): void {
  plain = on;
}

/** The sentence of a key, with its `{values}` filled in. */
export function say(key: Key, values: Readonly<Record<string, string | number>> = {}): string {
  return fill(TABLE[key], values);
}

/** The sentence of a key of a page's own table, which is loaded with that page; where nobody may see what it is, that of `own.<key>` first. */
export function sayIn<Table extends Readonly<Record<string, Pair>>>(table: Table, key: keyof Table, values: Readonly<Record<string, string | number>> = {}): string {
  const pair = (plain ? table[`own.${String(key)}`] : undefined) ?? table[key];
  return pair === undefined ? String(key) : fill(pair, values);
}

/**
 * The word for a name on the wire, such as `named("functie", "hovj")`; a name without words is shown as it is. What its
 * own flow says of it goes before what is said of all.
 */
export function named(kind: string, name: string, flow = ""): string {
  const pair = wordOf(`${kind}.${name}`, flow);
  return pair === undefined ? name : fill(pair, {});
}

/** A word that one chooses from, or chose; one that is the name of a functie is said as that functie. */
export function wordFor(word: string, flow = ""): string {
  return isNamed("outcome", word, flow) ? named("outcome", word, flow) : named("functie", word);
}

/** Whether there is a word for a name, of its own flow or of all. */
export function isNamed(kind: string, name: string, flow = ""): boolean {
  return wordOf(`${kind}.${name}`, flow) !== undefined;
}

/** The label of a field, which may lie within others (`criteria.a.feit`): by its path, or else by its own name. */
export function fieldNamed(path: string, flow = ""): string {
  const own = path.slice(path.lastIndexOf(".") + 1);
  const pair = wordOf(`field.${path}`, flow) ?? wordOf(`field.${own}`, flow);
  return pair === undefined ? own : fill(pair, {});
}

/** What helps to fill in a field, where there is anything to say. */
export function helpFor(path: string, flow: string): string | undefined {
  const pair = wordOf(`field.${path}.help`, flow);
  return pair === undefined ? undefined : fill(pair, {});
}

function wordOf(key: string, flow: string): Pair | undefined {
  const own = plain ? OF_ANY_FLOW[`own.${key}`] : undefined;
  if (own !== undefined) return own;
  return WORDS_OF.get(flow)?.[key] ?? BY_NAME[key] ?? OF_ANY_FLOW[key];
}

/** Whether there is a sentence of this kind. */
export function has(name: string): name is Key {
  return name in TABLE;
}

/** Title and what to do for a refusal's code; what this phone refused, or nobody foresaw, is not to be relied on. */
export function problem(given: string): { title: string; detail: string } {
  const here = given.startsWith(REFUSED_HERE);
  const code = here ? given.slice(REFUSED_HERE.length) : given;
  if (isNamed("error", code)) return { title: named("error", code), detail: named("error", `${code}.detail`) };
  const [nl, nlDetail, en, enDetail] = (here ? refusal(code) : PROBLEMS[code]) ?? [];
  const [title, detail] = chosen === "nl" ? [nl, nlDetail] : [en, enDetail];
  return { title: title ?? say("error.proof"), detail: detail ?? say("error.proof.detail") };
}

/** A functie with its area: "RCCB Amsterdam"; national ones and the board have none, an officer has an organisation. */
export function party(one: { functie: string; scope: string }): string {
  const functie = named("functie", one.functie);
  if (one.scope.startsWith("org:")) return `${functie} ${named("organisation", one.scope.slice(4))}`;
  return ["nl", "board", ""].includes(one.scope) ? functie : `${functie} ${area(one.scope)}`;
}

let names: ReadonlyMap<string, string> = new Map();

/** Call these areas by these names. */
export function nameAreas(found: ReadonlyMap<string, string>): void {
  names = found;
}

/** An area as people say it. */
export function area(scope: string): string {
  const known = names.get(scope);
  if (known !== undefined) return known;
  const slug = scope.slice(scope.indexOf(":") + 1);
  if (scope === "nl") return say("scope.nl");
  return slug
    .split("-")
    .map((part) => (part.length > 2 ? part.charAt(0).toUpperCase() + part.slice(1) : part))
    .join("-");
}

function fill(pair: Pair, values: Readonly<Record<string, string | number>>): string {
  const said = chosen === "nl" ? pair[0] : pair[1];
  const text = plain ? said.replaceAll(NAME, chosen === "nl" ? "Notities" : "Notes") : said;
  return text.replaceAll(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? ""));
}
