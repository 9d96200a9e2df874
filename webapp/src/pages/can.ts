/** What a person can do on an item now, most urgent first: offers only; the service holds the fence. */

import type { Act, Bare, FlowAct } from "../phone-acts.ts";
import type { Item, Me, Obligation } from "../phone.ts";
import { followsFrom, OFFERS, type Offers } from "./offers.ts";

/** `direct`: done at once with a button; `sign`: read back and signed; `form`: something is filled in first; `open`: so opens an item that follows. */
export type Can = { act: Act; how: "direct" | "sign" | "form" | "open"; what: string | null; first: boolean };

type How = Exclude<Can["how"], "open">;
type Offer = (act: Act, how: How, first?: boolean) => void;

/** What this person can do on this item: what waits for them first, then what is open to them at any time. */
export function can(item: Item, me: Me): Can[] {
  const open = item.obligations.filter((one) => one.settledAt === null);
  const offers = OFFERS.get(item.flow);
  const follows = followsFrom(item, me);
  // What another flow does for it goes first; that it is not needed may be said as well.
  const found: Can[] = follows.filter(({ what }) => what !== null).map(({ act, what }) => ({ act, how: "open", what, first: true }));
  if (offers !== undefined) found.push(...open.filter((one) => one.mine).flatMap((one) => settles(one, offers, item)));
  const hold = item.retention?.may ?? null; // also on what is closed (EV-03)
  if (hold !== null && item.closed) found.push({ act: hold, how: hold === "item.lift" ? "sign" : "form", what: null, first: false });
  if (item.closed) return found;
  const offer: Offer = (act, how, first = false) => {
    if (!found.some((one) => one.act === act)) found.push({ act, how, what: null, first });
  };
  if (offers !== undefined) besides(item, offers, me, offer);
  found.push(...follows.filter(({ what }) => what === null).map(({ act }): Can => ({ act, how: "open", what: null, first: false })));
  onKeys(item, offer);
  if (hold !== null) offer(hold, hold === "item.lift" ? "sign" : "form");
  for (const one of open.filter(iAmRung)) found.push({ act: "item.ik_bel", how: "direct", what: one.what, first: false });
  for (const one of open) found.push({ act: "item.ring_again", how: "direct", what: one.what, first: false });
  const again = offers?.reopens?.[item.state];
  if (again !== undefined) found.push({ act: "item.reopen", how: "direct", what: again, first: false });
  return [...found.filter((one) => one.first), ...found.filter((one) => !one.first)];
}

/** What settles an obligation by what its flow offers, as far as one's functie may do it. */
function settles({ what }: Obligation, offers: Offers, { may }: Item): Can[] {
  const mine = (offers.settles[what] ?? []).filter((act) => may[act] !== undefined);
  return mine.map((act) => ({ act, how: howOf(act, offers, may), what, first: true }));
}

function besides(item: Item, offers: Offers, me: Me, offer: Offer): void {
  const { state, may, openedAs } = item;
  const opened = me.holdings.some((one) => one.functie === openedAs.functie && one.scope === openedAs.scope);
  for (const [name, when] of Object.entries(offers.besides)) {
    const act = name as FlowAct;
    if (may[act] === undefined || (!opened && offers.openers?.includes(act) === true)) continue;
    const now = typeof when === "function" ? when(item, me) : when.includes(state);
    if (now !== false) offer(act, howOf(act, offers, may), now === "first");
  }
}

function howOf(act: FlowAct, offers: Offers, may: Item["may"]): How {
  return offers.direct?.includes(act) === true ? "direct" : (may[act] ?? "form");
}

/** Who can read gives the key to who must and cannot; of a linked item no phone knows who lacks one, so by hand. */
function onKeys({ flow, keys, locked, contents }: Item, offer: Offer): void {
  if (contents.length === 0) return;
  if (keys === null && locked === 0) offer("item.wrap", "sign");
  if (keys !== null && keys.lacking.length > 0) offer("item.wrap", "direct", true);
  if (keys?.removed === true && OFFERS.get(flow)?.oneKey !== true) offer("item.rekey", "sign");
}

function iAmRung(one: Obligation): boolean {
  return one.rang.some((person) => person.me && !person.calling);
}

/** Acts on any item that need no more than their name. */
export function isBare(act: Act): act is Bare {
  return BARE.has(act);
}

const BARE: ReadonlySet<string> = new Set<Bare>(["item.wrap", "item.rekey", "item.lift"]);
