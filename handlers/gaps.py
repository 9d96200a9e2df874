"""Shows on the board where the roster or the reach of a functie has a gap, before a night finds it (RO-02, X-03)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from domain.functies import NATIONAL, RULES, Functie, Holding, ScopeKind
from domain.policy import Policy, Slot
from domain.ports import UnitOfWork
from domain.roster import Gap, gaps, who
from handlers.ringing import UNREACHABLE

ROSTER_GAP: Final = "roster.gap"


def show_gaps(uow: UnitOfWork, now: datetime, policy: Policy) -> list[Gap]:
    """Raise or clear the alarms of every slot a ladder rings, and return the roster's gaps ahead.

    Every national functie counts, and of the HOvJ, who asks on behalf and the rccb each area in which somebody is one.
    Looks `roster_horizon` ahead (RO-02: 14 days). Safe to repeat: an alarm that stands is raised once.
    """
    found: list[Gap] = []
    for holding, slots in _slots_rung(policy).items():
        holders = uow.directory.holders(holding, now)
        if not holders and holding.scope != NATIONAL:
            continue
        duties = uow.roster.duties(holding, now)
        coming = uow.roster.between(holding, now, now + policy.durations["roster_horizon"])
        addresses = uow.outbox.addresses_of(holders)
        reachable = {person for person in holders if any(one.refused_at is None for one in addresses.get(person, ()))}
        unreached = any(not reachable.intersection(who(slot, duties, holders).persons) for slot in slots)
        _show(uow, UNREACHABLE, str(holding), now, stands=unreached)
        for slot in sorted(slots - {Slot.ALL}):
            ahead = gaps(holding, slot, coming, now, now + policy.durations["roster_horizon"])
            _show(uow, ROSTER_GAP, f"{holding}/{slot}", now, stands=bool(ahead))
            found += ahead
    return found


def _slots_rung(policy: Policy) -> Mapping[Holding, set[Slot]]:
    found: dict[Holding, set[Slot]] = {}
    for ladder in policy.ladders.values():
        for who_rings in (selector for rung in ladder.rungs for selector in rung.who):
            functie = who_rings.functie
            if functie is not None and RULES[functie].scope is ScopeKind.NATIONAL:
                found.setdefault(Holding(functie, NATIONAL), set()).add(who_rings.slot)
    for arrondissement, eenheid in policy.eenheid_of.items():
        for local in (
            Holding(Functie.HOVJ, arrondissement),
            Holding(Functie.NAMENS_HOVJ, arrondissement),
            Holding(Functie.RCCB, eenheid),
        ):
            found[local] = {Slot.ON_DUTY, Slot.BACKUP}  # as the holder of an obligation, by L-8
    return found


def _show(uow: UnitOfWork, kind: str, subject: str, now: datetime, *, stands: bool) -> None:
    if stands:
        uow.alarms.raise_(kind, subject, now)
    else:
        uow.alarms.clear(kind, subject, now)
