/** What signing does on an emergency designation, said before it is signed; Dutch (B1) and English. */

import type { FlowWords } from "./flows.ts";

export const EFFECTS: FlowWords = {
  "effect.spoedaanwijzing.submit": [
    "De piketofficier van de NCTV wordt nu gebeld, en daarna steeds meer mensen, tot iemand die mag besluiten het heeft ontvangen. Bel ook zelf.",
    "The duty officer of the NCTV is rung now, and then more and more people, until somebody who may decide has received it. Call as well.",
  ],
  "effect.spoedaanwijzing.register": [
    "De klok voor het besluit loopt vanaf het gesprek. Wie belde, wordt gevraagd dit te bevestigen.",
    "The clock of the decision runs from the conversation. Whoever called is asked to confirm this.",
  ],
  "effect.spoedaanwijzing.confirm.bevestigd": [
    "De piketofficier van de NCTV hoort dat het klopt. U wordt hier niet meer voor gebeld.",
    "The duty officer of the NCTV is told that it is right. You are not rung for this any more.",
  ],
  "effect.spoedaanwijzing.confirm.gecorrigeerd": [
    "De piketofficier van de NCTV hoort dat er iets is verbeterd. U wordt hier niet meer voor gebeld.",
    "The duty officer of the NCTV is told that something was corrected. You are not rung for this any more.",
  ],
  "effect.spoedaanwijzing.ask": [
    "De verzoeker hoort dat er een vraag is. De klok van het besluit loopt door.",
    "The requester is told that there is a question. The clock of the decision runs on.",
  ],
  "effect.spoedaanwijzing.answer": ["Wie besluit, hoort dat er antwoord is.", "Whoever decides is told that there is an answer."],
  "effect.spoedaanwijzing.supplement": [
    "De andere kant hoort dat er iets bij is gekomen. De klok van het besluit loopt door.",
    "The other side is told that something was added. The clock of the decision runs on.",
  ],
  "effect.spoedaanwijzing.decide.aangewezen": [
    "Het gezag gaat op dit moment naar de NCTV. Het LCC krijgt de opdracht, de RCCB en de verzoeker horen het.",
    "The authority passes to the NCTV at this moment. The LCC gets the order; the RCCB and the requester are told.",
  ],
  "effect.spoedaanwijzing.decide.al_onder_gezag_nctv": [
    "De NCTV heeft het gezag al en schaalt op. Het LCC krijgt de opdracht, de RCCB en de verzoeker horen het.",
    "The NCTV has the authority already and scales up. The LCC gets the order; the RCCB and the requester are told.",
  ],
  "effect.spoedaanwijzing.decide.niet_aangewezen": [
    "Bel nu eerst de verzoeker. Die leest dit pas als u elkaar sprak, of na enige tijd.",
    "Call the requester first, now. They read this only once you spoke, or after some time.",
  ],
  "effect.spoedaanwijzing.withdraw": [
    "Het verzoek vervalt. Niemand wordt er nog voor gebeld.",
    "The request lapses. Nobody is rung for it any more.",
  ],
  "effect.spoedaanwijzing.object": [
    "De NCTV wordt gebeld om uw bezwaar te behandelen. Het besluit blijft intussen staan.",
    "The NCTV is rung to handle your objection. The decision stands meanwhile.",
  ],
  "effect.spoedaanwijzing.acquiesce": [
    "De weigering blijft staan. U kunt haar daarna niet meer betwisten.",
    "The refusal stands. You cannot dispute it afterwards.",
  ],
  "effect.spoedaanwijzing.dispute": [
    "De Coördinerend HOvJ en de directeur NCTV worden gebeld. Alleen de NCTV wijst aan.",
    "The Coördinerend HOvJ and the director of the NCTV are rung. Only the NCTV designates.",
  ],
  "effect.spoedaanwijzing.overbrugging": [
    "Dit legt vast wat er nu staat. Stuurt u bericht mee, dan wordt de RCCB gebeld om het te lezen.",
    "This records what stands now. Where word goes along, the RCCB is rung to read it.",
  ],
  "effect.spoedaanwijzing.follow_up.gedaan": [
    "Niemand wordt hier nog voor gebeld. Na een herbeoordeling wordt de volgende op tijd gevraagd.",
    "Nobody is rung for this any more. After a review the next one is asked for in time.",
  ],
  "effect.spoedaanwijzing.follow_up.niet_nodig": [
    "Niemand wordt hier nog voor gebeld. Is een herbeoordeling niet nodig, dan wordt de volgende op tijd gevraagd.",
    "Nobody is rung for this any more. Where a review is not needed, the next one is asked for in time.",
  ],
  "effect.spoedaanwijzing.end.hovj": [
    "De NCTV houdt het gezag tot de HOvJ het einde heeft ontvangen. De HOvJ wordt daarvoor gebeld.",
    "The NCTV keeps the authority until the HOvJ has received the end. The HOvJ is rung for it.",
  ],
  "effect.spoedaanwijzing.end.basispolitiezorg": [
    "De NCTV houdt het gezag tot de RCCB het einde heeft ontvangen. De RCCB wordt daarvoor gebeld, en de HOvJ hoort het.",
    "The NCTV keeps the authority until the RCCB has received the end. The RCCB is rung for it, and the HOvJ is told.",
  ],
  "effect.spoedaanwijzing.end_received": [
    "Het gezag gaat op dit moment terug naar de HOvJ, tenzij er nog een andere aanwijzing geldt. De NCTV hoort het.",
    "The authority passes back to the HOvJ at this moment, unless another designation still stands. The NCTV is told.",
  ],
};
