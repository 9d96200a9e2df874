"""The calendar of the service: jobs that return at an interval, run by APScheduler; the only module that knows it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

from apscheduler.events import EVENT_JOB_ERROR
from apscheduler.executors.asyncio import AsyncIOExecutor
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.interval import IntervalTrigger

from config.logs import logger
from domain.errors import StorageBusy
from storage.diagnosis import meaning_of

_log = logger("piket.calendar")


class Calendar:
    """Runs jobs in real time, one after the other each; what they look after is decided by the engine's own clock.

    Missed moments are run once, however many there were. A job whose store is busy is run again at its next moment, and
    the log says when that began and when it was over: a full disk shows there first. One that fails in another way ends
    `run` with its error, and with it the process: an unknown death is never survived in silence.
    """

    def __init__(self) -> None:
        defaults = {"misfire_grace_time": None, "coalesce": True, "max_instances": 1}
        self._scheduler: Any = AsyncIOScheduler(
            executors={"default": AsyncIOExecutor()}, job_defaults=defaults, timezone="UTC"
        )
        self._scheduler.add_listener(self._failed, EVENT_JOB_ERROR)
        self._death: asyncio.Future[None] | None = None

    def every(self, interval: timedelta, job: Callable[[], Awaitable[None]]) -> None:
        """Run `job`, which is safe to repeat, at each `interval`, the first time one interval from the start."""

        refused = False

        async def unless_busy() -> None:
            nonlocal refused
            try:
                await job()
            except StorageBusy as busy:
                if not refused:
                    _log.warning("the store refuses upkeep", code=busy.code, reason=meaning_of(busy.__cause__ or busy))
                refused = True
            else:
                if refused:
                    _log.info("the store takes upkeep again")
                refused = False

        self._scheduler.add_job(unless_busy, IntervalTrigger(seconds=interval.total_seconds()))

    async def run(self) -> None:
        """Run until cancelled, or until a job fails, whose error is raised."""
        self._death = asyncio.get_running_loop().create_future()
        self._scheduler.start()
        try:
            await self._death
        finally:
            self._scheduler.shutdown(wait=False)

    def _failed(self, event: Any) -> None:
        if self._death is not None and not self._death.done():
            self._death.set_exception(event.exception)
