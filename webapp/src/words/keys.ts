/** Words about who has a key of an item and who has not; Dutch (B1) and English. */

export const KEYS = {
  "do.item.wrap": ["Geef de sleutel", "Give the key"],
  "do.item.rekey": ["Maak een nieuwe sleutel", "Make a new key"],
  "do.directory.wrap_epoch": ["Deel de sleutel", "Share the key"],
  "effect.directory.wrap_epoch": [
    "Dit toestel kan daarna alles lezen wat voor deze functie is versleuteld. Klopt het toestel? Bel de collega bij twijfel.",
    "This device can then read everything that was sealed for this functie. Is it the right device? When in doubt, call the colleague.",
  ],
  "field.role": ["Sleutel van", "Key of"],
  "devices.lacks": ["Heeft nog geen sleutel voor {who}", "Has no key yet for {who}"],
  "devices.share": ["Deel de sleutel van {party}", "Share the key of {party}"],
  "keys.unshared.title": ["Een toestel heeft nog geen sleutel", "A device has no key yet"],
  "keys.unshared": [
    "Iemand met uw functie ({who}) kan op een toestel nog niets lezen. U kunt de sleutel delen.",
    "Somebody with your functie ({who}) can read nothing yet on a device. You can share the key.",
  ],
  "keys.unshared.open": ["Bekijk de toestellen", "Look at the devices"],
  "effect.item.wrap": [
    "Wie hieronder staat kan daarna alles lezen wat hier al staat. Wie is uitgesloten krijgt niets.",
    "Those below can then read everything that stands here already. Who is left out gets nothing.",
  ],
  "effect.item.rekey": [
    "Wat hierna komt is alleen te lezen voor wie hieronder staat. Wat er al staat verandert niet.",
    "What comes after this can only be read by those below. What stands here already does not change.",
  ],
  "keys.lacking.title": ["Nog niet iedereen kan dit lezen", "Not everybody can read this yet"],
  "keys.lacking": [
    "Zonder sleutel, op een of meer telefoons: {who}. Druk op: Geef de sleutel.",
    "Without a key, on one or more phones: {who}. Press: Give the key.",
  ],
  "keys.keyless.title": ["Deze functies hebben nog geen sleutel", "These functies have no key yet"],
  "keys.keyless": [
    "{who}. Bel hen. De beheerders maken de sleutel. Daarna kunt u die hier geven.",
    "{who}. Call them. The administrators make the key. Then you can give it here.",
  ],
  "keys.removed.title": ["De sleutel is nog bij een toestel dat niet meer meedoet", "A device that no longer takes part still has the key"],
  "keys.removed": [
    "Een toestel is ingetrokken, of iemand heeft de functie niet meer. Maak een nieuwe sleutel voor wat hierna komt.",
    "A device was taken out of use, or somebody no longer holds the functie. Make a new key for what comes after this.",
  ],
} as const;
