/** What is offered on a triage, and from where one puts a case forward. */

import type { How } from "../components/form-fields.ts";
import type { At, Offers, Opens } from "./offers.ts";

const UNJUDGED = ["te_agenderen", "geagendeerd", "te_beoordelen"];
const NOT: How = { says: "" };
const OPEN = [...UNJUDGED, "opgenomen", "overgedragen", "einde_aangekondigd", "niet_opgenomen", "betwist"];

export const OFFERS: Offers = {
  settles: {
    agenderen: ["triage.schedule"],
    tafel: ["triage.discuss"],
    oordelen: ["triage.judge"],
    overdrachtsdossier: ["triage.transfer"],
    dossier_volledig: ["triage.check_dossier"],
    burgemeester: ["triage.follow_up"],
    eerste_herbeoordeling: ["triage.follow_up"],
    berusten_of_betwisten: ["triage.dispute", "triage.acquiesce"],
    maatregelen: ["triage.measures"],
    einde_ontvangen: ["triage.end_received"],
  },
  besides: {
    "triage.ask": OPEN,
    "triage.supplement": OPEN,
    "triage.schedule": ["te_agenderen", "geagendeerd"],
    "triage.judge": [...UNJUDGED, "niet_opgenomen", "betwist"],
    "triage.measures": [...UNJUDGED, "niet_opgenomen", "betwist"],
    "triage.withdraw": UNJUDGED,
    "triage.end": ["opgenomen", "overgedragen"],
  },
  about: {
    "triage.judge": ["intake"],
    "triage.discuss": ["intake"],
    "triage.supplement": ["vraag"],
    "triage.acquiesce": ["oordeel"],
    "triage.dispute": ["oordeel"],
    "triage.measures": ["oordeel"],
    "triage.check_dossier": ["overdrachtsdossier"],
  },
  hows: { "triage.judge": judgement },
  // Who receives an end for the basispolitiezorg is told what to do (SA-11).
  carries: { "triage.end": ({ to }) => to === "basispolitiezorg" },
};

export const OPENS: Opens = {
  "triage.submit": { start: true, from: [{ flow: "spoedaanwijzing", what: ["triage"] }], page: () => import("./open-triage.ts") },
};

/** Who is admitted, whether people will see measures, and when it is reviewed, is said of an admission alone (TR-06, BB-07). */
function judgement({ chosen: { outcome = "" } }: At): Readonly<Record<string, How>> {
  if (outcome !== "opgenomen") return { visible: NOT, review_at: NOT, kerngezin: NOT, others: NOT };
  return { visible: { tick: true, needed: false } };
}
