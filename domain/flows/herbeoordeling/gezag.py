"""The gezagskaart of the reviews of a dossier: who is the authority, and who keeps the local measures (P-06)."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from domain.flows.herbeoordeling.parties import OBJECT
from domain.flows.herbeoordeling.state import Herbeoordeling
from domain.functies import Functie, Scope
from domain.items import Gezag, Gezagskaart, Item, local_card
from domain.parties import NCTV, hovj

OVER_OBJECT: Final = ("object",)
"""What the authority is over where an object or service is reviewed (C §2.5)."""


def local_gezag(data: Herbeoordeling, area: Scope, now: datetime) -> Gezag:
    """Return the authority that no designation gave: the HOvJ of the area; of an object whoever is advised on it."""
    if data.subject == OBJECT:
        return Gezag(data.local or NCTV, now, OVER_OBJECT)
    return Gezag(hovj(area), now, ("persoon",))


def gezagskaart(gezag: Gezag, item: Item[Herbeoordeling]) -> Gezagskaart:
    """Return the card: under the local authority the rccb keeps the measures; once closed: kept them last.

    Of an object nobody keeps them and nobody is relieved; under the NCTV the designation says who does (SA-07).
    """
    if item.data.subject == OBJECT:
        return Gezagskaart(gezag, Functie.BURGEMEESTER, None)
    return local_card(gezag, item.data.rccb)
