/** Words of choosing gemeenten; Dutch (B1) and English. */

export const MORE = {
  "gemeenten.which": ["Welke gemeenten?", "Which municipalities?"],
  "gemeenten.one": ["Welke gemeente?", "Which municipality?"],
  "gemeenten.find": ["Zoek op naam", "Look for a name"],
  "gemeenten.found": ["Gevonden", "Found"],
  "gemeenten.none": ["Geen gemeente gevonden met deze naam.", "No municipality has this name."],
  "gemeenten.more": ["En nog {count} andere. Typ meer letters.", "And {count} more. Type more letters."],
  "gemeenten.gone": ["{name} bestaat niet meer als gemeente. Het is nu: {now}.", "{name} is no municipality any more. It is now: {now}."],
  "gemeenten.take": ["Kies {name}", "Choose {name}"],
  "gemeenten.eenheid": ["Of alle gemeenten van een politie-eenheid", "Or all municipalities of a police unit"],
  "gemeenten.of_eenheid": ["Kies de {count} gemeenten van {name}", "Choose the {count} municipalities of {name}"],
  "gemeenten.all": ["Kies alle {count} gemeenten", "Choose all {count} municipalities"],
  "gemeenten.nothing": ["Nog geen gemeente gekozen.", "No municipality chosen yet."],
  "gemeenten.chosen": ["{count} gekozen", "{count} chosen"],
  "gemeenten.list": ["Bekijk wat u koos", "See what you chose"],
  "gemeenten.clear": ["Maak de keuze leeg", "Clear the choice"],
} as const;
