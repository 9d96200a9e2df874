"""The gezagskaart of a request: who is the authority, since when, over what, and who keeps which measures (P-06)."""

from __future__ import annotations

from domain.flows.spoedaanwijzing.state import DESIGNATED, Spoedaanwijzing
from domain.functies import Functie
from domain.items import Gezag, Gezagskaart, Item, local_card


def gezagskaart(gezag: Gezag, request: Item[Spoedaanwijzing]) -> Gezagskaart:
    """Return the card of a request as it stands: the HOvJ before the designation, the NCTV from that instant on.

    Relieved while it stands, nobody keeps local measures. Where the NCTV has the authority by another designation, that
    one says who keeps them, and this one does not contradict it (SA-07): before this one designates, and after its end.
    """
    data = request.data
    if request.state not in DESIGNATED:
        return local_card(gezag, data.rccb)
    return Gezagskaart(gezag, Functie.BURGEMEESTER, data.rccb if data.relieved_at is None else None)
