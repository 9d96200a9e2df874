"""The practice clock over its socket: asked, moved, and missed when the service is gone."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.clock import VirtualClock
from bot.practice import PracticePort
from sandbox.play.clock import ClockLost, PracticeClock

START = datetime(2027, 1, 1, 3, 12, tzinfo=UTC)


async def connected(path: Path) -> PracticeClock:
    for _ in range(1000):
        with contextlib.suppress(ClockLost):
            return await PracticeClock.connect(path)
        await asyncio.sleep(0)
    raise ClockLost("The port never opened.")


@contextlib.asynccontextmanager
async def served(path: Path, clock: VirtualClock) -> AsyncIterator[PracticeClock]:
    port = asyncio.create_task(PracticePort(path, clock, lambda: 7).run())
    found = await connected(path)
    try:
        yield found
    finally:
        found.close()
        port.cancel()
        await asyncio.gather(port, return_exceptions=True)


async def test_the_clock_says_where_it_stands_and_when_it_wants_to_wake(tmp_path: Path) -> None:
    clock = VirtualClock(START)
    clock.call_at(START + timedelta(seconds=30), lambda: None)
    async with served(tmp_path / "c", clock) as practice:
        state = await practice.state()
        assert (state.now, state.next_at, state.busy) == (START, START + timedelta(seconds=30), 7)


async def test_moving_the_clock_wakes_who_waited(tmp_path: Path) -> None:
    clock, woken = VirtualClock(START), asyncio.Event()
    clock.call_at(START + timedelta(seconds=30), woken.set)
    async with served(tmp_path / "c", clock) as practice:
        state = await practice.advance(START + timedelta(seconds=30))
        assert (state.now, state.next_at) == (START + timedelta(seconds=30), None)
        assert woken.is_set()


async def test_a_clock_that_is_not_there_is_lost(tmp_path: Path) -> None:
    with pytest.raises(ClockLost, match="not there"):
        await PracticeClock.connect(tmp_path / "nobody")


async def test_a_service_that_ends_loses_its_clock(tmp_path: Path) -> None:
    async with served(tmp_path / "c", VirtualClock(START)) as practice:
        pass
    with pytest.raises(ClockLost, match="no answer"):
        await practice.state()
