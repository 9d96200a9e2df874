/** What signing does on a triage, said before it is signed; Dutch (B1) and English. */

import type { FlowWords } from "./flows.ts";

export const EFFECTS: FlowWords = {
  "effect.triage.withdraw": ["De zaak wordt niet beoordeeld. Wie erop wachtte, hoort het.", "The case is not judged. Who waited for it is told."],
  "effect.triage.ask": [
    "Wie de zaak voordroeg, hoort dat er een vraag is. De termijn voor het oordeel loopt door.",
    "Whoever put the case forward is told that there is a question. The term for the judgement runs on.",
  ],
  "effect.triage.supplement": ["De NCTV hoort dat er iets bij is gekomen.", "The NCTV is told that something was added."],
  "effect.triage.schedule": [
    "Wie u uitnodigt, hoort de datum en kan de zaak lezen. Wie de zaak voordroeg, hoort de datum ook.",
    "Those whom you invite are told the date and can read the case. Whoever put the case forward is told the date too.",
  ],
  "effect.triage.discuss": [
    "De NCTV moet nu oordelen; wie de zaak voordroeg, hoort dat. Het gezag verandert hier niet door.",
    "The NCTV must judge now; whoever put the case forward is told. It changes no authority.",
  ],
  "effect.triage.judge.opgenomen": [
    "De NCTV heeft vanaf dit moment het gezag, of houdt het. De HOvJ moet het overdrachtsdossier sturen, en de NCTV moet zeggen welke burgemeesters het horen.",
    "From this moment the NCTV has the authority, or keeps it. The HOvJ must send the transfer file, and the NCTV must say which mayors are told.",
  ],
  "effect.triage.judge.niet_opgenomen": [
    "Het gezag blijft waar het is, en geen bescherming stopt hierdoor. De HOvJ legt zich neer of betwist het, en wordt daarvoor gebeld.",
    "The authority stays where it is, and no protection ends by this. The HOvJ accepts or disputes it, and is rung for that.",
  ],
  "effect.triage.transfer": [
    "De NCTV moet nagaan of het dossier volledig is en wordt daarvoor gebeld.",
    "The NCTV must check whether the file is complete and is rung for it.",
  ],
  "effect.triage.check_dossier.volledig": [
    "Extra maatregelen zijn vanaf nu in de praktijk mogelijk. Wie de zaak voordroeg, hoort het.",
    "From now on additional measures are possible in practice. Whoever put the case forward is told.",
  ],
  "effect.triage.check_dossier.onvolledig": [
    "De HOvJ moet het dossier opnieuw sturen en wordt daarvoor gebeld.",
    "The HOvJ must send the file again and is rung for it.",
  ],
  "effect.triage.measures": [
    "Dit legt vast wat er nu staat; het gezag verandert niet. Stuurt u bericht mee, dan wordt de RCCB gebeld om het te lezen.",
    "This records what stands now; the authority does not change. Where word goes along, the RCCB is rung to read it.",
  ],
  "effect.triage.acquiesce": [
    "De weigering blijft staan. U kunt haar daarna niet meer betwisten.",
    "The refusal stands. You cannot dispute it afterwards.",
  ],
  "effect.triage.dispute": [
    "De Coördinerend HOvJ en de directeur NCTV worden gebeld om te overleggen. Alleen de NCTV wijst aan.",
    "The Coördinerend HOvJ and the director of the NCTV are rung to consult. Only the NCTV designates.",
  ],
  "effect.triage.follow_up.burgemeester": [
    "Niemand wordt nog gevraagd welke burgemeesters het horen.",
    "Nobody is asked any more which mayors are told.",
  ],
  "effect.triage.follow_up.eerste_herbeoordeling": [
    "De NCTV wordt later opnieuw om een herbeoordeling gevraagd.",
    "Later the NCTV is asked for a review again.",
  ],
  "effect.triage.end.hovj": [
    "De NCTV houdt het gezag tot de HOvJ het einde heeft ontvangen. De HOvJ wordt daarvoor gebeld.",
    "The NCTV keeps the authority until the HOvJ has received the end. The HOvJ is rung for it.",
  ],
  "effect.triage.end.basispolitiezorg": [
    "De NCTV houdt het gezag tot de RCCB het einde heeft ontvangen. De RCCB wordt daarvoor gebeld, en de HOvJ hoort het.",
    "The NCTV keeps the authority until the RCCB has received the end. The RCCB is rung for it, and the HOvJ is told.",
  ],
  "effect.triage.end_received": [
    "Het gezag gaat op dit moment terug naar de HOvJ, tenzij er nog een andere aanwijzing geldt. De NCTV hoort het.",
    "The authority passes back to the HOvJ at this moment, unless another designation still stands. The NCTV is told.",
  ],
};
