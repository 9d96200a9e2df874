/** What a person can do on an item now, most urgent first: offers only; the service holds the fence. */

import { isFormAct, type Act, type Bare, type FormAct } from "../phone-acts.ts";
import type { Item, Me, Obligation } from "../phone.ts";
import { followsFrom, OFFERS, type Offers } from "./offers.ts";

/** `direct`: done at once with a button; `sign`: read back and signed; `form`: something is filled in first; `open`: so opens an item that follows. */
export type Can = { act: Act; how: "direct" | "sign" | "form" | "open"; what: string | null; first: boolean };

type How = Exclude<Can["how"], "open">;
type Row = { act: Act; how: How };
const row = (act: Act, how: How): Row => ({ act, how });

/** By obligation: what settles it, for whom it waits. */
const SETTLES: Readonly<Record<string, readonly Row[]>> = {
  ontvangen: [row("spoedaanwijzing.receive", "direct")],
  besluiten: [row("spoedaanwijzing.decide", "form")],
  gesproken: [row("spoedaanwijzing.spoken", "direct")],
  weigering_gesproken: [row("spoedaanwijzing.spoken", "direct")],
  bevestigen: [row("spoedaanwijzing.confirm", "form")],
  verzoeker_geinformeerd: [row("spoedaanwijzing.acknowledge", "direct")],
  hovj_geinformeerd: [row("spoedaanwijzing.acknowledge", "direct")],
  directeur_ingelicht: [row("spoedaanwijzing.acknowledge", "direct")],
  overbrugging: [row("spoedaanwijzing.overbrugging", "form")],
  berusten_of_betwisten: [row("spoedaanwijzing.dispute", "form"), row("spoedaanwijzing.acquiesce", "sign")],
  einde_ontvangen: [row("spoedaanwijzing.end_received", "sign")],
  beantwoorden: [row("opdracht.answer", "form")],
  ter_plaatse: [row("opdracht.ter_plaatse", "sign"), row("opdracht.expect", "form")],
  niet_uitvoerbaar: [row("opdracht.afstemmen", "form")],
  maatregelenadvies: [row("opdracht.advise", "form")],
  kennisnemen: [row("bericht_rccb.acknowledge", "direct")],
  trede_1: [row("geschil.record", "form")],
  trede_2: [row("geschil.record", "form")],
  klimmen_of_berusten: [row("geschil.climb", "sign"), row("geschil.acquiesce", "sign")],
};
const FOLLOW_UPS = [
  "persoon_geinformeerd", "burgemeester", "triage", "eerste_herbeoordeling", "herbeoordeling", "einde_herzien", "bezwaar",
]; // prettier-ignore
const DECIDERS = ["nctv_piket", "directeur_nctv", "nctv"];
const OM = ["hovj", "namens_hovj", "coordinerend_hovj", "pg"];
const DEPUTIES = ["coordinerend_hovj", "pg"];
const LCC = ["lcc", "lcc_leiding"];
const UNDECIDED = ["ingediend", "ontvangen"];
const DECIDED = ["aangewezen", "niet_aangewezen", "betwist", "einde_aangekondigd"];

/** Flows whose obligations are looked up above. */
const BY_HAND = ["spoedaanwijzing", "opdracht", "bericht_rccb", "geschil"];

/** So many requests one decision can name at most (SA-12). */
const MOST_JOINED = 16;

type Offer = (act: Act, how?: How, first?: boolean) => void;
type Some = (of: readonly string[]) => boolean;

/** What this person can do on this item: what waits for them first, then what is open to them at any time. */
export function can(item: Item, me: Me): Can[] {
  const open = item.obligations.filter((one) => one.settledAt === null);
  const offers = OFFERS.get(item.flow);
  const settling = open.filter((one) => one.mine).flatMap((one) => (offers === undefined ? settles(one, item.flow) : settlesBy(one, offers, item)));
  const follows = followsFrom(item, me);
  // What another flow does for it goes first; that it is not needed may be said as well.
  const found: Can[] = follows.filter(({ what }) => what !== null).map(({ act, what }) => ({ act, how: "open", what, first: true }));
  found.push(...settling);
  const hold = item.retention?.may ?? null; // also on what is closed (EV-03)
  if (hold !== null && item.closed) found.push({ act: hold, how: hold === "item.lift" ? "sign" : "form", what: null, first: false });
  if (item.closed) return found;
  const held = new Set(me.holdings.map((one) => one.functie));
  const some: Some = (of) => of.some((functie) => held.has(functie));
  const offer: Offer = (act, how = "form", first = false) => {
    if (!found.some((one) => one.act === act)) found.push({ act, how, what: null, first });
  };
  if (item.flow === "spoedaanwijzing") onRequest(item, me, some, offer);
  if (item.flow === "opdracht" && some(LCC)) onOrder(item, offer);
  if (item.flow === "geschil" && some(["hovj"])) onDispute(item, offer);
  if (offers !== undefined) besides(item, offers, me, offer);
  found.push(...follows.filter(({ what }) => what === null).map(({ act }): Can => ({ act, how: "open", what: null, first: false })));
  onKeys(item, offer);
  if (hold !== null) offer(hold, hold === "item.lift" ? "sign" : "form");
  for (const one of open.filter(iAmRung)) found.push({ act: "item.ik_bel", how: "direct", what: one.what, first: false });
  for (const one of open) found.push({ act: "item.ring_again", how: "direct", what: one.what, first: false });
  if (item.flow === "spoedaanwijzing" && item.state === "ontvangen") found.push({ act: "item.reopen", how: "direct", what: "ontvangen", first: false });
  return [...found.filter((one) => one.first), ...found.filter((one) => !one.first)];
}

/** What settles an obligation by what its flow offers, as far as one's functie may do it. */
function settlesBy({ what }: Obligation, offers: Offers, { may }: Item): Can[] {
  const mine = (offers.settles[what] ?? []).filter((act) => may[act] !== undefined);
  return mine.map((act) => ({ act, how: howOf(act, offers, may), what, first: true }));
}

function besides({ state, may, openedAs }: Item, offers: Offers, { holdings }: Me, offer: Offer): void {
  const opened = holdings.some((one) => one.functie === openedAs.functie && one.scope === openedAs.scope);
  for (const [act, states] of Object.entries(offers.besides)) {
    if (!opened && offers.openers?.some((one) => one === act) === true) continue;
    if (states.includes(state) && isFormAct(act) && may[act] !== undefined) offer(act, howOf(act, offers, may));
  }
}

function howOf(act: FormAct, offers: Offers, may: Item["may"]): How {
  return offers.direct?.includes(act) === true ? "direct" : (may[act] ?? "form");
}

function settles(one: Obligation, flow: string): Can[] {
  if (!BY_HAND.includes(flow)) return [];
  if (FOLLOW_UPS.includes(one.what)) return [{ act: "spoedaanwijzing.follow_up", how: "form", what: one.what, first: true }];
  return (SETTLES[one.what] ?? []).map((made) => ({ ...made, what: one.what, first: true }));
}

function onRequest(item: Item, me: Me, some: Some, offer: Offer): void {
  const deputy = actsForHovj(item, me);
  const ours = deputy || me.holdings.some((one) => one.scope === item.area && OM.includes(one.functie));
  // "Besloten: u wordt gebeld": who was called says so, and then reads it (SA-08).
  if (some(OM) && item.state === "besloten") offer("spoedaanwijzing.spoken", "direct", true);
  if (some(OM)) offer("spoedaanwijzing.answer", "form", asked(item));
  if (some(DECIDERS) && ["ingediend", "niet_aangewezen", "betwist"].includes(item.state)) offer("spoedaanwijzing.decide");
  if (some(DECIDERS)) offer("spoedaanwijzing.ask");
  if (some(["nctv_piket"]) && mayJoin(item) && item.joined.length < MOST_JOINED) offer("spoedaanwijzing.join");
  if (some([...OM, "nctv_piket"])) offer("spoedaanwijzing.supplement");
  if (some(DECIDERS) && item.state === "aangewezen") offer("spoedaanwijzing.end");
  if (ours && UNDECIDED.includes(item.state)) offer("spoedaanwijzing.withdraw", "sign");
  const objected = item.obligations.some((one) => one.what === "bezwaar" && one.settledAt === null);
  if ((deputy || some(["hovj"])) && DECIDED.includes(item.state) && item.openedAs.functie === "namens_hovj" && !objected) {
    offer("spoedaanwijzing.object");
  }
}

/**
 * Whether this person takes the place of the HOvJ (P-02): what waits, or waited, for the HOvJ of this request, from its
 * start, waits for them. On any other request nothing of the HOvJ's ever does.
 */
function actsForHovj({ obligations }: Item, { holdings }: Me): boolean {
  const mine = holdings.filter(({ functie }) => DEPUTIES.includes(functie)).map(({ functie }) => functie);
  return obligations.some(({ waitsFor }) => waitsFor.some(({ functie }) => mine.includes(functie)));
}

/** Whether another request could still be joined to this one, or this one to another that has none itself (SA-12). */
export function mayJoin(item: Item): boolean {
  return UNDECIDED.includes(item.state) && item.joinedTo === null;
}

/** The answer may change until a unit is on the spot, which it may be before anybody said when (SA-07). */
function onOrder(item: Item, offer: Offer): void {
  if (!["verstuurd", "uitvoerbaar", "niet_uitvoerbaar"].includes(item.state)) return;
  if (item.state === "uitvoerbaar") offer("opdracht.expect");
  offer("opdracht.ter_plaatse", "sign");
  offer("opdracht.answer");
}

/** Who can read gives the key to who must and cannot; of a linked item no phone knows who lacks one, so by hand. */
function onKeys({ flow, keys, locked, contents }: Item, offer: Offer): void {
  if (contents.length === 0) return;
  if (keys === null && locked === 0) offer("item.wrap", "sign");
  if (keys !== null && keys.lacking.length > 0) offer("item.wrap", "direct", true);
  if (keys?.removed === true && OFFERS.get(flow)?.oneKey !== true) offer("item.rekey", "sign");
}

/** Climbing is for people, at any moment of the first rung (L-2); so is giving in. */
function onDispute(item: Item, offer: Offer): void {
  if (["trede_1", "trede_1_afgerond"].includes(item.state)) offer("geschil.climb", "sign");
  offer("geschil.acquiesce", "sign");
}

/** Whether the last question is later than the last answer (SA-05). */
function asked(item: Item): boolean {
  const kinds = item.contents.map((one) => one.kind);
  return kinds.lastIndexOf("vraag") > kinds.lastIndexOf("antwoord");
}

function iAmRung(one: Obligation): boolean {
  return one.rang.some((person) => person.me && !person.calling);
}

/** Acts that need no more than their name, and so can be done at once. */
export function isBare(act: Act): act is Bare {
  return BARE.has(act);
}

const BARE: ReadonlySet<string> = new Set<Bare>([
  "item.wrap", "item.rekey", "item.lift", "spoedaanwijzing.receive", "spoedaanwijzing.spoken", "spoedaanwijzing.withdraw", "spoedaanwijzing.acquiesce",
  "spoedaanwijzing.end_received", "opdracht.ter_plaatse", "bericht_rccb.acknowledge", "geschil.climb", "geschil.acquiesce",
]); // prettier-ignore
