/** What signing does on a review, said before it is signed; Dutch (B1) and English. */

import type { FlowWords } from "./flows.ts";

export const EFFECTS: FlowWords = {
  "effect.herbeoordeling.plan": [
    "Het gezag wordt op tijd gevraagd dit te doen. Aan de bescherming verandert hierdoor niets.",
    "The authority is asked in time to do this. Nothing in the protection changes by it.",
  ],
  "effect.herbeoordeling.adjust": [
    "Het gezag wordt eerder gevraagd te herbeoordelen. Uitstellen kan alleen door te herbeoordelen.",
    "The authority is asked for the review earlier. It is put off only by reviewing.",
  ],
  "effect.herbeoordeling.trigger": [
    "Het gezag wordt nu gevraagd te herbeoordelen. Wat al gepland stond, blijft staan.",
    "The authority is asked for the review now. What was planned already stays.",
  ],
  "effect.herbeoordeling.review.voortzetten": [
    "De maatregelen blijven zoals ze zijn, en het gezag wordt op tijd weer gevraagd te herbeoordelen. Is er bij een object of dienst een lokaal gezag, dan moet dat het advies beantwoorden.",
    "The measures stay as they are, and the authority is asked in time to review again. Where an object or service has a local authority, that must answer the advice.",
  ],
  "effect.herbeoordeling.review.opschalen": [
    "Wie de maatregelen uitvoert, moet dit weten en wordt daarvoor gebeld. Is er bij een object of dienst een lokaal gezag, dan moet dat het advies beantwoorden.",
    "Who carries out the measures must know this and is rung for it. Where an object or service has a local authority, that must answer the advice.",
  ],
  "effect.herbeoordeling.review.afschalen": [
    "Wie de maatregelen uitvoert, moet dit weten en wordt daarvoor gebeld. Is er bij een object of dienst een lokaal gezag, dan moet dat het advies beantwoorden.",
    "Who carries out the measures must know this and is rung for it. Where an object or service has a local authority, that must answer the advice.",
  ],
  "effect.herbeoordeling.review.beeindigen": [
    "Dit beëindigt de bescherming nog niet: tot het einde is vastgelegd, wordt het gezag ervoor gebeld. De RCCB die maatregelen uitvoert, of het lokale gezag van een object of dienst, wordt ook gebeld.",
    "This does not end the protection yet: until the end is recorded, the authority is rung for it. An RCCB that carries out measures, or the local authority of an object or service, is rung too.",
  ],
  "effect.herbeoordeling.review.geinformeerd": [
    "Het gezag wordt op tijd gevraagd de persoon weer te informeren.",
    "The authority is asked in time to inform the person again.",
  ],
  "effect.herbeoordeling.review.niet_geinformeerd": [
    "Het gezag wordt op tijd gevraagd de persoon weer te informeren.",
    "The authority is asked in time to inform the person again.",
  ],
  "effect.herbeoordeling.close": [
    "Hier wordt niet meer herbeoordeeld. Niemand wordt er nog voor gebeld.",
    "Nothing is reviewed here any more. Nobody is rung for it any more.",
  ],
};
