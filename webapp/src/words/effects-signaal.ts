/** What signing does on a signal, said before it is signed; Dutch (B1) and English. */

import type { FlowWords } from "./flows.ts";

export const EFFECTS: FlowWords = {
  "effect.signaal.receive": [
    "De persoon ziet dat dit is ontvangen en voor wanneer die van u hoort, na een stil signaal pas als die veilig is. Voor dat antwoord wordt u gebeld.",
    "The person sees that this was received and before when they hear from you, after a silent signal only once they are safe. You are rung for that answer.",
  ],
  "effect.signaal.answer": [
    "De persoon krijgt dit te lezen, na een stil signaal pas als die veilig is. Belooft u een moment, dan wordt u er op tijd voor gebeld.",
    "The person gets this to read, after a silent signal only once they are safe. Where you promise a moment, you are rung for it in time.",
  ],
  "effect.signaal.ask": [
    "De persoon krijgt deze vraag te lezen, na een stil signaal pas als die veilig is. Uw eigen antwoord blijft nodig.",
    "The person gets this question to read, after a silent signal only once they are safe. Your own answer remains due.",
  ],
  "effect.signaal.interpret.melding_dreiging": [
    "Het gezag wordt gebeld: in het stelsel de NCTV, lokaal eerst de adviseur BB&C. De inlichtingendienst hoort alleen dat er een melding is.",
    "The authority is rung: in the national system the NCTV, locally first the adviseur BB&C. The intelligence service is told only that there is a melding.",
  ],
  "effect.signaal.interpret.geen_melding": [
    "Dit wordt vastgelegd, en niemand wordt ervoor gebeld. De persoon leest dit niet.",
    "This is put on record, and nobody is rung for it. The person does not read this.",
  ],
  "effect.signaal.safe": [
    "Niemand wordt nog gebeld om na te gaan of de persoon veilig is. Was het signaal stil, dan ziet en hoort de persoon nu weer alles.",
    "Nobody is rung any more to find out whether the person is safe. If the signal was silent, the person sees and hears everything again now.",
  ],
};
