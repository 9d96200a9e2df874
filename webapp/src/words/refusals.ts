/** What this phone refused and what to do then, by code or by what the code is about: Dutch B1 first, then English. */

type Row = readonly [string, string, string, string];

const ITEM: Row = [
  "Dit dossier klopt niet",
  "De dienst toont iets anders dan is ondertekend. Vertrouw het niet. Bel.",
  "This item is not right",
  "The service shows something else than was signed. Do not rely on it. Call.",
];
const SEALING: Row = [
  "Een sleutel van dit dossier klopt niet",
  "Lees en antwoord hier niet. Bel, en meld het meteen aan uw beheerder.",
  "A key of this item is not right",
  "Do not read or answer here. Call, and tell your administrator at once.",
];
const DIRECTORY: Row = [
  "De lijst van mensen en toestellen klopt niet",
  "Gebruik deze dienst niet. Bel, en meld het meteen aan de beheerders.",
  "The list of people and devices is not right",
  "Do not use this service. Call, and tell the administrators at once.",
];
const LOG: Row = [
  "Het logboek klopt niet",
  "De dienst toont een ander logboek dan eerst. Bel, en meld het meteen aan de beheerders.",
  "The log is not right",
  "The service shows another log than before. Call, and tell the administrators at once.",
];
const RECEIPT: Row = [
  "Het bewijs van een handeling klopt niet",
  "Reken er niet op dat ze is vastgelegd. Bel, en meld het aan de beheerders.",
  "The proof of an act is not right",
  "Do not count on its being recorded. Call, and tell the administrators.",
];

/** By subject, and by code where more can be said. */
const REFUSALS: Readonly<Record<string, Row>> = {
  act: [
    "Een handeling in dit dossier klopt niet",
    "Ze is niet ondertekend zoals het moet, of hoort hier niet. Vertrouw het dossier niet. Bel.",
    "An act in this item is not right",
    "It is not signed as it must be, or does not belong here. Do not rely on the item. Call.",
  ],
  "act.functie": [
    "Een handeling is niet van wie het zegt",
    "Wie tekende, had die functie nooit. Vertrouw het dossier niet. Bel.",
    "An act is not by whom it says",
    "Who signed it never held that functie. Do not rely on the item. Call.",
  ],
  actor: DIRECTORY,
  age: SEALING,
  audit: LOG,
  chain: DIRECTORY,
  content: [
    "Een tekst in dit dossier klopt niet",
    "Hij is niet van wie het zegt, of hoort hier niet. Vertrouw het dossier niet. Bel.",
    "A text in this item is not right",
    "It is not by whom it says, or does not belong here. Do not rely on the item. Call.",
  ],
  "content.official": [
    "Er staat niet wie het de persoon vertelde",
    "Reken er niet op dat de persoon het weet. Bel.",
    "It does not say who told the person",
    "Do not count on the person knowing. Call.",
  ],
  "content.outcome": [
    "Het besluit klopt niet",
    "De tekst zegt iets anders dan het besluit dat is ondertekend. Bel wie besloot.",
    "The decision is not right",
    "The text says something else than the decision that was signed. Call who decided.",
  ],
  "content.removed": [
    "Een tekst is van een toestel dat niet meer mocht",
    "Het toestel of de functie was al ingetrokken. Vertrouw het dossier niet. Bel.",
    "A text is from a device that was no longer allowed",
    "The device or the functie had been taken away. Do not rely on the item. Call.",
  ],
  device: DIRECTORY,
  directory: DIRECTORY,
  "directory.held_back": [
    "De dienst houdt iets achter",
    "De lijst van mensen en toestellen is niet heel. Gebruik deze dienst niet. Bel de beheerders.",
    "The service holds something back",
    "The list of people and devices is not whole. Do not use this service. Call the administrators.",
  ],
  envelope: ITEM,
  epoch: DIRECTORY,
  "epoch.shared": [
    "Dit toestel heeft de sleutel al",
    "Of het mag die niet hebben. Bekijk hoe het nu is.",
    "This device has the key already",
    "Or it may not have it. Look at how it is now.",
  ],
  fact: DIRECTORY,
  genesis: DIRECTORY,
  grant: DIRECTORY,
  item: ITEM,
  "item.excluded": [
    "Wie is uitgesloten, klopt niet",
    "De dienst noemt andere mensen dan is ondertekend. Antwoord hier niet. Bel.",
    "Who is excluded is not right",
    "The service names other people than were signed. Do not answer here. Call.",
  ],
  "roster.not_yours": [
    "Dit rooster houdt u niet bij",
    "U houdt alleen het rooster van uw eigen functie bij. Bel wie die functie heeft.",
    "This roster is not yours to keep",
    "You keep the roster of your own functie only. Call who holds that functie.",
  ],
  "wrap.none": [
    "Er is nu geen sleutel te geven",
    "Iedereen heeft de sleutel al, of deze telefoon kan dit zelf niet lezen. Bekijk hoe het nu is.",
    "There is no key to give now",
    "Everybody has the key already, or this phone cannot read this itself. Look at how it is now.",
  ],
  "item.rekeyed": [
    "Een sleutel is van iemand die er niet bij hoort",
    "Antwoord hier niet: een ander leest mee. Bel, en meld het meteen aan uw beheerder.",
    "A key is from somebody who does not belong here",
    "Do not answer here: somebody else would read it. Call, and tell your administrator at once.",
  ],
  "item.removed": [
    "Een sleutel is van een toestel dat niet meer mocht",
    "Antwoord hier niet: een ander leest mee. Bel, en meld het meteen aan uw beheerder.",
    "A key is from a device that was no longer allowed",
    "Do not answer here: somebody else would read it. Call, and tell your administrator at once.",
  ],
  "item.state": [
    "De stand van dit dossier klopt niet",
    "De dienst zegt iets anders dan is besloten en ondertekend. Bel wie besluit.",
    "Where this item stands is not right",
    "The service says something else than was decided and signed. Call who decides.",
  ],
  log: LOG,
  log_key: DIRECTORY,
  organisation: DIRECTORY,
  person: DIRECTORY,
  receipt: RECEIPT,
  scope: DIRECTORY,
  sealing: SEALING,
  signature: DIRECTORY,
  signer: DIRECTORY,
  threshold: DIRECTORY,
  wrap: SEALING,
};

/** The words for a refusal of this phone; undefined when there are none of its own. */
export function refusal(code: string): Row | undefined {
  const [subject = ""] = code.split(".", 1);
  return [code, subject].map((name) => (Object.hasOwn(REFUSALS, name) ? REFUSALS[name] : undefined)).find((row) => row !== undefined);
}
