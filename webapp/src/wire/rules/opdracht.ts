/** Rules between the fields of acts on an order. */

import type { Rules } from "../act-rules.ts";

export const RULES: Rules = {
  /** What cannot be carried out has no expected arrival. */
  "OpdrachtAnswerParams.expected_at": (moment, { answer }) => moment === null || answer !== "niet_uitvoerbaar",
};
