"""The stage of a night: one service, one Bot API, everybody's phones, all on one virtual time."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from datetime import UTC, datetime
from typing import Any, Final

from sandbox.botapi.clock import VirtualClock
from sandbox.botapi.control import BotApi
from sandbox.botapi.gauge import Idle
from sandbox.play.clock import ClockLost
from sandbox.play.service import ServiceFailed, ServiceProcess

_LOOK_EVERY: Final = 0.001
_PATIENCE: Final = 60.0
"""Real seconds after which something that keeps moving is a fault."""


class NeverStill(Exception):
    """Something kept moving, or hung: virtual time could not go on."""


class Stage:
    """What `conductor.Conductor` conducts. While the service is down only the Bot API's time moves."""

    def __init__(self, service: ServiceProcess, api: BotApi, start: datetime) -> None:
        self.service, self.api = service, api
        self.now = start
        self._next: datetime | None = None
        self._doing: set[asyncio.Task[None]] = set()
        clock = api.clock
        assert isinstance(clock, VirtualClock), "the Bot API of a scenario lives on virtual time"
        self._api_clock = clock

    def begin(self, doing: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        """Let a phone do something; time stands still until it is done, unless the service is down."""
        task = asyncio.create_task(doing)
        self._doing.add(task)
        return task

    async def settle(self) -> None:
        """Return when only time can make something happen; looked at twice in a row.

        Raises:
            NeverStill: when something does not come to rest.
            ServiceFailed: when the service ended although nobody killed it.
        """
        try:
            async with asyncio.timeout(_PATIENCE):
                await self._come_to_rest()
        except TimeoutError:
            raise NeverStill(f"Something hangs at {self.now.isoformat()}: {self.api.idle()}.") from None

    async def _come_to_rest(self) -> None:
        before = -1
        while True:
            await self._phones()
            busy, after = await self._service()
            idle = self.api.idle()
            still = busy == 0 and self._quiet(idle)
            if still and idle.activity == before:
                self._next = after
                return
            before = idle.activity if still else -1
            if not still:
                await asyncio.sleep(_LOOK_EVERY)

    async def _phones(self) -> None:
        """Wait for every phone that can get on, and let its failure be known."""
        if self.service.clock is not None and self._doing:
            await asyncio.wait(self._doing)
        done = {task for task in self._doing if task.done()}
        self._doing -= done
        for task in done:
            task.result()

    async def _service(self) -> tuple[int, datetime | None]:
        if self.service.clock is None:
            return 0, None
        self.service.must_live()
        try:
            state = await self.service.clock.state()
        except ClockLost:
            raise ServiceFailed("The service ended by itself; read service.log.") from None
        return state.busy, state.next_at

    def _quiet(self, idle: Idle) -> bool:
        return idle.quiet if self.service.clock is not None else not (idle.in_flight or idle.delivering)

    def next_moment(self) -> datetime | None:
        timer = self._api_clock.next_moment()
        moments = [] if timer is None else [datetime.fromtimestamp(timer, UTC)]
        return min([*moments, *([self._next] if self._next is not None else [])], default=None)

    async def advance(self, to: datetime) -> None:
        self.now = max(self.now, to)
        self._api_clock.advance(max(0.0, self.now.timestamp() - self._api_clock.now()))
        if self.service.clock is not None:
            await self.service.clock.advance(self.now)
            # Whoever was woken on either side gets its turn before anybody looks whether all is still.
            await asyncio.sleep(0)

    async def kill(self) -> None:
        """Kill the service, now; on return the process is gone."""
        self.service.kill()
        await self.service.ended()
        self._next = None

    async def revive(self) -> None:
        """Start the service again, at the present moment of virtual time."""
        self.service.installation.environment["PIKET_PRACTICE_START"] = self.now.isoformat()
        await self.service.start()

    async def close(self) -> None:
        """End what is still being done."""
        for task in self._doing:
            task.cancel()
        await asyncio.gather(*self._doing, return_exceptions=True)
