"""Carries out what the engine found: rows, bells, releases, leaves and alarms of one advanced obligation."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, Final

from domain.audit.leaves import LeafType
from domain.bells import BellAction, Lane, OutboxRow, Outcome
from domain.events import Rung, RungReached
from domain.flows import spoedaanwijzing
from domain.flows.spoedaanwijzing.parties import officers
from domain.ids import OrganisationId, PersonId
from domain.items import Item
from domain.ladders import Advance
from domain.obligations import Obligation
from domain.policy import Slot
from domain.ports import NewBell, UnitOfWork
from handlers.audience import Audience
from handlers.bells import ring_for_the_rest

ENGINE_LOG: Final = OrganisationId("nctv")
"""The organisation in whose log rungs stand: it answers for the designation all these ladders are about."""
UNREACHABLE: Final = "holding.unreachable"


def carry_out(uow: UnitOfWork, item: Item[Any], audience: Audience, found: Advance, now: datetime) -> None:
    """Write what follows from `found`, whose obligation is stored; the bells leave right after the commit."""
    obligation = found.obligation
    if found.ringing:
        uow.obligations.put_ringing(found.ringing)
    reached = [event for event in found.events if isinstance(event, RungReached)]
    rings = [event for event in found.events if isinstance(event, Rung)]
    for rung in reached:
        _reach(uow, item, audience, obligation, rung, now)
    _ring(uow, item, audience, obligation, rings, now)
    for holding, missing in audience.gaps.items():
        if missing:
            uow.alarms.raise_(UNREACHABLE, str(holding), now)
        elif found.ringing or reached:
            uow.alarms.clear(UNREACHABLE, str(holding), now)
    if obligation.ladder.tells_requester and any(_climbed(obligation, rung) for rung in reached):
        bells_told(uow, item, audience, _requesters(uow, item, audience), "rung", now, obligation)


def _requesters(uow: UnitOfWork, item: Item[Any], audience: Audience) -> Collection[PersonId]:
    """Who asked: whoever opened the item; of a call that somebody else wrote down (SA-03), the caller's side.

    A caller is known by functie and scope, so those on duty in it are told, and on behalf of whom they called: the
    HOvJ, or who takes the HOvJ's place (P-02).
    """
    request = None if item.parent is not None else uow.items.load(item.id)
    if request is None or item.opened_as.scope == item.area:
        return (item.opened_by,)
    called = replace(request, data=spoedaanwijzing.read(request.data))
    side = (called.data.requester, *officers(called))
    return dict.fromkeys(person for holding in side for person in audience.on(holding, Slot.ON_DUTY))


def _climbed(obligation: Obligation, rung: RungReached) -> bool:
    """Whether a rung is news to the requester: the first one at t+0 is their own act, unless nobody stands on it."""
    return rung.empty or bool(obligation.ladder.rungs[rung.index].after)


def _reach(
    uow: UnitOfWork, item: Item[Any], audience: Audience, obligation: Obligation, rung: RungReached, now: datetime
) -> None:
    for selector in obligation.ladder.rungs[rung.index].who:
        holding = audience.holding_of(selector)
        if holding is not None:
            uow.items.add_participant(item.id, holding, now, "rung")
    fields = {
        "item": item.id,
        "what": rung.what,
        "ladder": obligation.ladder.name,
        "index": str(rung.index),
        "late_ms": str(rung.late_ms),
    }
    kind = LeafType.RUNG_EMPTY if rung.empty else LeafType.RUNG
    uow.audit.append(uow.audit.log_of(ENGINE_LOG), kind, at=now, fields=fields)
    body = {"what": rung.what, "index": rung.index, "late_ms": rung.late_ms, "empty": rung.empty}
    history = json.dumps({**body, "functies": list(rung.functies)}, sort_keys=True)
    uow.items.record(item.id, item.version, None, now, rung.tag, history)


def _ring(
    uow: UnitOfWork, item: Item[Any], audience: Audience, obligation: Obligation, rings: list[Rung], now: datetime
) -> None:
    addresses = audience.addresses([ring.person for ring in rings])
    emergency = obligation.ladder.emergency
    bells = [
        NewBell(
            person=ring.person,
            address=address,
            action=BellAction.RING,
            lane=Lane.URGENT if emergency else Lane.REGULAR,
            repeat=ring.ring - 1,
            drill=item.drill,
            item=item.id,
            obligation=obligation.id,
            ring=ring.ring,
            not_before=now,
        )
        for ring in rings
        for address in (addresses[ring.person] if emergency else addresses[ring.person][:1])
    ]
    if bells:
        uow.outbox.put(bells, now)
    logs = audience.logs_of([ring.person for ring in rings])
    for ring in rings:
        fields = {
            "item": item.id,
            "what": ring.what,
            "person": ring.person,
            "index": str(ring.index),
            "ring": str(ring.ring),
        }
        uow.audit.append(logs[ring.person], LeafType.RING, at=now, fields=fields)


def bells_told(
    uow: UnitOfWork,
    item: Item[Any],
    audience: Audience,
    persons: Iterable[PersonId],
    why: str,
    now: datetime,
    obligation: Obligation | None = None,
) -> None:
    """Ring each person once, on every channel at once, because `why` happened; with a leaf each (EV-01)."""
    told = [person for person in persons if person not in item.excluded]
    logs = audience.logs_of(told)
    bells = []
    for person, addresses in audience.addresses(told).items():
        bells += [
            NewBell(
                person=person,
                address=address,
                action=BellAction.TOLD,
                lane=Lane.URGENT,
                drill=item.drill,
                not_before=now,
                item=item.id,
                obligation=obligation.id if obligation is not None else None,
            )
            for address in addresses
        ]
        fields = {"item": item.id, "person": person, "why": why, "reachable": str(bool(addresses)).lower()}
        uow.audit.append(logs[person], LeafType.TOLD, at=now, fields=fields)
        if not addresses:
            uow.alarms.raise_("person.unreachable", person, now)
    if bells:
        uow.outbox.put(bells, now)


def still_wanted(uow: UnitOfWork, bells: Sequence[OutboxRow], now: datetime) -> list[OutboxRow]:
    """Return those of the claimed bells that must still leave; a ring that is settled or overtaken becomes moot.

    After downtime, or when a channel comes back, everybody hears the newest ring only, never a replay. What else a
    settled bell stood for rings now, by a bell of its own.
    """
    newest: dict[int, dict[PersonId, int]] = {}
    wanted: list[OutboxRow] = []
    for row in bells:
        if row.action is not BellAction.RING or row.obligation is None or row.person is None:
            wanted.append(row)
            continue
        if row.obligation not in newest:
            obligation = uow.obligations.load(row.obligation)
            open_still = obligation is not None and obligation.settled_at is None
            rings = uow.obligations.ringing(row.obligation) if open_still else ()
            newest[row.obligation] = {ringing.person: ringing.rings for ringing in rings}
        if newest[row.obligation].get(row.person) == row.ring:
            wanted.append(row)
            continue
        uow.outbox.settle(row.id, Outcome.MOOT, None, None)
        if not newest[row.obligation]:
            ring_for_the_rest(uow, row, now)
    return wanted
