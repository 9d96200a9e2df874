"""Facts that only a spoedaanwijzing knows; like all events they stand in history and are folded, never undone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from domain.events import Event
from domain.functies import Functie
from domain.ids import ItemId, PersonId


@dataclass(frozen=True, slots=True)
class Received(Event):
    """A receipt by somebody who may decide (SA-04); only the `first` stands until it is reopened, all are kept."""

    tag: ClassVar[str] = "spoedaanwijzing.received"
    person: PersonId
    functie: Functie
    at: datetime
    first: bool


@dataclass(frozen=True, slots=True)
class Spoke(Event):
    """The two sides have spoken to each other (SA-00)."""

    tag: ClassVar[str] = "spoedaanwijzing.spoke"
    at: datetime


@dataclass(frozen=True, slots=True)
class Confirmed(Event):
    """The caller confirmed or corrected what was registered by telephone (SA-03)."""

    tag: ClassVar[str] = "spoedaanwijzing.confirmed"
    outcome: str


@dataclass(frozen=True, slots=True)
class Decided(Event):
    """The decision (SA-06); the moments are what the decider signed."""

    tag: ClassVar[str] = "spoedaanwijzing.decided"
    outcome: str
    person: PersonId
    functie: Functie
    at: datetime
    from_at: datetime
    ends_at: datetime | None
    review_at: datetime | None
    visible: bool = False


@dataclass(frozen=True, slots=True)
class VoiceFirst(Event):
    """A refusal is told by voice: the requester's side reads it once they spoke, at the latest `until` (SA-08)."""

    tag: ClassVar[str] = "spoedaanwijzing.voice_first"
    until: datetime


@dataclass(frozen=True, slots=True)
class EndForeseen(Event):
    """The foreseen end is now `ends_at`, or there is none any more (SA-11)."""

    tag: ClassVar[str] = "spoedaanwijzing.end_foreseen"
    ends_at: datetime | None


@dataclass(frozen=True, slots=True)
class ReviewPlanned(Event):
    """The next review is planned (HB-02)."""

    tag: ClassVar[str] = "spoedaanwijzing.review_planned"
    review_at: datetime


@dataclass(frozen=True, slots=True)
class Relieved(Event):
    """A unit is on the spot: the rccb keeps no local measures any more (SA-07)."""

    tag: ClassVar[str] = "spoedaanwijzing.relieved"
    at: datetime


@dataclass(frozen=True, slots=True)
class JoinedWith(Event):
    """`item` follows this one: one decision will name both; `clock` is the earliest start of a decision (SA-12)."""

    tag: ClassVar[str] = "spoedaanwijzing.joined_with"
    item: ItemId
    clock: datetime | None


@dataclass(frozen=True, slots=True)
class JoinedTo(Event):
    """This item follows `item`, where the decision will be taken (SA-12)."""

    tag: ClassVar[str] = "spoedaanwijzing.joined_to"
    item: ItemId
    clock: datetime | None


@dataclass(frozen=True, slots=True)
class JoinReleased(Event):
    """One of two joined items was withdrawn or decided apart: both stand alone again, with the clocks they have."""

    tag: ClassVar[str] = "spoedaanwijzing.join_released"
    item: ItemId
