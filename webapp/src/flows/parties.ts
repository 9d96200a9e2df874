/** Who can be reached by each flow's ladders: to each of these an item's key is wrapped. */

import type { Holding } from "../wire/payload.ts";

const NATIONAL = "nl";
export const NCTV_PIKET: Holding = { functie: "nctv_piket", scope: NATIONAL };
const NCTV_BEHANDELAAR: Holding = { functie: "nctv_behandelaar", scope: NATIONAL };
export const NCTV_TEAMLEIDER: Holding = { functie: "nctv_teamleider", scope: NATIONAL };
const DIRECTEUR_NCTV: Holding = { functie: "directeur_nctv", scope: NATIONAL };
const NCTV: Holding = { functie: "nctv", scope: NATIONAL };
const COORDINEREND_HOVJ: Holding = { functie: "coordinerend_hovj", scope: NATIONAL };
const PG: Holding = { functie: "pg", scope: NATIONAL };
const LCC: Holding = { functie: "lcc", scope: NATIONAL };
const LCC_LEIDING: Holding = { functie: "lcc_leiding", scope: NATIONAL };
const ADVISEUR_BB: Holding = { functie: "adviseur_bb", scope: NATIONAL };

/** A request by `requester`: both sides and every rung of L-1. */
export function readersOfRequest(requester: Holding): readonly Holding[] {
  const hovj: Holding = { functie: "hovj", scope: requester.scope };
  return [
    requester,
    hovj,
    NCTV_PIKET,
    DIRECTEUR_NCTV,
    NCTV,
    NCTV_BEHANDELAAR,
    NCTV_TEAMLEIDER,
    COORDINEREND_HOVJ,
    PG,
  ];
}

/** The order to the LCC (L-6). */
export function readersOfOrder(): readonly Holding[] {
  return [LCC, LCC_LEIDING, ADVISEUR_BB, NCTV_PIKET, DIRECTEUR_NCTV, NCTV, NCTV_TEAMLEIDER];
}

/** Word to the rccb. */
export function readersOfWord(rccb: Holding, sender: Holding): readonly Holding[] {
  return [rccb, sender, NCTV_TEAMLEIDER];
}

/** A dispute about an item of this arrondissement (L-2): with who at the NCTV may still decide it. */
export function readersOfDispute(area: string, decider: Holding): readonly Holding[] {
  return [{ functie: "hovj", scope: area }, COORDINEREND_HOVJ, DIRECTEUR_NCTV, PG, NCTV, decider];
}
