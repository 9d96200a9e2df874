/** Words of a risk moment: its states, what waits, its acts and forms; Dutch (B1) and English. */

import type { FlowWords } from "./flows.ts";

export const WORDS: FlowWords = {
  "flow.risicomoment": ["Risicomoment", "Risk moment"],

  "state.gemeld": ["Gemeld, nog niet opgepakt", "Reported, not yet taken"],
  "state.opgepakt": ["Opgepakt", "Taken"],
  "state.beantwoord": ["Beantwoord", "Answered"],
  "state.bij_loket": ["Bij het loket", "At the loket"],
  "state.ingetrokken": ["Afgezegd", "Called off"],

  "what.oppakken": ["Oppakken", "Take it"],
  "what.oppakken_piket": ["Oppakken, piket", "Take it, duty officer"],
  "what.oppakken_nood": ["Nu oppakken", "Take it now"],
  "what.beoordelen": ["Beoordelen", "Assess"],
  "what.beoordelen_piket": ["Beoordelen, piket", "Assess, duty officer"],
  "what.antwoorden": ["Antwoord geven", "Give an answer"],
  "what.antwoorden_piket": ["Antwoord geven, piket", "Give an answer, duty officer"],
  "what.kennisnemen": ["Antwoord lezen", "Read the answer"],
  "what.afronden": ["Afronden", "Close it"],

  "kind.risicomoment": ["Risicomoment", "Risk moment"],
  "kind.risicomoment_wijziging": ["Wijziging", "Change"],
  "kind.loketantwoord": ["Antwoord van het loket", "Answer of the loket"],

  "do.risicomoment.report": ["Risicomoment melden", "Report a risk moment"],
  "do.risicomoment.change": ["Wijzigen", "Change it"],
  "do.risicomoment.cancel": ["Afzeggen", "Call it off"],
  "do.risicomoment.take": ["Oppakken", "Take it"],
  "do.risicomoment.answer": ["Antwoord geven", "Give an answer"],
  "do.risicomoment.read": ["Ik heb het gelezen", "I have read it"],
  "do.risicomoment.close": ["Afronden", "Close it"],

  "field.starts_at": ["Wanneer begint het?", "When does it start?"],
  "field.ends_at": ["Wanneer is het voorbij?", "When is it over?"],
  "field.gemeente": ["In welke gemeente?", "In which municipality?"],
  "field.what": ["Wat is het?", "What is it?"],
  "field.where": ["Waar?", "Where?"],
  "field.public": ["Welk publiek wordt verwacht?", "Which public is expected?"],
  "field.person": ["Voor wie?", "For whom?"],
  "field.outcome": ["Antwoord", "Answer"],
  "field.loket_key": ["Sleutel van het loket", "Key of the loket"],
  "field.take_known": ["Wat weet u al?", "What do you know already?"],
  "field.reply_text": ["Wat zegt u tegen de melder?", "What do you say to the reporter?"],
  "field.proof": ["Bewijs van het loket", "Proof of the loket"],

  "outcome.geen_extra": ["geen extra maatregelen", "no extra measures"],
  "outcome.maatregelen": ["maatregelen", "measures"],
  "outcome.nog_in_overleg": ["nog in overleg", "still being discussed"],
  "outcome.opgepakt": ["opgepakt", "taken"],
  "outcome.gelezen": ["gelezen", "read"],
  "outcome.gewijzigd": ["gewijzigd", "changed"],
  "outcome.gezag_over": ["gezag ging over", "the authority passed"],
  "outcome.afgerond": ["afgerond", "finished"],

  // As a protected person's own phone says it (SG-07).
  "own.flow.risicomoment": ["Ergens heen", "Going somewhere"],
  "own.do.risicomoment.report": ["Ik ga ergens heen", "I am going somewhere"],
  "own.do.risicomoment.change": ["Er verandert iets", "Something changes"],
  "own.do.risicomoment.cancel": ["Het gaat niet door", "It does not happen"],
  "own.kind.risicomoment": ["Wat u schreef", "What you wrote"],
  "own.kind.risicomoment_wijziging": ["Wat u veranderde", "What you changed"],
  "own.state.bij_loket": ["Wij kijken ernaar", "We are looking at it"],
  "own.state.ingetrokken": ["Gaat niet door", "Does not happen"],
  "own.field.callback.help": ["Als wij u hierover moeten bellen.", "In case we must call you about it."],
  "own.outcome.geen_extra": ["Er is niets extra nodig", "Nothing more is needed"],
  "own.outcome.maatregelen": ["Wij doen iets extra", "We do something more"],
  "own.outcome.nog_in_overleg": ["Wij zijn er nog mee bezig", "We are still working on it"],

  "error.risicomoment.order": ["Het einde ligt niet na het begin", "The end is not after the start"],
  "error.risicomoment.order.detail": ["Kies een later einde.", "Choose a later end."],
  "error.risicomoment.never": ["Deze tijd bestaat niet", "This time does not exist"],
  "error.risicomoment.never.detail": [
    "In deze nacht gaat de klok een uur vooruit. Kies een andere tijd.",
    "The clock goes forward an hour that night. Choose another time.",
  ],
};
