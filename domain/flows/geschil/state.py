"""The states of a dispute and what its item knows; events are folded in here and nowhere else."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import ClassVar, Final

from domain.events import Event
from domain.functies import Functie
from domain.stored import Form


class State(StrEnum):
    """Where a dispute stands; the last three are final."""

    TREDE_1 = "trede_1"
    TREDE_1_AFGEROND = "trede_1_afgerond"
    TREDE_2 = "trede_2"
    BERUST = "berust"
    AFGEROND = "afgerond"
    ALSNOG_AANWIJZEN = "alsnog_aanwijzen"


FINAL: Final = frozenset({State.BERUST, State.AFGEROND, State.ALSNOG_AANWIJZEN})


@dataclass(frozen=True, slots=True)
class Recorded(Event):
    """One side of a rung recorded how the consultation ended (TR-08); its reasons are sealed."""

    tag: ClassVar[str] = "geschil.recorded"
    rung: int
    functie: Functie
    outcome: str


@dataclass(frozen=True, slots=True)
class Geschil:
    """What the server knows of a dispute: the flow of what is disputed, and which side recorded what, per rung."""

    about: str
    records: tuple[tuple[int, Functie, str], ...] = ()


def fold(data: Geschil, event: Event) -> Geschil:
    """Return what the item knows after one event; events of others change nothing here. Pure."""
    match event:
        case Recorded(rung=rung, functie=functie, outcome=outcome):
            return replace(data, records=(*data.records, (rung, functie, outcome)))
    return data


_FORM: Final = Form(Geschil)
read, write = _FORM.read, _FORM.write
