"""Several instances on one PostgreSQL: leases change hands with a higher number, claims and rivals take turns."""

import asyncio
import itertools
import secrets
from collections.abc import AsyncIterator, Callable
from threading import Barrier

import pytest
import pytest_asyncio
from sqlalchemy import create_engine

from domain.bells import Outcome
from domain.ids import PersonId
from storage.logs import Head
from storage.migrate import migrate
from storage.unit_of_work import SqlUnitOfWork, Terms
from tests.contracts.samples import (
    ANNA,
    MINUTE,
    NOW,
    SECOND,
    act_id,
    item_id,
    make_act,
    make_answer,
    make_bell,
    make_item,
    make_obligation,
)
from tests.harness.postgres import Postgres
from tests.harness.stores import LEASE, OpenStore

pytestmark = pytest.mark.postgres


@pytest_asyncio.fixture
async def pair(postgres: Postgres) -> AsyncIterator[tuple[OpenStore, OpenStore]]:
    address = postgres.database(postgres.template("piket", migrate))
    one, two = OpenStore(address, "een"), OpenStore(address, "twee")
    yield one, two
    await one.close()
    await two.close()
    postgres.drop(address)


async def test_a_lease_changes_hands_only_when_it_ran_out_or_was_given_up(pair: tuple[OpenStore, OpenStore]) -> None:
    one, two = pair
    assert await one.write(lambda uow: uow.leases.take("reader", NOW, NOW + MINUTE)) == 1
    assert await two.write(lambda uow: uow.leases.take("reader", NOW, NOW + MINUTE)) is None
    assert await two.write(lambda uow: uow.leases.take("reader", NOW + MINUTE, NOW + 2 * MINUTE)) == 2
    assert await one.write(lambda uow: uow.leases.take("reader", NOW + MINUTE, NOW + 2 * MINUTE)) is None
    await one.write(lambda uow: uow.leases.let_go("reader", NOW))
    assert await one.write(lambda uow: uow.leases.take("reader", NOW + MINUTE, NOW + 2 * MINUTE)) is None
    await two.write(lambda uow: uow.leases.let_go("reader", NOW + MINUTE))
    assert await one.write(lambda uow: uow.leases.take("reader", NOW + MINUTE, NOW + 2 * MINUTE)) == 3


async def test_two_instances_never_claim_the_same(pair: tuple[OpenStore, OpenStore]) -> None:
    one, two = pair

    def fill(uow: SqlUnitOfWork) -> None:
        uow.outbox.put([make_bell(PersonId(f"p{n}"), not_before=NOW + SECOND) for n in range(20)], NOW)
        for n in range(20):
            uow.obligations.open(make_obligation(item=item_id(n)))

    await one.write(fill)
    meet = Barrier(2, timeout=20)

    def claim(uow: SqlUnitOfWork) -> tuple[set[int], set[int]]:
        bells = {row.id for row in uow.outbox.claim_due(NOW + SECOND, 10)}
        due = {row.id for row in uow.obligations.claim_due(NOW, 10)}
        if not meet.broken and meet.n_waiting < 2:
            meet.wait()
        return bells, due

    first, second = await asyncio.gather(one.write(claim), two.write(claim))
    for mine, theirs in zip(first, second, strict=True):
        assert len(mine) == len(theirs) == 10
        assert mine.isdisjoint(theirs)


async def test_of_two_identical_acts_the_second_finds_the_first(pair: tuple[OpenStore, OpenStore]) -> None:
    meet = Barrier(2, timeout=20)
    runs: list[bool] = []

    def once(uow: SqlUnitOfWork) -> bool:
        known = uow.acts.find(act_id()) is not None
        runs.append(known)
        if not known:
            meet.wait()
            uow.acts.add(make_act(), ANNA, make_answer(), NOW)
        return known

    assert sorted(await asyncio.gather(*(store.write(once) for store in pair))) == [False, True]
    assert runs == [False, False, True]


async def test_an_act_that_may_not_conflict_is_run_again_on_what_is_true_now(pair: tuple[OpenStore, OpenStore]) -> None:
    one, two = pair
    await one.write(lambda uow: uow.items.open(make_item()))
    meet = Barrier(2, timeout=20)

    def receive(uow: SqlUnitOfWork) -> int:
        item = uow.items.load(item_id())
        assert item is not None
        if item.version == 1:
            meet.wait()
        uow.items.save(make_item(version=item.version + 1), seen_version=item.version)
        return item.version + 1

    assert sorted(await asyncio.gather(one.write(receive), two.write(receive))) == [2, 3]


async def test_two_items_on_one_dossier_see_each_other(pair: tuple[OpenStore, OpenStore]) -> None:
    meet = Barrier(2, timeout=20)
    runs = iter(range(9))

    def opening(n: int) -> Callable[[SqlUnitOfWork], int]:
        def unit(uow: SqlUnitOfWork) -> int:
            seen = len(uow.items.of_dossier(make_item().dossier, (make_item().flow,), drill=False))
            if next(runs) < 2:
                meet.wait()
            uow.items.open(make_item(n))
            return seen

        return unit

    one, two = pair
    assert sorted(await asyncio.gather(one.write(opening(0)), two.write(opening(1)))) == [0, 1]


async def test_a_head_moves_once(pair: tuple[OpenStore, OpenStore]) -> None:
    meet = Barrier(2, timeout=20)
    head = Head(0, b"", b"checkpoint")
    runs = iter(range(9))

    def assign(uow: SqlUnitOfWork) -> bool:
        uow.logs.head("om")
        if next(runs) < 2:
            meet.wait()
        return uow.logs.assign("om", 0, [], {}, head, NOW)

    assert sorted(await asyncio.gather(*(store.write(assign) for store in pair))) == [False, True]


async def test_a_restarted_instance_claims_what_it_was_sending_and_nothing_of_another(
    pair: tuple[OpenStore, OpenStore],
) -> None:
    one, two = pair
    await one.write(lambda uow: uow.outbox.put([make_bell()], NOW))
    await two.write(lambda uow: uow.outbox.put([make_bell(PersonId("bram"))], NOW))
    again = OpenStore(one.url, "een")
    claimed = await again.write(lambda uow: uow.outbox.claim_due(NOW, 10))
    await again.close()
    assert [(row.person, row.state) for row in claimed] == [(ANNA, Outcome.AMBIGUOUS)]
    later = await two.write(lambda uow: uow.outbox.claim_due(NOW + LEASE - SECOND, 10))
    assert later == []


async def test_however_many_write_the_same_row_none_is_lost(pair: tuple[OpenStore, OpenStore]) -> None:
    def count(uow: SqlUnitOfWork) -> None:
        uow.meta.put("count", str(int(uow.meta.get("count") or 0) + 1))

    await asyncio.gather(*(store.write(count) for store in pair for _ in range(60)))
    assert await pair[0].read(lambda uow: uow.meta.get("count")) == "120"


async def test_a_write_that_is_overtaken_again_and_again_is_done_in_the_end(pair: tuple[OpenStore, OpenStore]) -> None:
    one, two = pair
    terms = Terms("rival", secrets.token_bytes, MINUTE, MINUTE)
    rivals = create_engine(two.url)
    runs = itertools.count(1)

    def overtaken(uow: SqlUnitOfWork) -> int:
        seen, run = int(uow.meta.get("count") or 0), next(runs)
        if run <= 150:
            with rivals.begin() as rival:
                SqlUnitOfWork(rival, terms).meta.put("count", str(seen + 1))
        uow.meta.put("count", str(seen + 1))
        return run

    assert await one.write(overtaken) == 151
    assert await two.read(lambda uow: uow.meta.get("count")) == "151"
    rivals.dispose()
