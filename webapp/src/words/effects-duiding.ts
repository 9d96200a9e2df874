/** What signing does on a melding, said before it is signed; Dutch (B1) and English. */

import type { FlowWords } from "./flows.ts";

export const EFFECTS: FlowWords = {
  "effect.duiding.forward": ["De HOvJ moet nu besluiten en wordt daarvoor gebeld.", "The HOvJ must decide now and is rung for it."],
  "effect.duiding.decide.herbeoordeling": [
    "Het gezag wordt gebeld tot de herbeoordeling is gepland of gevraagd. Aan de bescherming verandert nog niets.",
    "The authority is rung until the review is planned or asked for. Nothing in the protection changes yet.",
  ],
  "effect.duiding.decide.spoedaanwijzing": [
    "Het gezag wordt gebeld tot de spoedaanwijzing is gevraagd: dit vraagt haar nog niet aan.",
    "The authority is rung until the emergency designation is asked for: this does not ask for it yet.",
  ],
  "effect.duiding.decide.afgerond": [
    "De melding is hiermee afgerond. Niemand wordt er nog voor gebeld.",
    "With this the melding is finished. Nobody is rung for it any more.",
  ],
};
