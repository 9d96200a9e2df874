/** Rules between the fields of acts on a periodic review, and between them and what they seal. */

import type { Faults, Rules } from "../act-rules.ts";
import type { ActParams } from "../models.ts";

export const RULES: Rules = {
  /** Only the review of measures follows from another item. */
  "HerbeoordelingPlanParams.subject": (subject, { follows }) => subject === "maatregelen" || follows === null,
  /** Only an object has a local authority, of a gemeente or an arrondissement. */
  "HerbeoordelingPlanParams.local": (local, { subject }) =>
    local === null || (subject === "object_of_dienst" && /^(gm|arr):/.test(String(local))),
  /** After an end there is no next review. */
  "HerbeoordelingReviewParams.next_at": (moment, { outcome }) => moment === null || outcome !== "beeindigen",
};

export const FAULTS: Faults = {
  /** HB-02, HB-05, C §5.2: what a review says fits its outcome; what changes, and who told the person, is written. */
  "herbeoordeling.review": (params, content) => {
    const { outcome } = params as ActParams["herbeoordeling.review"];
    const informs = outcome === "geinformeerd" || outcome === "niet_geinformeerd";
    if (outcome !== "beeindigen" && informs !== (content.kind === "informeren")) return "herbeoordeling.kind";
    if (content.kind === "informeren") {
      return outcome === "geinformeerd" && content.official === null ? "herbeoordeling.official" : null;
    }
    const changes = content.kind === "herbeoordeling" && (outcome === "opschalen" || outcome === "afschalen");
    return changes && content.measures === null ? "herbeoordeling.measures" : null;
  },
};
