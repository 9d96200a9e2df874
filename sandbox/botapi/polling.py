"""`getUpdates`: offsets, long polling, and who gives way when two readers meet."""

import asyncio
from typing import Any

from sandbox.botapi.clock import wait_for
from sandbox.botapi.errors import OTHER_POLL, WEBHOOK_ACTIVE, ApiError, conflict, restart
from sandbox.botapi.gauge import Gauge
from sandbox.botapi.people import Json
from sandbox.botapi.world import World

SAME_OFFSET_WAIT = 3
SAME_OFFSET_LIMIT_WINDOW = 0.5
MAX_TIMEOUT = 50


class _Poll:
    def __init__(self) -> None:
        self.wake = asyncio.Event()
        self.refusal: ApiError | None = None

    def end(self, refusal: ApiError) -> None:
        self.refusal = refusal
        self.wake.set()


class Polling:
    """At most one long poll waits; a later one ends it with 409, and so does `setWebhook`."""

    def __init__(self, world: World, gauge: Gauge) -> None:
        self._world = world
        self._gauge = gauge
        self._waiting: _Poll | None = None
        self._previous: tuple[int, float] = (0, float("-inf"))
        self._next_conflict = float("-inf")
        self.webhook_active = False
        world.queue.on_change(self._woken)

    async def get_updates(self, params: dict[str, Any]) -> list[Json]:
        if self.webhook_active:
            raise await self._held(conflict(WEBHOOK_ACTIVE))
        offset = params.get("offset", 0)
        limit = min(max(params.get("limit", 100), 1), 100)
        timeout = min(max(params.get("timeout", 0), 0), MAX_TIMEOUT)
        if "allowed_updates" in params:
            self._world.queue.allow(params["allowed_updates"])
        limit, timeout = self._same_offset(offset, limit, timeout)
        found = self._world.queue.read(offset, limit)
        if not found and timeout > 0:
            self.end(conflict(OTHER_POLL))
            await self._wait(timeout)
            found = self._world.queue.read(offset, limit)
        return [item.as_json() for item in found]

    def end(self, refusal: ApiError) -> None:
        """End the poll that waits, if any, with this refusal."""
        if self._waiting is not None:
            self._waiting.end(refusal)
            self._waiting = None

    def close(self) -> None:
        self.end(restart())

    async def _wait(self, seconds: float) -> None:
        poll = self._waiting = _Poll()
        try:
            with self._gauge.poll():
                real_cap = min(seconds, self._world.settings.poll_real_cap)
                await wait_for(poll.wake, self._world.clock, seconds, real_cap)
        finally:
            if self._waiting is poll:
                self._waiting = None
        if poll.refusal is not None:
            raise await self._held(poll.refusal)

    def _same_offset(self, offset: int, limit: int, timeout: int) -> tuple[int, int]:
        """The same offset again soon after: wait at least 3 s; within half a second hand out one update."""
        now = self._world.clock.now()
        before, started = self._previous
        self._previous = (offset, now)
        if offset != before:
            return limit, timeout
        if now < started + SAME_OFFSET_WAIT:
            timeout = max(timeout, SAME_OFFSET_WAIT)
        return (1 if now < started + SAME_OFFSET_LIMIT_WINDOW else limit), timeout

    async def _held(self, refusal: ApiError) -> ApiError:
        """Conflicts that follow each other are held back, so that a looping reader does not spin."""
        if refusal.code != 409:
            return refusal
        clock, hold = self._world.clock, self._world.settings.conflict_hold
        if clock.now() < self._next_conflict:
            with self._gauge.hang():
                await wait_for(asyncio.Event(), clock, hold, real_cap=hold)
        self._next_conflict = clock.now() + hold
        return refusal

    def _woken(self) -> None:
        if self._waiting is not None:
            self._waiting.wake.set()
