/** How the forms of a spoedaanwijzing are asked. */

import type { Item } from "../phone.ts";
import type { Asks, At } from "./offers.ts";
import type { How } from "../components/form-fields.ts";

const DESIGNATED: readonly string[] = ["aangewezen", "al_onder_gezag_nctv"];
const REFUSED: readonly string[] = ["niet_aangewezen", "betwist"];
/** What another flow does, by the item that follows: here one says only why it is not needed. */
const LEAD_ON: readonly string[] = ["burgemeester", "triage", "eerste_herbeoordeling", "herbeoordeling"];
/** A review sets the next moment (HB-02). */
const REVIEWS: readonly string[] = ["eerste_herbeoordeling", "herbeoordeling", "einde_herzien"];
const NOT: How = { says: "" };
const WORD: How = { help: "word" };

export const ASKS: Asks = {
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
    "spoedaanwijzing.decide": () => import("./act-decide.ts"),
    "spoedaanwijzing.join": () => import("./join.ts"),
  },
};

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
