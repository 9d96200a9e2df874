/** What is offered on a risk moment; reporting, taking and the loket's answer have screens of their own. */

import type { From, Offers, Opens } from "./offers.ts";

const OPEN = ["gemeld", "opgepakt", "beantwoord", "bij_loket"];

const REPORTED = Object.fromEntries(["what", "where", "public", "person", "starts_at", "ends_at"].map((name) => [`linked.${name}`, { says: "" }]));

export const OFFERS: Offers = {
  settles: {
    oppakken_nood: ["risicomoment.take"],
    oppakken_piket: ["risicomoment.take"],
    oppakken: ["risicomoment.take"],
    antwoorden_piket: ["risicomoment.answer"],
    antwoorden: ["risicomoment.answer"],
    kennisnemen: ["risicomoment.read"],
    afronden: ["risicomoment.close"],
  },
  besides: { "risicomoment.change": OPEN, "risicomoment.cancel": OPEN, "risicomoment.answer": ["opgepakt", "beantwoord"] },
  openers: ["risicomoment.change", "risicomoment.cancel"],
  direct: ["risicomoment.read"],
  about: {
    "risicomoment.change": ["risicomoment_wijziging", "risicomoment"],
  },
  hows: {
    // What was reported goes along by itself.
    "risicomoment.take": () => ({ "linked.known": { word: "take_known" }, ...REPORTED }),
    "risicomoment.answer": () => ({ text: { word: "reply_text" } }),
  },
  toPerson: ["risicomoment.answer"],
  oneKey: true,
  pages: {
    "risicomoment.take": () => import("./act-risicomoment.ts"),
    "risicomoment.answer": () => import("./act-risicomoment.ts"),
  },
  shows: () => import("./shown-risicomoment.ts"),
};

/** RM-07: where somebody's dossier is open already, the next report goes into it. */
const OF_ONE_PERSON: readonly From[] = [
  { flow: "spoedaanwijzing", states: ["aangewezen", "einde_aangekondigd"] },
  { flow: "triage", states: ["te_agenderen", "geagendeerd", "te_beoordelen", "opgenomen", "overgedragen"] },
  { flow: "herbeoordeling", states: ["gepland", "gevraagd", "einde_verwacht"] },
  { flow: "risicomoment", states: OPEN },
];

export const OPENS: Opens = {
  "risicomoment.report": { start: true, from: OF_ONE_PERSON, without: ["gemeente", "starts_at", "ends_at"], page: () => import("./open-risicomoment.ts") },
};
