"""How a spoedaanwijzing ends: withdrawn, ended, or a refusal that nothing waits for any more."""

from __future__ import annotations

from datetime import datetime

from domain.einde import End, announced
from domain.errors import NotAllowed, OutOfStep
from domain.events import (
    Elsewhere,
    Event,
    ItemClosed,
    ObligationOpened,
    StateChanged,
    Told,
)
from domain.facts import Facts, settled
from domain.flows.spoedaanwijzing.events import JoinReleased
from domain.flows.spoedaanwijzing.parties import officers, tell_requester
from domain.flows.spoedaanwijzing.state import UNDECIDED, Spoedaanwijzing, State
from domain.items import Actor, Item
from domain.parties import NCTV_PIKET


def withdraw(item: Item[Spoedaanwijzing], actor: Actor, facts: Facts) -> list[Event]:
    """SA-02, SA-13: until the decision, by the requester or the HOvJ; both sides are told.

    Raises:
        OutOfStep: after the decision (object instead).
        NotAllowed: when a colleague of the requester tries.
    """
    if State(item.state) not in UNDECIDED or item.data.outcome is not None:
        raise OutOfStep("spoedaanwijzing.decided", "This has been decided already; the HOvJ may object instead.")
    data = item.data
    own = actor.person == data.requester_person
    by_phone = data.requester_person is None and actor.holding == data.requester
    if not (own or by_phone or actor.holding in officers(item)):
        raise NotAllowed("requester.only", "Only the requester or the HOvJ can withdraw a request.")
    events: list[Event] = [StateChanged(State.INGETROKKEN), *settled(facts, facts.open, "ingetrokken")]
    events.append(Told(NCTV_PIKET, "ingetrokken"))
    if not own and not by_phone:
        events += tell_requester(item, "ingetrokken")
    elif data.namens:
        events += [Told(officer, "ingetrokken") for officer in officers(item)]
    others = (*data.joined, *(() if data.joined_to is None else (data.joined_to,)))
    events += [Elsewhere(other, (JoinReleased(item.id),)) for other in others]
    return [*events, ItemClosed("ingetrokken")]


def end(item: Item[Spoedaanwijzing], params: End, facts: Facts, now: datetime) -> list[Event]:
    """SA-11: ended by the NCTV, which stays the authority until the other side has received it.

    Raises:
        OutOfStep: when there is no designation to end.
    """
    if State(item.state) is not State.AANGEWEZEN:
        raise OutOfStep("spoedaanwijzing.not_designated", "There is no designation to end; read the item again.")
    events = [*announced(params), *settled(facts, ("einde_herzien",), "beeindigd")]
    if params.to == "hovj":
        events.append(ObligationOpened("einde_ontvangen", officers(item), "L-8.om", now))
    else:
        events += [Told(officer, "einde") for officer in officers(item)]
    return events
