/** Rules between the fields of acts on a signal. */

import type { Faults, Rules } from "../act-rules.ts";
import type { ActParams, LinkedItem } from "../models.ts";

const NOT_FOR: readonly string[] = ["te_beveiligen_persoon", "kerngezinslid", "inlichtingendienst"];

export const RULES: Rules = {
  /** SG-03, SG-05: an interpretation is sealed to its readers alone, never to the person. */
  "SignaalInterpretParams.linked": (value) => {
    const { flow, joined, wraps } = value as LinkedItem;
    return flow === "duiding" && joined === null && wraps.every((wrap) => !NOT_FOR.includes(wrap.functie));
  },
};

export const FAULTS: Faults = {
  /** SG-01: a signal is about something as urgent as its act says. */
  "signaal.send": (params, content) => {
    const urgent = (params as ActParams["signaal.send"]).urgency === "verdachte_situatie";
    return content.kind === "signaal" && (content.about === "verdachte_situatie") !== urgent ? "signaal.about" : null;
  },
};
