/** What is offered on a notice to a mayor, and to write one: to one, to some or to all. */

import type { Offers, Opens, Pages } from "./offers.ts";

const SENT = ["verstuurd", "kennisgenomen"];
const WORDS = ["burgemeestersbericht", "bericht_correctie", "bericht_aanvulling", "bericht_intrekking", "bericht_einde"];

export const OFFERS: Offers = {
  settles: {
    vrijgeven: ["burgemeestersbericht.release", "burgemeestersbericht.recall"],
    tweede_blik: ["burgemeestersbericht.release"],
    kennisnemen: ["burgemeestersbericht.acknowledge", "burgemeestersbericht.telephoned"],
    vervanger_bereiken: ["burgemeestersbericht.acknowledge", "burgemeestersbericht.telephoned"],
    vraag: ["burgemeestersbericht.answer"],
    vierhoek_houden: ["burgemeestersbericht.close_vierhoek"],
    vierhoek_plannen: ["burgemeestersbericht.plan_vierhoek", "burgemeestersbericht.close_vierhoek"],
    actueel: ["burgemeestersbericht.keep", "burgemeestersbericht.end"],
  },
  besides: {
    "burgemeestersbericht.ask": SENT,
    "burgemeestersbericht.ask_vierhoek": SENT,
    "burgemeestersbericht.informed": SENT,
    "burgemeestersbericht.correct": SENT,
    "burgemeestersbericht.supplement": SENT,
    "burgemeestersbericht.recall": ["ter_vrijgave", ...SENT],
    "burgemeestersbericht.end": SENT,
    "burgemeestersbericht.telephoned": SENT,
    "burgemeestersbericht.stand_in": SENT,
  },
  about: {
    "burgemeestersbericht.release": WORDS,
    "burgemeestersbericht.acknowledge": WORDS,
    "burgemeestersbericht.answer": ["vraag"],
  },
  reads: WORDS,
  plain: true,
  pages: {
    "burgemeestersbericht.stand_in": () => import("./stand-in-burgemeestersbericht.ts"),
  },
  shows: () => import("./shown-burgemeestersbericht.ts"),
};

const PAGE = () => import("./open-burgemeestersbericht.ts");
const FROM = [
  { flow: "spoedaanwijzing", what: ["burgemeester"], states: ["aangewezen"] },
  { flow: "triage", what: ["burgemeester"], states: ["opgenomen", "overgedragen"] },
];

export const OPENS: Opens = {
  "burgemeestersbericht.send": { start: true, from: FROM, without: ["gemeente"], page: PAGE },
  "burgemeestersbericht.send_acute": { start: true, from: FROM, without: ["gemeente"], page: PAGE },
};

export const PAGES: Pages = {
  overzicht: { load: () => import("./mayors-burgemeestersbericht.ts") },
  alle: { load: () => import("./all-burgemeestersbericht.ts") },
};
