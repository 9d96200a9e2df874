/** Words of the weighing of a risk moment: its states, what waits, its acts and forms; Dutch (B1) and English. */

import type { FlowWords } from "./flows.ts";

export const WORDS: FlowWords = {
  "flow.risicoweging": ["Weging van een risicomoment", "Weighing of a risk moment"],

  "state.te_beoordelen": ["Wordt beoordeeld", "Being assessed"],
  "state.geen_extra": ["Geen extra maatregelen", "No extra measures"],
  "state.te_besluiten": ["Wacht op een besluit", "Waiting for a decision"],
  "state.geen_maatregelen": ["Besloten: geen maatregelen", "Decided: no measures"],
  "state.uitvoeren": ["Maatregelen worden uitgevoerd", "Measures are carried out"],
  "state.geregeld": ["Geregeld", "Arranged"],
  "state.spoed": ["Spoedaanwijzing gevraagd", "Emergency designation asked"],
  "state.afzeggen": ["Maatregelen worden afgezegd", "Measures are called off"],
  "state.ingetrokken": ["Afgezegd", "Called off"],

  "what.besluiten": ["Besluiten over maatregelen", "Decide about measures"],
  "what.besluiten_piket": ["Besluiten, piket", "Decide, duty officer"],
  "what.uitvoering": ["Kennisnemen, voor de uitvoering", "Take note, to carry it out"],
  "what.uitvoering_piket": ["Kennisnemen, piket", "Take note, duty officer"],

  "kind.risicoweging": ["Wat al bekend is", "What is known already"],
  "kind.vaststelling": ["Vaststelling", "Assessment"],
  "kind.risico_advies": ["Advies", "Advice"],
  "kind.risico_besluit": ["Besluit", "Decision"],

  "do.risicoweging.establish": ["Vaststellen", "Establish"],
  "do.risicoweging.advise": ["Adviseren", "Advise"],
  "do.risicoweging.decide": ["Besluiten", "Decide"],
  "do.risicoweging.acknowledge": ["Kennisgenomen", "Taken note"],

  "field.about": ["Waarover gaat het besluit?", "What is the decision about?"],
  "field.known": ["Wat is al bekend?", "What is known already?"],
  "field.order": ["Wat moet worden uitgevoerd?", "What must be carried out?"],

  "outcome.geen_extra": ["geen extra maatregelen", "no extra measures"],
  "outcome.geadviseerd": ["extra maatregelen geadviseerd", "extra measures advised"],
  "outcome.persoon": ["een persoon", "a person"],
  "outcome.object_of_openbare_orde": ["een object of de openbare orde", "an object or public order"],
  "outcome.maatregelen": ["maatregelen", "measures"],
  "outcome.geen_maatregelen": ["geen maatregelen", "no measures"],
  "outcome.bekend": ["bekend", "known"],
  "outcome.afgezegd": ["afgezegd", "called off"],
  "outcome.opnieuw": ["opnieuw gevraagd", "asked anew"],
  "outcome.spoed": ["spoedaanwijzing gevraagd", "emergency designation asked"],
};
