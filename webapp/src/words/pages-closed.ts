/** Words of the page with what is over, loaded with it alone; Dutch (B1) and English. */

export const CLOSED = {
  "title": ["Afgesloten", "Closed"],
  "explain": [
    "Dit is voorbij. Het laatste staat bovenaan. Hoelang het bewaard blijft, leest u als u het opent.",
    "This is over. The latest comes first. Open it to read how long it is kept.",
  ],
  "none": ["Er is niets afgesloten dat u mag zien.", "Nothing was closed that you may see."],
  "at": ["Afgesloten: {at}", "Closed: {at}"],
  "opened": ["Begonnen: {at}", "Begun: {at}"],
  "older": ["Toon ouder", "Show older"],
} as const;
