"""Which people a selector or holding means on one item now: roster, directory, exclusions and addresses together."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from domain.bells import Address, Lane
from domain.functies import NATIONAL, RULES, Functie, Holding, Scope, ScopeKind
from domain.ids import OrganisationId, PersonId
from domain.items import Item
from domain.obligations import Obligation
from domain.policy import Restraint, Selector, Slot
from domain.ports import Duty, UnitOfWork
from domain.quiet import BUDGET_OVER, may_ring_from
from domain.roster import OnDuty, who


class Audience:
    """The people of one item at one moment; `domain.ladders.People` for its obligations.

    Reads in batches and only once: it belongs to one transaction and one moment. `gaps` remembers for every holding
    it was asked about whether anybody could be rung (X-03), except where an exclusion (P-02) may be the reason: the
    board must not hint at whom an item is about. `barred` are those who may not do what the obligation asks, and so
    are not rung for it; that they are the only ones there is a gap like any other.
    """

    def __init__(
        self,
        uow: UnitOfWork,
        item: Item[Any],
        now: datetime,
        obligation: Obligation | None = None,
        barred: Collection[PersonId] = (),
    ) -> None:
        self._uow, self._item, self._now, self._obligation = uow, item, now, obligation
        self._left_out = item.excluded.union(barred)
        self._resolved: dict[tuple[Holding, Slot], OnDuty] = {}
        self._addresses: dict[PersonId, Sequence[Address]] = {}
        self._found: set[PersonId] = set()
        self._rostered: set[PersonId] = set()
        self._spared: set[Holding] = set()
        self._recent: dict[PersonId, Sequence[datetime]] = {}
        self._employers: dict[PersonId, OrganisationId] = {}
        self.gaps: dict[Holding, bool] = {}
        self.changes_at: datetime | None = None

    def on(self, holding: Holding, slot: Slot) -> tuple[PersonId, ...]:
        """Return who a holding means for a slot, RO-02's fallback and P-02's exclusions applied."""
        if (holding, slot) not in self._resolved:
            duties = self._duties(holding) if slot is not Slot.ALL else ()
            holders = self._uow.directory.holders(holding, self._now)
            if not self._item.excluded.isdisjoint(holders):
                self._spared.add(holding)
            found = who(slot, duties, holders, self._left_out)
            self._resolved[holding, slot] = found
            self._found.update(found.persons)
            if found.rostered:
                self._rostered.update(found.persons)
        return self._resolved[holding, slot].persons

    def _duties(self, holding: Holding) -> Sequence[Duty]:
        """The duties of this moment; notes when they change before anybody would look again anyway."""
        if self._obligation is None:
            return self._uow.roster.duties(holding, self._now)
        until = self._now + self._obligation.ladder.repeat
        near = self._uow.roster.between(holding, self._now, until)
        for moment in (edge for duty in near for edge in (duty.starts, duty.ends)):
            if self._now < moment < until:
                self.changes_at = min(moment, self.changes_at or moment)
        return [duty for duty in near if duty.starts <= self._now]

    def named_by(self, selector: Selector) -> Sequence[PersonId]:
        holding = self.holding_of(selector)
        if holding is not None:
            persons: Sequence[PersonId] = self.on(holding, selector.slot)
            if holding not in self._spared:
                self.gaps[holding] = self.gaps.get(holding, False) or not self.reachable(persons)
            return persons
        if selector.relation == "opener":
            opener = self._item.opened_by
            if opener in self._left_out or not self._uow.directory.holds(opener, self._item.opened_as, self._now):
                return ()
            return (opener,)
        if not selector.relation.startswith("settler:"):
            return ()
        before = self._uow.obligations.last(self._item.id, selector.relation.removeprefix("settler:"))
        if before is None or before.settled_by is None or before.settled_by in self._left_out:
            return ()
        return (before.settled_by,)

    def holding_of(self, selector: Selector) -> Holding | None:
        """Return the holding a selector names; None for `opener` and `settler:<what>`, one person each."""
        if selector.functie is not None and selector.scope is not None:
            return Holding(selector.functie, selector.scope)
        if selector.relation == "holder" and self._obligation is not None:
            return self._obligation.settles_by[0]
        return None

    def reachable(self, persons: Collection[PersonId]) -> Collection[PersonId]:
        found = self.addresses([person for person in persons if person not in self._left_out])
        return {person for person, addresses in found.items() if addresses}

    def addresses(self, persons: Collection[PersonId]) -> dict[PersonId, Sequence[Address]]:
        """Return the addresses of each person that have not refused, in the person's order."""
        unknown = [person for person in persons if person not in self._addresses]
        if unknown:
            found = self._uow.outbox.addresses_of(unknown)
            for person in unknown:
                usable = [address for address in found.get(person, ()) if address.refused_at is None]
                self._addresses[person] = sorted(usable, key=lambda address: address.order)
        return {person: self._addresses[person] for person in persons}

    def may_ring_from(self, person: PersonId) -> datetime:
        ladder = self._obligation.ladder if self._obligation is not None else None
        if ladder is None or ladder.restraint is None:
            return self._now
        if person not in self._recent:
            everybody = {*self._found, person} - self._recent.keys()
            lane = Lane.URGENT if ladder.emergency else Lane.REGULAR
            since = self._now - BUDGET_OVER
            found = self._uow.outbox.bells_since(everybody, lane, since, besides=self._item.id)
            self._recent.update({somebody: found.get(somebody, ()) for somebody in everybody})
        on_duty = person in self._rostered
        return may_ring_from(self._now, ladder.restraint, self._recent[person], on_duty=on_duty)

    def may_be_told_from(self, person: PersonId, restraint: Restraint) -> datetime:
        """Return the earliest moment at which this person may hear a regular bell about what happened (X-04, X-08)."""
        recent = self._uow.outbox.bells_since([person], Lane.REGULAR, self._now - BUDGET_OVER, besides=self._item.id)
        held = self._uow.directory.holdings_of(person, self._now) if person not in self._rostered else ()
        for holding in held:
            self.on(holding, Slot.ON_DUTY)
        return may_ring_from(self._now, restraint, recent[person], on_duty=person in self._rostered)

    def employers(self, persons: Collection[PersonId]) -> dict[PersonId, OrganisationId]:
        """Return whose people these are."""
        unknown = [person for person in persons if person not in self._employers]
        if unknown:
            self._employers.update(self._uow.directory.employers(unknown))
        return {person: self._employers[person] for person in persons if person in self._employers}

    def logs_of(self, persons: Collection[PersonId]) -> dict[PersonId, str]:
        """Return for each person the log in which what happens to them stands: that of their employer (P-01)."""
        employers = self.employers(persons)
        logs = {employer: self._uow.audit.log_of(employer) for employer in set(employers.values())}
        return {person: logs[employer] for person, employer in employers.items()}


def scope_for(functie: Functie, area: Scope, eenheid_of: Mapping[Scope, Scope]) -> Scope | None:
    """Return the scope in which a functie is rung for an item of `area` (P-04: eenheden come from data).

    None when the data knows none: such a rung is then empty, loudly, and an emergency still opens.
    """
    kind = RULES[functie].scope
    if kind is ScopeKind.NATIONAL:
        return NATIONAL
    if kind is ScopeKind.EENHEID:
        return eenheid_of.get(area)
    return area if area.partition(":")[0] == kind.value else None
