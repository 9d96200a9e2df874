/** What each flow offers, on its items and to open them, and how its forms are asked, found by files: `flow-<flow>.ts`. */

import type { How } from "../components/form-fields.ts";
import type { Icon } from "../components/icon.ts";
import type { Step } from "../components/steps.ts";
import type { AskedAct, FlowAct, FormAct } from "../phone-acts.ts";
import type { Item, Me } from "../phone.ts";
import type { ActName } from "../wire/models.ts";
import type { ActGiven, ItemGiven, Load, OpenGiven, PageGiven } from "./part.ts";

/** Where a form is: on which item, for which obligation one came, and what was chosen so far, by field. */
export type At = { readonly item: Item; readonly what: string | null; readonly chosen: Readonly<Record<string, string>> };

/** How the forms of a flow's acts are asked, beyond what the models say of them. */
export type Asks = {
  /** What one must have before one's eyes: the newest content of one of these kinds; by act, or by what one came for. */
  about?: Readonly<Record<string, readonly string[]>>;
  /** What of a form is known already, from the item and one's own number, by field: filled in, and open to change. */
  known?: Readonly<Partial<Record<AskedAct, (item: Item, number?: string) => Readonly<Record<string, string>>>>>;
  /** Kinds of content of which the newest is what one says to have read. */
  reads?: readonly string[];
  /** Which kind of content an act carries on this item, where it may carry several; undefined: the person chooses. */
  kind?: (item: Item) => string | undefined;
  /** Whether the item that an act may carry goes along, by what was chosen so far; where an act is left out it may. */
  carries?: Readonly<Partial<Record<AskedAct, (chosen: Readonly<Record<string, string>>) => boolean>>>;
  /** How its fields are asked at this moment. */
  hows?: Readonly<Partial<Record<AskedAct, (at: At) => Readonly<Record<string, How>>>>>;
  /** Acts whose words are read by whom it is about, or who reported it: no product of a service is named to them (P-05). */
  toPerson?: readonly FormAct[];
  /** Acts with a page of their own. */
  pages?: Readonly<Partial<Record<ActName, Load<ActGiven>>>>;
};

/** In these states; or where more than its state decides: whether, and "first" where nothing else comes before it. */
export type When = readonly string[] | ((item: Item, me: Me) => boolean | "first");

export type Offers = Asks & {
  /** By obligation: the acts that settle it, for whom it waits; the first is the one to press. */
  settles: Readonly<Record<string, readonly FlowAct[]>>;
  /** What one may do besides, and when. */
  besides: Readonly<Partial<Record<FlowAct, When>>>;
  /** Done at once with one press, because it says no more than that one knows. */
  direct?: readonly FlowAct[];
  /** By state: the obligation that was settled and can be opened again. */
  reopens?: Readonly<Record<string, string>>;
  /** Its items keep the key they began with. */
  oneKey?: true;
  /** Of `besides`, for who holds the functie in which the item was opened, and for nobody else. */
  openers?: readonly FlowAct[];
  /** How far its items are, step by step. */
  steps?: (item: Item) => readonly Step[];
  /** Nothing is attached to its items: they are text alone. */
  plain?: true;
  /** What its items' screen shows of the flow's own. */
  shows?: Load<ItemGiven>;
};

/** From which items of another flow one opens this: where this waits for one, or in these states. */
export type From = { readonly flow: string; readonly what?: readonly string[]; readonly states?: readonly string[] };

export type Opened = {
  /** It is offered on the start page, to who may. */
  start?: true;
  from?: readonly From[];
  /** What cannot wait: it stands before all else that one may begin, at this address, for who holds one of these functies. */
  urgent?: { readonly to: string; readonly picture: Icon; readonly who: readonly string[] };
  /** Fields that are not asked for: the phone fills them in. */
  without?: readonly string[];
  /** A page of its own; left out, one is made from the model. */
  page?: Load<OpenGiven>;
};
export type Opens = Readonly<Partial<Record<FormAct, Opened>>>;

export type FlowPage = {
  load: Load<PageGiven>;
  /** It takes the place of the start page for who holds only these functies. */
  start?: readonly string[];
  /** The settings of the phone are reached from it: there is no menu beside a start that takes the place of the usual one. */
  settings?: true;
  /** A place in the menu, for who holds one of these functies; `word` is a name of its flow's words. */
  menu?: { word: string; picture: Icon; who: readonly string[] };
};
export type Pages = Readonly<Record<string, FlowPage>>;

type Found = { OFFERS?: Offers; OPENS?: Opens; PAGES?: Pages };

const FOUND = Object.entries(import.meta.glob<Found>("./flow-*.ts", { eager: true })).map(
  ([path, found]) => [path.slice("./flow-".length, -".ts".length), found] as const,
);

export const OFFERS: ReadonlyMap<string, Offers> = new Map(FOUND.flatMap(([flow, { OFFERS: offers }]) => (offers === undefined ? [] : [[flow, offers] as const])));

/** How the forms of each flow's acts are asked. */
export const ASKS: ReadonlyMap<string, Asks> = OFFERS;

export const OPENS: ReadonlyMap<string, Opened> = new Map(FOUND.flatMap(([, { OPENS: opens = {} }]) => Object.entries(opens)));

/** By flow and name, the pages that flows have beside those of their items. */
export const PAGES: readonly { flow: string; name: string; page: FlowPage }[] = FOUND.flatMap(([flow, { PAGES: pages = {} }]) =>
  Object.entries(pages).map(([name, page]) => ({ flow, name, page })),
);

/** The own page of an act on an item; undefined: its form is made from the models. */
export function pageOf(act: string): Load<ActGiven> | undefined {
  const pages: Readonly<Record<string, Load<ActGiven>>> | undefined = ASKS.get(act.split(".")[0] ?? "")?.pages;
  return pages?.[act];
}

/** The page that takes the place of the start for this person; undefined: the start as it is. */
export function startOf(me: Me): (typeof PAGES)[number] | undefined {
  const held = me.holdings.map((one) => one.functie);
  return held.length === 0 ? undefined : PAGES.find(({ page }) => held.every((one) => page.start?.includes(one) === true));
}

/** What cannot wait, and how this person asks for it, or records it; null: they do not. */
export function emergencyOf({ holdings }: Me): { act: FormAct; to: string; picture: Icon } | null {
  const found = [...OPENS].flatMap(([act, { urgent }]) => (urgent !== undefined && holdings.some((one) => urgent.who.includes(one.functie)) ? [{ act: act as FormAct, ...urgent }] : []));
  return found[0] ?? null;
}

/** What this person may open from the start page. */
export function startsWith({ opens }: Me): readonly FormAct[] {
  return [...OPENS].filter(([act, one]) => one.start === true && Object.hasOwn(opens, act)).map(([act]) => act as FormAct);
}

/** What this person may open that follows from this item, and the obligation that asks for it. */
export function followsFrom(item: Item, { opens }: Me): readonly { act: FormAct; what: string | null }[] {
  const waiting = item.obligations.filter((one) => one.mine && one.settledAt === null).map((one) => one.what);
  return [...OPENS].flatMap(([name, one]) => {
    const act = name as FormAct;
    const from = one.from?.find(({ flow }) => flow === item.flow);
    if (from === undefined || !Object.hasOwn(opens, name)) return [];
    const asked = waiting.find((what) => from.what?.includes(what) === true);
    return asked !== undefined || from.states?.includes(item.state) === true ? [{ act, what: asked ?? null }] : [];
  });
}
