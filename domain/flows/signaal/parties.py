"""Who is who on one signal: its sender, who follows up, and everybody its ladders can reach (SG-02, SG-05)."""

from __future__ import annotations

from typing import Final

from domain.flows.signaal.state import Signaal
from domain.functies import Holding, Scope
from domain.items import Item
from domain.parties import DIRECTEUR_NCTV, NCTV_PIKET, NCTV_TEAMLEIDER, adviseur_bbc, hovj
from domain.sides import STELSEL

LINE: Final = "signaallijn"
"""The flow in which the authority recorded who follows up."""


def sealed_for(holder: Holding, follower: Holding, side: str, area: Scope) -> tuple[Holding, ...]:
    """Return everybody a signal's ladders can reach, and the sender: to each of these its key is wrapped."""
    if side == STELSEL:
        return (holder, follower, NCTV_PIKET, DIRECTEUR_NCTV, NCTV_TEAMLEIDER)
    return (holder, follower, adviseur_bbc(area), hovj(area))


def addressees(item: Item[Signaal]) -> tuple[Holding, ...]:
    """Return who must have a wrap of this item; who has none is a gap that shows, never a refusal."""
    return sealed_for(item.data.holder, item.data.follower, item.data.side, item.area)
