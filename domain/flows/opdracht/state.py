"""The states of an order and what its item knows; events are folded in here and nowhere else."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import ClassVar, Final

from domain.events import Event
from domain.stored import Form


class State(StrEnum):
    """Where an order stands; `vervallen` and `uitgevoerd` are final."""

    VERSTUURD = "verstuurd"
    UITVOERBAAR = "uitvoerbaar"
    NIET_UITVOERBAAR = "niet_uitvoerbaar"
    TER_PLAATSE = "ter_plaatse"
    UITGEVOERD = "uitgevoerd"
    VERVALLEN = "vervallen"


FINAL: Final = frozenset({State.UITGEVOERD, State.VERVALLEN})


@dataclass(frozen=True, slots=True)
class Opdracht:
    """What the server knows of an order: when a unit is expected, and when it was on the spot."""

    expected_at: datetime | None = None
    arrived_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Expected(Event):
    """A unit is expected at `expected_at` (L-6)."""

    tag: ClassVar[str] = "opdracht.expected"
    expected_at: datetime


@dataclass(frozen=True, slots=True)
class Arrived(Event):
    """A unit is on the spot since `at`."""

    tag: ClassVar[str] = "opdracht.arrived"
    at: datetime


def fold(data: Opdracht, event: Event) -> Opdracht:
    """Return what the item knows after one event; events of others change nothing here. Pure."""
    match event:
        case Expected(expected_at=expected_at):
            return replace(data, expected_at=expected_at)
        case Arrived(at=at):
            return replace(data, arrived_at=at)
    return data


_FORM: Final = Form(Opdracht)
read, write = _FORM.read, _FORM.write
