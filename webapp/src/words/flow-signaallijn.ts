/** Words of a line for signals: its states, what waits, its acts and forms; Dutch (B1) and English. */

import type { FlowWords } from "./flows.ts";

export const WORDS: FlowWords = {
  "flow.signaallijn": ["Lijn voor signalen", "Line for signals"],

  "state.open": ["Open, niet dag en nacht", "Open, not day and night"],
  "state.paraat": ["Open, dag en nacht", "Open, day and night"],
  "state.vervallen": ["Moet opnieuw worden vastgelegd", "Must be recorded anew"],

  "what.vastleggen": ["Vastleggen wie opvolgt", "Record who follows up"],
  "what.herbevestigen": ["Opnieuw bevestigen wie opvolgt", "Confirm anew who follows up"],

  "kind.opvolging": ["Wie u antwoordt", "Who answers you"],
  "kind.einde_lijn": ["Einde van de lijn", "End of the line"],

  "do.signaallijn.open": ["Lijn openen", "Open a line"],
  "do.signaallijn.record": ["Opvolging vastleggen", "Record the follow-up"],
  "do.signaallijn.end": ["Lijn beëindigen", "End the line"],

  "field.person": ["Voor wie?", "For whom?"],
  "field.own": ["Persoon", "Person"],
  "field.area": ["Arrondissement", "District"],
  "field.day_and_night": ["Volgt deze kant dag en nacht op?", "Does this side follow up day and night?"],
  "field.drill_consent": ["De persoon doet mee met de oefening", "The person takes part in the drill"],
  "field.confirmed_by": ["Wie heeft dat bevestigd?", "Who confirmed it?"],
  "field.callback": ["Nummer als Piket niet werkt", "Number when Piket does not work"],
  "field.text": ["Tekst", "Text"],
  "field.signaallijn.open.text": ["Wie antwoordt, en hoe snel? De persoon leest dit.", "Who answers, and how soon? The person reads this."],
  "field.signaallijn.record.text": ["Wie antwoordt, en hoe snel? De persoon leest dit.", "Who answers, and how soon? The person reads this."],
  "field.signaallijn.end.text": ["Waarom stopt dit, en wie belt de persoon nu?", "Why does this end, and whom does the person call now?"],

  "outcome.bevestigd": ["bevestigd", "confirmed"],
  "outcome.hersteld": ["hersteld", "restored"],
  "outcome.vervallen": ["vervallen", "lapsed"],
};
