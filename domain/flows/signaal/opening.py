"""How a signal opens: along the line that the person's authority recorded, and no other way (SG-01, SG-02, SG-04)."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any, Final

from domain.acts.sealed import excluded_persons
from domain.acts.spec import ParsedAct
from domain.errors import Malformed, NotAllowed, OutOfStep
from domain.events import ContentAdded, Event, Flagged, ObligationOpened, ParticipantAdded, StateChanged
from domain.facts import Facts
from domain.flows.signaal.acts import Onveilig, Send
from domain.flows.signaal.parties import LINE
from domain.flows.signaal.rules import LADDERS
from domain.flows.signaal.state import Kind, Signaal, State
from domain.ids import ItemId, Sha256Hex
from domain.items import Actor, Item
from domain.opened import opened_item
from domain.policy import Policy
from domain.sides import LOKAAL, STELSEL

FLOW: Final = "signaal"
RECEIPT_LADDERS: Final = {
    **LADDERS,
    (Kind.ONVEILIG_NU, STELSEL): "L-3.stelsel",
    (Kind.ONVEILIG_NU, LOKAAL): "L-3.lokaal",
}
"""What rings until somebody who follows up received it (L-3; the others as all that comes after it)."""
NOT_ENABLED: Final = "signaal.not_enabled"
"""The flag of an `onveilig_nu` where no follow-up by day and night was recorded: it rings all the same."""


def open_item(
    act: ParsedAct, item: ItemId, actor: Actor, facts: Facts, policy: Policy, now: datetime
) -> tuple[Item[Signaal], list[Event]]:
    """Return the new signal and what happens at once: it rings until somebody who follows up received it (L-3).

    A silent one is not the sender's to read: to whoever looks at that phone it does not exist (SG-07).

    Raises:
        OutOfStep: when no line of this person stands; their app then says to call 112, or the number they were given.
        NotAllowed: when the sender leaves out others than the authority did (P-02): whoever follows up must be rung.
    """
    params = act.params
    if not isinstance(params, Onveilig | Send):
        raise Malformed("act.malformed", "Only a signal opens an item of this flow.", field="act")
    line = _line_of(actor, facts)
    excluded = excluded_persons(params.excluded)
    if all(excluded != one.excluded for one, _ in facts.others.values()):
        raise NotAllowed(
            "signaal.exclusions", "Who is left out is recorded on the line; read it again.", field="params.excluded"
        )
    kind = Kind.ONVEILIG_NU if isinstance(params, Onveilig) else Kind(params.urgency)
    silent = isinstance(params, Onveilig) and params.silent
    data = Signaal(line.data.holder, line.data.follower, line.data.side, kind, silent=silent, deputy=line.data.deputy)
    opened = opened_item(
        act,
        params,
        item,
        actor,
        policy,
        now,
        state=State.VERZONDEN,
        area=line.area,
        gezag=line.gezag,
        data=data,
    )
    opened = replace(opened, excluded=line.excluded | excluded)
    events: list[Event] = [
        StateChanged(State.VERZONDEN),
        ContentAdded(Sha256Hex(params.content), kind),
        ParticipantAdded(data.follower, "opvolging"),
        ObligationOpened("ontvangen", (data.follower,), RECEIPT_LADDERS[data.kind, data.side], now),
    ]
    if not silent:
        events.insert(2, ParticipantAdded(data.holder, "melder"))
    if kind is Kind.ONVEILIG_NU and not line.data.day_and_night:
        events.append(Flagged(NOT_ENABLED))
    return opened, events


def _line_of(actor: Actor, facts: Facts) -> Item[Any]:
    found = [one for one, _ in facts.others.values() if one.flow == LINE and one.closed_at is None]
    found = [line for line in found if line.data.holder == actor.holding]
    if not found:
        raise OutOfStep("signaal.no_line", "Nobody is recorded to follow up this person's signals; telephone instead.")
    return max(found, key=lambda line: line.opened_at)
