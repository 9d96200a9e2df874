"""The clockwork on a real store: wakes exactly when something is due, catches up after downtime, loses nothing."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import pytest

from bot.clock import VirtualClock
from bot.clockwork import Clockwork, _put_off
from domain.bells import BellAction, OutboxRow, Outcome
from domain.errors import StorageBusy
from domain.events import ObligationOpened
from domain.ids import PersonId
from domain.items import Item
from domain.policy import Slot
from handlers import obligations
from storage.committed import Committed
from storage.database import Store, open_store
from tests.harness.ladders import NIGHT, POLICY
from tests.harness.town import HOVJ, PIKET, Town

SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)


@dataclass
class World:
    """A service reduced to its store and clockwork, in virtual time."""

    town: Town
    clock: VirtualClock
    store: Store
    work: Clockwork
    item: Item[Any]
    running: asyncio.Task[None]
    bells: list[tuple[float, OutboxRow]] = field(default_factory=list)
    arriving: list[OutboxRow] = field(default_factory=list)
    late: list[timedelta] = field(default_factory=list)

    async def settled(self) -> None:
        """Wait until nothing is being advanced any more, and let every bell arrive."""
        for _ in range(100_000):
            await asyncio.sleep(0)
            if self.running.done():
                self.running.result()
            if not self.work.busy:
                break
        rows, self.arriving = self.arriving, []
        if rows:
            await self.store.write(lambda uow: [uow.outbox.settle(row.id, Outcome.SENT, "m", None) for row in rows])

    def take(self, rows: Sequence[OutboxRow]) -> None:
        self.arriving += rows
        self.bells += [((self.clock.now() - NIGHT).total_seconds(), row) for row in rows]

    async def run_until(self, end: datetime) -> None:
        await self.settled()
        while self.clock.next_at is not None and self.clock.next_at <= end:
            self.clock.advance(self.clock.next_at)
            await self.settled()
        self.clock.advance(end)

    def rings(self) -> list[tuple[float, str | None]]:
        return [(at, row.person) for at, row in self.bells if row.action is BellAction.RING]


class Worlds:
    """Opens (and reopens) the service on one file."""

    def __init__(self, town: Town) -> None:
        self.town = town
        self.town.person("hovj", HOVJ, slot=Slot.ON_DUTY)
        self.town.person("an", PIKET, slot=Slot.ON_DUTY)
        self.town.person("bo", PIKET, slot=Slot.BACKUP)
        self.town.person("co", PIKET)
        self.item = self.town.item(PersonId("hovj"))
        self.world: World | None = None

    async def open(self, at: datetime = NIGHT, at_once: int = 3) -> World:
        clock = VirtualClock(at)
        world: World

        def on_commit(committed: Committed) -> None:
            world.take(committed.bells)
            world.work.wake(committed.next_at)

        def send(rows: Sequence[OutboxRow]) -> None:
            world.take(rows)

        def late(lateness: timedelta) -> None:
            world.late.append(lateness)

        url = f"sqlite:///{self.town.path}"
        store = open_store(url, owner="one", on_commit=on_commit, random=self.town.terms.random, synchronous="OFF")
        work = Clockwork(store, clock, clock, at_once=at_once, send=send, late=late)
        self.world = world = World(self.town, clock, store, work, self.item, asyncio.create_task(work.run()))
        await world.settled()
        return world

    async def close(self) -> None:
        """Stop as a kill would: nothing is finished that was not committed."""
        if self.world is not None:
            self.world.running.cancel()
            with suppress(asyncio.CancelledError):
                await self.world.running
            await self.world.store.close()
            self.world = None


@pytest.fixture
async def worlds(town: Town) -> AsyncIterator[Worlds]:
    worlds = Worlds(town)
    yield worlds
    await worlds.close()


def opening(item: Item[Any], start: datetime, what: str = "ontvangen") -> Callable[[Any], Any]:
    event = ObligationOpened(what, (PIKET,), "L-1.ontvangst", start)
    return lambda uow: obligations.open_obligation(uow, item, event, NIGHT, POLICY)


async def test_it_wakes_at_every_moment_of_the_ladder_and_at_no_other(worlds: Worlds) -> None:
    world = await worlds.open()
    await world.store.write(opening(world.item, NIGHT))
    await world.run_until(NIGHT + 2 * MINUTE)
    assert world.rings() == [
        (0, "an"),
        (30, "an"),
        (60, "an"),
        (60, "bo"),
        (90, "an"),
        (90, "bo"),
        (120, "an"),
        (120, "bo"),
        (120, "co"),
    ]
    assert world.late == [timedelta(0)] * 4


async def test_after_downtime_it_catches_up_at_once_with_one_ring_each(worlds: Worlds) -> None:
    world = await worlds.open()
    await world.store.write(opening(world.item, NIGHT))
    await world.settled()
    await worlds.close()
    world = await worlds.open(NIGHT + 3 * MINUTE)
    assert sorted(world.rings()) == [(180, "an"), (180, "bo"), (180, "co")]
    assert world.late == [150 * SECOND]


async def test_a_ring_that_was_on_its_way_at_the_kill_is_not_replayed_beside_a_newer_one(worlds: Worlds) -> None:
    world = await worlds.open()
    await world.store.write(opening(world.item, NIGHT))
    await worlds.close()
    world = await worlds.open(NIGHT + 10 * SECOND)
    assert world.rings() == [(10, "an")], "nobody knows whether it arrived: rung again"
    world.arriving.clear()
    await worlds.close()
    world = await worlds.open(NIGHT + 40 * SECOND)
    assert [(row.person, row.ring) for _, row in world.bells] == [("an", 2)], "only the newest"


async def test_more_than_fits_in_one_transaction_is_done_in_several(worlds: Worlds) -> None:
    world = await worlds.open(at_once=3)
    for number in range(10):
        await world.store.write(opening(world.item, NIGHT, f"taak_{number}"))
    await world.run_until(NIGHT + 30 * SECOND)
    assert world.late == [timedelta(0)] * 10
    counted = await world.store.read(
        lambda uow: [row.rings for one, _ in uow.obligations.upcoming(20) for row in uow.obligations.ringing(one)]
    )
    assert counted == [2] * 10


async def test_a_settled_obligation_wakes_nobody_any_more(worlds: Worlds) -> None:
    world = await worlds.open()
    await world.store.write(opening(world.item, NIGHT))
    await world.run_until(NIGHT + 40 * SECOND)
    world.bells.clear()
    now = world.clock.now()
    await world.store.write(
        lambda uow: obligations.settle(uow, world.item, "ontvangen", PersonId("an"), "ontvangen", now)
    )
    await world.run_until(NIGHT + 60 * MINUTE)
    assert world.rings() == []


async def test_an_earlier_moment_moves_the_alarm_forward(worlds: Worlds) -> None:
    world = await worlds.open()
    await world.store.write(opening(world.item, NIGHT + 60 * MINUTE))
    assert world.clock.next_at == NIGHT + 60 * MINUTE
    await world.store.write(opening(world.item, NIGHT + 10 * MINUTE, "eerder"))
    assert world.clock.next_at == NIGHT + 10 * MINUTE
    await world.run_until(NIGHT + 60 * MINUTE)
    assert world.rings()[0][0] == 600
    assert (3600, "an") in world.rings()


async def test_planned_bells_leave_when_their_time_has_come(worlds: Worlds) -> None:
    world = await worlds.open()
    await world.store.write(opening(world.item, NIGHT))
    row = world.arriving.pop()
    await world.store.write(lambda uow: uow.outbox.settle(row.id, Outcome.NOT_SENT, None, NIGHT + 7 * SECOND))
    await world.run_until(NIGHT + 8 * SECOND)
    assert [(at, again.id == row.id) for at, again in world.bells] == [(0, True), (7, True)]


async def test_a_sweep_finds_what_nobody_told_of(worlds: Worlds) -> None:
    world = await worlds.open()
    with worlds.town.unit() as uow:
        opening(world.item, NIGHT)(uow)
    worlds.town.deliver()
    world.clock.advance(NIGHT + 31 * SECOND)
    assert world.clock.next_at is None
    world.work.sweep()
    await world.settled()
    assert world.rings() == [(31, "an")]
    assert world.clock.next_at is not None


class Failing:
    """A store that fails as told before it works again."""

    def __init__(self, store: Store, *failures: Exception) -> None:
        self.store, self.failures = store, list(failures)

    async def write(self, unit: Callable[[Any], Any], **how: Any) -> Any:
        if self.failures:
            raise self.failures.pop(0)
        return await self.store.write(unit, **how)


async def test_a_busy_store_is_tried_again_at_the_next_sweep_and_an_unknown_error_is_death(worlds: Worlds) -> None:
    world = await worlds.open()
    broken = Failing(world.store, StorageBusy("store.failed", "Send again."), RuntimeError("unknown"))
    work = Clockwork(broken, world.clock, world.clock, at_once=3, send=lambda rows: None, late=lambda lateness: None)
    task = asyncio.create_task(work.run())
    await asyncio.sleep(0.01)
    work.sweep()
    with pytest.raises(RuntimeError, match="unknown"):
        await task


def one_of_two_breaks(worlds: Worlds, monkeypatch: pytest.MonkeyPatch) -> tuple[int, str]:
    """Open two obligations, of which the first cannot be advanced; returns its id, and the other's item."""
    other = worlds.town.item(PersonId("hovj"))
    broken = worlds.town.open(worlds.item, "L-1.ontvangst")
    worlds.town.deliver()
    worlds.town.open(other, "L-1.ontvangst")
    worlds.town.deliver()
    advance = obligations.advance

    def advancing(uow: Any, obligation: Any, now: datetime) -> Any:
        if obligation.id == broken.id:
            raise ValueError("a snapshot nobody can read")
        return advance(uow, obligation, now)

    monkeypatch.setattr(obligations, "advance", advancing)
    return broken.id, other.id


async def test_one_obligation_that_cannot_be_advanced_stops_nobody_else(
    worlds: Worlds, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken, _ = one_of_two_breaks(worlds, monkeypatch)
    world = await worlds.open()
    await world.run_until(NIGHT + 30 * SECOND)
    assert world.rings() == [(30, "an")]
    assert not world.running.done()
    alarms = await world.store.read(lambda uow: uow.alarms.standing())
    assert [(alarm.kind, alarm.subject) for alarm in alarms] == [("obligation.stuck", str(broken))]


def test_what_was_settled_since_it_could_not_be_advanced_is_not_put_off_but_stays_settled(worlds: Worlds) -> None:
    town, item = worlds.town, worlds.item
    stuck = town.open(item, "L-1.ontvangst")
    with town.unit() as uow:
        obligations.settle(uow, item, "ontvangen", PersonId("an"), "ontvangen", NIGHT)
    with town.unit() as uow:
        _put_off(stuck.id, NIGHT, uow)
    with town.unit() as uow:
        found = uow.obligations.load(stuck.id)
    assert found is not None
    assert (found.outcome, found.next_at) == ("ontvangen", None)
    assert town.alarms() & {("obligation.stuck", str(stuck.id))} == set()


class Slow:
    """A store before which time passes, once: as when the writer is busy with something else."""

    def __init__(self, store: Store, clock: VirtualClock, passes: timedelta) -> None:
        self.store, self.clock, self.passes = store, clock, passes

    async def write(self, unit: Callable[[Any], Any], **how: Any) -> Any:
        passes, self.passes = self.passes, timedelta(0)
        self.clock.advance(self.clock.now() + passes)
        return await self.store.write(unit, **how)


async def test_what_comes_due_while_a_turn_waits_for_the_writer_is_advanced_without_the_sweep(worlds: Worlds) -> None:
    worlds.town.open(worlds.item, "L-1.ontvangst")
    worlds.town.deliver()
    world = await worlds.open()
    world.running.cancel()
    slow = Slow(world.store, world.clock, 31 * SECOND)  # the ring of half a minute comes due within
    work = Clockwork(slow, world.clock, world.clock, at_once=3, send=world.take, late=world.late.append)
    world.work = work
    world.running = asyncio.create_task(work.run())
    await world.settled()
    await world.run_until(world.clock.now())
    assert [person for _, person in world.rings()] == ["an"]


class Meanwhile:
    """A store in which something else commits right after the first turn has failed."""

    def __init__(self, store: Store, commits: Callable[[Any], None]) -> None:
        self.store, self.commits = store, [commits]

    async def write(self, unit: Callable[[Any], Any], **how: Any) -> Any:
        try:
            return await self.store.write(unit, **how)
        except ValueError:
            while self.commits:
                await self.store.write(self.commits.pop())
            raise


async def test_never_silent_what_could_not_be_advanced_and_was_settled_meanwhile_stops_nobody_else(
    worlds: Worlds, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, other = one_of_two_breaks(worlds, monkeypatch)

    def settle(uow: Any) -> None:
        obligations.settle(uow, worlds.item, "ontvangen", PersonId("an"), "ontvangen", NIGHT)

    world = await worlds.open(NIGHT)
    rung: list[OutboxRow] = []
    store = Meanwhile(world.store, settle)
    world.clock.advance(NIGHT + 30 * SECOND)
    world.running.cancel()
    work = Clockwork(store, world.clock, world.clock, at_once=3, send=rung.extend, late=lambda lateness: None)
    task = asyncio.create_task(work.run())
    for _ in range(100_000):
        await asyncio.sleep(0)
        if task.done() or not work.busy:
            break
    assert not task.done(), "somebody settled what could not be advanced: no reason to end"
    rings = [row for row in [*rung, *world.arriving] if row.action is BellAction.RING]
    assert [(row.person, row.item) for row in rings] == [("an", other)]
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task
