"""The monthly figure of rings per functie: alarm fatigue is a fault, so it is counted (X-08); drills are out (X-05)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from domain.functies import RULES, Functie
from domain.ids import PersonId
from domain.obligations import Obligation, Ringing
from domain.terms import AMSTERDAM
from handlers.board import sees_all
from handlers.reading import DoorUnit
from handlers.sessions import Viewer


@dataclass(frozen=True, slots=True)
class FunctieRings:
    """How often people in one functie were rung, in emergencies and for the rest, and for how many obligations."""

    functie: Functie
    emergency: int
    regular: int
    obligations: int


@dataclass(frozen=True, slots=True)
class RingsView:
    """One month, from midnight to midnight in Amsterdam: rings of what was opened in it; functies without are out."""

    starts: datetime
    ends: datetime
    functies: tuple[FunctieRings, ...]


def monthly_rings(uow: DoorUnit, viewer: Viewer, year: int, month: int) -> RingsView:
    """Return the rings of one month per functie, no persons: all for a watcher, an officer their organisation's.

    A ring is one person rung once, on however many channels. It counts for the functie in which the rung names that
    person, or for the one the obligation waits for.

    Raises:
        NotFound: for anybody else.
    """
    watches = sees_all(viewer, "There are no figures for this person; watchers and officers have them.")
    starts = datetime(year, month, 1, tzinfo=AMSTERDAM)
    ends = datetime(year + month // 12, month % 12 + 1, 1, tzinfo=AMSTERDAM)
    rings: Counter[tuple[Functie, bool]] = Counter()
    waited: Counter[Functie] = Counter()
    for one in uow.obligations.rung_of_opened(starts, ends):
        rows = [row for row in uow.obligations.ringing(one.id) if row.rings]
        functies = {row.person: _functie(one, row, _held(uow, row.person, one.opened_at)) for row in rows}
        for row in rows:
            rings[functies[row.person], one.ladder.emergency] += row.rings
        waited.update(set(functies.values()))
    found = [FunctieRings(one, rings[one, True], rings[one, False], waited[one]) for one in sorted(waited)]
    own = viewer.organisation
    return RingsView(starts, ends, tuple(one for one in found if watches or own in RULES[one.functie].organisations))


def _held(uow: DoorUnit, person: PersonId, at: datetime) -> Collection[Functie]:
    return {holding.functie for holding in uow.directory.holdings_of(person, at)}


def _functie(obligation: Obligation, row: Ringing, held: Collection[Functie]) -> Functie:
    for who in obligation.ladder.rungs[row.rung].who:
        if who.functie is not None and who.functie in held:
            return who.functie
    return obligation.settles_by[0].functie
