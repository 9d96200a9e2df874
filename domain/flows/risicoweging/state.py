"""The states of what the receivers weigh and what its item knows; events are folded in here and nowhere else."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import ClassVar, Final

from domain.events import Event, StateChanged
from domain.functies import Holding, Scope
from domain.linked import Linked, folded
from domain.risico import AFGEROND, INGETROKKEN, TE_BEOORDELEN, Timed
from domain.stored import Form


class State(StrEnum):
    """Where the weighing stands; `afgerond` and `ingetrokken` are final."""

    TE_BEOORDELEN = TE_BEOORDELEN
    GEEN_EXTRA = "geen_extra"
    TE_BESLUITEN = "te_besluiten"
    GEEN_MAATREGELEN = "geen_maatregelen"
    UITVOEREN = "uitvoeren"
    GEREGELD = "geregeld"
    SPOED = "spoed"
    AFZEGGEN = "afzeggen"
    AFGEROND = AFGEROND
    INGETROKKEN = INGETROKKEN


FINAL: Final = frozenset({State.AFGEROND, State.INGETROKKEN})


@dataclass(frozen=True, slots=True)
class Established(Event):
    """Whether measures are advised, and over what (RM-03)."""

    tag: ClassVar[str] = "risicoweging.established"
    outcome: str
    about: str


@dataclass(frozen=True, slots=True)
class Laid(Event):
    """It lies with this side now (P-06)."""

    tag: ClassVar[str] = "risicoweging.laid"
    side: str


@dataclass(frozen=True, slots=True)
class Risicoweging:
    """What the server knows of what is weighed, beside the item itself; nothing of its content."""

    side: str
    gemeente: Scope
    rccb: Holding
    deputy: Holding | None
    starts_at: datetime
    ends_at: datetime
    about: str | None = None
    established: bool = False
    """Whether it was established of the moment as it is now; a change of it asks so anew (RM-05)."""
    ordered: str | None = None
    """The side for which measures stand, until it is decided or established that none are needed (RM-05)."""
    mayor_left_out: bool = False
    """Of the gemeente no burgemeester is left who may know of it (P-02)."""
    linked: tuple[Linked, ...] = ()


def fold(data: Risicoweging, event: Event) -> Risicoweging:
    """Return what the item knows after one event; events of others change nothing here. Pure."""
    linked = folded(data.linked, event)
    if linked is not data.linked:
        return replace(data, linked=linked)
    match event:
        case Timed(starts_at=starts_at, ends_at=ends_at):
            return replace(data, starts_at=starts_at, ends_at=ends_at, established=False)
        case Established(about=about):
            return replace(data, about=about, established=True)
        case Laid(side=side):
            return replace(data, side=side)
        case StateChanged(state=State.UITVOEREN):
            return replace(data, ordered=data.side)
        case StateChanged(state=State.GEEN_EXTRA | State.GEEN_MAATREGELEN):
            return replace(data, ordered=None)
    return data


_FORM: Final = Form(Risicoweging)
read, write = _FORM.read, _FORM.write
