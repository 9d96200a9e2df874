/** What is offered on a spoedaanwijzing, and how its forms are asked. */

import type { Item, Me } from "../phone.ts";
import type { At, Offers, Opens } from "./offers.ts";
import type { How } from "../components/form-fields.ts";
import { stepsOf } from "../components/steps-spoedaanwijzing.ts";
import { to } from "./routes.ts";

const DESIGNATED: readonly string[] = ["aangewezen", "al_onder_gezag_nctv"];
const REFUSED: readonly string[] = ["niet_aangewezen", "betwist"];
/** What another flow does, by the item that follows: here one says only why it is not needed. */
const LEAD_ON: readonly string[] = ["burgemeester", "triage", "eerste_herbeoordeling", "herbeoordeling"];
/** A review sets the next moment (HB-02). */
const REVIEWS: readonly string[] = ["eerste_herbeoordeling", "herbeoordeling", "einde_herzien"];
/** What follows a decision, each by an act that says what waited (SA-07). */
const FOLLOW_UPS = ["persoon_geinformeerd", ...LEAD_ON, "einde_herzien", "bezwaar"];
const UNDECIDED: readonly string[] = ["ingediend", "ontvangen"];
const DECIDED: readonly string[] = [...REFUSED, "aangewezen", "einde_aangekondigd"];
const REQUESTERS: readonly string[] = ["hovj", "namens_hovj", "coordinerend_hovj", "pg"];
const DEPUTIES: readonly string[] = ["coordinerend_hovj", "pg"];
/** So many requests one decision can name at most (SA-12). */
const MOST_JOINED = 16;
const NOT: How = { says: "" };
const WORD: How = { word: "word", help: "word" };

export const OFFERS: Offers = {
  settles: {
    ontvangen: ["spoedaanwijzing.receive"],
    besluiten: ["spoedaanwijzing.decide"],
    gesproken: ["spoedaanwijzing.spoken"],
    weigering_gesproken: ["spoedaanwijzing.spoken"],
    bevestigen: ["spoedaanwijzing.confirm"],
    verzoeker_geinformeerd: ["spoedaanwijzing.acknowledge"],
    hovj_geinformeerd: ["spoedaanwijzing.acknowledge"],
    directeur_ingelicht: ["spoedaanwijzing.acknowledge"],
    overbrugging: ["spoedaanwijzing.overbrugging"],
    berusten_of_betwisten: ["spoedaanwijzing.dispute", "spoedaanwijzing.acquiesce"],
    einde_ontvangen: ["spoedaanwijzing.end_received"],
    ...Object.fromEntries(FOLLOW_UPS.map((what) => [what, ["spoedaanwijzing.follow_up"] as const])),
  },
  besides: {
    // "Besloten: u wordt gebeld": who was called says so, and then reads it (SA-08).
    "spoedaanwijzing.spoken": ({ state }, me) => (state === "besloten" && holds(me, REQUESTERS) ? "first" : false),
    "spoedaanwijzing.answer": (item) => (asked(item) ? "first" : true),
    "spoedaanwijzing.decide": ["ingediend", ...REFUSED],
    "spoedaanwijzing.ask": () => true,
    "spoedaanwijzing.join": (item) => mayJoin(item) && item.joined.length < MOST_JOINED,
    "spoedaanwijzing.supplement": () => true,
    "spoedaanwijzing.end": ["aangewezen"],
    "spoedaanwijzing.withdraw": (item, me) => UNDECIDED.includes(item.state) && (actsForHovj(item, me) || asksHere(item, me)),
    "spoedaanwijzing.object": (item, me) => mayObject(item) && (actsForHovj(item, me) || holds(me, ["hovj"])),
  },
  direct: ["spoedaanwijzing.receive", "spoedaanwijzing.spoken", "spoedaanwijzing.acknowledge"],
  reopens: { ontvangen: "ontvangen" },
  steps: (item) => stepsOf(item, null),
  about: {
    "spoedaanwijzing.confirm": ["spoedaanwijzing"],
    "spoedaanwijzing.decide": ["spoedaanwijzing"],
    "spoedaanwijzing.ask": ["spoedaanwijzing"],
    "spoedaanwijzing.answer": ["vraag"],
    "spoedaanwijzing.dispute": ["besluit"],
    "spoedaanwijzing.overbrugging": ["besluit"],
    "spoedaanwijzing.object": ["besluit"],
    bezwaar: ["bezwaar"],
  },
  known: {
    "spoedaanwijzing.decide": (item, number = "") => ({
      "opdracht.person": said(item, "person"),
      "opdracht.where": said(item, "when_where"),
      "opdracht.measures": said(item, "need"),
      "opdracht.callback": number,
      "bericht_rccb.callback": number,
    }),
    "spoedaanwijzing.overbrugging": (_, number = "") => ({ "linked.callback": number }),
    "spoedaanwijzing.end": (_, number = "") => ({ "linked.callback": number }),
  },
  carries: {
    "spoedaanwijzing.decide": ({ outcome = "" }) => DESIGNATED.includes(outcome),
    // Who receives an end for the basispolitiezorg is told what to do (SA-11).
    "spoedaanwijzing.end": ({ to }) => to === "basispolitiezorg",
  },
  hows: {
    "spoedaanwijzing.confirm": () => ({ outcome: NOT, text: { word: "correction" } }),
    "spoedaanwijzing.decide": decision,
    "spoedaanwijzing.overbrugging": () => ({ "linked.text": WORD }),
    "spoedaanwijzing.end": () => ({ "linked.text": WORD }),
    "spoedaanwijzing.follow_up": followUp,
  },
  pages: {
    "spoedaanwijzing.decide": () => import("./act-spoedaanwijzing.ts"),
    "spoedaanwijzing.join": () => import("./join-spoedaanwijzing.ts"),
  },
};

/** The emergency: its form, below who to call, has an address of its own. */
export const OPENS: Opens = {
  "spoedaanwijzing.submit": { urgent: { to: to.fresh, picture: "plus", who: ["hovj", "namens_hovj"] } },
  "spoedaanwijzing.register": { urgent: { to: to.register, picture: "phone", who: ["nctv_piket"] } },
};

/** Whether another request could still be joined to this one, or this one to another that has none itself (SA-12). */
export function mayJoin(item: Item): boolean {
  return UNDECIDED.includes(item.state) && item.joinedTo === null;
}

/**
 * Whether this person takes the place of the HOvJ (P-02): what waits, or waited, for the HOvJ of this request, from its
 * start, waits for them. On any other request nothing of the HOvJ's ever does.
 */
function actsForHovj({ obligations }: Item, { holdings }: Me): boolean {
  const mine = holdings.filter(({ functie }) => DEPUTIES.includes(functie)).map(({ functie }) => functie);
  return obligations.some(({ waitsFor }) => waitsFor.some(({ functie }) => mine.includes(functie)));
}

/** Whether they ask in the area where this was asked (SA-13). */
function asksHere({ area }: Item, { holdings }: Me): boolean {
  return holdings.some(({ functie, scope }) => scope === area && REQUESTERS.includes(functie));
}

/** What was asked on behalf of the HOvJ, and decided, is objected to once at a time (SA-02). */
function mayObject({ state, openedAs, obligations }: Item): boolean {
  const objected = obligations.some(({ what, settledAt }) => what === "bezwaar" && settledAt === null);
  return DECIDED.includes(state) && openedAs.functie === "namens_hovj" && !objected;
}

/** Whether the last question is later than the last answer (SA-05). */
function asked({ contents }: Item): boolean {
  const kinds = contents.map((one) => one.kind);
  return kinds.lastIndexOf("vraag") > kinds.lastIndexOf("antwoord");
}

function holds({ holdings }: Me, functies: readonly string[]): boolean {
  return holdings.some(({ functie }) => functies.includes(functie));
}

function decision({ item, chosen: { outcome = "" } }: At): Readonly<Record<string, How>> {
  const of = { of: onlyDesignates(item) ? DESIGNATED : ["aangewezen", "niet_aangewezen", "al_onder_gezag_nctv"] };
  if (!DESIGNATED.includes(outcome)) return { outcome: of, from_at: NOT, ends_at: NOT, review_at: NOT, visible: NOT, kerngezin: NOT, others: NOT };
  return { outcome: of, from_at: { needed: false }, visible: { tick: true, needed: false }, "opdracht.callback": { word: "order_callback" }, "bericht_rccb.text": WORD };
}

/** SA-07: what waited is done, or is not needed, because; the person is told by an official with a name. */
function followUp({ what, chosen: { outcome = "" } }: At): Readonly<Record<string, How>> {
  const which = what === null ? {} : { what: { says: what } };
  const next = REVIEWS.includes(what ?? "") ? {} : { next_at: NOT };
  if (LEAD_ON.includes(what ?? "")) return { ...which, ...next, outcome: { says: "niet_nodig" }, text: { word: "not_needed", needed: true }, official: NOT };
  const told = what === "persoon_geinformeerd";
  if (outcome === "niet_nodig") return { ...which, next_at: NOT, text: { word: "not_needed", needed: true }, official: NOT };
  if (outcome === "gedaan") return { ...which, ...next, text: { needed: told }, official: told ? { needed: true } : NOT };
  return { ...which, next_at: NOT, text: NOT, official: NOT };
}

/**
 * What was refused is not refused again: from there one can only designate after all (SA-06). What was joined to another
 * request, and never decided, is refused there (SA-12).
 */
function onlyDesignates({ state, joinedTo, contents }: Item): boolean {
  return REFUSED.includes(state) || (joinedTo !== null && !contents.some((one) => one.kind === "besluit"));
}

/** What the request says in one of its fields; empty when this phone cannot read it. */
function said(item: Item, name: string): string {
  const request = item.contents.find((one) => one.kind === "spoedaanwijzing");
  return request?.fields.find((one) => one.name === name)?.text ?? "";
}
