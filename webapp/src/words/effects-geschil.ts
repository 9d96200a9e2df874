/** What signing does on a dispute, said before it is signed; Dutch (B1) and English. */

import type { FlowWords } from "./flows.ts";

export const EFFECTS: FlowWords = {
  "effect.geschil.climb": [
    "De portefeuillehoudend PG en de NCTV worden gebeld. Dit is de laatste trede.",
    "The procureur-generaal and the NCTV are rung. This is the last rung.",
  ],
  "effect.geschil.record.alsnog_aanwijzen": [
    "Zodra beide kanten dit hebben vastgelegd, hoort de HOvJ het. Zegt de NCTV dit, dan moet de NCTV opnieuw besluiten.",
    "Once both sides have recorded this, the HOvJ is told. Where the NCTV says so, the NCTV must decide anew.",
  ],
  "effect.geschil.record.blijft_niet_aangewezen": [
    "Zodra beide kanten dit hebben vastgelegd, hoort de HOvJ het. Het gezag verandert hier niet door.",
    "Once both sides have recorded this, the HOvJ is told. It changes no authority.",
  ],
  "effect.geschil.acquiesce": ["Het geschil is voorbij. De weigering blijft staan.", "The dispute is over. The refusal stands."],
};
