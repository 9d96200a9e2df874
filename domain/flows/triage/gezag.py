"""The gezagskaart of a triage: the HOvJ until the admission, the NCTV from that instant on (P-06, TR-04, TR-06)."""

from __future__ import annotations

from domain.flows.triage.parties import Case
from domain.flows.triage.state import State
from domain.functies import Functie
from domain.items import Gezag, Gezagskaart, local_card


def gezagskaart(gezag: Gezag, case: Case) -> Gezagskaart:
    """Return the card: the rccb keeps the local measures until the NCTV has the full file (TR-06).

    Where the NCTV had the authority before this case was judged, a designation decides who keeps them, and relieves:
    that item says so, and this one does not contradict it (SA-07). So where another one stands after this one's end.
    """
    data = case.data
    if gezag.since != data.judged_at or case.state == State.BEEINDIGD:
        return local_card(gezag, data.rccb)
    return Gezagskaart(gezag, Functie.BURGEMEESTER, data.rccb if data.complete_at is None else None)
