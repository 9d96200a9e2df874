/** Words of requests that go together (SA-12); Dutch (B1) and English. */

export const JOINED = {
  "do.spoedaanwijzing.join": ["Voeg samen met een ander verzoek", "Join with another request"],
  "effect.spoedaanwijzing.join": [
    "Beide verzoeken blijven bestaan. U besluit straks in één keer over allebei. De verzoekers zien elkaars tekst niet.",
    "Both requests remain. You will decide about both at once. Those who asked do not see each other's text.",
  ],
  "joined.title": ["Samengevoegd met dit verzoek", "Joined with this request"],
  "joined.explain": [
    "Gaan twee verzoeken over dezelfde gebeurtenis? Voeg ze samen. Dan neemt u één besluit, met een uitkomst voor elk verzoek.",
    "Are two requests about the same event? Join them. You then take one decision, with an outcome for each request.",
  ],
  "joined.at_once": [
    "U neemt één besluit, met een uitkomst voor elk verzoek.",
    "You take one decision, with an outcome for each request.",
  ],
  "joined.other": ["Samengevoegd verzoek", "Joined request"],
  "joined.none": [
    "Er is nu geen ander verzoek waarmee dit kan worden samengevoegd.",
    "There is no other request now with which this one can be joined.",
  ],
  "field.with_item": ["Met welk verzoek?", "With which request?"],
  "field.with_item.help": [
    "U besluit daarna bij het verzoek waar u nu bent. Samenvoegen kunt u niet terugdraaien. Apart aanwijzen kan wel.",
    "You then decide on the request where you are now. Joining cannot be undone. Designating apart can still be done.",
  ],
  "joined.unread": ["Een samengevoegd verzoek is hier niet te lezen", "A joined request cannot be read here"],
  "joined.refused_too": [
    "Ook dit verzoek wordt dan niet aangewezen. Wilt u dit wel aanwijzen? Doe dat dan eerst, bij dat verzoek zelf.",
    "This request is then not designated either. Do you want to designate it? Do that first, on that request itself.",
  ],
  "joined.reasons.help": ["Leeg betekent: dezelfde reden.", "Empty means: the same reason."],
  "joined.word.help": [
    "Dit verzoek valt onder een andere eenheid. Welke lokale maatregelen blijven tot de aflossing?",
    "This request is in another eenheid. Which local measures stay until relief?",
  ],
  "joined.to.title": ["Dit verzoek is samengevoegd met een ander", "This request was joined to another"],
  "joined.to.detail": [
    "Het besluit wordt daar genomen, voor allebei. Hier kunt u alleen nog apart aanwijzen.",
    "The decision is taken there, for both. Here one can only designate apart.",
  ],
  "joined.to.open": ["Open het andere verzoek", "Open the other request"],
  "field.asked_by": ["Gevraagd door", "Asked by"],
  "field.asked_at": ["Gevraagd om", "Asked at"],
} as const;
