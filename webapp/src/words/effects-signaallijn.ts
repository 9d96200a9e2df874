/** What signing does on a line for signals, said before it is signed; Dutch (B1) and English. */

import type { FlowWords } from "./flows.ts";

export const EFFECTS: FlowWords = {
  "effect.signaallijn.open": [
    "De persoon en wie opvolgt, horen dit nu. Een eerdere lijn van deze persoon stopt hiermee.",
    "The person and who follows up are told now. An earlier line of this person ends with it.",
  ],
  "effect.signaallijn.record": [
    "De persoon en wie opvolgt, horen dit nu. Later wordt het gezag gevraagd of het nog klopt.",
    "The person and who follows up are told now. Later the authority is asked whether it is still true.",
  ],
  "effect.signaallijn.end": [
    "De persoon hoort dat de lijn stopt, en kan er geen signaal meer langs sturen. Wat al is gestuurd, gaat door.",
    "The person is told that the line ends, and can send no signal along it any more. What was sent already goes on.",
  ],
};
