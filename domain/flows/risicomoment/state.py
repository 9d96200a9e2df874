"""The states of a reported risk moment and what its item knows; events are folded in here and nowhere else."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import ClassVar, Final

from domain.events import Event
from domain.functies import Holding, Scope
from domain.ids import ItemId
from domain.linked import Linked, folded
from domain.risico import AFGEROND, INGETROKKEN, Timed
from domain.stored import Form


class State(StrEnum):
    """Where a report stands; its reporter is shown `BIJ_LOKET` until the answer is released (RM-02)."""

    GEMELD = "gemeld"
    OPGEPAKT = "opgepakt"
    BEANTWOORD = "beantwoord"
    INGETROKKEN = INGETROKKEN
    AFGEROND = AFGEROND


FINAL: Final = frozenset({State.INGETROKKEN, State.AFGEROND})
MOST_OVERLAPS: Final = 24
"""How many overlapping moments a report names, the newest found first (RM-07)."""
BIJ_LOKET: Final = "bij_loket"
"""What the reporter is shown meanwhile; no item is in it."""


@dataclass(frozen=True, slots=True)
class Promised(Event):
    """The loket answers at this fixed moment, or at a later one of its rhythm (RM-02)."""

    tag: ClassVar[str] = "risicomoment.promised"
    answer_at: datetime


@dataclass(frozen=True, slots=True)
class Taken(Event):
    """This side has it now: it was taken, or the authority passed (RM-02, P-06)."""

    tag: ClassVar[str] = "risicomoment.taken"
    side: str


@dataclass(frozen=True, slots=True)
class Answered(Event):
    """There is an answer, which its reporter is shown from this moment (RM-02)."""

    tag: ClassVar[str] = "risicomoment.answered"
    released_at: datetime


@dataclass(frozen=True, slots=True)
class Overlapping(Event):
    """Another moment of the same dossier overlaps with this one; for the receivers alone (RM-07)."""

    tag: ClassVar[str] = "risicomoment.overlapping"
    item: ItemId


@dataclass(frozen=True, slots=True)
class Risicomoment:
    """What the server knows of one report, beside the item itself; nothing of its content."""

    reporter: Holding
    gemeente: Scope
    rccb: Holding
    deputy: Holding | None
    """Who takes the place of the HOvJ in what is weighed (P-02)."""
    starts_at: datetime
    ends_at: datetime
    answer_at: datetime
    side: str | None = None
    released_at: datetime | None = None
    """Of the newest answer."""
    shown_from: datetime | None = None
    """Since when its reporter is shown an answer to the report as it is; a further one takes nothing back (RM-02)."""
    overlaps: tuple[ItemId, ...] = ()
    linked: tuple[Linked, ...] = ()
    mayor_left_out: bool = False
    """Of the gemeente no burgemeester is left who may know of it, so that another decides in what is weighed (P-02)."""

    def waits(self, state: str, now: datetime) -> bool:
        """RM-02: whether the answer, and how far the receivers are, is still kept from the reporter."""
        if state in FINAL:
            return False
        return state != State.BEANTWOORD or self.shown_from is None or now < self.shown_from


def fold(data: Risicomoment, event: Event) -> Risicomoment:
    """Return what the item knows after one event; events of others change nothing here. Pure."""
    linked = folded(data.linked, event)
    if linked is not data.linked:
        return replace(data, linked=linked)
    match event:
        case Timed(starts_at=starts_at, ends_at=ends_at):
            return replace(data, starts_at=starts_at, ends_at=ends_at, shown_from=None)
        case Promised(answer_at=at):
            return replace(data, answer_at=at)
        case Taken(side=side):
            return replace(data, side=side)
        case Answered(released_at=at):
            return replace(data, released_at=at, shown_from=data.shown_from or at)
        case Overlapping(item=item) if item not in data.overlaps:
            return replace(data, overlaps=(item, *data.overlaps)[:MOST_OVERLAPS])
    return data


_FORM: Final = Form(Risicomoment)
read, write = _FORM.read, _FORM.write
