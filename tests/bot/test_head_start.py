"""A step is written a little before its moment and committed at it: nobody sees it sooner, nothing comes in between."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import Event
from typing import Any

import pytest

from bot.clock import VirtualClock
from bot.clockwork import Clockwork, HeadStart
from domain.bells import BellAction, OutboxRow
from domain.events import ObligationOpened
from domain.ids import PersonId
from domain.items import Item
from domain.policy import Slot
from handlers import obligations
from storage.committed import Committed
from storage.database import Store, open_store
from tests.harness.ladders import NIGHT, POLICY
from tests.harness.town import HOVJ, PIKET, Town

SPAN, FLUSH = timedelta(milliseconds=10), timedelta(milliseconds=4)
FIRST_RING = NIGHT + timedelta(seconds=30)


@dataclass
class Begun:
    """A clockwork with a head start, whose commit and whose telling wait until the test lets them go."""

    store: Store
    clock: VirtualClock
    item: Item[Any]
    bells: list[OutboxRow] = field(default_factory=list)
    late: list[timedelta] = field(default_factory=list)
    held: list[datetime] = field(default_factory=list)
    holding: Event = field(default_factory=Event)
    free: Event = field(default_factory=Event)
    """Lets it be committed."""
    stands: Event = field(default_factory=Event)
    tell: Event = field(default_factory=Event)
    """Lets it be told."""
    work: Clockwork = field(init=False)

    def hold(self, moment: datetime) -> None:
        self.held.append(moment)
        come, go = (self.holding, self.free) if len(self.held) % 2 else (self.stands, self.tell)
        come.set()
        assert go.wait(20), "the test never let it go"

    def committed(self, effects: Committed) -> None:
        self.bells += [row for row in effects.bells if row.action is BellAction.RING]
        self.work.wake(effects.next_at)

    async def comes(self) -> None:
        """Return when a step has been written and its commit waits."""
        assert await asyncio.to_thread(self.holding.wait, 20), "no step was begun"

    async def still(self) -> None:
        """Wait, in real time: the writer has a thread of its own, which turns of the loop do not hurry."""
        for _ in range(20_000):
            await asyncio.sleep(0.001)
            if not self.work.busy:
                return
        raise AssertionError("the clockwork never came to rest")

    async def next_at(self) -> datetime | None:
        """The moment that the store knows, as somebody who asks sees it; None once nothing is open."""
        found = await self.store.read(lambda uow: uow.obligations.of_item(self.item.id))
        return found[0].next_at if found else None


@pytest.fixture
async def begun(town: Town) -> AsyncIterator[Begun]:
    """The first rung has rung; its next ring is half a minute away."""
    town.person("hovj", HOVJ, slot=Slot.ON_DUTY)
    town.person("an", PIKET, slot=Slot.ON_DUTY)
    item = town.item(PersonId("hovj"))
    clock = VirtualClock(NIGHT)
    store = open_store(
        f"sqlite:///{town.path}", owner="one", on_commit=lambda effects: made.committed(effects),
        random=town.terms.random, synchronous="OFF",
    )  # fmt: skip
    made = Begun(store, clock, item)
    made.work = Clockwork(
        store, clock, clock, at_once=3, send=lambda _rows: None, late=made.late.append,
        head_start=HeadStart(SPAN, FLUSH, made.hold),
    )  # fmt: skip
    task = asyncio.create_task(made.work.run())
    event = ObligationOpened("ontvangen", (PIKET,), "L-1.ontvangst", NIGHT)
    await store.write(lambda uow: obligations.open_obligation(uow, item, event, NIGHT, POLICY))
    await made.still()
    made.bells.clear()
    made.late.clear()
    yield made
    made.free.set()
    made.tell.set()
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task
    await store.close()


async def test_a_step_is_written_before_its_moment_and_nobody_hears_it_until_then(begun: Begun) -> None:
    assert begun.clock.next_at == FIRST_RING - SPAN
    begun.clock.advance(FIRST_RING - SPAN)
    await begun.comes()
    assert begun.held == [FIRST_RING - FLUSH]
    assert (await begun.next_at(), begun.bells) == (FIRST_RING, [])
    begun.clock.advance(FIRST_RING - FLUSH)
    begun.free.set()
    assert await asyncio.to_thread(begun.stands.wait, 20), "it was never committed"
    assert begun.held == [FIRST_RING - FLUSH, FIRST_RING]
    assert (await begun.next_at(), begun.bells) == (FIRST_RING + timedelta(seconds=30), [])
    begun.clock.advance(FIRST_RING)
    begun.tell.set()
    await begun.still()
    assert [row.created_at for row in begun.bells] == [FIRST_RING]
    assert await begun.next_at() == FIRST_RING + timedelta(seconds=30)
    assert begun.late == [timedelta(0)]
    assert begun.clock.next_at == FIRST_RING + timedelta(seconds=30) - SPAN


async def test_who_receives_between_the_two_comes_after_the_ring_that_was_begun_and_ends_the_rest(begun: Begun) -> None:
    begun.clock.advance(FIRST_RING - SPAN)
    await begun.comes()
    settled = asyncio.create_task(
        begun.store.write(
            lambda uow: obligations.settle(uow, begun.item, "ontvangen", PersonId("an"), "ontvangen", FIRST_RING)
        )
    )
    begun.clock.advance(FIRST_RING)
    begun.free.set()
    assert await asyncio.to_thread(begun.stands.wait, 20)
    assert not settled.done()
    begun.tell.set()
    await settled
    await begun.still()
    assert [row.created_at for row in begun.bells] == [FIRST_RING]
    assert await begun.next_at() is None


async def test_what_was_received_before_the_head_start_is_not_rung_again(begun: Begun) -> None:
    await begun.store.write(
        lambda uow: obligations.settle(uow, begun.item, "ontvangen", PersonId("an"), "ontvangen", NIGHT)
    )
    begun.free.set()
    begun.tell.set()
    begun.clock.advance(FIRST_RING)
    await begun.still()
    assert begun.bells == []


async def test_a_moment_that_has_passed_is_not_waited_for(begun: Begun) -> None:
    begun.clock.advance(FIRST_RING)
    await begun.still()
    assert ([row.created_at for row in begun.bells], begun.held) == ([FIRST_RING], [])


async def test_a_sweep_just_before_a_moment_leaves_the_step_its_head_start(begun: Begun) -> None:
    begun.free.set()
    begun.tell.set()
    begun.clock.advance(FIRST_RING - SPAN / 2)
    begun.work.sweep()
    await begun.still()
    assert begun.held == [FIRST_RING - FLUSH, FIRST_RING]
