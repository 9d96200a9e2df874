/** Rules between the fields of acts on a triage, and between them and what they seal. */

import type { Faults, Rules, Stands } from "../act-rules.ts";
import type { ActParams, LinkedItem } from "../models.ts";
import { isDispute, isNothingOrWord, isWord } from "./linked.ts";

export const RULES: Rules = {
  /** Each functie is asked to the table once. */
  "TriageScheduleParams.invited": (invited) => new Set(invited as readonly unknown[]).size === (invited as readonly unknown[]).length,
  /** Who is not admitted has no review here. */
  "TriageJudgeParams.review_at": (moment, { outcome }) => moment === null || outcome !== "niet_opgenomen",
  /** Not complete, because. */
  "TriageCheckDossierParams.content": (content, { outcome }) => content !== null || outcome !== "onvolledig",
  "TriageMeasuresParams.linked": isNothingOrWord,
  "TriageDisputeParams.linked": isDispute,
  "TriageEndParams.linked": (linked, { to }) =>
    linked === null ? to !== "basispolitiezorg" : isWord(linked as LinkedItem),
};

export const FAULTS: Faults = {
  /** TR-01: an intake form says the line of its act. */
  "triage.submit": (params, content) =>
    content.kind === "intake" && content.line !== (params as ActParams["triage.submit"]).line ? "intake.line" : null,
  /** TR-05: an oordeelsformulier says the outcome of its act. */
  "triage.judge": (params, content) =>
    content.kind === "oordeel" && content.outcome !== (params as ActParams["triage.judge"]).outcome
      ? "oordeel.outcome"
      : null,
};

const ADMITTED = ["opgenomen", "overgedragen", "einde_aangekondigd", "beeindigd"];
const REFUSED = ["niet_opgenomen", "betwist", "afgerond"];

export const STANDS: Stands = {
  /** TR-05: no service says that a case was judged, or how, which no official of the NCTV judged. */
  triage: (state, signed) => {
    const judged = new Set(signed.filter(({ act }) => act === "triage.judge").map(({ params }) => (params as ActParams["triage.judge"]).outcome));
    if (ADMITTED.includes(state)) return judged.has("opgenomen");
    if (REFUSED.includes(state)) return judged.has("niet_opgenomen") && judged.size === 1;
    return state === "te_beoordelen" ? !judged.has("opgenomen") : judged.size === 0;
  },
};
