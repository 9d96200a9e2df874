/** Reviews from the app: for whom the reviews of a subject are sealed, whoever will be the authority (HB-01, HB-05). */

import { Refused } from "../refused.ts";
import { scopeFits } from "../wire/catalogue.ts";
import type { Holding } from "../wire/payload.ts";
import { otherEenheid, rccbOf } from "./opening.ts";
import type { Comes, OpeningOf, Openings } from "./openings.ts";

export const OPENINGS: Openings = { "herbeoordeling.plan": plan };

const nl = (functie: Holding["functie"]): Holding => ({ functie, scope: "nl" });
const OF_THE_NCTV: readonly Holding[] = [
  nl("nctv_behandelaar"), nl("nctv_teamleider"), nl("nctv_piket"), nl("directeur_nctv"), nl("nctv"),
]; // prettier-ignore
const ABOVE: readonly Holding[] = [nl("coordinerend_hovj"), nl("pg")];
const OBJECT = "object_of_dienst";
const MEASURES = "maatregelen";

/**
 * Everybody whom the ladders can reach under either authority gets the key. The measures follow from the designation that
 * asks for their first review; another subject stands in the same dossier on its own.
 */
function plan({ device, params, excluded, follows }: OpeningOf): Comes {
  const { subject } = params;
  const area = String(params["area"] ?? "");
  const local = typeof params["local"] === "string" ? params["local"] : null;
  const rccb = typeof params["rccb"] === "string" ? params["rccb"] : otherEenheid(device, area, excluded);
  const serves: Holding = rccb === null ? rccbOf(device, area) : { functie: "rccb", scope: rccb };
  const readers = subject === OBJECT ? readersOfObject(local, area) : readersOfPerson(area, serves);
  const alone = subject !== MEASURES || follows?.answer.item.flow === "herbeoordeling";
  return { readers, params: { rccb, local }, ...(alone ? { alone } : {}) };
}

function readersOfPerson(area: string, rccb: Holding): readonly Holding[] {
  const hovj: Holding = { functie: "hovj", scope: area };
  return [...OF_THE_NCTV, hovj, { functie: "adviseur_bbc", scope: area }, ...ABOVE, nl("lcc"), nl("lcc_leiding"), nl("adviseur_bb"), rccb];
}

/** Of an object the NCTV, and whose decision the advice is: for public order the mayor, else the HOvJ (C §2.5). */
function readersOfObject(local: string | null, area: string): readonly Holding[] {
  if (local === null) return OF_THE_NCTV;
  if (scopeFits("burgemeester", local)) return [...OF_THE_NCTV, { functie: "burgemeester", scope: local }];
  if (local !== area) throw new Refused("act.malformed", "The HOvJ advised on an object is that of its area; choose again.");
  return [...OF_THE_NCTV, { functie: "hovj", scope: area }, ...ABOVE];
}
