"""Virtual time stands still, wakes sleepers in order, and loses nobody who starts late."""

import asyncio

from sandbox.botapi.clock import SystemClock, VirtualClock, wait_for


async def test_sleepers_wake_in_the_order_of_their_moments(clock: VirtualClock) -> None:
    woken: list[tuple[str, float]] = []
    start = clock.now()

    async def sleeper(name: str, seconds: float) -> None:
        await clock.sleep(seconds)
        woken.append((name, seconds))

    tasks = [asyncio.create_task(sleeper(*who)) for who in (("c", 3), ("a", 1), ("b", 2), ("z", 9))]
    await asyncio.sleep(0)
    assert clock.next_moment() == start + 1
    clock.advance(3)
    await asyncio.gather(*tasks[:3])
    assert (woken, clock.now() - start) == ([("a", 1), ("b", 2), ("c", 3)], 3)
    tasks[3].cancel()
    await asyncio.gather(tasks[3], return_exceptions=True)
    assert clock.next_moment() is None


async def test_time_that_passes_before_a_wait_begins_counts(clock: VirtualClock) -> None:
    waiting = asyncio.create_task(wait_for(asyncio.Event(), clock, 5))
    await asyncio.sleep(0)
    clock.advance(5)
    await waiting


async def test_a_wait_ends_by_the_event_or_the_real_cap(clock: VirtualClock) -> None:
    event = asyncio.Event()
    waiting = asyncio.create_task(wait_for(event, clock, 5))
    await asyncio.sleep(0)
    event.set()
    await waiting
    await wait_for(asyncio.Event(), clock, 5, real_cap=0.001)
    await wait_for(asyncio.Event(), clock, 0)


async def test_the_system_clock_moves_by_itself() -> None:
    clock = SystemClock()
    before = clock.now()
    await clock.sleep(0.001)
    assert clock.now() > before
