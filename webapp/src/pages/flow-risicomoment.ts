/** What is offered on a risk moment; reporting, taking and the loket's answer have screens of their own. */

import type { Offers, Opens } from "./offers.ts";

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
  oneKey: true,
  pages: {
    "risicomoment.take": () => import("./act-risicomoment.ts"),
    "risicomoment.answer": () => import("./act-risicomoment.ts"),
  },
  shows: () => import("./shown-risicomoment.ts"),
};

export const OPENS: Opens = {
  "risicomoment.report": { start: true, without: ["gemeente", "starts_at", "ends_at"], page: () => import("./open-risicomoment.ts") },
};
