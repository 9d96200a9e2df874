"""Who is asked for a report, and to whom it is sealed: always to both sides, whichever it is (RM-02)."""

from __future__ import annotations

from domain.flows.risicomoment.state import Risicomoment
from domain.functies import Holding, Scope
from domain.items import Item
from domain.parties import PG, adviseur_bbc, hovj
from domain.risico import DESK
from domain.sides import STELSEL


def sealed_for(reporter: Holding, rccb: Holding, area: Scope) -> tuple[Holding, ...]:
    """Return everybody its ladders can reach on either side, the College and the reporter: alike for every report.

    The College is given the key where it takes part (P-02).
    """
    return tuple(dict.fromkeys((reporter, *DESK, rccb, adviseur_bbc(area), hovj(area), PG)))


def addressees(item: Item[Risicomoment]) -> tuple[Holding, ...]:
    """Return who must have a wrap of this item; who has none is a gap that shows, never a refusal."""
    return sealed_for(item.data.reporter, item.data.rccb, item.area)


def asked(side: str, rccb: Holding) -> tuple[Holding, ...]:
    """Return who is asked to take it: the NCTV where it is known to be the authority, else both (RM-02)."""
    return DESK if side == STELSEL else (rccb, *DESK)
