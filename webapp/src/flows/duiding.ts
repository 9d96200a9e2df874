/** An interpretation of a signal: for professionals alone; of a melding everybody its ladders can reach (SG-03, SG-05). */

import type { Holding } from "../wire/payload.ts";
import type { Side } from "./signaallijn.ts";

const NCTV: readonly Holding[] = [
  { functie: "nctv_piket", scope: "nl" },
  { functie: "nctv_behandelaar", scope: "nl" },
  { functie: "nctv_teamleider", scope: "nl" },
  { functie: "directeur_nctv", scope: "nl" },
];

/** Who must have the key of an interpretation; never the person, nor who is told only that it exists. */
export function readersOfMeaning(follower: Holding, side: Side, area: string, melding: boolean): readonly Holding[] {
  if (!melding) return [follower];
  const local: readonly Holding[] = [
    { functie: "adviseur_bbc", scope: area },
    { functie: "hovj", scope: area },
    { functie: "coordinerend_hovj", scope: "nl" },
    { functie: "pg", scope: "nl" },
  ];
  return [follower, ...(side === "stelsel" ? NCTV : local)];
}
