"""A refusal by the NCTV, whatever it refused: accepted or disputed, and closed when nothing waits (SA-08, TR-08)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

from pydantic import Field

from domain.acts.payload import Params
from domain.acts.sealed import LinkedDispute
from domain.events import Event, ItemClosed, LinkedOpened, ObligationOpened, ObligationSettled, StateChanged
from domain.facts import Facts, must_settle
from domain.functies import Holding
from domain.ids import ItemId
from domain.items import Actor, Item

CHOICE: Final = "berusten_of_betwisten"
"""What the HOvJ must do after a refusal."""
DISPUTED: Final = "betwist"
CLOSED: Final = "afgerond"


@dataclass(frozen=True, slots=True)
class Disputable:
    """What a flow says, as its package's `DISPUTABLE`, whose refusals may be disputed.

    `decider` is who at the NCTV may still decide; a dispute runs in minutes (`spoed`) or in days (L-2); `undone` is the
    state of the item in which the NCTV decided otherwise after all.
    """

    decider: Holding
    pace: Literal["spoed", "regulier"]
    undone: str


class Acquiesce(Params):
    """The HOvJ accepts the refusal (SA-08, TR-08)."""


class Dispute(Params):
    """The HOvJ disagrees with the refusal: ladder L-2 opens as a linked item (SA-08, TR-08)."""

    linked: LinkedDispute = Field(description="The sealed dispute, with its own key and audience.")


def acquiesced(facts: Facts, actor: Actor) -> list[Event]:
    """Return what follows when the HOvJ accepts the refusal.

    Raises:
        OutOfStep: when he is not asked, or has chosen already.
        NotAllowed: when somebody else must.
    """
    must_settle(facts, CHOICE, actor)
    return [ObligationSettled(CHOICE, "berust")]


def disputed(params: Dispute, facts: Facts, actor: Actor) -> list[Event]:
    """Return what follows when the HOvJ disputes it: the refusal stands until the NCTV decides otherwise (TR-08).

    Raises:
        OutOfStep, NotAllowed: as `acquiesced`.
    """
    must_settle(facts, CHOICE, actor)
    opened = LinkedOpened(ItemId(params.linked.item), params.linked.flow)
    return [ObligationSettled(CHOICE, DISPUTED), StateChanged(DISPUTED), opened]


def closing(item: Item[Any], refused: str, facts: Facts, events: Sequence[Event]) -> list[Event]:
    """Return `events`, and in the state `refused` the closing of the item when they settled its last obligation."""
    state = next((one.state for one in reversed(events) if isinstance(one, StateChanged)), item.state)
    if state != refused:
        return list(events)
    gone = {one.what for one in events if isinstance(one, ObligationSettled)}
    come = {one.what for one in events if isinstance(one, ObligationOpened)}
    if (set(facts.open) - gone) | come:
        return list(events)
    return [*events, StateChanged(CLOSED), ItemClosed(CLOSED)]
