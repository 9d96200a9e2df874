"""Conducts virtual time: it stands still while anything moves, and then jumps to the next moment anybody waits for."""

from __future__ import annotations

import asyncio
import heapq
import itertools
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Final, Protocol

Cue = Callable[[], Awaitable[None]]
_MOST_TURNS: Final = 500
_SLICE: Final = 0.1
"""Real seconds between two ticks."""


class TimeStuck(Exception):
    """Somebody on the stage keeps asking to be woken at a moment that is already there."""


class Stage(Protocol):
    """Everything that lives on virtual time: the service, the Bot API, the phones."""

    async def settle(self) -> None:
        """Return when only time can make something happen."""

    def next_moment(self) -> datetime | None:
        """The earliest moment anybody on the stage waits for, as it stood when it settled."""

    async def advance(self, to: datetime) -> None:
        """Move everybody's time to `to`."""


class Pace(Protocol):
    async def wait(self, span: float) -> None:
        """Let real time pass for `span` seconds of virtual time, or none of it."""


class Headless:
    """As fast as it goes."""

    async def wait(self, span: float) -> None:
        """Return at once."""


class Speed:
    """Virtual time at `times` the speed of real time; `tick` hears of every bit of virtual time that passes."""

    def __init__(self, times: float, tick: Callable[[float], None] | None = None) -> None:
        self._times, self._tick = times, tick

    async def wait(self, span: float) -> None:
        left = span
        while left > 0:
            step = min(left, _SLICE * self._times)
            await asyncio.sleep(step / self._times)
            if self._tick is not None:
                self._tick(step)
            left -= step


class Conductor:
    """Calls each cue at its moment, cues of one moment in the order in which they were added.

    What the stage itself has to do at a moment happens before the cues of that moment.
    """

    def __init__(self, stage: Stage, start: datetime, pace: Pace, after: Cue | None = None) -> None:
        """`after` is called each time the stage has settled at a new moment, before the cues of that moment."""
        self._stage, self._pace, self._after = stage, pace, after
        self._cues: list[tuple[datetime, int, Cue]] = []
        self._numbers = itertools.count()
        self.now = start
        self._quiet_until = start

    def quiet(self, until: datetime) -> None:
        """Until then nobody on the stage has anything to do: go there, or to a cue before it, in one leap."""
        self._quiet_until = until

    def at(self, moment: datetime, cue: Cue) -> None:
        """Call `cue` at `moment`, or at once when that has passed."""
        heapq.heappush(self._cues, (max(moment, self.now), next(self._numbers), cue))

    async def run(self, until: datetime) -> None:
        """Play until `until`, its cues included; on return everything has settled there."""
        await self._stage.settle()
        turns = 0
        while True:
            await self._call_due()
            moments = [moment for moment in (self._next_cue(), self._stage.next_moment()) if moment is not None]
            moment = min([*moments, until])
            if moment <= self.now and self.now >= until:
                return
            if self.now < self._quiet_until:
                await self._arrive(min(self._next_cue() or until, self._quiet_until, until))
                continue
            turns = turns + 1 if moment <= self.now else 0
            if turns > _MOST_TURNS:
                raise TimeStuck(f"Time does not get past {self.now.isoformat()}; look at the service's timers.")
            await self._go_to(max(moment, self.now))

    async def _go_to(self, moment: datetime) -> None:
        await self._pace.wait((moment - self.now).total_seconds())
        await self._arrive(moment)

    async def _arrive(self, moment: datetime) -> None:
        self.now = moment
        await self._stage.advance(moment)
        await self._stage.settle()
        if self._after is not None:
            await self._after()

    async def _call_due(self) -> None:
        while self._cues and self._cues[0][0] <= self.now:
            _, _, cue = heapq.heappop(self._cues)
            await cue()
            await self._stage.settle()

    def _next_cue(self) -> datetime | None:
        return self._cues[0][0] if self._cues else None
