"""The time every lifetime, limit and back-off of the Bot API runs on: real, or moved by a test."""

import asyncio
import heapq
import itertools
import time
from typing import Protocol

ROUNDING = 1e-6
"""Seconds since 1970 in a float are exact to less than this; sums of waits are not exact to the last bit."""


class Clock(Protocol):
    """Seconds since 1970 in UTC, and a sleep on the same time."""

    def now(self) -> float: ...

    async def sleep(self, seconds: float) -> None: ...


class SystemClock:
    """The machine's own time."""

    def now(self) -> float:
        return time.time()

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)


class VirtualClock:
    """Time that stands still until `advance`; sleepers wake in the order of their moments."""

    def __init__(self, start: float = 1_800_000_000.0) -> None:
        self._now = start
        self._numbers = itertools.count()
        self._sleepers: list[tuple[float, int, asyncio.Future[None]]] = []

    def now(self) -> float:
        return self._now

    async def sleep(self, seconds: float) -> None:
        if seconds <= 0:
            await asyncio.sleep(0)
            return
        woken: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        heapq.heappush(self._sleepers, (self._now + seconds, next(self._numbers), woken))
        await woken

    def next_moment(self) -> float | None:
        """The earliest moment somebody sleeps until, or None."""
        while self._sleepers and self._sleepers[0][2].done():
            heapq.heappop(self._sleepers)
        return self._sleepers[0][0] if self._sleepers else None

    def advance(self, seconds: float) -> None:
        """Move on by `seconds`; whoever is due runs when the caller next yields to the event loop."""
        self.advance_to(self._now + seconds)

    def advance_to(self, until: float) -> None:
        """Move on to a moment; one that has passed changes nothing."""
        while (moment := self.next_moment()) is not None and moment <= until + ROUNDING:
            self._now = max(self._now, moment)
            heapq.heappop(self._sleepers)[2].set_result(None)
        self._now = max(self._now, until)


async def sleep_until(clock: Clock, moment: float) -> None:
    """Sleep to a moment; when a task made for it starts late, time that passed meanwhile counts."""
    await clock.sleep(moment - clock.now())


async def wait_for(event: asyncio.Event, clock: Clock, seconds: float, real_cap: float | None = None) -> None:
    """Return when `event` is set, when `seconds` passed on `clock`, or after `real_cap` real seconds."""
    if event.is_set() or seconds <= 0:
        await asyncio.sleep(0)
        return
    until = clock.now() + seconds
    waiting = (asyncio.ensure_future(event.wait()), asyncio.ensure_future(sleep_until(clock, until)))
    try:
        await asyncio.wait(waiting, timeout=real_cap, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in waiting:
            task.cancel()
