"""The words for what is kept, held and erased (EV-03); same form as in `words`."""

from __future__ import annotations

from typing import Final

RULES: Final[dict[str, tuple[str, str, str, str]]] = {
    "item.erased": (
        "De inhoud is gewist",
        "De bewaartermijn was voorbij. Het bewijs dat dit er was, blijft. Er is niets bewaard van wat u nu stuurde.",
        "The content was erased",
        "Its retention was over. The proof that it was there stays. Nothing of what you sent now was stored.",
    ),
    "hold.already": (
        "Deze functie houdt dit al vast",
        "Geef het eerst vrij. Houd het daarna met een andere grond vast.",
        "This functie holds this already",
        "Lift that first. Then hold it on another ground.",
    ),
    "hold.none": (
        "Deze functie houdt dit niet vast",
        "Alleen wie het vasthoudt, geeft het vrij. Op het dossier staat wie dat is.",
        "This functie does not hold this",
        "Only who holds it lifts it. The item says who that is.",
    ),
}
