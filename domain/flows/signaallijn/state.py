"""The states of a line and what its item knows; events are folded in here and nowhere else."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import ClassVar, Final

from domain.events import Event
from domain.functies import Holding
from domain.stored import Form


class State(StrEnum):
    """Where a line stands; `beeindigd` is final.

    `vervallen`: the authority passed since it was recorded. The side that was recorded goes on following up until the
    new authority recorded its own; nobody's signal falls between the two.
    """

    OPEN = "open"
    PARAAT = "paraat"
    VERVALLEN = "vervallen"
    BEEINDIGD = "beeindigd"


FINAL: Final = frozenset({State.BEEINDIGD})


@dataclass(frozen=True, slots=True)
class Recorded(Event):
    """SG-01: who follows up the signals of `holder`, and since when the authority vouches that it is so."""

    tag: ClassVar[str] = "signaallijn.recorded"
    holder: Holding
    follower: Holding
    side: str
    day_and_night: bool
    at: datetime


@dataclass(frozen=True, slots=True)
class Signaallijn:
    """What the server knows of one line: whose it is, which side follows up, and whether day and night."""

    holder: Holding
    follower: Holding
    side: str
    """`stelsel` or `lokaal`: which ladder a signal climbs (SG-02)."""
    day_and_night: bool = False
    recorded_at: datetime | None = None
    deputy: Holding | None = None
    """Who takes the place of the area's HOvJ, of whom P-02 leaves no other."""


def fold(data: Signaallijn, event: Event) -> Signaallijn:
    """Return what the item knows after one event; events of others change nothing here. Pure."""
    match event:
        case Recorded(day_and_night=day_and_night, at=at):
            return replace(data, day_and_night=day_and_night, recorded_at=at)
    return data


_FORM: Final = Form(Signaallijn)
read, write = _FORM.read, _FORM.write
