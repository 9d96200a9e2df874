"""Carries out what the engine found: rows, bells, releases, leaves and alarms of one advanced obligation."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Final

from domain.audit.leaves import LeafType
from domain.bells import BellAction, ChannelKind, Lane, NewBell, OutboxRow, Outcome
from domain.events import Rung, RungReached
from domain.ids import OrganisationId, PersonId
from domain.items import Item
from domain.ladders import Advance
from domain.obligations import Obligation
from domain.policy import Restraint, Slot
from domain.ports import UnitOfWork
from handlers.audience import Audience
from handlers.bells import first_channel, ring_for_the_rest
from handlers.flow import NCTV
from handlers.flows import FLOWS
from handlers.hushing import asked_by_hand, hushed, marked, put, silent_among

ENGINE_LOG: Final = NCTV
"""The organisation in whose log it stands that the engine stood still."""
UNREACHABLE: Final = "holding.unreachable"


def carry_out(uow: UnitOfWork, item: Item[Any], audience: Audience, found: Advance, now: datetime) -> None:
    """Write what follows from `found`, whose obligation is stored; the bells leave right after the commit."""
    obligation = found.obligation
    if found.ringing:
        uow.obligations.put_ringing(found.ringing)
    reached = [event for event in found.events if isinstance(event, RungReached)]
    rings = [event for event in found.events if isinstance(event, Rung)]
    silent = hushed(uow, audience.employers([ring.person for ring in rings]), now, drill=item.drill)
    rings = [ring for ring in rings if ring.person not in silent]
    for rung in reached:
        _reach(uow, item, audience, obligation, rung, now)
    _ring(uow, item, audience, obligation, rings, now)
    for holding, missing in audience.gaps.items():
        if missing:
            uow.alarms.raise_(UNREACHABLE, str(holding), now)
        elif found.ringing or reached:
            uow.alarms.clear(UNREACHABLE, str(holding), now)
    if obligation.ladder.tells_requester and any(_climbed(obligation, rung) for rung in reached):
        restraint = None if obligation.ladder.emergency else obligation.ladder.restraint
        bells_told(uow, item, audience, _requesters(uow, item, audience), "rung", now, restraint, obligation)


def log_of(uow: UnitOfWork, item: Item[Any]) -> str:
    """Return the log in which it stands what the engine does with an item: of who answers for it now (P-01)."""
    return uow.audit.log_of(FLOWS[item.flow].log_of(item))


def _requesters(uow: UnitOfWork, item: Item[Any], audience: Audience) -> Collection[PersonId]:
    """Who asked: whoever opened the item; of what somebody else wrote down (SA-03), the side that asked.

    A caller is known by functie and scope, so those on duty in it are told.
    """
    stored = None if item.parent is not None else uow.items.load(item.id)
    if stored is None:
        return (item.opened_by,)
    side = FLOWS[item.flow].asked(stored)
    if not side:
        return (item.opened_by,)
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
    uow.audit.append(log_of(uow, item), kind, at=now, fields=fields)
    body = {"what": rung.what, "index": rung.index, "late_ms": rung.late_ms, "empty": rung.empty}
    history = json.dumps({**body, "functies": list(rung.functies)}, sort_keys=True)
    uow.items.record(item.id, item.version, None, now, rung.tag, history)


def _ring(
    uow: UnitOfWork, item: Item[Any], audience: Audience, obligation: Obligation, rings: list[Rung], now: datetime
) -> None:
    addresses = audience.addresses([ring.person for ring in rings])
    employers = audience.employers([ring.person for ring in rings])
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
            flow=item.flow,
            obligation=obligation.id,
            ring=ring.ring,
            not_before=now,
            life=obligation.ladder.repeat,
        )
        for ring in rings
        for address in (addresses[ring.person] if emergency else first_channel(addresses[ring.person]))
    ]
    if bells:
        put(uow.outbox, bells, employers, now)
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
    restraint: Restraint | None,
    obligation: Obligation | None = None,
) -> None:
    """Ring each person once because `why` happened; with a leaf each (EV-01).

    Without a `restraint` at once on every channel; otherwise as a regular bell, which spares who is off duty (X-04).
    Who will hear a bell of the item anyway, no later than that, hears that one and no other (X-08).
    """
    told = [person for person in persons if person not in item.excluded]
    employers = audience.employers(told)
    silent = hushed(uow, employers, now, drill=item.drill)
    told = [person for person in told if person not in silent]
    logs = audience.logs_of(told)
    first = _to_be_rung(uow, item) if restraint is not None else {}
    bells = []
    for person, addresses in audience.addresses(told).items():
        at = now if restraint is None else audience.may_be_told_from(person, restraint)
        if person not in first or first[person] > at:
            bells += [
                NewBell(
                    person=person,
                    address=address,
                    action=BellAction.TOLD,
                    lane=Lane.URGENT if restraint is None else Lane.REGULAR,
                    drill=item.drill,
                    not_before=at,
                    item=item.id,
                    flow=item.flow,
                    obligation=obligation.id if obligation is not None else None,
                )
                for address in (addresses if restraint is None else first_channel(addresses))
            ]
        fields = {"item": item.id, "person": person, "why": why, "reachable": str(bool(addresses)).lower()}
        uow.audit.append(logs[person], LeafType.TOLD, at=now, fields=fields)
        if not addresses:
            uow.alarms.raise_("person.unreachable", person, now)
    if bells:
        put(uow.outbox, bells, employers, now)


def _to_be_rung(uow: UnitOfWork, item: Item[Any]) -> Mapping[PersonId, datetime]:
    """Who hears a bell of the item anyway, and from when: a first ring that waits, or a word that was planned before.

    A planned word has no moment of its own here: it came for the same reason and was held back as this one is.
    """
    found: dict[PersonId, datetime] = {}
    for one in uow.obligations.of_item(item.id):
        for row in uow.obligations.ringing(one.id):
            if not row.rings:
                found[row.person] = min(row.next_at, found.get(row.person, row.next_at))
    return found | dict.fromkeys(uow.outbox.coming(item.id), datetime.min.replace(tzinfo=UTC))


def still_wanted(uow: UnitOfWork, bells: Sequence[OutboxRow], now: datetime) -> list[OutboxRow]:
    """Return those of the claimed bells that must still leave; a ring that is settled or overtaken becomes moot.

    After downtime, or when a channel comes back, everybody hears the newest ring only, never a replay. What else a
    settled bell stood for rings now, by a bell of its own. What waited for a phone that must stay silent since is moot.
    """
    newest: dict[int, dict[PersonId, int]] = {}
    wanted: list[OutboxRow] = []
    employers = uow.directory.employers({row.person for row in bells if row.person is not None})
    gone = {*_no_longer_rung(uow, bells), *_hushed_since(uow, bells, employers, now)}
    for row in bells:
        if row.id in gone:
            uow.outbox.settle(row.id, Outcome.MOOT, None, None)
            continue
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
    return marked(wanted, employers)


def moot(uow: UnitOfWork, bells: Sequence[OutboxRow], now: datetime) -> Collection[int]:
    """Return which of these bells, that waited for their turn to be sent, must not leave any more.

    A ring whose obligation is settled, and whatever is for a telephone that must stay silent since (SG-07).
    """
    rings = {row.id: row.obligation for row in bells if row.action is BellAction.RING and row.obligation is not None}
    settled = uow.obligations.settled_among(set(rings.values()))
    employers = uow.directory.employers({row.person for row in bells if row.person is not None})
    return {row for row, owed in rings.items() if owed in settled}.union(_hushed_since(uow, bells, employers, now))


def _hushed_since(
    uow: UnitOfWork, bells: Sequence[OutboxRow], employers: Mapping[PersonId, OrganisationId], now: datetime
) -> Collection[int]:
    """Which of these are for a telephone that must stay silent by now (SG-07), and were not asked for by hand."""
    rung = [row for row in bells if row.person is not None and not asked_by_hand(row)]
    silent = silent_among(uow, rung, employers, now)
    return {row.id for row in rung if row.person in silent[row.drill]}


def _no_longer_rung(uow: UnitOfWork, bells: Sequence[OutboxRow]) -> Collection[int]:
    """Which of these go to a browser that is rung no more: its device was revoked or frozen, or it subscribed anew."""
    pushed = [row for row in bells if row.address.channel is ChannelKind.WEB_PUSH and row.person is not None]
    found = uow.outbox.addresses_of({row.person for row in pushed if row.person is not None})
    rung = {address.id for addresses in found.values() for address in addresses}
    return {row.id for row in pushed if row.address.id not in rung}
