/** What signing does on an order, said before it is signed; Dutch (B1) and English. */

import type { FlowWords } from "./flows.ts";

export const EFFECTS: FlowWords = {
  "effect.opdracht.answer.uitvoerbaar": [
    "De NCTV ziet dat het kan. Vanaf de verwachte aankomst wordt u gebeld tot er een eenheid ter plaatse is.",
    "The NCTV sees that it can be done. From the expected arrival you are rung until a unit is on the spot.",
  ],
  "effect.opdracht.answer.niet_uitvoerbaar": [
    "De NCTV wordt nu gebeld om dit met u af te stemmen.",
    "The NCTV is rung now, to settle this with you.",
  ],
  "effect.opdracht.expect": [
    "Vanaf dat moment wordt u gebeld tot er een eenheid ter plaatse is.",
    "From that moment you are rung until a unit is on the spot.",
  ],
  "effect.opdracht.ter_plaatse": [
    "De lokale maatregelen zijn afgelost. De verzoeker en de RCCB horen het.",
    "The local measures are relieved. The requester and the RCCB are told.",
  ],
  "effect.opdracht.afstemmen": [
    "Het LCC wordt opnieuw gebeld om te antwoorden of het zo kan.",
    "The LCC is rung again to answer whether it can be done so.",
  ],
  "effect.opdracht.advise": [
    "De piketofficier van de NCTV hoort dat het advies er is.",
    "The duty officer of the NCTV is told that the advice is there.",
  ],
};
