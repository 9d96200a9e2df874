/** What signing does on a notice to a mayor, said before it is signed; Dutch (B1) and English. */

import type { FlowWords } from "./flows.ts";

export const EFFECTS: FlowWords = {
  "effect.burgemeestersbericht.send": [
    "Een tweede collega moet dit eerst lezen en vrijgeven; pas daarna wordt de burgemeester gebeld. Gaat het om meer gemeenten, stuur het dan aan al hun burgemeesters: Piket vraagt er daarna niet meer om.",
    "A second official must first read and release this; only then is the mayor rung. If it concerns more gemeenten, send it to all their mayors: Piket does not ask for it again.",
  ],
  "effect.burgemeestersbericht.send_acute": [
    "Elke burgemeester aan wie u dit stuurt, wordt nu gebeld; een tweede collega kijkt achteraf mee. Gaat het om meer gemeenten, stuur het dan aan al hun burgemeesters: Piket vraagt er daarna niet meer om.",
    "Each mayor to whom you send this is rung now; a second official looks at it afterwards. If it concerns more gemeenten, send it to all their mayors: Piket does not ask for it again.",
  ],
  "effect.burgemeestersbericht.release": [
    "Wachtte de burgemeester hierop, dan wordt die nu gebeld. Kijkt u achteraf mee, dan merkt de burgemeester er niets van.",
    "If the mayor was waiting for this, the mayor is rung now. If you look at it afterwards, the mayor notices nothing.",
  ],
  "effect.burgemeestersbericht.acknowledge": [
    "De NCTV ziet dat u dit weet. U wordt hier niet meer voor gebeld.",
    "The NCTV sees that you know this. You are not rung for it any more.",
  ],
  "effect.burgemeestersbericht.telephoned": [
    "De burgemeester wordt hier niet meer voor gebeld, en kan het zelf nog bevestigen.",
    "The mayor is not rung for this any more, and can still confirm it.",
  ],
  "effect.burgemeestersbericht.ask": [
    "De NCTV moet uw vraag beantwoorden en wordt daarvoor gebeld.",
    "The NCTV must answer your question and is rung for it.",
  ],
  "effect.burgemeestersbericht.answer": [
    "De burgemeester hoort dat er antwoord is, en de vervanger ook als het bericht aan die is vrijgegeven.",
    "The mayor is told that there is an answer, and so is the stand-in to whom the notice was released.",
  ],
  "effect.burgemeestersbericht.ask_vierhoek": [
    "De NCTV moet het overleg plannen, of zeggen waarom het niet nodig is.",
    "The NCTV must plan the meeting, or say why it is not needed.",
  ],
  "effect.burgemeestersbericht.plan_vierhoek": [
    "De burgemeester, de HOvJ en de RCCB horen wanneer het is, en het LCC als de KMar meedoet. Zij kunnen dit bericht vanaf nu lezen.",
    "The mayor, the HOvJ and the RCCB are told when it is, and the LCC where the KMar takes part. They can read this notice from now on.",
  ],
  "effect.burgemeestersbericht.close_vierhoek.gehouden": [
    "Het overleg is hiermee klaar. Niemand wordt er nog voor gebeld.",
    "With this the meeting is done. Nobody is rung for it any more.",
  ],
  "effect.burgemeestersbericht.close_vierhoek.niet_nodig": [
    "De burgemeester en wie was uitgenodigd, horen dat het overleg niet doorgaat.",
    "The mayor and those who were invited are told that the meeting is off.",
  ],
  "effect.burgemeestersbericht.stand_in": [
    "Alleen deze persoon krijgt het bericht, en wordt nu gebeld. De NCTV wordt gebeld tot de vervanger het weet.",
    "Only this person gets the notice, and is rung now. The NCTV is rung until the stand-in knows.",
  ],
  "effect.burgemeestersbericht.correct": [
    "De burgemeester moet dit opnieuw lezen en wordt daarvoor gebeld. Een tweede collega kijkt achteraf mee.",
    "The mayor must read this anew and is rung for it. A second official looks at it afterwards.",
  ],
  "effect.burgemeestersbericht.supplement": [
    "De burgemeester moet de aanvulling lezen en wordt daarvoor gebeld. Een tweede collega kijkt achteraf mee.",
    "The mayor must read the supplement and is rung for it. A second official looks at it afterwards.",
  ],
  "effect.burgemeestersbericht.recall": [
    "Is dit al verstuurd, dan wordt de burgemeester gebeld om te weten dat het is teruggenomen. Wacht het nog op een tweede collega, dan gaat het niet weg.",
    "If this was sent already, the mayor is rung to know that it was taken back. If it still waits for a second official, it does not leave.",
  ],
  "effect.burgemeestersbericht.end": [
    "De burgemeester wordt gebeld om te weten dat dit voorbij is. Een tweede collega kijkt achteraf mee.",
    "The mayor is rung to know that this is over. A second official looks at it afterwards.",
  ],
  "effect.burgemeestersbericht.keep": [
    "De burgemeester merkt hier niets van. Later vraagt Piket de NCTV opnieuw of dit nog klopt.",
    "The mayor notices nothing of this. Later Piket asks the NCTV again whether it is still true.",
  ],
};
