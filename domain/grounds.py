"""On which legal ground one organisation gives another what an item of a flow holds (P-05)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

ANY_FLOW: Final = "*"
"""Stands for every flow that names no ground of its own for a route."""


@dataclass(frozen=True, slots=True)
class Ground:
    """A ground as people read it, such as "Artikel 16 Wet politiegegevens", and where it is written that it applies."""

    text: str
    source: str


@dataclass(frozen=True, slots=True, order=True)
class Route:
    """From one organisation to another, in one flow or in `ANY_FLOW`."""

    flow: str
    sender: str
    receiver: str


Grounds = Mapping[Route, Ground]


def ground_of(grounds: Grounds, flow: str, sender: str, receiver: str) -> Ground | None:
    """Return the ground of this flow's route, else that of the route in any flow; None: the policy knows none."""
    return grounds.get(Route(flow, sender, receiver)) or grounds.get(Route(ANY_FLOW, sender, receiver))
