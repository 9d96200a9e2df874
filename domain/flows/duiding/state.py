"""The states of an interpretation and what its item knows; events are folded in here and nowhere else."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import ClassVar, Final

from domain.events import Event
from domain.functies import Holding
from domain.linked import Linked, folded
from domain.stored import Form


class State(StrEnum):
    """Where an interpretation stands; `vastgelegd` (no melding) and `afgerond` are final."""

    VASTGELEGD = "vastgelegd"
    GEMELD = "gemeld"
    VOORGELEGD = "voorgelegd"
    VERVOLG = "vervolg"
    AFGEROND = "afgerond"


FINAL: Final = frozenset({State.VASTGELEGD, State.AFGEROND})


@dataclass(frozen=True, slots=True)
class Decided(Event):
    """The authority decided what follows (SG-03); why is sealed."""

    tag: ClassVar[str] = "duiding.decided"
    outcome: str


@dataclass(frozen=True, slots=True)
class Laid(Event):
    """The melding lies before the authority of `side` now (P-06)."""

    tag: ClassVar[str] = "duiding.laid"
    side: str


@dataclass(frozen=True, slots=True)
class Duiding:
    """What the server knows of one interpretation: which side's, whether a melding, and what followed."""

    side: str
    follower: Holding
    melding: bool
    outcome: str | None = None
    linked: tuple[Linked, ...] = ()
    deputy: Holding | None = None
    """Who takes the place of the area's HOvJ, of whom P-02 leaves no other."""


def fold(data: Duiding, event: Event) -> Duiding:
    """Return what the item knows after one event; events of others change nothing here. Pure."""
    linked = folded(data.linked, event)
    if linked is not data.linked:
        return replace(data, linked=linked)
    match event:
        case Decided(outcome=outcome):
            return replace(data, outcome=outcome)
        case Laid(side=side):
            return replace(data, side=side)
    return data


_FORM: Final = Form(Duiding)
read, write = _FORM.read, _FORM.write
