"""The gezagskaart of a request: who is the authority, since when, over what, and who keeps which measures (P-06)."""

from __future__ import annotations

from dataclasses import dataclass

from domain.flows.spoedaanwijzing.state import Spoedaanwijzing, State
from domain.functies import Functie, Holding
from domain.items import Gezag


@dataclass(frozen=True, slots=True)
class Gezagskaart:
    """What every screen of an item shows, always.

    `local_measures` is who keeps the urgent local measures until relief, None once a unit is on the spot.
    `public_order` is the functie that holds public order around it, whoever is the authority over the person.
    """

    gezag: Gezag
    public_order: Functie
    local_measures: Holding | None


def gezagskaart(gezag: Gezag, state: str, data: Spoedaanwijzing) -> Gezagskaart:
    """Return the card of a request as it stands: the HOvJ before the designation, the NCTV from that instant on."""
    relieved = data.relieved_at is not None or state == State.BEEINDIGD
    return Gezagskaart(gezag, Functie.BURGEMEESTER, None if relieved else data.rccb)
