"""Records what became of attempts to ring, and what follows: the same again, another channel, or the next person."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final

from domain.audit.leaves import LeafType
from domain.bells import Address, Attempt, BellAction, Lane, NewBell, OutboxRow, Outcome
from domain.ids import OrganisationId, PersonId
from domain.policy import Policy
from domain.ports import UnitOfWork
from handlers.hushing import put_unless_hushed

_RINGS: Final = frozenset({BellAction.RING, BellAction.TEST})
_NEW_MESSAGES: Final = frozenset({BellAction.RING, BellAction.TOLD, BellAction.TEST})


def record_attempts(uow: UnitOfWork, attempts: Sequence[Attempt], now: datetime, policy: Policy) -> None:
    """Store the outcome of each attempt with its leaf (EV-01), and plan what it calls for (`record` of docs/formal.md).

    A ring that may or may not have arrived is sent once more; a receipt is not. A bell that certainly did not leave
    is tried again later, unless its obligation has been settled by then. When the person cannot be reached on this
    channel, or the channel itself is down, the next channel rings at once, and the ladder looks whether it must go on.
    Safe to repeat: of a row that is no longer `sending` an attempt changes nothing, but that it left after all: its
    lease ran out meanwhile, and who found it so gave it another outcome. Then its leaf is still written, once.
    """
    rows = [attempt.row for attempt in attempts]
    known = _Known(
        uow.obligations.settled_among({row.obligation for row in rows if row.obligation is not None}),
        uow.directory.employers({row.person for row in rows if row.person is not None}),
    )
    for attempt in attempts:
        _record(uow, attempt, known, now, policy)


@dataclass(frozen=True, slots=True)
class _Known:
    """What a group of attempts asks about, read once for all: hundreds may be of one obligation.

    Recording attempts changes none of it. `rings` is how often each person was rung, by obligation, filled when asked.
    """

    settled: Collection[int]
    employers: Mapping[PersonId, OrganisationId]
    rings: dict[int, Mapping[PersonId, int]] = field(default_factory=dict)


def _record(uow: UnitOfWork, attempt: Attempt, known: _Known, now: datetime, policy: Policy) -> None:
    row = attempt.row
    retry_at = _retry_at(attempt, now, policy)
    if retry_at is not None and _overtaken(uow, row, known):
        retry_at = None
    if not uow.outbox.settle(row.id, attempt.outcome, attempt.reference, retry_at):
        left = attempt.outcome is Outcome.SENT and uow.outbox.sent_after_all(row.id, attempt.reference)
        if not left:
            return
    if row.action in _NEW_MESSAGES and row.person is not None and attempt.outcome is not Outcome.MOOT:
        uow.audit.append(
            uow.audit.log_of(known.employers[row.person]),
            LeafType.DELIVERY,
            at=now,
            fields={
                "person": row.person,
                "channel": row.address.channel.value,
                "outcome": attempt.outcome.value,
                "handle": row.handle,
            }
            | ({} if row.item is None else {"item": row.item}),  # so that it goes with what it was about (EV-03)
        )
    refused = attempt.outcome is Outcome.REFUSED and uow.outbox.refuse_address(row.address.id, now)
    if refused and row.person is not None:
        uow.alarms.raise_("address.refused", row.person, now)
    if attempt.outcome is Outcome.REFUSED or attempt.channel_down:
        _ring_elsewhere(uow, row, now)
    elif attempt.outcome is Outcome.SENT and row.action is BellAction.RING:
        _after_ring(uow, row, attempt.reference, known, now)
    elif attempt.outcome is Outcome.MOOT and row.action is BellAction.RING:
        ring_for_the_rest(uow, row, now)


def _overtaken(uow: UnitOfWork, row: OutboxRow, known: _Known) -> bool:
    """Whether the ladder has rung this person again since: then this bell is not sent again, or they would pile up."""
    if row.action is not BellAction.RING or row.obligation is None:
        return False
    if row.obligation not in known.rings:
        rows = uow.obligations.ringing(row.obligation)
        known.rings[row.obligation] = {ringing.person: ringing.rings for ringing in rows}
    return row.person is not None and known.rings[row.obligation].get(row.person, 0) > row.ring


def _retry_at(attempt: Attempt, now: datetime, policy: Policy) -> datetime | None:
    row = attempt.row
    if attempt.outcome is Outcome.AMBIGUOUS:
        again = row.action in _RINGS and row.attempts <= 1
        return now + policy.durations["bell_again_after_ambiguous"] if again else None
    if attempt.outcome is not Outcome.NOT_SENT or row.attempts >= policy.numbers["bell_attempts_most"]:
        return None
    if attempt.retry_after is not None:
        return now + attempt.retry_after
    wait = policy.durations["bell_again_first"] * (1 << max(0, row.attempts - 1))
    return now + min(wait, policy.durations["bell_again_most"])


def _ring_elsewhere(uow: UnitOfWork, row: OutboxRow, now: datetime) -> None:
    """Ring the next channel at once, and let the ladder look again now (it may have nobody left on this rung)."""
    if row.person is None or row.action not in _NEW_MESSAGES:
        return
    if row.lane is Lane.REGULAR:
        later = [
            address
            for address in uow.outbox.addresses(row.person)
            if address.refused_at is None
            and address.order > row.address.order
            and address.channel is not row.address.channel
        ]
        put_unless_hushed(uow, [_like(row, address, row.action, now) for address in first_channel(later)], now)
    if row.obligation is not None:
        uow.obligations.wake([row.obligation], now)


def first_channel(addresses: Sequence[Address]) -> Sequence[Address]:
    """Return the addresses on the channel that comes first for a person: over Web Push each of their devices rings."""
    found = sorted(addresses, key=lambda address: address.order)
    return [address for address in found if address.channel is found[0].channel]


def ring_for_the_rest(uow: UnitOfWork, row: OutboxRow, now: datetime) -> None:
    """Ring now for what else waits: the bell was settled before it left, and it stood for others of the item (X-08)."""
    if row.item is None:
        return
    for other in uow.obligations.of_item(row.item):
        for ringing in uow.obligations.ringing(other.id):
            if ringing.person == row.person:
                bell = _like(row, row.address, BellAction.RING, now)
                put_unless_hushed(uow, [replace(bell, obligation=other.id, ring=ringing.rings)], now)
                return


def _after_ring(uow: UnitOfWork, row: OutboxRow, reference: str | None, known: _Known, now: datetime) -> None:
    """Keep one live bell per person and obligation, and none that says "waiting" for what was settled meanwhile.

    It is `after_ring` of docs/formal.md.
    """
    if row.obligation is None or row.person is None:
        return
    if reference is not None and row.obligation in known.settled:
        put_unless_hushed(uow, [closing(row, reference, now)], now)
    if row.repeat == 0:
        return
    for sent in uow.outbox.sent_of(row.obligation, row.person):
        if sent.refers_to not in (None, reference) and sent.address.id == row.address.id:
            gone = _like(row, sent.address, BellAction.DELETE, now)
            put_unless_hushed(uow, [replace(gone, lane=Lane.REGULAR, refers_to=sent.refers_to)], now)
            return  # the ones before it went when it came


def closing(row: OutboxRow, reference: str | None, now: datetime) -> NewBell:
    """Return what makes a bell that was sent, and is named by `reference` at its channel, say that it is over."""
    return replace(_like(row, row.address, BellAction.CLOSED, now), lane=Lane.REGULAR, repeat=0, refers_to=reference)


def _like(row: OutboxRow, address: Address, action: BellAction, now: datetime) -> NewBell:
    """A bell for the same person about the same thing, over another address or with another action."""
    return NewBell(
        person=row.person,
        address=address,
        action=action,
        lane=row.lane,
        repeat=row.repeat,
        drill=row.drill,
        item=row.item,
        obligation=row.obligation,
        ring=row.ring,
        not_before=now,
        life=row.life if action is BellAction.RING else None,
        flow=row.flow,
    )
