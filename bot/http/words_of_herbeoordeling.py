"""The words for what a rule of the periodic review refuses (HB-01 … HB-05)."""

from __future__ import annotations

from typing import Final

RULES: Final[dict[str, tuple[str, str, str, str]]] = {
    "herbeoordeling.exists": (
        "Dit wordt al herbeoordeeld",
        "Voor dit dossier loopt deze herbeoordeling al. Ga daar verder.",
        "This is reviewed already",
        "This dossier has such a review already. Go on in that one.",
    ),
    "herbeoordeling.later": (
        "Uitstellen kan zo niet",
        "Kies een eerder moment. Later kan alleen door nu te herbeoordelen, met redenen.",
        "It cannot be put off like this",
        "Choose an earlier moment. Later is possible only by reviewing now, with reasons.",
    ),
    "herbeoordeling.outcome": (
        "Deze uitkomst hoort hier niet bij",
        "Kies een uitkomst die bij dit onderwerp hoort.",
        "This outcome does not belong here",
        "Choose an outcome that belongs to this subject.",
    ),
    "herbeoordeling.not_ended": (
        "De beveiliging is nog niet beëindigd",
        "Beëindig eerst de beveiliging. Heeft de andere kant dat ontvangen, dan sluit die kant dit af.",
        "The protection has not ended yet",
        "End the protection first. Once the other side has received that, they close this.",
    ),
    "herbeoordeling.not_known": (
        "Iemand moet dit nog weten",
        "De uitvoering of het lokale gezag heeft nog niet geantwoord. Bel hen.",
        "Somebody must still know this",
        "Who carries it out, or the local authority, has not answered yet. Call them.",
    ),
}  # fmt: skip
