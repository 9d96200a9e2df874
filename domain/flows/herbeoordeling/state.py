"""The states of a periodic review and what its item knows; events are folded in here and nowhere else."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import ClassVar, Final

from domain.events import Event
from domain.functies import Functie, Holding
from domain.ids import PersonId
from domain.stored import Form


class State(StrEnum):
    """Where the reviews of one subject stand; `beeindigd` is final."""

    GEPLAND = "gepland"
    GEVRAAGD = "gevraagd"
    EINDE_VERWACHT = "einde_verwacht"
    BEEINDIGD = "beeindigd"


@dataclass(frozen=True, slots=True)
class Planned(Event):
    """The next review is due at `next_at` (HB-01, HB-02)."""

    tag: ClassVar[str] = "herbeoordeling.planned"
    next_at: datetime


@dataclass(frozen=True, slots=True)
class Asked(Event):
    """New threat information of the kind agreed asks for the review at once (HB-04)."""

    tag: ClassVar[str] = "herbeoordeling.asked"
    functie: Functie
    at: datetime


@dataclass(frozen=True, slots=True)
class Reviewed(Event):
    """The review was done (HB-02); its reasons are sealed."""

    tag: ClassVar[str] = "herbeoordeling.reviewed"
    outcome: str
    person: PersonId
    functie: Functie
    at: datetime


@dataclass(frozen=True, slots=True)
class Herbeoordeling:
    """What the server knows of the reviews of one subject of a dossier; nothing of their content."""

    subject: str
    rccb: Holding
    """Takes part, and carries out the measures while the authority is the local one."""
    local: Holding | None = None
    """Whose decision the advice on an object or service is; None under the NCTV's own authority (C §2.5)."""
    deputy: Holding | None = None
    """Who takes the place of the HOvJ, because the exclusions leave no other (P-02)."""
    next_at: datetime | None = None
    asked_at: datetime | None = None
    """Since when new information asks for a review that has not been done yet."""
    outcome: str | None = None
    reviewed_at: datetime | None = None
    reviews: int = 0


def fold(data: Herbeoordeling, event: Event) -> Herbeoordeling:
    """Return what the item knows after one event; events of others change nothing here. Pure."""
    match event:
        case Planned(next_at=next_at):
            return replace(data, next_at=next_at)
        case Asked(at=at):
            return replace(data, asked_at=data.asked_at or at)
        case Reviewed(outcome=outcome, at=at):
            return replace(data, outcome=outcome, reviewed_at=at, reviews=data.reviews + 1, next_at=None, asked_at=None)
    return data


_FORM: Final = Form(Herbeoordeling)
read, write = _FORM.read, _FORM.write
