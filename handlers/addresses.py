"""When a person's addresses are well again: what was refused is replaced, and the alarm about it ends."""

from __future__ import annotations

from datetime import datetime

from domain.bells import ChannelKind
from domain.ids import PersonId
from domain.ports import UnitOfWork


def replace_address(uow: UnitOfWork, person: PersonId, channel: ChannelKind, target: str, now: datetime) -> None:
    """Ring a person here from now on, and forget where this channel refused them; safe to repeat."""
    uow.outbox.put_address(person, channel, target, now)
    for one in uow.outbox.addresses(person):
        if one.channel is channel and one.refused_at is not None:
            uow.outbox.forget_address(one.id)
    clear_when_well(uow, person, now)


def clear_when_well(uow: UnitOfWork, person: PersonId, now: datetime) -> None:
    """Take the alarm back when this person is refused nowhere any more: one channel says nothing of the others."""
    if all(one.refused_at is None for one in uow.outbox.addresses(person)):
        uow.alarms.clear("address.refused", person, now)
