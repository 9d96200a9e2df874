"""EV-03: of an erasure and a refusal in one second either the leaf names the refusal, or it was never stored."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest_asyncio

from domain.audit.leaves import LeafType
from domain.errors import NotFound
from domain.ids import ActId, ItemId
from domain.ports import Answer
from domain.retention import digest
from handlers import pipeline
from handlers.retention import erase
from storage.unit_of_work import SqlUnitOfWork
from tests.contracts.test_gezag_rivals import Rivals, Shared
from tests.harness.desk import STAFF
from tests.harness.ladders import POLICY


@pytest_asyncio.fixture
async def rivals(database_url: str) -> AsyncIterator[Rivals]:
    town = Shared(database_url)
    yield Rivals(town)
    town.close()
    for store in set(town.instances):
        await store.close()


async def test_ev_03_a_refusal_beside_the_erasure_of_its_item_is_named_by_the_leaf_or_not_stored(
    rivals: Rivals,
) -> None:
    town, desk = rivals.town, rivals.desk
    item = desk.submit()
    assert desk.do("hovj", "spoedaanwijzing.withdraw", item).status == 201
    town.now += timedelta(days=10 * 366)
    refused = desk.sign("hovj", "item.ik_bel", item, holding=STAFF["piket"], what="ontvangen")
    meet = Barrier(1 if town.sqlite else 2, timeout=20)
    first = {"erase", "refuse"}

    def at_once(name: str, doing: Callable[[SqlUnitOfWork], Any]) -> Callable[[SqlUnitOfWork], Any]:
        def unit(uow: SqlUnitOfWork) -> Any:
            uow.items.load(ItemId("nobody"))  # from here on it sees what is true now
            if name in first:
                first.remove(name)
                meet.wait()
            return doing(uow)

        return unit

    een, twee = town.instances
    erasing = een.write(at_once("erase", lambda uow: erase(uow, ItemId(item), POLICY, town.now)))
    refusing = twee.write(at_once("refuse", lambda uow: pipeline.perform(uow, refused, town.now, POLICY)))
    erased, answer = list[Any](await asyncio.gather(erasing, refusing, return_exceptions=True))
    assert erased is True
    with town.unit() as uow:
        stored = uow.acts.find(ActId(refused.payload.id)) is not None
        acts = uow.retention.acts([ItemId(item)])
    assert isinstance(answer, Answer) if stored else isinstance(answer, NotFound)
    named = [leaf["acts"] for leaf in town.leaves(LeafType.ERASURE)]
    assert sorted(named) == sorted(digest(found) for found in acts.values()), "every act of the item, and no other"
