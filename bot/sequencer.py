"""Gives leaves their place in the logs soon after each commit, and signs a checkpoint over what is stored."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Mapping
from datetime import datetime
from functools import partial
from typing import Any, Protocol, TypeVar

from bot.sequencing import ROOT, Later, Placed, place, prepare, record
from config.logs import logger
from config.settings import Sequencing
from domain.audit.notes import SignerKey
from domain.errors import StorageBusy
from domain.ports import Clock, Timer

T = TypeVar("T")
_log = logger("piket.sequencer")
_STUCK = "log.stuck"
_PATIENCE = 5
_LOOK_AGAIN = 0.04
"""How often, and after which part of the time in which leaves gather, it looks whether something urgent is done."""


class Store(Protocol):
    """The store as the sequencer sees it: a unit is one transaction."""

    async def write(self, unit: Callable[[Any], T], *, urgent: bool = False) -> T: ...

    async def read(self, unit: Callable[[Any], T]) -> T: ...


class Sequencer:
    """Works on every log whose leaves it hears of; any number of instances may do so on one store.

    A leaf is durable, and its promise kept, before it comes here: a sequencer that stops delays proof and nothing
    else. So no failure of a log ends the service or holds up another log: it is tried again, stands on the board,
    and shows in `oldest`.
    """

    def __init__(
        self,
        store: Store,
        keys: Mapping[str, SignerKey],
        clock: Clock,
        timer: Timer,
        settings: Sequencing,
        later: Later = lambda _log: (),
        pressed: Callable[[], bool] = lambda: False,
    ) -> None:
        """`keys` are by name of the log; the name in a key is the log's origin. `later` finds keys made since.

        `pressed` tells whether something urgent is under way: placing leaves gives way to it, for a moment.
        """
        self._pressed = pressed
        self._later = later
        self._store, self._keys, self._clock, self._timer, self._settings = store, keys, clock, timer, settings
        self._pending: set[str] = set()
        self._since: dict[str, datetime] = {}
        self._stuck: set[str] = set()
        self._sweep_due = self._record_due = True
        self._record_at: tuple[datetime, Callable[[], None]] | None = None
        self._woken = asyncio.Event()
        self._woken.set()
        self._working = False

    @property
    def busy(self) -> bool:
        """Whether anything is left to do at this moment; virtual time stands still until there is not."""
        return self._working or self._woken.is_set()

    def oldest(self) -> float:
        """Seconds since the oldest leaf without a place was announced here; 0 when all are placed (a metric)."""
        since = min(self._since.values(), default=None)
        return 0.0 if since is None else max(0.0, (self._clock.now() - since).total_seconds())

    def wake(self, logs: Iterable[str]) -> None:
        """These logs have new, committed leaves. Call on the event loop; returns at once, safe to repeat."""
        now = self._clock.now()
        for log in logs:
            self._pending.add(log)
            self._since.setdefault(log, now)
            self._woken.set()

    async def run(self) -> None:
        """Catch up with all that waits, then work until cancelled."""
        while True:
            await self._woken.wait()
            self._working = True
            await asyncio.sleep(self._settings.gather.total_seconds())
            await self._give_way()
            self._woken.clear()
            await self._round()
            self._working = False

    async def _give_way(self) -> None:
        """Let urgent work and its bells go first, for at most a fifth as long again as leaves gather."""
        for _ in range(_PATIENCE):
            if not self._pressed():
                return
            await asyncio.sleep(self._settings.gather.total_seconds() * _LOOK_AGAIN)

    async def _round(self) -> None:
        settings = self._settings
        if self._sweep_due:
            self._sweep_due = False
            found = await self._tried(self._sweep, ROOT)
            self._timer.call_at(self._clock.now() + (settings.sweep if found else settings.retry), self._on_sweep)
        if self._record_due:
            self._record_due = False
            if not await self._tried(self._record, ROOT):
                self._record_by(self._clock.now() + settings.retry)
        logs, self._pending = sorted(self._pending), set()
        stepped = await asyncio.gather(*(self._tried(partial(self._step, log), log) for log in logs))
        for log, done in zip(logs, stepped, strict=True):
            if not done:
                self._again(log)

    async def _sweep(self) -> None:
        self.wake(await self._store.read(lambda uow: uow.logs.waiting()))

    async def _step(self, log: str) -> None:
        key, settings = self._keys.get(log), self._settings
        batch = await self._store.read(lambda uow: prepare(uow, log, key, settings.batch, self._later))
        if batch is None:
            self._all_placed(log)
            await self._no_longer_stuck(log)
            return
        found = batch
        now = self._clock.now()
        match await self._store.write(lambda uow: place(uow, found, now, settings.lease)):
            case Placed.DONE:
                if log != ROOT:
                    self._record_by(now + settings.root_every)
                if batch.more:
                    self.wake((log,))
                else:
                    self._all_placed(log)
            case Placed.OVERTAKEN:
                self.wake((log,))
            case Placed.HELD:
                self._again(log)
                return
        await self._no_longer_stuck(log)

    async def _record(self) -> None:
        now, settings = self._clock.now(), self._settings
        again = await self._store.write(
            lambda uow: record(uow, now, settings.root_every, settings.root_at_least, settings.lease)
        )
        if again is not None:
            self._record_by(again)

    async def _tried(self, step: Callable[[], Awaitable[None]], log: str) -> bool:
        """Take the step; whatever goes wrong with a log, bells must ring on, so nothing escapes but cancellation.

        It comes as a function: a service that is stopped before this begins leaves no coroutine that nobody awaits.
        """
        try:
            await step()
        except StorageBusy:
            return False
        except Exception as error:
            if log not in self._stuck:
                _log.error("log stuck", log=log, exc_info=error)
                await self._now_stuck(log)
            return False
        return True

    async def _now_stuck(self, log: str) -> None:
        now = self._clock.now()
        try:
            await self._store.write(lambda uow: uow.alarms.raise_(_STUCK, log, now))
            self._stuck.add(log)
        except Exception as error:
            _log.error("alarm not stored", log=log, exc_info=error)

    async def _no_longer_stuck(self, log: str) -> None:
        if log in self._stuck:
            now = self._clock.now()
            await self._store.write(lambda uow: uow.alarms.clear(_STUCK, log, now))
            self._stuck.discard(log)

    def _all_placed(self, log: str) -> None:
        if log not in self._pending:
            self._since.pop(log, None)

    def _again(self, log: str) -> None:
        """Look again soon: what the store could not say, or another instance may not finish, is read anew."""
        now = self._clock.now()
        self._since.setdefault(log, now)
        self._timer.call_at(now + self._settings.retry, lambda: self.wake((log,)))
        if log != ROOT:
            self._record_by(now + self._settings.root_every)

    def _on_sweep(self) -> None:
        self._sweep_due = True
        self._woken.set()

    def _on_record(self) -> None:
        self._record_at = None
        self._record_due = True
        self._woken.set()

    def _record_by(self, moment: datetime) -> None:
        """Let the root log take checkpoints at `moment`, or earlier if that was planned already."""
        if self._record_at is not None:
            planned, cancel = self._record_at
            if planned <= moment:
                return
            cancel()
        self._record_at = moment, self._timer.call_at(moment, self._on_record)
