"""Carrying out acts on an item: load, look whether the actor takes part, let the flow decide, keep what follows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from domain.acts.item import Attach, Hold, Lift, Rekey, WrapLate
from domain.acts.sealed import LinkedItem, Opening, WrapParam, excluded_persons, linked_items
from domain.audit.leaves import LeafType
from domain.errors import Malformed, NotAllowed, NotFound, OutOfStep, Stale
from domain.events import Event, StateChanged
from domain.facts import Facts
from domain.folding import event_json
from domain.functies import RULES, Power, Scope, holders_of
from domain.ids import ActId, Dossier, ItemId, PersonId
from domain.item_rules import decide_common
from domain.items import SUSPENDED, Item
from handlers import obligations
from handlers.directory import FLOOD
from handlers.doing import Doing, Effect
from handlers.effects import Effects, authority, facts_of, load_item, takes_part
from handlers.flows import FLOWS
from handlers.retention import supervises, unknown
from handlers.withheld import known_to
from handlers.wraps import check_wraps, close_gaps, gaps, keep_wraps, must_allow_keys, must_have_key

OF_A_CASE: Final = tuple(name for name, flow in FLOWS.items() if flow.opening is not None and not flow.of_a_place)
"""The flows of which an item that nobody else carried says whose case its dossier is."""


def plan(doing: Doing) -> Effect:
    """Return what an act on an item will write; nothing has been written when this returns or raises.

    Raises:
        NotFound: when there is no such item for this person.
        Gone: when it was erased (EV-03).
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
    params, flow = doing.act.params, FLOWS.get(doing.act.spec.family)
    if not isinstance(params, Opening) or flow is None or flow.opening is None:
        raise Malformed("act.malformed", "This act opens no item.", field="act")
    wraps, excluded = params.wraps, excluded_persons(params.excluded)
    _must_be_new(doing, item, "item")
    check_wraps(doing, excluded, wraps, "params.wraps")
    if doing.act.drill:
        _must_be_quiet(doing)
    _merge_flood(doing)
    followed = _followed(doing, params)
    others = {} if followed is None else {followed.id: (followed, Facts())}
    gezag = authority(doing.uow, Dossier(params.dossier), drill=doing.act.drill)
    opened, events = flow.opening(doing, item, Facts(gezag=gezag, others=others))
    _must_be_in_its_area(doing, opened)
    opened = replace(opened, gezag=gezag or opened.gezag, follows=None if followed is None else followed.id)
    found = gaps(doing, FLOWS[opened.flow].rules.addressees(opened), wraps)

    def effect() -> Item[Any]:
        if not opened.drill and doing.act.spec.emergency:
            _suspend_drills(doing)
        after = Effects(doing, (), {}, [one for one, _ in others.values()]).open(opened, [*events, *found])
        keep_wraps(doing, after, wraps)
        if doing.merged:
            _record_flood(doing, opened)
        return after

    return effect


def _acting(doing: Doing, item_id: ItemId) -> Effect:
    item = load_item(doing, item_id)
    if item is None:
        raise unknown(doing.uow, item_id, (doing.actor.holding,))
    if not _may_see(doing, item):
        raise NotFound("item.unknown", "There is no such item for this person.", field="item")
    _must_fit(doing, item)
    policy = doing.policy.under(item.policy_version)
    doing.hold_moments(policy)
    facts = facts_of(doing, item, doing.act)
    wraps = _wraps_of(doing)
    if wraps or isinstance(doing.act.params, Rekey | WrapLate | Attach):
        must_have_key(doing, item)
    if isinstance(doing.act.params, Rekey):
        must_allow_keys(item)
    if doing.act.spec.family == "item":
        known = known_to(item, doing.actor.holding, facts, doing.now)
        if isinstance(doing.act.params, Hold | Lift):
            known = replace(known, held=frozenset(one.holding for one in doing.uow.retention.holds([item.id])))
        events = decide_common(item, doing.act, doing.actor, known, FLOWS[item.flow].receipt, policy, doing.now)
    else:
        events = FLOWS[item.flow].rules.decide(item, doing.act, doing.actor, facts, policy, doing.now)
    linked = tuple(linked_items(doing.act.params))
    served = FLOWS[item.flow].served
    excluded = {ItemId(one.item): served(one, item, doing.act.params, facts) for one in linked}
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
    supervised = supervises(doing.actor, item, doing.policy)  # who may hold it, and nothing else (EV-03)
    return watches or supervised or doing.actor.holding in doing.uow.items.participants(item.id)


def _must_be_quiet(doing: Doing) -> None:
    """X-05: something real goes before any drill, also before one that has yet to begin.

    Raises:
        OutOfStep: while a real request waits for its receipt or its decision.
    """
    receipts = [(name, flow.receipt) for name, flow in FLOWS.items() if flow.receipt is not None]
    if doing.uow.obligations.real_waits([(name, what) for name, one in receipts for what in (one.what, one.follow_up)]):
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
    if doing.uow.items.load(item) is not None or doing.uow.retention.erased(item) is not None:
        raise Malformed("item.taken", "An item of this id exists; make a new random id and sign again.", field=field)


def _followed(doing: Doing, params: Opening) -> Item[Any] | None:
    """The item that the new one follows from: of the same dossier, as real, and the actor takes part in it (P-01).

    Raises:
        NotFound: otherwise; whether there is such an item is not said.
        NotAllowed: when somebody who is excluded from that one would not be from the new one (P-02).
    """
    if params.follows is None:
        return None
    found = load_item(doing, ItemId(params.follows))
    fits = found is not None and found.dossier == params.dossier and found.drill == doing.act.drill
    if found is None or not fits or not takes_part(doing, found):
        raise NotFound("item.unknown", "There is no such item for this person.", field="params.follows")
    if not found.excluded <= excluded_persons(params.excluded):
        raise NotAllowed(
            "follows.excluded",
            "Who is excluded from the item it follows from must be excluded from this one too.",
            field="params.excluded",
        )
    return found


def _must_be_in_its_area(doing: Doing, opened: Item[Any]) -> None:
    """P-06, C §2.3.1: what the OM opens in a dossier is of the arrondissement of what is open in it already.

    Where nothing is open (any more) it is of one that the dossier had before. So nobody becomes its local authority by
    naming an area, nor by waiting until all is closed. Not asked of an emergency, which goes before; the NCTV acts in
    the whole country.

    Raises:
        NotAllowed: when the dossier is another arrondissement's.
    """
    if doing.act.spec.emergency or "om" not in RULES[doing.actor.holding.functie].organisations:
        return
    if FLOWS[opened.flow].of_a_place:
        return
    own = doing.uow.items.of_dossier(opened.dossier, OF_A_CASE, drill=opened.drill, closed=True)
    areas = {one.area for one in own if one.closed_at is None} or {one.area for one in own}
    if areas and opened.area not in areas:
        raise NotAllowed(
            "dossier.elsewhere",
            "Another arrondissement has this dossier; call its HOvJ, who opens this. An emergency is never refused.",
            field="params.dossier",
        )


def _wraps_of(doing: Doing) -> Sequence[WrapParam]:
    """Wraps that any act on an item may carry: late ones, those of a new key, those for who takes part from now on."""
    wraps: Sequence[WrapParam] = getattr(doing.act.params, "wraps", ())
    return wraps


def _merge_flood(doing: Doing) -> None:
    """§5: excess emergencies of one device are merged into one ring, on the board, and never refused."""
    if not doing.act.spec.emergency:
        return
    if _is_flood(doing, None):
        doing.merged = True
        doing.flag("flood.merged")


def _is_flood(doing: Doing, area: Scope | None) -> bool:
    since, flow = doing.now - doing.policy.durations["flood_window"], doing.act.spec.family
    many, device = doing.policy.numbers["flood_emergencies"], doing.actor.device
    return doing.uow.acts.emergencies_since(device, flow, since, many, drill=doing.act.drill, area=area) >= many


def _record_flood(doing: Doing, opened: Item[Any]) -> None:
    """Many notices at once, each to another mayor, are what the NCTV meant; nobody is asked to stop that device."""
    device = doing.actor.device
    if not FLOWS[opened.flow].of_a_place or _is_flood(doing, opened.area):
        doing.uow.alarms.raise_(FLOOD, device, doing.now)
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
