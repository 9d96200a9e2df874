/** Words of a signal: its states, what waits, its acts and forms; Dutch (B1) and English. */

import type { FlowWords } from "./flows.ts";

export const WORDS: FlowWords = {
  "flow.signaal": ["Signaal", "Signal"],

  "state.verzonden": ["Verstuurd, nog niet ontvangen", "Sent, not yet received"],
  "state.ontvangen": ["Ontvangen", "Received"],
  "state.beantwoord": ["Beantwoord", "Answered"],

  "what.beantwoorden": ["Antwoord geven", "Give an answer"],
  "what.duiden": ["Duiden: wat betekent het?", "Interpret: what does it mean?"],
  "what.veilig": ["Nagaan of de persoon veilig is", "Find out that the person is safe"],
  "what.toezegging": ["Toezegging nakomen", "Keep the promise"],

  "kind.onveilig_nu": ["Onveilig nu", "Not safe now"],
  "kind.signaal": ["Signaal", "Signal"],
  "kind.bericht_persoon": ["Bericht van de persoon", "Message of the person"],
  "kind.antwoord_persoon": ["Antwoord aan de persoon", "Answer to the person"],

  "do.signaal.onveilig": ["Ik ben nu niet veilig", "I am not safe now"],
  "do.signaal.send": ["Iets melden", "Report something"],
  "do.signaal.add": ["Iets toevoegen", "Add something"],
  "do.signaal.receive": ["Ontvangst bevestigen", "Confirm receipt"],
  "do.signaal.answer": ["Antwoord geven", "Give an answer"],
  "do.signaal.ask": ["Vraag stellen", "Ask a question"],
  "do.signaal.interpret": ["Duiden", "Interpret"],
  "do.signaal.safe": ["De persoon is veilig", "The person is safe"],

  "field.silent": ["Stil verstuurd", "Sent silently"],
  "field.urgency": ["Hoe dringend?", "How urgent?"],
  "field.about": ["Waar gaat het over?", "What is it about?"],
  "field.language": ["Taal", "Language"],
  "field.language.help": [
    "De taal waarin deze persoon leest: nl is Nederlands, en is Engels.",
    "The language in which this person reads: nl is Dutch, en is English.",
  ],
  "field.where": ["Waar?", "Where?"],
  "field.duress": ["Onder dwang: bel deze telefoon niet", "Under duress: do not call this phone"],
  "field.mistake": ["Per ongeluk verstuurd, zegt de persoon", "Sent by mistake, says the person"],
  "field.by": ["Wie antwoordt?", "Who answers?"],
  "field.promise_at": ["Wanneer hoort de persoon meer?", "When will the person hear more?"],
  "field.text": ["Tekst", "Text"],
  "field.signaal.onveilig.text": ["Wat is er?", "What is the matter?"],
  "field.signaal.send.text": ["Wat wilt u zeggen?", "What do you want to say?"],
  "field.signaal.add.text": ["Wat wilt u toevoegen?", "What do you want to add?"],
  "field.signaal.receive.text": ["Wat gebeurt er nu? De persoon leest dit.", "What happens now? The person reads this."],
  "field.signaal.answer.text": ["Wat antwoordt u de persoon?", "What do you answer the person?"],
  "field.signaal.ask.text": ["Wat vraagt u aan de persoon?", "What do you ask the person?"],

  "outcome.verdachte_situatie": ["verdachte situatie", "suspicious situation"],
  "outcome.overig": ["iets anders", "something else"],
  "outcome.zorg": ["zorg", "worry"],
  "outcome.vraag": ["vraag", "question"],
  "outcome.ondersteuning": ["hulp of steun", "help or support"],
  "outcome.melding_dreiging": ["melding van dreiging", "melding of a threat"],
  "outcome.geen_melding": ["geen melding", "no melding"],
  "outcome.beantwoord": ["beantwoord", "answered"],
  "outcome.veilig": ["veilig", "safe"],
  "outcome.nagekomen": ["nagekomen", "kept"],
  "outcome.opnieuw": ["nieuwe toezegging", "promised anew"],

  "error.signaal.about": ["Het signaal zegt iets anders dan hoe dringend het is", "The signal says something else than how urgent it is"],
  "error.signaal.about.detail": ["Kies opnieuw waar het over gaat.", "Choose anew what it is about."],
};
