/** Words of an interpretation that is a melding of a threat: states, what waits, acts and forms; Dutch (B1) and English. */

import type { FlowWords } from "./flows.ts";

export const WORDS: FlowWords = {
  "flow.duiding": ["Duiding", "Interpretation"],

  "state.vastgelegd": ["Vastgelegd, geen melding", "Recorded, no melding"],
  "state.gemeld": ["Gemeld", "Reported"],
  "state.voorgelegd": ["Ligt bij de hoofdofficier", "With the chief prosecutor"],
  "state.vervolg": ["Besloten, vervolg nodig", "Decided, a follow-up is needed"],

  "what.wegen": ["Wegen en voorleggen", "Weigh and lay before"],
  "what.besluiten": ["Besluiten over de melding", "Decide about the melding"],
  "what.vervolg": ["Vervolg openen", "Open the follow-up"],

  "kind.duiding": ["Duiding", "Interpretation"],
  "kind.weging": ["Weging", "Weighing"],
  "kind.besluit_melding": ["Besluit over de melding", "Decision about the melding"],

  "do.duiding.forward": ["Voorleggen aan de hoofdofficier", "Lay before the chief prosecutor"],
  "do.duiding.decide": ["Besluiten", "Decide"],

  "field.person": ["Wie wordt bedreigd?", "Who is threatened?"],
  "field.threat": ["Van wie komt de dreiging?", "From whom is the threat?"],
  "field.meaning": ["Wat betekent het signaal?", "What does the signal mean?"],
  "field.outcome": ["Wat volgt?", "What follows?"],

  "outcome.melding_dreiging": ["melding van dreiging", "melding of a threat"],
  "outcome.informatie": ["informatie", "information"],
  "outcome.zorg": ["zorg", "care"],
  "outcome.ondersteuning": ["ondersteuning", "support"],
  "outcome.geen_vervolg": ["geen vervolg", "no follow-up"],
  "outcome.herbeoordeling": ["herbeoordeling", "review"],
  "outcome.spoedaanwijzing": ["spoedaanwijzing", "emergency designation"],
  "outcome.afgerond": ["afgerond", "finished"],
  "outcome.voorgelegd": ["voorgelegd", "laid before"],
  "outcome.geopend": ["geopend", "opened"],
};
