"""Reports gaps in the roster once a day to who keeps rosters and who watches, by a bell that says nothing (RO-02)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Final

from domain.acts.directory import FOUNDERS
from domain.audit.leaves import LeafType
from domain.bells import Address, BellAction, Lane, NewBell
from domain.functies import Functie, Holding, Scope
from domain.ids import OrganisationId, PersonId
from domain.policy import Policy
from domain.quiet import BUDGET_OVER, may_ring_from
from domain.roster import Gap
from domain.terms import AMSTERDAM
from handlers.bells import first_channel
from handlers.gaps import Outlook
from handlers.hushing import put
from handlers.officers import filled_by
from handlers.reading import DoorUnit

REPORT: Final = "roster.gaps"
UNREPORTED: Final = "roster.unreported"
"""The alarm of a day on which there were gaps and nobody could be told of them."""
_TOLD: Final = frozenset({Functie.FUNCTIONEEL_BEHEERDER, Functie.ESCALATIEWACHTER})
_BOARD: Final = Holding(Functie.ESCALATIEWACHTER, Scope("board"))


def report_gaps(uow: DoorUnit, outlook: Outlook, now: datetime, policy: Policy) -> Collection[PersonId]:
    """Tell the roster's keepers and the watchers that gaps stand on the board; returns whom this transaction told.

    Once a day by the clock of Amsterdam, from the policy's `report_at` on, whichever instance looks first and however
    often it was started; on a day without gaps nobody. Each gets one regular bell, held back by quiet hours (X-04) and
    the budget (X-08), or none when a regular bell is on its way to them already: it says the same. A leaf each.
    """
    local = now.astimezone(AMSTERDAM)
    if not outlook.gaps or local.time() < policy.report_at or not uow.reports.first(REPORT, local.date(), now):
        return ()
    persons = _keepers(uow, outlook.gaps, now)
    addresses = uow.outbox.addresses_of(persons)
    usable = {person: [one for one in addresses.get(person, ()) if one.refused_at is None] for person in persons}
    recent = uow.outbox.bells_since(persons, Lane.REGULAR, now - BUDGET_OVER)
    bells = [
        _bell(person, address, moment)
        for person in persons
        if usable[person] and not any(at > now for at in recent[person])
        for moment in [may_ring_from(now, policy.regular, recent[person], on_duty=False)]
        for address in first_channel(usable[person])
    ]
    employers = uow.directory.employers(persons)
    put(uow.outbox, bells, employers, now)
    _log(uow, employers, {person for person in persons if usable[person]}, now)
    return persons


def _keepers(uow: DoorUnit, gaps: Iterable[Gap], now: datetime) -> list[PersonId]:
    """The watchers, and of each organisation that fills a functie with a gap who manages its people, else founders."""
    holders = uow.directory.holders_of(_TOLD, now)
    organisations = {organisation for gap in gaps for organisation in filled_by(gap.holding)}
    found = set(holders.get(_BOARD, ()))
    for organisation in organisations:
        found.update(holders.get(_officers_of(organisation), ()) or holders.get(FOUNDERS, ()))
    return sorted(found)


def _officers_of(organisation: OrganisationId) -> Holding:
    return Holding(Functie.FUNCTIONEEL_BEHEERDER, Scope(f"org:{organisation}"))


def _bell(person: PersonId, address: Address, moment: datetime) -> NewBell:
    return NewBell(person, address, BellAction.TOLD, Lane.REGULAR, drill=False, not_before=moment)


def _log(
    uow: DoorUnit, employers: Mapping[PersonId, OrganisationId], reached: Collection[PersonId], now: datetime
) -> None:
    for person, employer in sorted(employers.items()):
        fields = {"person": person, "why": REPORT, "reachable": str(person in reached).lower()}
        uow.audit.append(uow.audit.log_of(employer), LeafType.TOLD, at=now, fields=fields)
        if person not in reached:
            uow.alarms.raise_("person.unreachable", person, now)
    if reached:
        uow.alarms.clear(UNREPORTED, "", now)
    else:
        uow.alarms.raise_(UNREPORTED, "", now)
