/** Words of what is kept, held and erased (EV-03); Dutch (B1) and English. */

export const RETENTION = {
  "retention.title": ["Hoe lang dit blijft", "How long this stays"],
  "retention.open": ["Zolang dit loopt, wordt er niets gewist.", "While this runs, nothing is erased."],
  "retention.erased_at": [
    "De inhoud wordt gewist op {at}, op alle toestellen en bij de dienst. Het bewijs dat dit er was, blijft.",
    "The content is erased on {at}, on all devices and at the service. The proof that it was there stays.",
  ],
  "retention.held": ["Dit wordt vastgehouden", "This is held"],
  "retention.held.detail": ["Zolang iemand het vasthoudt, wordt er niets gewist.", "While somebody holds it, nothing is erased."],
  "retention.by": ["{who}, {ground}, sinds {at}", "{who}, {ground}, since {at}"],
  "retention.gone": ["De inhoud is gewist, het bewijs blijft", "The content was erased, the proof stays"],
  "retention.gone_at": ["Gewist op {at}.", "Erased on {at}."],
  "alarm.retention.held": ["Iemand houdt een dossier vast: het wordt niet gewist", "Somebody holds an item: it is not erased"],
  "alarm.retention.overdue": ["Er is iets niet gewist dat al gewist moest zijn", "Something that should be erased is still there"],
  "do.item.hold": ["Vasthouden: niet wissen", "Hold: do not erase"],
  "do.item.lift": ["Niet langer vasthouden", "Hold no longer"],
  "effect.item.hold": [
    "De inhoud blijft bewaard, ook na de termijn, tot uw functie dit weer vrijgeeft. Iedereen die dit leest, ziet dat.",
    "The content is kept, also after its term, until your functie lifts this. Everybody who reads this sees so.",
  ],
  "effect.item.lift": [
    "Is de termijn voorbij en houdt niemand anders dit vast, dan wordt de inhoud binnen een uur gewist. Dat kan niemand terugdraaien.",
    "When its term is over and nobody else holds this, the content is erased within an hour. Nobody can undo that.",
  ],
  "outcome.bewaarplicht": ["bewaarplicht", "duty to keep"],
  "outcome.bezwaar": ["bezwaar", "objection"],
  "outcome.onderzoek": ["onderzoek", "investigation"],
} as const;
