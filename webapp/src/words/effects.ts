/** What signing does, said before it is signed: one sentence for each act that changes what others must do. */

export const EFFECTS = {
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
  "effect.spoedaanwijzing.acquiesce": [
    "De weigering blijft staan. U kunt haar daarna niet meer betwisten.",
    "The refusal stands. You cannot dispute it afterwards.",
  ],
  "effect.spoedaanwijzing.dispute": [
    "De Coördinerend HOvJ en de directeur NCTV worden gebeld. Alleen de NCTV wijst aan.",
    "The Coördinerend HOvJ and the director of the NCTV are rung. Only the NCTV designates.",
  ],
  "effect.spoedaanwijzing.end": [
    "De NCTV houdt het gezag tot de ander het einde heeft ontvangen.",
    "The NCTV keeps the authority until the other side has received the end.",
  ],
  "effect.spoedaanwijzing.end_received": [
    "Het gezag gaat op dit moment terug naar de HOvJ.",
    "The authority passes back to the HOvJ at this moment.",
  ],
  "effect.opdracht.ter_plaatse": [
    "De lokale maatregelen zijn afgelost. De verzoeker en de RCCB horen het.",
    "The local measures are relieved. The requester and the RCCB are told.",
  ],
  "effect.opdracht.answer.niet_uitvoerbaar": [
    "De NCTV wordt nu gebeld om dit met u af te stemmen.",
    "The NCTV is rung now, to settle this with you.",
  ],
  "effect.geschil.climb": [
    "De portefeuillehoudend PG en de NCTV worden gebeld. Dit is de laatste trede.",
    "The procureur-generaal and the NCTV are rung. This is the last rung.",
  ],
  "effect.geschil.acquiesce": [
    "Het geschil is voorbij. De weigering blijft staan.",
    "The dispute is over. The refusal stands.",
  ],
} as const;
