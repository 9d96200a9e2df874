/** What the wall knows of the practice world: the parts of its stream, each replaced whole by a newer one. */

export type Clock = {
  /** Seconds since the scenario's start. */
  at: number;
  start: string;
  mode: "preparing" | "playing" | "paused" | "stepping" | "broken";
  /** The scenario is at its end; time goes on. */
  over: boolean;
  /** Null: as fast as it goes. */
  speed: number | null;
  lasts: number;
  error: string | null;
  /** What cannot go on: the service, the time, the files of the app, the folder. */
  fault: string | null;
};
export type Line = { name: string; title: string; about: string };
export type Scenario = Line & { all: readonly Line[] };
export type World = { id: string; service: "starting" | "running" | "killed" | "ended"; telegram: "up" | "down" | "ended"; touched: boolean };

export type ChatButton = { text: string; url: string | null };
export type Message = {
  id: number;
  mine: boolean;
  at: number;
  text: string;
  buttons: readonly ChatButton[];
  rang: boolean;
  rangAt: number | null;
  edited: boolean;
  drill: boolean;
  toast: string | null;
};
export type Place = { functie: string; scope: string };
export type Phone = {
  n: number;
  who: string;
  organisation: string;
  holdings: readonly Place[];
  duty: readonly { functie: string; slot: string }[];
  channels: readonly string[];
  needed: boolean;
  byHand: boolean;
  on: boolean;
  line: boolean;
  origin: string;
  app: "none" | "invited" | "offered" | "ready";
  rings: number;
  rangAt: number | null;
  opens: string | null;
  doing: string | null;
  chat: readonly Message[];
};

export type Group = { functie: string | null; relation: string; slot: string };
export type Rung = { index: number; at: number; reached: number | null; empty?: boolean; groups: readonly Group[] };
export type Rang = { who: string; rung: number; rings: number; seen: boolean; calling: boolean };
export type Obligation = {
  what: string;
  ladder: string;
  opened: number;
  due: number | null;
  late: boolean;
  settled: number | null;
  settledBy: string | null;
  outcome: string | null;
  rungs: readonly Rung[];
  rang: readonly Rang[];
};
export type Item = { label: string; id: string; flow: string; state: string; drill: boolean; openedAt: number; obligations: readonly Obligation[] };
export type Log = { log: string; name: string; size: number; root: string; cosigned: readonly string[]; witnessed: number | null };
export type Told = { at: number; kind: string } & Readonly<Record<string, unknown>>;
export type Verdict = { held: boolean; what: string; detail: string };

export type Wall = {
  clock: Clock;
  scenario: Scenario | null;
  world: World | null;
  order: readonly string[];
  phones: ReadonlyMap<string, Phone>;
  items: ReadonlyMap<string, Item>;
  logs: readonly Log[];
  told: readonly Told[];
  verdicts: readonly Verdict[] | null;
};

/** One message of the stream. */
export type Part = { part: string; value: unknown };

/** Places on the roster that one person has, and not every holder of the functie. */
const PLACES = new Set(["on_duty", "backup"]);

export const EMPTY: Wall = {
  clock: { at: 0, start: "1970-01-01T00:00:00Z", mode: "preparing", over: false, speed: 1, lasts: 0, error: null, fault: null },
  scenario: null,
  world: null,
  order: [],
  phones: new Map(),
  items: new Map(),
  logs: [],
  told: [],
  verdicts: null,
};

/** The wall after one message; a part that is unknown changes nothing. */
export function applied(wall: Wall, { part, value }: Part): Wall {
  const slash = part.indexOf("/");
  const name = slash < 0 ? part : part.slice(0, slash);
  const key = slash < 0 ? "" : part.slice(slash + 1);
  switch (name) {
    case "clock":
      return { ...wall, clock: (value as Clock | null) ?? EMPTY.clock };
    case "scenario":
      return { ...wall, scenario: value as Scenario | null };
    case "world":
      return { ...wall, world: value as World | null };
    case "phones":
      return { ...wall, order: (value as string[] | null) ?? [] };
    case "phone":
      return { ...wall, phones: placed(wall.phones, key, value as Phone | null) };
    case "item":
      return { ...wall, items: placed(wall.items, key, value as Item | null) };
    case "log":
      return { ...wall, logs: (value as { logs: Log[] } | null)?.logs ?? [] };
    case "told":
      return { ...wall, told: value === null ? [] : inTime([...wall.told, ...(value as Told[])]) };
    case "verdicts":
      return { ...wall, verdicts: value as Verdict[] | null };
    default:
      return wall;
  }
}

/** What is heard of later may have happened earlier; of one moment, in the order in which it was heard. */
function inTime(told: Told[]): Told[] {
  return told.sort((one, other) => one.at - other.at);
}

/** The phones in their order. */
export function phonesOf(wall: Wall): Phone[] {
  return wall.order.map((who) => wall.phones.get(who)).filter((one): one is Phone => one !== undefined);
}

/**
 * The group of a rung in which somebody stands: the one of their own place on the roster; else what they are to the item,
 * else their functie; the first when none of these is named.
 */
export function groupOf(phone: Phone | undefined, groups: readonly Group[]): Group | undefined {
  const theirs = groups.filter((group) => phone?.holdings.some((held) => held.functie === group.functie));
  const onDuty = theirs.find((group) => !PLACES.has(group.slot) || phone?.duty.some((one) => one.functie === group.functie && one.slot === group.slot));
  return onDuty ?? groups.find((group) => group.functie === null) ?? theirs[0] ?? groups[0];
}

/** A bell stands on the screen that nobody has answered. */
export function waiting(phone: Phone): boolean {
  return phone.chat.some((one) => !one.mine && one.buttons.length > 0 && one.rang);
}

function placed<V>(map: ReadonlyMap<string, V>, key: string, value: V | null): Map<string, V> {
  const next = new Map(map);
  if (value === null) next.delete(key);
  else next.set(key, value);
  return next;
}
