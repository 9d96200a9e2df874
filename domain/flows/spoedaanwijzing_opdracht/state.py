"""The states of an order and what its item knows; events are folded in here and nowhere else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any, ClassVar, Final, cast

from pydantic import TypeAdapter

from domain.events import Event


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


_FORM: Final = TypeAdapter(Opdracht)


def read(stored: Mapping[str, object]) -> Opdracht:
    """Return what `write` wrote, after a journey through JSON."""
    return _FORM.validate_python(stored)


def write(data: Opdracht) -> dict[str, object]:
    """Return the JSON object in which the item's own part is stored."""
    return cast(dict[str, Any], _FORM.dump_python(data, mode="json"))
