"""Carries out what flows decided: folds, saves, records, rings, opens linked items, and tells parents and children."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import Any, Final

from domain import events as happened
from domain.acts.sealed import LinkedItem
from domain.acts.spec import ParsedAct
from domain.audit.leaves import LeafType
from domain.errors import NotFound
from domain.events import Event
from domain.facts import Facts
from domain.folding import event_json, fold_item
from domain.ids import ActId, ItemId, PersonId
from domain.items import Item
from domain.ports import UnitOfWork
from handlers import (
    obligations,
    spoedaanwijzing,
    spoedaanwijzing_bericht_rccb,
    spoedaanwijzing_geschil,
    spoedaanwijzing_opdracht,
)
from handlers.doing import Doing
from handlers.flows import Flow
from handlers.wraps import gaps, keep_wraps

FLOWS: Final[dict[str, Flow]] = {
    flow.rules.FLOW: flow
    for flow in (
        spoedaanwijzing.FLOW,
        spoedaanwijzing_opdracht.FLOW,
        spoedaanwijzing_geschil.FLOW,
        spoedaanwijzing_bericht_rccb.FLOW,
    )
}


class Effects:
    """The effects of one act, in its transaction. Each item's version goes up once, however often it is touched."""

    def __init__(
        self, doing: Doing, linked: Sequence[LinkedItem], excluded: Mapping[ItemId, frozenset[PersonId]]
    ) -> None:
        self._doing = doing
        self._uow = doing.uow
        self._linked: Mapping[ItemId, LinkedItem] = {ItemId(one.item): one for one in linked}
        self._excluded = excluded
        """Who is excluded from each of `linked` (P-02)."""
        self._touched: set[ItemId] = set()
        self._new: set[ItemId] = set()
        self._main: ItemId | None = None
        self._saved: dict[ItemId, Item[Any]] = {}
        """Each item as this act left it last: nobody else writes items in the same transaction."""

    def load(self, item: ItemId) -> Item[Any] | None:
        """Return an item with its flow's own state."""
        return self._saved.get(item) or load_item(self._doing, item)

    def open(self, item: Item[Any], events: Sequence[Event]) -> Item[Any]:
        """Store a new item and everything that happens with it at once; returns it as it then is."""
        self._new.add(item.id)
        return self.apply(item, events)

    def apply(self, item: Item[Any], events: Sequence[Event]) -> Item[Any]:
        """Fold, save, record and carry out `events` on one item, then on those linked to it; returns the item."""
        if self._main is None:
            self._main = item.id
        flow, before = FLOWS[item.flow], item.state
        for event in events:
            item = fold_item(item, event, self._doing.now, flow.rules.fold)
        item = self._save(item, flow)
        for event in events:
            self._record(item, event)
        for event in events:
            self._carry_out(item, event)
        if item.state != before or item.id in self._new:
            self._tell_family(item)
        return self._saved[item.id]  # what was linked to it may have moved it on

    def _save(self, item: Item[Any], flow: Flow) -> Item[Any]:
        stored: Any = flow.rules.write(item.data)
        if item.id in self._touched:
            self._uow.items.save(replace(item, data=stored), seen_version=item.version)
            self._saved[item.id] = item
            return item
        self._touched.add(item.id)
        after = replace(item, version=item.version + 1)
        if item.id in self._new:
            self._uow.items.open(replace(after, data=stored))
        else:
            self._uow.items.save(replace(after, data=stored), seen_version=item.version)
        self._saved[item.id] = after
        return after

    def _record(self, item: Item[Any], event: Event) -> None:
        if isinstance(event, happened.Elsewhere | happened.Flagged):
            return
        act = ActId(self._doing.act.id)
        self._uow.items.record(item.id, item.version, act, self._doing.now, event.tag, event_json(event))

    def _carry_out(self, item: Item[Any], event: Event) -> None:
        uow, now = self._uow, self._doing.now
        match event:
            case happened.ObligationOpened():
                obligations.open_obligation(uow, item, event, now, self._doing.policy, merged=self._doing.merged)
            case happened.ObligationSettled(what=what, outcome=outcome):
                by = self._doing.actor.person if item.id == self._main or item.id in self._new else None
                obligations.settle(uow, item, what, by, outcome, now)
            case happened.ObligationReopened(what=what):
                obligations.reopen(uow, item, what, now)
            case happened.ObligationMoved(what=what, start=start):
                obligations.move(uow, item, what, start, now)
            case happened.RingPaused(what=what, person=person):
                obligations.pause(uow, item, what, person, now)
            case happened.RungAgain(what=what, at=at):
                obligations.ring_again(uow, item, what, at, now)
                self._doing.rings_at = at
            case happened.ParticipantAdded(holding=holding, why=why):
                uow.items.add_participant(item.id, holding, now, why)
            case happened.Told(holding=holding, why=why):
                obligations.tell(uow, item, holding, why, now)
            case happened.PersonTold(person=person, why=why) if person != self._doing.actor.person:
                obligations.tell_person(uow, item, person, why, now)
            case happened.ContentAdded(blob=blob, kind=kind):
                uow.items.add_content(item.id, blob, kind, ActId(self._doing.act.id), now)
            case happened.GapSeen(holding=holding, what=what):
                uow.alarms.raise_(what, f"{item.id}/{holding}", now)
            case happened.Flagged(word=word):
                self._doing.flag(word)
            case happened.GezagPassed():
                self._authority(item, event)
            case happened.LinkedOpened(item=linked):
                self._open_linked(item, self._linked[linked])
            case happened.Elsewhere(item=other, events=there):
                self.apply(self._known(other), there)

    def _authority(self, item: Item[Any], event: happened.GezagPassed) -> None:
        """P-06, SA-07: visible in both logs in the same instant, and on the card of every linked item."""
        fields = {"item": item.id, "holding": str(event.holding), "since": event.since.isoformat()}
        mark: str | None = None
        for log in logs_between(self._uow, item):
            mark = self._uow.audit.append(log, LeafType.AUTHORITY, at=self._doing.now, event=mark, fields=fields)
        for child in self._uow.items.children(item.id):
            if child.closed_at is None:
                self.apply(self._known(child.id), [replace(event)])

    def _open_linked(self, parent: Item[Any], linked: LinkedItem) -> None:
        flow = FLOWS[linked.flow]
        if flow.open_linked is None:
            raise NotFound("flow.unknown", "No item of this flow can be linked to another.")
        doing = self._doing
        policy = doing.policy.under(parent.policy_version)
        item, events = flow.open_linked(
            parent, linked, doing.actor, self._excluded[ItemId(linked.item)], policy, doing.now
        )
        found = gaps(doing, flow.rules.addressees(item), linked.wraps)
        self.open(item, [*events, *found])
        keep_wraps(doing, item, linked.wraps)

    def _tell_family(self, item: Item[Any]) -> None:
        """A linked item's progress shows on its parent and its children, without its content."""
        progress = happened.LinkedProgressed(item.id, item.flow, item.state)
        family = [] if item.parent is None else [item.parent]
        if item.id not in self._new:
            family += [child.id for child in self._uow.items.children(item.id) if child.closed_at is None]
            family += FLOWS[item.flow].beside(self._uow, item)
        for other in family:
            if other not in self._new or other == item.parent:
                relative = self._known(other)
                rules = FLOWS[relative.flow].rules
                facts = facts_of(self._doing, relative, None)
                policy = self._doing.policy.under(relative.policy_version)
                self.apply(relative, rules.progressed(relative, progress, facts, policy, self._doing.now))

    def _known(self, item: ItemId) -> Item[Any]:
        found = self.load(item)
        if found is None:
            raise NotFound("item.unknown", "There is no such item.", field="item")
        return found


def load_item(doing: Doing, item: ItemId) -> Item[Any] | None:
    """Return an item with `data` in its flow's own form, or None when there is none."""
    stored = doing.uow.items.load(item)
    if stored is None:
        return None
    return replace(stored, data=FLOWS[stored.flow].rules.read(stored.data))


def facts_of(doing: Doing, item: Item[Any], act: ParsedAct | None) -> Facts:
    """Return what the rules may know beside the item: its open obligations, and the items that go with it.

    Raises:
        NotFound: when the act names an item in which the actor takes no part.
    """
    flow = FLOWS[item.flow]
    named = set() if act is None else set(flow.named(act))
    others: dict[ItemId, tuple[Item[Any], Facts]] = {}
    for other in named.union(flow.joined(item)):
        found = load_item(doing, other)
        if found is None or (other in named and not _takes_part(doing, found)):
            raise NotFound("item.unknown", "There is no such item for this person.", field="params")
        others[other] = (found, _surroundings(doing, found))
    return flow.known(doing.uow, item, act, replace(_surroundings(doing, item), others=others))


def _takes_part(doing: Doing, item: Item[Any]) -> bool:
    excluded = doing.actor.person in item.excluded
    return not excluded and doing.actor.holding in doing.uow.items.participants(item.id)


def _surroundings(doing: Doing, item: Item[Any]) -> Facts:
    return Facts(
        open={one.what: one for one in doing.uow.obligations.of_item(item.id)},
        participants=frozenset(doing.uow.items.participants(item.id)),
    )


def logs_between(uow: UnitOfWork, item: Item[Any]) -> Sequence[str]:
    """Return the logs in which an act on this item stands; an organisation that is not here keeps none."""
    found = []
    for organisation in FLOWS[item.flow].between(item):
        with suppress(NotFound):
            found.append(uow.audit.log_of(organisation))
    return found
