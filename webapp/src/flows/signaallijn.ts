/** A line of a protected person: who reads it, and to whom that person's own phone seals along it (SG-01, SG-02, P-06). */

import type { Device } from "../device/device.ts";
import { openingOf, type Case } from "../device/reading.ts";
import type { Holding } from "../wire/payload.ts";
import { otherEenheid, rccbOf } from "./opening.ts";
import type { Openings } from "./openings.ts";

export type Side = "stelsel" | "lokaal";

/** What a person's own phone must know to send a signal: all of it signed by their authority, none of it content. */
export type Lifeline = {
  readonly line: string;
  readonly dossier: string;
  readonly area: string;
  readonly holder: Holding;
  readonly follower: Holding;
  readonly side: Side;
  /** The authority vouches that it is followed up day and night: `onveilig_nu` is offered (SG-01). */
  readonly dayAndNight: boolean;
  /** Who is left out (P-02): never shown, needed to seal. */
  readonly excluded: readonly string[];
  readonly drill: boolean;
};

export const LCC: Holding = { functie: "lcc", scope: "nl" };
const NCTV: readonly Holding[] = [
  { functie: "nctv_behandelaar", scope: "nl" },
  { functie: "nctv_piket", scope: "nl" },
  { functie: "nctv_teamleider", scope: "nl" },
  { functie: "directeur_nctv", scope: "nl" },
];

/** Who acts in the local domain: the HOvJ, or who takes his place where P-02 leaves no other. */
const LOCAL: readonly string[] = ["hovj", "coordinerend_hovj", "pg"];

/** Which side an authority acts for. */
export function sideOf({ functie }: Pick<Holding, "functie">): Side {
  return LOCAL.includes(functie) ? "lokaal" : "stelsel";
}

/** Everybody who reads a line: the person, who follows up, and their authority with its adviser; the College, and locally who may take its place (P-02). */
export function readersOfLine(holder: Holding, follower: Holding, side: Side, area: string): readonly Holding[] {
  const local: readonly Holding[] = [
    { functie: "hovj", scope: area },
    { functie: "adviseur_bbc", scope: area },
    { functie: "coordinerend_hovj", scope: "nl" },
  ];
  return [holder, follower, ...(side === "stelsel" ? NCTV : local), { functie: "pg", scope: "nl" }];
}

/** Who follows up, proven by what the authority signed; null where the line has no such act. */
export function lifelineOf(device: Device, line: Case): Lifeline | null {
  const opening = openingOf(line.acts);
  if (opening?.read.act !== "signaallijn.open") return null;
  const { params } = opening.read;
  const side = sideOf(opening.holding);
  const own = params.rccb === null ? rccbOf(device, params.area) : ({ functie: "rccb", scope: params.rccb } as const);
  const said = line.acts.flatMap(({ read }) => ("day_and_night" in read.params ? [read.params.day_and_night] : []));
  return {
    line: line.answer.item.id,
    dossier: params.dossier,
    area: params.area,
    holder: { functie: params.person, scope: params.own },
    follower: side === "stelsel" ? LCC : own,
    side,
    dayAndNight: said.at(-1) ?? false,
    excluded: [...line.excluded].sort(),
    drill: line.answer.item.drill,
  };
}

export const OPENINGS: Openings = {
  /** SG-02, P-02: the side that follows up is that of the present authority, not asked; where its rccb is left out, another. */
  "signaallijn.open": ({ device, holding, params, excluded }) => {
    const { person, own, area } = params as { person: "te_beveiligen_persoon" | "kerngezinslid"; own: string; area: string };
    const side = sideOf(holding);
    const rccb = side === "lokaal" ? otherEenheid(device, area, excluded) : null;
    const local: Holding = rccb === null ? rccbOf(device, area) : { functie: "rccb", scope: rccb };
    const readers = readersOfLine({ functie: person, scope: own }, side === "stelsel" ? LCC : local, side, area);
    return { readers, params: { rccb } };
  },
};
