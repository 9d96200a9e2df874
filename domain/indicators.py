"""Every indicator of the kwaliteitsmonitor: those of the flows, found among them, and those of the engine (EV-02)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from domain.flows import parts
from domain.functies import RULES
from domain.quality import Indicator, Unit


@dataclass(frozen=True, slots=True)
class OfAlarms:
    """How long gaps of one kind stood on the board, by who fills the functie that they are of (RO-02, X-03)."""

    name: str
    kind: str
    source: str


@dataclass(frozen=True, slots=True)
class OfRings:
    """How often people were rung in a month, by functie: they are counted, and none is told from another (X-08)."""

    name: str
    source: str


HANDOVERS: Final[tuple[Indicator, ...]] = tuple(one for module in parts("indicators") for one in module.INDICATORS)
GAPS: Final = (
    OfAlarms("gaps.roster", "roster.gap", "RO-02"),
    OfAlarms("gaps.keys", "role_without_keys", "SA-07, X-03"),
    OfAlarms("gaps.unreachable", "holding.unreachable", "X-03"),
)
EMERGENCY: Final = OfRings("rings.emergency", "X-08")
REGULAR: Final = OfRings("rings.regular", "X-08")
NIGHT: Final = OfRings("rings.night", "X-08, X-04")
RINGS: Final = (EMERGENCY, REGULAR, NIGHT)

ORGANISATIONS: Final = tuple(sorted({one for rule in RULES.values() for one in rule.organisations}))


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a reader of figures must know of an indicator: its interface, its unit, from when it is measured."""

    name: str
    flow: str
    asks: str
    of: tuple[str, ...]
    unit: Unit
    since: str
    source: str


def _meanings() -> Mapping[str, Meaning]:
    found = [Meaning(i.name, i.flow, i.asks, i.of, Unit.SECONDS, i.since.value, i.source) for i in HANDOVERS]
    found += [Meaning(i.name, "", "", (), Unit.SECONDS, "raised", i.source) for i in GAPS]
    found += [Meaning(i.name, "", "", (), Unit.RINGS, "", i.source) for i in RINGS]
    return {one.name: one for one in found}


MEANINGS: Final = _meanings()
"""Every indicator by its name, in the order in which they are shown."""
