"""Carrying out acts on an item: load, look whether the actor takes part, let the flow decide, keep what follows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from domain.acts.item import Rekey, WrapLate
from domain.acts.sealed import LinkedItem, WrapParam, excluded_persons
from domain.audit.leaves import LeafType
from domain.errors import Malformed, NotFound, OutOfStep, Stale
from domain.events import Event, StateChanged
from domain.flows.spoedaanwijzing.acts import Decide, Dispute, End, Overbrugging, Register, Submit
from domain.flows.spoedaanwijzing.samen import excluded_from
from domain.folding import event_json
from domain.functies import Power, holders_of
from domain.ids import ActId, ItemId, PersonId
from domain.item_rules import decide_common
from domain.items import Item
from handlers import obligations, spoedaanwijzing
from handlers.doing import Doing, Effect
from handlers.effects import FLOWS, Effects, facts_of, load_item
from handlers.withheld import known_to
from handlers.wraps import check_wraps, close_gaps, gaps, keep_wraps

SUSPENDED = "opgeschort"
"""The state in which a drill's screens say GEEN OEFENING, because something real happens (X-05)."""


def plan(doing: Doing) -> Effect:
    """Return what an act on an item will write; nothing has been written when this returns or raises.

    Raises:
        NotFound: when there is no such item for this person.
        Stale: when a versioned act names another version than the present one.
        OutOfStep, NotAllowed: when the flow's rules refuse it, or a drill would begin beside something real.
        Malformed: when a wrap reaches an excluded person, an id of a new item is taken, or a date is out of bounds.
    """
    item = doing.act.item
    if item is None:
        raise Malformed("act.malformed", "This act names an item.", field="item")
    return _opening(doing, item) if doing.act.spec.opens else _acting(doing, item)


def _opening(doing: Doing, item: ItemId) -> Effect:
    doing.hold_moments(doing.policy)
    params = doing.act.params
    wraps = params.wraps if isinstance(params, Submit | Register) else []
    excluded = excluded_persons(params.excluded) if isinstance(params, Submit | Register) else frozenset()
    _must_be_new(doing, item, "item")
    check_wraps(doing, excluded, wraps, "params.wraps")
    if doing.act.drill:
        _must_be_quiet(doing)
    _merge_flood(doing)
    opened, events = spoedaanwijzing.opening(doing, item)
    found = gaps(doing, FLOWS[opened.flow].rules.addressees(opened), wraps)

    def effect() -> Item[Any]:
        if not opened.drill:
            _suspend_drills(doing)
        after = Effects(doing, (), {}).open(opened, [*events, *found])
        keep_wraps(doing, after, wraps)
        if doing.merged:
            _record_flood(doing)
        return after

    return effect


def _acting(doing: Doing, item_id: ItemId) -> Effect:
    item = load_item(doing, item_id)
    if item is None or not _may_see(doing, item):
        raise NotFound("item.unknown", "There is no such item for this person.", field="item")
    _must_fit(doing, item)
    policy = doing.policy.under(item.policy_version)
    doing.hold_moments(policy)
    facts = facts_of(doing, item, doing.act)
    if doing.act.spec.family == "item":
        known = known_to(item, doing.actor.holding, facts, doing.now)
        events = decide_common(item, doing.act, doing.actor, known, FLOWS[item.flow].receipt, policy, doing.now)
    else:
        events = FLOWS[item.flow].rules.decide(item, doing.act, doing.actor, facts, policy, doing.now)
    linked, wraps = _linked_of(doing), _wraps_of(doing)
    excluded = {ItemId(one.item): excluded_from(one, item, doing.act.params, facts) for one in linked}
    check_wraps(doing, item.excluded, wraps, "params.wraps")
    for place, one in enumerate(linked):
        _must_be_new(doing, ItemId(one.item), f"params.linked.{place}.item")
        check_wraps(doing, excluded[ItemId(one.item)], one.wraps, f"params.linked.{place}.wraps")
    return lambda: _effect(doing, item, events, linked, excluded, wraps)


def _effect(
    doing: Doing,
    item: Item[Any],
    events: Sequence[Event],
    linked: Sequence[LinkedItem],
    excluded: Mapping[ItemId, frozenset[PersonId]],
    wraps: Sequence[WrapParam],
) -> Item[Any]:
    params = doing.act.params
    if isinstance(params, Rekey):
        present = doing.uow.items.participants(item.id)
        events = [*events, *gaps(doing, present, wraps)]
        item = replace(item, recipient=params.recipient)
    after = Effects(doing, linked, excluded).apply(item, events)
    if wraps:
        keep_wraps(doing, after, wraps)
        close_gaps(doing, after, wraps)
    return after


def _may_see(doing: Doing, item: Item[Any]) -> bool:
    """P-01, P-02: participants act on an item, excluded persons never; a watcher may ring and reopen without a part."""
    if doing.actor.person in item.excluded:
        return False
    watches = doing.actor.holding.functie in holders_of(Power.WATCH)
    return watches or doing.actor.holding in doing.uow.items.participants(item.id)


def _must_be_quiet(doing: Doing) -> None:
    """X-05: something real goes before any drill, also before one that has yet to begin.

    Raises:
        OutOfStep: while a real request waits for its receipt or its decision.
    """
    receipts = [flow.receipt for flow in FLOWS.values() if flow.receipt is not None]
    if doing.uow.obligations.real_waits([what for one in receipts for what in (one.what, one.follow_up)]):
        raise OutOfStep("drill.not_now", "Something real waits to be received or decided; begin the drill afterwards.")


def _must_fit(doing: Doing, item: Item[Any]) -> None:
    spec, payload = doing.act.spec, doing.verified.payload
    if item.drill != doing.act.drill:
        raise OutOfStep("drill.mixed", "A drill and something real never touch (X-05); sign it as the other kind.")
    if item.state == SUSPENDED:
        raise OutOfStep("drill.suspended", "This drill is suspended because something real happens (X-05).")
    if spec.family not in ("item", item.flow):
        raise OutOfStep("act.other_flow", "This act belongs to another kind of item.", field="act")
    if spec.versioned and payload.version != item.version:
        raise Stale("item.stale", "The item has moved on since the version you read; read it again.", field="version")


def _must_be_new(doing: Doing, item: ItemId, field: str) -> None:
    if doing.uow.items.load(item) is not None:
        raise Malformed("item.taken", "An item of this id exists; make a new random id and sign again.", field=field)


def _linked_of(doing: Doing) -> tuple[LinkedItem, ...]:
    match doing.act.params:
        case Decide(linked=linked):
            return tuple(linked)
        case Dispute(linked=linked):
            return (linked,)
        case Overbrugging(linked=linked) | End(linked=linked) if linked is not None:
            return (linked,)
    return ()


def _wraps_of(doing: Doing) -> Sequence[WrapParam]:
    params = doing.act.params
    return params.wraps if isinstance(params, Rekey | WrapLate) else ()


def _merge_flood(doing: Doing) -> None:
    """§5: excess emergencies of one device are merged into one ring, on the board, and never refused."""
    since = doing.now - doing.policy.durations["flood_window"]
    count = doing.uow.acts.emergencies_since(doing.actor.device, since, drill=doing.act.drill)
    if count >= doing.policy.numbers["flood_emergencies"]:
        doing.merged = True
        doing.flag("flood.merged")


def _record_flood(doing: Doing) -> None:
    device = doing.actor.device
    doing.uow.alarms.raise_("flood", device, doing.now)
    log = doing.uow.audit.log_of(doing.actor.employer)
    doing.uow.audit.append(log, LeafType.MERGED, at=doing.now, fields={"device": device, "item": doing.act.item or ""})


def _suspend_drills(doing: Doing) -> None:
    """X-05: something real suspends every drill: its rings stop and its screens say GEEN OEFENING.

    Also a drill on which nothing is waited for at this moment, since somebody may be looking at it.
    """
    uow, now, event = doing.uow, doing.now, StateChanged(SUSPENDED)
    for drill in uow.items.drills(besides=SUSPENDED):
        obligations.suspend(uow, drill, now)
        after = replace(drill, state=SUSPENDED, version=drill.version + 1)
        uow.items.save(after, seen_version=drill.version)
        uow.items.record(drill.id, after.version, ActId(doing.act.id), now, event.tag, event_json(event))
