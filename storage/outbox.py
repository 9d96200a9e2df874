"""The outbox: bells on their way, each leased to the instance that sends it, and the addresses they go to."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Connection, bindparam, case, delete, func, insert, or_, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from domain.bells import Address, BellAction, ChannelKind, Lane, NewBell, OutboxRow, Outcome
from domain.ids import DeviceId, ItemId, PersonId, Randomness, random_id
from domain.ports import Bell
from storage.committed import Committed
from storage.prepared import Row, Transaction
from storage.tables import devices
from storage.tables_running import addresses, outbox
from storage.types import EPOCH

NEW_MESSAGES: Final = (BellAction.RING.value, BellAction.TOLD.value)
PERHAPS_SEEN: Final = (Outcome.SENDING.value, Outcome.SENT.value, Outcome.AMBIGUOUS.value)
COMING: Final = (Outcome.PLANNED.value, *PERHAPS_SEEN)

_ADDRESSES = (
    select(addresses)
    .outerjoin(devices, devices.c.id == addresses.c.device)
    .where(
        addresses.c.person.in_(bindparam("persons", expanding=True)),
        devices.c.revoked_at.is_(None),
        devices.c.frozen_at.is_(None),
    )
    .order_by(addresses.c.rank, addresses.c.id)
)
_ADDRESS_AT = (
    select(addresses)
    .where(addresses.c.channel == bindparam("channel"), addresses.c.target == bindparam("target"))
    .order_by(addresses.c.at.desc(), addresses.c.id.desc())
    .limit(1)
)
_RANK = select(func.coalesce(func.max(addresses.c.rank), -1) + 1).where(addresses.c.person == bindparam("person"))
_EARLIER = select(addresses.c.id, addresses.c.rank).where(
    addresses.c.device == bindparam("device"),
    addresses.c.channel == bindparam("channel"),
    addresses.c.target != bindparam("target"),
)
_FORGET = delete(addresses).where(addresses.c.id == bindparam("address"))
_PUT_ADDRESS = upsert(addresses)
_PUT_ADDRESS = _PUT_ADDRESS.on_conflict_do_update(
    index_elements=["person", "channel", "target"],
    set_={"at": _PUT_ADDRESS.excluded.at, "refused_at": None, "device": _PUT_ADDRESS.excluded.device},
)
_REFUSE = (
    update(addresses)
    .where(addresses.c.id == bindparam("address"), addresses.c.refused_at.is_(None))
    .values(refused_at=bindparam("moment"))
)
_PUT = insert(outbox)
_BELL = select(outbox.c.person, outbox.c.item, outbox.c.obligation, outbox.c.expires_at).where(
    outbox.c.handle == bindparam("handle")
)
_SENT_OF = (
    select(outbox)
    .where(
        outbox.c.obligation == bindparam("obligation"),
        outbox.c.action.in_(NEW_MESSAGES),
        outbox.c.state.in_(PERHAPS_SEEN),
    )
    .order_by(outbox.c.created_at.desc(), outbox.c.id)
)
_SENT_TO = _SENT_OF.where(outbox.c.person == bindparam("person"))
_MOMENT = case((outbox.c.not_before > outbox.c.created_at, outbox.c.not_before), else_=outbox.c.created_at)
_SINCE = (
    select(outbox.c.person, _MOMENT.label("moment"))
    .where(
        outbox.c.person.in_(bindparam("persons", expanding=True)),
        outbox.c.lane == bindparam("lane"),
        outbox.c.action.in_(NEW_MESSAGES),
        outbox.c.state.in_(COMING),
        or_(outbox.c.created_at >= bindparam("since"), outbox.c.not_before >= bindparam("since")),
    )
    .order_by(_MOMENT)
)
_COMING = select(outbox.c.person).where(
    outbox.c.state == Outcome.PLANNED.value, outbox.c.item == bindparam("item"), outbox.c.action.in_(NEW_MESSAGES)
)
_SETTLE = update(outbox).where(outbox.c.id == bindparam("row"), outbox.c.state == Outcome.SENDING.value)
_SENT_AFTER_ALL = (
    update(outbox)
    .where(
        outbox.c.id == bindparam("row"),
        outbox.c.state != Outcome.SENDING.value,
        outbox.c.state != Outcome.SENT.value,
    )
    .values(state=Outcome.SENT.value, outcome=Outcome.SENT.value)
)
_RENEW = (
    update(outbox)
    .where(
        outbox.c.id.in_(bindparam("rows", expanding=True)),
        outbox.c.state == Outcome.SENDING.value,
        outbox.c.owner == bindparam("me"),
    )
    .values(lease_until=bindparam("until"))
)
_DUE = (
    select(outbox)
    .where(
        or_(
            (outbox.c.state == Outcome.PLANNED.value) & (outbox.c.not_before <= bindparam("now")),
            (outbox.c.state == Outcome.SENDING.value) & (outbox.c.lease_until <= bindparam("now")),
        )
    )
    .order_by(outbox.c.lane.desc(), outbox.c.not_before, outbox.c.id)
    .limit(bindparam("limit"))
    .with_for_update(skip_locked=True)
)
_CLAIM = (
    update(outbox)
    .where(outbox.c.id == bindparam("row"))
    .values(
        state=Outcome.SENDING.value,
        owner=bindparam("me"),
        lease_until=bindparam("until"),
        attempts=outbox.c.attempts + 1,
    )
)
_LOST = select(outbox).where(
    outbox.c.id.in_(bindparam("lost", expanding=True)),
    outbox.c.state == Outcome.SENDING.value,
    outbox.c.owner == bindparam("me"),
)
_NEXT = select(func.min(outbox.c.not_before)).where(outbox.c.state == Outcome.PLANNED.value)
_ABANDON = update(outbox).where(outbox.c.state == Outcome.SENDING.value).values(lease_until=bindparam("moment"))

_News = tuple[PersonId | None, int, bool, datetime, ItemId | None]
"""What makes a bell another bell: who, where, as a drill, when, for which item."""


class Outbox:
    """`domain.ports.Outbox` over one transaction, for the instance `owner`."""

    def __init__(
        self,
        transaction: Transaction,
        effects: Committed,
        random: Randomness,
        owner: str,
        lease: timedelta,
        handle_life: timedelta,
    ) -> None:
        self._transaction = transaction
        self._effects = effects
        self._random = random
        self._owner = owner
        self._lease = lease
        self._handle_life = handle_life
        self._coming: dict[object, tuple[NewBell, datetime]] = {}
        """What this transaction rings and was not written yet, by what makes it another bell."""
        self._written: dict[object, BellAction] = {}

    def addresses(self, person: PersonId) -> Sequence[Address]:
        return self.addresses_of([person])[person]

    def addresses_of(self, persons: Collection[PersonId]) -> Mapping[PersonId, Sequence[Address]]:
        found: dict[PersonId, list[Address]] = {person: [] for person in persons}
        if found:
            for row in self._transaction.execute(_ADDRESSES, {"persons": tuple(found)}):
                found[row.person].append(_address(row))
        return found

    def address_at(self, channel: ChannelKind, target: str) -> Address | None:
        row = self._transaction.execute(_ADDRESS_AT, {"channel": channel.value, "target": target}).first()
        return None if row is None else _address(row)

    def put_address(
        self, person: PersonId, channel: ChannelKind, target: str, at: datetime, device: DeviceId | None = None
    ) -> None:
        """An earlier one of the device is forgotten, never changed: bells under way to it name it by its id."""
        row = {"person": person, "channel": channel.value, "target": target, "at": at, "device": device}
        earlier = [] if device is None else self._transaction.execute(_EARLIER, row).all()
        for one in earlier:
            self.forget_address(one.id)
        rank = earlier[0].rank if earlier else self._transaction.execute(_RANK, {"person": person}).scalar()
        self._transaction.execute(_PUT_ADDRESS, {**row, "rank": rank})

    def refuse_address(self, address: int, at: datetime) -> bool:
        return self._transaction.execute(_REFUSE, {"address": address, "moment": at}).rowcount == 1

    def forget_address(self, address: int) -> None:
        self._transaction.execute(_FORGET, {"address": address})

    def put(self, bells: Iterable[NewBell], now: datetime) -> None:
        """They are written when the transaction is flushed, merged by then.

        A bell says only that something waits, so an address gets one of them a transaction and item, however many
        things began to wait on it (X-08): the ring before what was only told, and urgent when any of them is.
        """
        for bell in bells:
            if bell.action not in (BellAction.RING, BellAction.TOLD):
                self._coming[object()] = (bell, now)
                continue
            key: _News = (bell.person, bell.address.id, bell.drill, bell.not_before, bell.item)
            if (bell.action is BellAction.TOLD and key in self._written) or self._written.get(key) is BellAction.RING:
                continue
            stands = self._coming.get(key)
            self._coming[key] = (bell if stands is None else _merged(stands[0], bell), now)

    def flush(self) -> None:
        """Write all that was put by one statement (`put` of docs/formal.md); what is for now is not read back."""
        coming, self._coming = self._coming, {}
        rows = [self._row(bell, now) for bell, now in coming.values()]
        if not rows:
            return
        self._written |= {key: bell.action for key, (bell, _) in coming.items()}
        free = {"owner": None, "lease_until": None}
        self._transaction.many(
            _PUT,
            [
                _columns(row, self._handle_life)
                | ({"owner": self._owner, "lease_until": self._until(row)} if row.state is Outcome.SENDING else free)
                for row in rows
            ],
        )
        for row in rows:
            if row.state is Outcome.SENDING:
                self._effects.bells.append(row)
                self._effects.leased[row.id] = self._until(row)
            else:
                self._effects.due(row.not_before)

    def bell(self, handle: str) -> Bell | None:
        row = self._transaction.execute(_BELL, {"handle": handle}).first()
        if row is None or row.person is None:
            return None
        return Bell(handle, row.person, row.item, row.obligation, row.expires_at)

    def sent_of(self, obligation: int, person: PersonId | None = None) -> Sequence[OutboxRow]:
        statement = _SENT_OF if person is None else _SENT_TO
        rows = self._transaction.execute(statement, {"obligation": obligation, "person": person})
        return [_outbox_row(row, refers_to=row.reference) for row in rows]

    def bells_since(
        self, persons: Collection[PersonId], lane: Lane, since: datetime, *, besides: ItemId | None = None
    ) -> Mapping[PersonId, Sequence[datetime]]:
        found: dict[PersonId, list[datetime]] = {person: [] for person in persons}
        if found:
            terms = {"persons": tuple(found), "lane": lane.value, "since": since}
            for row in self._transaction.execute(_SINCE, terms):
                found[row.person].append(row.moment)
        for bell, now in self._coming.values():
            new = bell.action.value in NEW_MESSAGES and bell.lane is lane
            if new and bell.person in found and (bell.item is None or bell.item != besides):
                found[bell.person].append(max(now, bell.not_before))
        return found

    def coming(self, item: ItemId) -> Collection[PersonId]:
        found = set(self._transaction.execute(_COMING, {"item": item}).scalars())
        for bell, now in self._coming.values():
            if bell.item == item and bell.not_before > now and bell.action.value in NEW_MESSAGES and bell.person:
                found.add(bell.person)
        return found

    def settle(self, row: int, outcome: Outcome, reference: str | None, retry_at: datetime | None) -> bool:
        values: dict[str, object] = {"row": row, "outcome": outcome.value, "state": outcome.value}
        if reference is not None:
            values["reference"] = reference
        if retry_at is not None:
            values |= {"state": Outcome.PLANNED.value, "not_before": retry_at}
        done = self._transaction.execute(_SETTLE, values).rowcount == 1
        if done:
            self._effects.due(retry_at)
        return done

    def sent_after_all(self, row: int, reference: str | None) -> bool:
        values = {"row": row} | ({} if reference is None else {"reference": reference})
        return self._transaction.execute(_SENT_AFTER_ALL, values).rowcount == 1

    def renew(self, rows: Collection[int], until: datetime) -> None:
        if rows:
            self._transaction.execute(_RENEW, {"rows": tuple(rows), "me": self._owner, "until": until})

    def claim_due(self, now: datetime, limit: int, lost: Collection[int] = ()) -> Sequence[OutboxRow]:
        """Of a row found `sending` the state is `ambiguous`: it may have been delivered (`claim` of docs/formal.md).

        `lost` are rows of this instance whose commit was reported failed: nobody has tried those that are stored.
        """
        until = now + self._lease
        untried = self._transaction.execute(_LOST, {"lost": tuple(lost), "me": self._owner}).all() if lost else []
        self.renew([row.id for row in untried], until)
        rows = self._transaction.execute(_DUE, {"now": now, "limit": limit}).all()
        if rows:
            terms = {"me": self._owner, "until": until}
            self._transaction.many(_CLAIM, [{"row": row.id, **terms} for row in rows])
        self._effects.leased |= {row.id: until for row in (*untried, *rows)}
        return [*(_outbox_row(row) for row in untried), *(_outbox_row(row, claimed=True) for row in rows)]

    def next_planned(self) -> datetime | None:
        """The earliest moment at which a planned bell may leave."""
        self.flush()
        found: datetime | None = self._transaction.execute(_NEXT).scalar()
        return found

    def _until(self, row: OutboxRow) -> datetime:
        """How long a row that is made to leave at once is this instance's."""
        return row.created_at + self._lease

    def _row(self, bell: NewBell, now: datetime) -> OutboxRow:
        sending = bell.not_before <= now
        return OutboxRow(
            id=int.from_bytes(self._random(8), "big") >> 1,
            handle=random_id(self._random),
            person=bell.person,
            address=bell.address,
            action=bell.action,
            lane=bell.lane,
            repeat=bell.repeat,
            drill=bell.drill,
            item=bell.item,
            obligation=bell.obligation,
            ring=bell.ring,
            refers_to=bell.refers_to,
            state=Outcome.SENDING if sending else Outcome.PLANNED,
            not_before=bell.not_before,
            attempts=1 if sending else 0,
            created_at=now,
            life=bell.life,
            flow=bell.flow,
            hushable=bell.hushable,
        )


def _merged(first: NewBell, second: NewBell) -> NewBell:
    """One bell for both: a ring rather than what was told, an urgent ring rather than another; urgent if either is."""
    found = min(first, second, key=lambda one: (one.action is not BellAction.RING, one.lane is not Lane.URGENT))
    if first.obligation == second.obligation and first.action is second.action:  # the later ring is the one that counts
        found = replace(found, ring=max(first.ring, second.ring))
    return replace(found, lane=Lane.URGENT) if Lane.URGENT in (first.lane, second.lane) else found


def abandon(connection: Connection, owner: str, *, everyone: bool) -> None:
    """End the leases of an earlier life of `owner`, or of everyone: who claims has them (`start` of docs/formal.md)."""
    connection.execute(_ABANDON if everyone else _ABANDON.where(outbox.c.owner == owner), {"moment": EPOCH})


def _columns(row: OutboxRow, handle_life: timedelta) -> dict[str, object]:
    return {
        "id": row.id,
        "handle": row.handle,
        "person": row.person,
        "address": row.address.id or None,
        "channel": row.address.channel.value,
        "target": row.address.target,
        "rank": row.address.order,
        "action": row.action.value,
        "lane": row.lane.value,
        "repeat": row.repeat,
        "drill": row.drill,
        "item": row.item,
        "obligation": row.obligation,
        "ring": row.ring,
        "refers_to": row.refers_to,
        "state": row.state.value,
        "not_before": row.not_before,
        "attempts": row.attempts,
        "created_at": row.created_at,
        "expires_at": row.created_at + handle_life,
        "life": None if row.life is None else int(row.life.total_seconds()),
    }


def _outbox_row(row: Row, *, refers_to: str | None = None, claimed: bool = False) -> OutboxRow:
    state = Outcome(row.state)
    if claimed:
        state = Outcome.AMBIGUOUS if state is Outcome.SENDING else Outcome.SENDING
    channel = ChannelKind(row.channel)
    return OutboxRow(
        id=row.id,
        handle=row.handle,
        person=row.person,
        address=Address(row.address or 0, PersonId(row.person or ""), channel, row.target, row.rank, None),
        action=BellAction(row.action),
        lane=Lane(row.lane),
        repeat=row.repeat,
        drill=row.drill,
        item=row.item,
        obligation=row.obligation,
        ring=row.ring,
        refers_to=refers_to if refers_to is not None else row.refers_to,
        state=state,
        not_before=row.not_before,
        attempts=row.attempts + claimed,
        created_at=row.created_at,
        life=None if row.life is None else timedelta(seconds=row.life),
    )


def _address(row: Row) -> Address:
    return Address(row.id, row.person, ChannelKind(row.channel), row.target, row.rank, row.refused_at, row.device)
