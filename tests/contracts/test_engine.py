"""The engine on each kind of database: the same rungs, rings and receipts, and two instances never ring twice."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from functools import partial

import pytest

from bot.clock import VirtualClock
from bot.clockwork import Clockwork
from domain.bells import BellAction, ChannelKind, OutboxRow
from domain.events import ObligationOpened
from domain.functies import NATIONAL, Functie, Holding
from domain.ids import OrganisationId, PersonId
from domain.items import Item
from domain.policy import Slot
from domain.ports import Duty
from handlers import obligations
from storage.unit_of_work import SqlUnitOfWork
from tests.contracts.samples import act_id, make_item
from tests.harness.ladders import NIGHT, POLICY
from tests.harness.stores import OpenStore

PIKET = Holding(Functie.NCTV_PIKET, NATIONAL)
DAY, SECOND = timedelta(days=1), timedelta(seconds=1)


def item(number: int = 0) -> Item[Mapping[str, object]]:
    found = make_item(number, policy_version=POLICY.version, excluded=frozenset(), gezag=None)
    return replace(found, opened_by=PersonId("an"), data={})


def settle_in(uow: SqlUnitOfWork) -> None:
    """The NCTV with two officers on duty."""
    uow.directory.put_organisation(OrganisationId("nctv"), "nctv", NIGHT - DAY)
    for name, slot in (("an", Slot.ON_DUTY), ("bo", Slot.BACKUP)):
        person = PersonId(name)
        uow.directory.put_person(person, OrganisationId("nctv"), NIGHT - DAY)
        uow.directory.put_membership(person, PIKET, NIGHT - DAY)
        uow.outbox.put_address(person, ChannelKind.TELEGRAM, name, NIGHT - DAY)
        uow.roster.put(Duty(0, PIKET, person, slot, NIGHT - DAY, NIGHT + DAY, False), act_id())


def open_in(uow: SqlUnitOfWork, number: int = 0) -> None:
    uow.items.open(item(number))
    event = ObligationOpened("ontvangen", (PIKET,), "L-1.ontvangst", NIGHT)
    obligations.open_obligation(uow, item(number), event, NIGHT, POLICY)


def rings(rows: Sequence[OutboxRow]) -> list[tuple[str | None, int]]:
    return [(row.person, row.ring) for row in rows if row.action is BellAction.RING]


async def test_a_receipt_is_rung_for_climbs_settles_and_resumes(opened: OpenStore) -> None:
    await opened.write(settle_in)
    await opened.write(open_in)
    assert rings(opened.last.bells) == [("an", 1)]
    assert opened.last.next_at == NIGHT + 30 * SECOND

    def tick(uow: SqlUnitOfWork) -> None:
        for found in uow.obligations.claim_due(NIGHT + 60 * SECOND, 10):
            obligations.advance(uow, found, NIGHT + 60 * SECOND)

    await opened.write(tick)
    assert sorted(rings(opened.last.bells)) == [("an", 2), ("bo", 1)]
    await opened.write(
        lambda uow: obligations.settle(uow, item(), "ontvangen", PersonId("bo"), "ontvangen", NIGHT + 61 * SECOND)
    )
    assert opened.last.settled == {1}
    again = await opened.write(lambda uow: obligations.reopen(uow, item(), "ontvangen", NIGHT + 90 * SECOND))
    assert again is not None
    assert again.rung == 1
    assert sorted(rings(opened.last.bells)) == [("an", 3), ("bo", 2)]
    assert await opened.read(lambda uow: uow.obligations.load(again.id)) == again


@pytest.mark.postgres
async def test_two_instances_on_one_database_ring_each_person_once(opened_postgres: OpenStore) -> None:
    other = OpenStore(opened_postgres.url, owner="twee")
    clock = VirtualClock(NIGHT)
    late: list[timedelta] = []
    works = [
        Clockwork(store.store, clock, clock, at_once=2, send=lambda rows: None, late=late.append)
        for store in (opened_postgres, other)
    ]
    await opened_postgres.write(settle_in)
    for number in range(20):
        await opened_postgres.write(partial(open_in, number=number))
    clock.advance(NIGHT + 30 * SECOND)
    tasks = [asyncio.create_task(work.run()) for work in works]
    while len(late) < 20:
        await asyncio.wait(tasks, timeout=0.01)
        assert not any(task.done() for task in tasks)
    for task in tasks:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task

    def rung(uow: SqlUnitOfWork) -> list[int]:
        return [row.rings for one, _ in uow.obligations.upcoming(100) for row in uow.obligations.ringing(one)]

    assert await other.read(rung) == [2] * 20
    assert len(late) == 20
    await other.close()
