/** What signing does on a reported risk moment; its reporter is never told which side has it (RM-02), said before it is signed; Dutch (B1) and English. */

import type { FlowWords } from "./flows.ts";

export const EFFECTS: FlowWords = {
  "effect.risicomoment.report": [
    "Wie hierover gaat, wordt gevraagd dit op te pakken. U krijgt op een vast moment antwoord.",
    "Who is in charge of this is asked to take it. You get an answer at a fixed moment.",
  ],
  "effect.risicomoment.change": [
    "Wat al beoordeeld was, wordt opnieuw beoordeeld. U krijgt op een vast moment antwoord.",
    "What was assessed already is assessed anew. You get an answer at a fixed moment.",
  ],
  "effect.risicomoment.cancel": [
    "De melding vervalt. Wie al iets voorbereidt, hoort dat het niet doorgaat.",
    "The report lapses. Who is preparing something already is told that it is off.",
  ],
  "effect.risicomoment.take": [
    "Uw kant moet dit nu beoordelen en de melder antwoord geven. De andere kant wordt hier niet meer voor gebeld; de melder ziet niet wie het oppakte.",
    "Your side must now assess this and answer the reporter. The other side is not rung for it any more; the reporter does not see who took it.",
  ],
  "effect.risicomoment.answer": [
    "De melder leest dit op het vaste moment, wordt dan gebeld, en ziet niet van welke kant het komt.",
    "The reporter reads this at the fixed moment, is rung then, and does not see from which side it comes.",
  ],
};
