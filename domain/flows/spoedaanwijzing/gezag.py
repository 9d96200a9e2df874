"""The gezagskaart of a request: who is the authority, since when, over what, and who keeps which measures (P-06)."""

from __future__ import annotations

from domain.flows.spoedaanwijzing.state import Spoedaanwijzing, State
from domain.functies import Functie
from domain.items import Gezag, Gezagskaart, Item


def gezagskaart(gezag: Gezag, request: Item[Spoedaanwijzing]) -> Gezagskaart:
    """Return the card of a request as it stands: the HOvJ before the designation, the NCTV from that instant on."""
    relieved = request.data.relieved_at is not None or request.state == State.BEEINDIGD
    return Gezagskaart(gezag, Functie.BURGEMEESTER, None if relieved else request.data.rccb)
