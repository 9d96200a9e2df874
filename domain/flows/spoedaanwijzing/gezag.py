"""The gezagskaart of a request: who is the authority, since when, over what, and who keeps which measures (P-06)."""

from __future__ import annotations

from domain.flows.spoedaanwijzing.state import Spoedaanwijzing, State
from domain.functies import Functie
from domain.items import Gezag, Gezagskaart, Item, local_card


def gezagskaart(gezag: Gezag, request: Item[Spoedaanwijzing]) -> Gezagskaart:
    """Return the card of a request as it stands: the HOvJ before the designation, the NCTV from that instant on.

    Once it ended nobody keeps local measures for it; under the NCTV still, another designation says who does (SA-07).
    """
    if request.state == State.BEEINDIGD:
        return local_card(gezag, None)
    relieved = request.data.relieved_at is not None
    return Gezagskaart(gezag, Functie.BURGEMEESTER, None if relieved else request.data.rccb)
