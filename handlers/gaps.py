"""Finds where the roster or the reach of a functie has a gap, and shows it on the board (RO-02, X-03)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from domain.functies import NATIONAL, RULES, Functie, Holding, ScopeKind
from domain.ids import PersonId
from domain.policy import Policy, Slot
from domain.roster import Gap, gaps, who
from handlers.reading import DoorUnit
from handlers.ringing import UNREACHABLE

ROSTER_GAP: Final = "roster.gap"


@dataclass(frozen=True, slots=True)
class Outlook:
    """What was found at one moment: the roster's gaps ahead, by functie, scope and slot, and who cannot be rung now."""

    gaps: tuple[Gap, ...]
    unreachable: frozenset[Holding]
    looked_at: frozenset[Holding]
    """Every holding a ladder can ring whose people were looked at; of others nothing is known."""


def look_ahead(uow: DoorUnit, now: datetime, policy: Policy) -> Outlook:
    """Return the gaps of every slot a ladder rings, as far ahead as the policy says (RO-02: 14 days); only reads.

    Every national functie counts, and of the HOvJ, who asks on behalf and the rccb each area in which somebody is one.
    The cost is three queries, however many areas there are.
    """
    slots_of = _slots_rung(policy)
    functies = {holding.functie for holding in slots_of}
    horizon = policy.terms["roster_horizon"].after(now)
    holders_of = uow.directory.holders_of(functies, now)
    coming_of = uow.roster.of_functies(functies, now, horizon)
    reachable = _reachable(uow, {person for holders in holders_of.values() for person in holders})
    found: list[Gap] = []
    unreachable: set[Holding] = set()
    looked_at: set[Holding] = set()
    for holding, slots in slots_of.items():
        holders = holders_of.get(holding, ())
        if not holders and holding.scope != NATIONAL:
            continue
        looked_at.add(holding)
        coming = coming_of.get(holding, ())
        present = [duty for duty in coming if duty.starts <= now]
        if any(reachable.isdisjoint(who(slot, present, holders).persons) for slot in slots):
            unreachable.add(holding)
        for slot in sorted(slots - {Slot.ALL}):
            found += gaps(holding, slot, coming, now, horizon)
    return Outlook(tuple(found), frozenset(unreachable), frozenset(looked_at))


def show_gaps(uow: DoorUnit, outlook: Outlook, now: datetime) -> None:
    """Let exactly the gaps of this outlook stand on the board. Safe to repeat: what stands is raised once."""
    wanted = {(UNREACHABLE, str(holding)) for holding in outlook.unreachable}
    wanted |= {(ROSTER_GAP, f"{gap.holding}/{gap.slot}") for gap in outlook.gaps}
    known = {(UNREACHABLE, str(holding)) for holding in outlook.looked_at}
    standing = {(alarm.kind, alarm.subject) for alarm in uow.alarms.standing()}
    for kind, subject in sorted(wanted - standing):
        uow.alarms.raise_(kind, subject, now)
    for kind, subject in sorted(standing - wanted):
        if kind == ROSTER_GAP or (kind, subject) in known:
            uow.alarms.clear(kind, subject, now)


def _slots_rung(policy: Policy) -> Mapping[Holding, frozenset[Slot]]:
    """Every holding some ladder of this policy can ring by itself, and its slots."""
    found: dict[Holding, frozenset[Slot]] = {}
    for selector in (one for ladder in policy.ladders.values() for rung in ladder.rungs for one in rung.who):
        if selector.functie is not None and RULES[selector.functie].scope is ScopeKind.NATIONAL:
            holding = Holding(selector.functie, NATIONAL)
            found[holding] = found.get(holding, frozenset()) | {selector.slot}
    for arrondissement, eenheid in policy.eenheid_of.items():
        for local in (
            Holding(Functie.HOVJ, arrondissement),
            Holding(Functie.NAMENS_HOVJ, arrondissement),
            Holding(Functie.RCCB, eenheid),
        ):
            found[local] = frozenset({Slot.ON_DUTY, Slot.BACKUP})  # as the holder of an obligation, by L-8
    return found


def _reachable(uow: DoorUnit, persons: Collection[PersonId]) -> frozenset[PersonId]:
    addresses = uow.outbox.addresses_of(persons)
    return frozenset(person for person in persons if any(one.refused_at is None for one in addresses.get(person, ())))
