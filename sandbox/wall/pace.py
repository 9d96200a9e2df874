"""How fast a night goes on the wall: at a speed, paused, or to the next thing that happens; changed while it plays."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from sandbox.play.conductor import Conductor, Cue, Headless, Stage

SLICE: Final = 0.1
"""Real seconds after which whoever did something by hand is noticed at the latest."""
_BEHIND: Final = 0.5
"""Real seconds that are made up for at most, when something took long to come to rest."""


class Mode(StrEnum):
    PLAYING = "playing"
    PAUSED = "paused"
    STEPPING = "stepping"


class HandPace:
    """The pace that somebody at the wall chose."""

    def __init__(self, mode: Mode, speed: float | None, changed: Callable[[], None]) -> None:
        """`speed` is a number of times real time, None as fast as it goes; `changed` hears when either does."""
        self.mode, self.speed = mode, speed
        self._changed = changed
        self._turned = asyncio.Event()
        self._last = 0.0

    def play(self) -> None:
        self._turn(Mode.PLAYING, self.speed)

    def pause(self) -> None:
        self._turn(Mode.PAUSED, self.speed)

    def step(self) -> None:
        """Go on until `happened` is called, and pause then."""
        self._turn(Mode.STEPPING, self.speed)

    def at(self, speed: float | None) -> None:
        """Go at this speed, from the next moment that it plays."""
        self._turn(self.mode, speed)

    def happened(self) -> None:
        """Something was told: a step ends here."""
        if self.mode is Mode.STEPPING:
            self.pause()

    async def some_of(self, span: float) -> float:
        """Wait a little, and return how many of these `span` seconds of virtual time have passed."""
        loop = asyncio.get_running_loop()
        if self.mode is Mode.PLAYING and self.speed is not None:
            due = self._last + min(span / self.speed, SLICE)
            await self._wait(max(0.0, due - loop.time()))
            passed = min(loop.time() - self._last, _BEHIND) * self.speed if self._last else 0.0
            self._last = loop.time()
            return min(span, passed)
        self._last = loop.time()
        if self.mode is Mode.PAUSED:
            await self._wait(SLICE)
            return 0.0
        await asyncio.sleep(0)
        return span

    def _turn(self, mode: Mode, speed: float | None) -> None:
        self.mode, self.speed = mode, speed
        self._turned.set()
        self._changed()

    async def _wait(self, seconds: float) -> None:
        self._turned.clear()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._turned.wait()


class HandConductor(Conductor):
    """Goes to the next moment in small bits: people act meanwhile, and what they do may have to happen before it."""

    def __init__(self, stage: Stage, start: datetime, pace: HandPace, after: Cue) -> None:
        super().__init__(stage, start, Headless(), after)
        self._hand = pace

    async def _go_to(self, moment: datetime) -> None:
        passed = await self._hand.some_of((moment - self.now).total_seconds())
        await super()._go_to(min(moment, self.now + timedelta(seconds=passed)))
