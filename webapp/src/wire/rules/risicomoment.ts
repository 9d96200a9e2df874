/** Rules between the fields of acts on a risk moment. */

import type { Rules } from "../act-rules.ts";
import type { LinkedItem } from "../models.ts";

const REPORTERS: readonly string[] = ["te_beveiligen_persoon", "kerngezinslid", "aanmelder"];

export const RULES: Rules = {
  /** RM-02: the place lies in a gemeente. */
  "RisicomomentReportParams.gemeente": (scope) => (scope as string).startsWith("gm:"),
  /** RM-02: what is weighed is sealed to its readers alone, never to a reporter. */
  "RisicomomentTakeParams.linked": (value) => {
    const { flow, joined, wraps } = value as LinkedItem;
    return flow === "risicoweging" && joined === null && wraps.every((wrap) => !REPORTERS.includes(wrap.functie));
  },
};
