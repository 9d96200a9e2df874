/** Rules between the fields of acts on a spoedaanwijzing, and between them and what they seal. */

import type { Faults, Rules } from "../act-rules.ts";
import type { ActParams, LinkedItem } from "../models.ts";
import { isDispute, isNothingOrWord, isWord } from "./linked.ts";

type Decide = ActParams["spoedaanwijzing.decide"];
type FollowUp = ActParams["spoedaanwijzing.follow_up"];

/** What another flow does, by the item that follows. */
const LEAD_ON: readonly unknown[] = ["burgemeester", "triage", "eerste_herbeoordeling", "herbeoordeling"];
const REVIEWS: readonly unknown[] = ["eerste_herbeoordeling", "herbeoordeling", "einde_herzien"];

export const RULES: Rules = {
  /** A correction says what is correct. */
  "SpoedaanwijzingConfirmParams.content": (content, { outcome }) => content !== null || outcome !== "gecorrigeerd",
  "SpoedaanwijzingDecideParams.ends_at": onlyWhenDesignated,
  "SpoedaanwijzingDecideParams.review_at": onlyWhenDesignated,
  "SpoedaanwijzingDecideParams.linked": orderAndWordAreThere,
  "SpoedaanwijzingDecideParams.joined": designatedWithAnOrder,
  /** A dispute carries its linked item. */
  "SpoedaanwijzingDisputeParams.linked": isDispute,
  "SpoedaanwijzingOverbruggingParams.linked": isNothingOrWord,
  "SpoedaanwijzingFollowUpParams.outcome": (outcome, { what }) => outcome !== "gedaan" || !LEAD_ON.includes(what),
  "SpoedaanwijzingFollowUpParams.next_at": (moment, { what }) => moment === null || REVIEWS.includes(what),
  "SpoedaanwijzingFollowUpParams.content": (content, before) => {
    const { what, outcome } = before as Pick<FollowUp, "what" | "outcome">;
    return content !== null || (outcome !== "niet_nodig" && what !== "persoon_geinformeerd");
  },
  /** Only word to the rccb goes with an end; who receives it for the basispolitiezorg gets it. */
  "SpoedaanwijzingEndParams.linked": (linked, { to }) =>
    linked === null ? to !== "basispolitiezorg" : isWord(linked as LinkedItem),
};

export const FAULTS: Faults = {
  /** SA-07 (C §5.2): that the person was told is told by a named official, by voice. */
  "spoedaanwijzing.follow_up": (params, content) => {
    const { what, outcome } = params as FollowUp;
    const told = what === "persoon_geinformeerd" && outcome === "gedaan";
    return told && (content.kind !== "vervolg" || content.official === null) ? "content.official" : null;
  },
};

function onlyWhenDesignated(moment: unknown, { outcome }: Readonly<Record<string, unknown>>): boolean {
  return moment === null || outcome !== "niet_aangewezen";
}

/** One order; word to the rccb of the item itself, and perhaps of joined requests elsewhere (SA-12). */
function orderAndWordAreThere(value: unknown, { outcome }: Readonly<Record<string, unknown>>): boolean {
  const linked = value as readonly LinkedItem[];
  const designated = outcome !== "niet_aangewezen";
  const own = linked.filter((one) => one.joined === null).map((one) => one.flow);
  const further = linked.filter((one) => one.joined !== null);
  const asNeeded = designated ? [...own].sort().join() === "bericht_rccb,opdracht" : own.length === 0;
  return asNeeded && further.every((one) => designated && one.flow === "bericht_rccb");
}

/** Nobody is designated without an order: it hangs on the item that is decided on. */
function designatedWithAnOrder(value: unknown, { outcome }: Readonly<Record<string, unknown>>): boolean {
  const joined = value as Decide["joined"];
  return outcome !== "niet_aangewezen" || joined.every((one) => one.outcome === "niet_aangewezen");
}
