/** Words of putting somebody on the roster (RO-01); Dutch (B1) and English. */

export const ROSTER = {
  "do.roster.set": ["Zet iemand op het rooster", "Put somebody on the roster"],
  "effect.roster.set": [
    "In deze tijd belt Piket deze persoon voor deze functie. Spreek het eerst met elkaar af.",
    "In this time Piket rings this person for this functie. First agree on it with each other.",
  ],
  "roster.explain": [
    "Wie op het rooster staat, wordt als eerste gebeld.",
    "Whoever is on the roster is rung first.",
  ],
  "roster.none": ["U houdt van geen functie het rooster bij.", "You keep the roster of no functie."],
  "roster.role": ["Voor welke functie?", "For which functie?"],
  "roster.who": ["Wie heeft dan dienst?", "Who is on duty then?"],
  "roster.override": ["Dit vervangt wie er dan al op het rooster staat", "This replaces who is on the roster then already"],
  "field.on_duty": ["Wie", "Who"],
  "field.slot": ["Welke dienst?", "Which duty?"],
  "field.starts": ["Vanaf wanneer?", "From when?"],
  "field.ends": ["Tot wanneer?", "Until when?"],
  "field.override": ["Vervangt het rooster", "Replaces the roster"],
  "outcome.on_duty": ["dienst", "on duty"],
  "outcome.backup": ["achterwacht", "backup"],
} as const;
