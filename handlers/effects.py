"""Carries out what flows decided: folds, saves, records, rings, opens linked items, and tells parents and children."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
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
from domain.functies import Functie
from domain.ids import ActId, Dossier, ItemId, OrganisationId, PersonId
from domain.items import Gezag, Item
from domain.policy import Restraint
from domain.ports import UnitOfWork
from handlers import obligations
from handlers.doing import Doing
from handlers.flow import Flow
from handlers.flows import FLOWS
from handlers.retention import hold
from handlers.wraps import gaps, keep_wraps

DESIGNATING: Final = tuple((name, state) for name, flow in FLOWS.items() for state in sorted(flow.designating))
"""Every flow and state in which an item makes the NCTV the authority over its dossier (P-06)."""


class Effects:
    """The effects of one act, in its transaction. Each item's version goes up once, however often it is touched."""

    def __init__(
        self,
        doing: Doing,
        linked: Sequence[LinkedItem],
        excluded: Mapping[ItemId, frozenset[PersonId]],
        read: Collection[Item[Any]] = (),
    ) -> None:
        self._doing = doing
        self._uow = doing.uow
        self._linked: Mapping[ItemId, LinkedItem] = {ItemId(one.item): one for one in linked}
        self._excluded = excluded
        """Who is excluded from each of `linked` (P-02)."""
        self._touched: set[ItemId] = set()
        self._new: set[ItemId] = set()
        self._told: set[ItemId] = set()
        """Which items heard that another follows from them."""
        self._passed: list[tuple[ItemId, happened.GezagPassed]] = []
        """Whose authority passed by what was decided; the rest of the dossier follows when all of that is done."""
        self._passing_on = False
        self._tolds: list[tuple[ItemId, happened.Told | happened.PersonTold]] = []
        """Who is told of what; when all else is done it is known who is rung for it, and how much haste it has."""
        self._pressing = False
        """Whether this act settled something that rang as an emergency."""
        self._main: ItemId | None = None
        self._saved: dict[ItemId, Item[Any]] = {one.id: one for one in read}
        """Each item as this act read or left it last: nobody else writes items in the same transaction."""

    def load(self, item: ItemId) -> Item[Any] | None:
        """Return an item with its flow's own state."""
        return self._saved.get(item) or load_item(self._doing, item)

    def open(self, item: Item[Any], events: Sequence[Event]) -> Item[Any]:
        """Store a new item and everything that happens with it at once; returns it as it then is."""
        self._new.add(item.id)
        return self.apply(item, events)

    def apply(self, item: Item[Any], events: Sequence[Event]) -> Item[Any]:
        """Fold, save, record and carry out `events` on the act's item, then on those linked to it; returns the item."""
        self._main = item.id
        self._apply(item, events)
        self._pass_on()
        self._tell()
        return self._saved[item.id]  # what was linked to it may have moved it on

    def _apply(self, item: Item[Any], events: Sequence[Event]) -> None:
        flow, before = FLOWS[item.flow], item.state
        for event in events:
            item = fold_item(item, event, self._doing.now, flow.rules.fold)
        if (before in flow.designating) is not (item.state in flow.designating):
            self._uow.items.hold_dossier(item.dossier)  # who ends another designation at once must see this one
        item = self._save(item, flow)
        for event in events:
            self._record(item, event)
        for event in events:
            self._carry_out(item, event)
        if item.state != before or item.id in self._new:
            self._tell_family(item)

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
                settled = obligations.settle(uow, item, what, by, outcome, now)
                self._pressing = self._pressing or (settled is not None and settled.ladder.emergency)
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
            case happened.Told() | happened.PersonTold():
                self._tolds.append((item.id, event))
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
            case happened.HoldSet() | happened.HoldLifted():
                hold(self._doing, item, event, self._logs_naming_holders(item))
            case happened.Elsewhere(item=other, events=there):
                self._apply(self._known(other), there)

    def _authority(self, item: Item[Any], event: happened.GezagPassed) -> None:
        """P-06, SA-07: visible in both logs in the same instant, and on the card of every linked item.

        Never in the log of a reporter's organisation, whom it would tell who is in the stelsel (RM-02).
        """
        fields = {"item": item.id, "holding": str(event.holding), "since": event.since.isoformat()}
        mark: str | None = None
        for log in self._logs_naming_holders(item):
            mark = self._uow.audit.append(log, LeafType.AUTHORITY, at=self._doing.now, event=mark, fields=fields)
        if not self._passing_on:
            self._passed.append((item.id, event))

    def _logs_naming_holders(self, item: Item[Any]) -> Sequence[str]:
        """The logs in which a leaf may say which functie did something on its own account with an item."""
        flow = FLOWS[item.flow]
        return _logs_of(self._uow, (flow.gezag_between or flow.between)(item))

    def _pass_on(self) -> None:
        """P-06: what hangs on an item, and every other open item of its dossier, goes by the same authority.

        Not those that designate themselves, nor, while such a designation stands, any that is about to lose the NCTV.
        """
        self._passing_on = True
        for passed, event in self._passed:
            item = self._known(passed)
            standing = designations(self._uow, item.dossier, drill=item.drill)
            stays = bool(standing) and event.holding.functie is not Functie.NCTV
            for other in self._uow.items.of_dossier(item.dossier, tuple(FLOWS), drill=item.drill):
                root = other.parent or other.id
                if other.id != item.id and (root == item.id or not (stays or root in standing)):
                    self._go_along(self._saved.get(other.id) or _read(other), event)

    def _go_along(self, other: Item[Any], event: happened.GezagPassed) -> None:
        passed = FLOWS[other.flow].passed
        if passed is None:
            self._apply(other, [replace(event)])
            return
        policy = self._doing.policy.under(other.policy_version)
        facts = facts_of(self._doing, other, None)
        self._apply(other, passed(other, replace(event), facts, policy, self._doing.now))

    def _tell(self) -> None:
        """X-04, X-08: at once if this act settled an emergency or one is open on the item; else as a regular bell."""
        uow, now = self._uow, self._doing.now
        restraints: dict[ItemId, Restraint | None] = {}
        for told, event in self._tolds:
            item = self._known(told)
            if told not in restraints:
                urgent = self._pressing or obligations.is_urgent(uow, item)
                restraints[told] = None if urgent else self._doing.policy.under(item.policy_version).regular
            match event:
                case happened.Told(holding=holding, why=why):
                    obligations.tell(uow, item, holding, why, now, restraints[told])
                case happened.PersonTold(person=person, why=why) if person != self._doing.actor.person:
                    obligations.tell_person(uow, item, person, why, now, restraints[told])

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
        self._new.add(item.id)
        self._apply(item, [*events, *found])
        keep_wraps(doing, item, linked.wraps)

    def _tell_family(self, item: Item[Any]) -> None:
        """A linked item's progress shows on its parent and its children, without its content.

        What it follows from hears first that it is there, which also something closed hears.
        """
        progress = happened.LinkedProgressed(item.id, item.flow, item.state)
        family = [one for one in (item.parent, item.follows) if one is not None]
        if item.id not in self._new:
            family += [child.id for child in self._uow.items.children(item.id) if child.closed_at is None]
            family += FLOWS[item.flow].beside(self._uow, item)
        for other in family:
            if other not in self._new or other == item.parent:
                relative, heard = self._known(other), list[Event]()
                rules = FLOWS[relative.flow].rules
                if other == item.follows and item.id in self._new and other not in self._told:
                    self._told.add(other)
                    heard.append(happened.Followed(item.id, item.flow))
                if relative.closed_at is None or other != item.follows:
                    after = relative
                    for event in heard:
                        after = fold_item(after, event, self._doing.now, rules.fold)
                    facts = facts_of(self._doing, relative, None)
                    policy = self._doing.policy.under(relative.policy_version)
                    heard += rules.progressed(after, progress, facts, policy, self._doing.now)
                if heard:  # else it is not even shown that something happened
                    self._apply(relative, heard)

    def _known(self, item: ItemId) -> Item[Any]:
        found = self.load(item)
        if found is None:
            raise NotFound("item.unknown", "There is no such item.", field="item")
        return found


def load_item(doing: Doing, item: ItemId) -> Item[Any] | None:
    """Return an item with `data` in its flow's own form, or None when there is none."""
    stored = doing.uow.items.load(item)
    return None if stored is None else _read(stored)


def _read(stored: Item[Any]) -> Item[Any]:
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
        if found is None or (other in named and not takes_part(doing, found)):
            raise NotFound("item.unknown", "There is no such item for this person.", field="params")
        others[other] = (found, _around(doing, found, act, flow))
    return flow.known(doing.uow, item, act, replace(_around(doing, item, act, flow), others=others))


def authority(uow: UnitOfWork, dossier: Dossier, *, drill: bool) -> Gezag | None:
    """Return the NCTV's authority over a dossier by a designation that stands, the earliest (P-06).

    None: there is none that Piket knows of, so the authority is the local one.
    """
    return _earliest(designations(uow, dossier, drill=drill))


def designations(uow: UnitOfWork, dossier: Dossier, *, drill: bool) -> Mapping[ItemId, Gezag]:
    """Return the items that make the NCTV the authority over a dossier now, each with its own card, whichever flow."""
    return {
        one.id: one.gezag
        for one in uow.items.in_states(dossier, DESIGNATING)
        if one.gezag is not None and one.drill == drill
    }


def _earliest(standing: Mapping[ItemId, Gezag]) -> Gezag | None:
    return min(standing.values(), key=lambda gezag: gezag.since, default=None)


def takes_part(doing: Doing, item: Item[Any]) -> bool:
    """Tell whether the actor may read the item, and so name it in an act (P-01, P-02)."""
    excluded = doing.actor.person in item.excluded
    return not excluded and doing.actor.holding in doing.uow.items.participants(item.id)


def _around(doing: Doing, item: Item[Any], act: ParsedAct | None, flow: Flow) -> Facts:
    facts = Facts(
        open={one.what: one for one in doing.uow.obligations.of_item(item.id)},
        participants=frozenset(doing.uow.items.participants(item.id)),
    )
    if not flow.asks_gezag(act):
        return facts
    if act is not None:
        doing.uow.items.hold_dossier(item.dossier)
    standing = designations(doing.uow, item.dossier, drill=item.drill)
    elsewhere = [gezag.since for one, gezag in standing.items() if one != item.id]
    return replace(facts, gezag=_earliest(standing), designated_since=min(elsewhere, default=None))


def logs_between(uow: UnitOfWork, item: Item[Any]) -> Sequence[str]:
    """Return the logs in which an act on this item stands; an organisation that is not here keeps none."""
    return _logs_of(uow, FLOWS[item.flow].between(item))


def _logs_of(uow: UnitOfWork, organisations: Collection[OrganisationId]) -> Sequence[str]:
    found = []
    for organisation in organisations:
        with suppress(NotFound):
            found.append(uow.audit.log_of(organisation))
    return found
