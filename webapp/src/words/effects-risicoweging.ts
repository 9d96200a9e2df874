/** What signing does on what the receivers of a risk moment weigh, said before it is signed; Dutch (B1) and English. */

import type { FlowWords } from "./flows.ts";

export const EFFECTS: FlowWords = {
  "effect.risicoweging.establish.geen_extra": [
    "Er hoeft niemand over maatregelen te besluiten. Voor de uitvoering wordt niemand meer gebeld.",
    "Nobody has to decide on measures. Nobody is rung for carrying them out any more.",
  ],
  "effect.risicoweging.establish.geadviseerd": [
    "Wie hierover besluit, wordt daarvoor gebeld: in het stelsel de NCTV, lokaal de HOvJ, of de burgemeester bij een object of de openbare orde.",
    "Who decides on this is rung for it: in the national system the NCTV, locally the HOvJ, or the mayor for an object or public order.",
  ],
  "effect.risicoweging.advise": [
    "Wie besluit, hoort dat uw advies er is. Het besluit hoeft er niet op te wachten.",
    "Who decides is told that your advice is there. The decision need not wait for it.",
  ],
  "effect.risicoweging.decide.maatregelen": [
    "Wie dit uitvoert, wordt gebeld tot die het weet: in het stelsel het LCC, lokaal de RCCB.",
    "Who carries this out is rung until they know: in the national system the LCC, locally the RCCB.",
  ],
  "effect.risicoweging.decide.geen_maatregelen": [
    "Er komen geen extra maatregelen. Voor de uitvoering wordt niemand meer gebeld.",
    "There will be no extra measures. Nobody is rung for carrying them out any more.",
  ],
};
