"""The queue before the writer: units of work wait here in two lanes, urgent first; and how each is answered."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from threading import Condition
from typing import Any

from domain.errors import StorageBusy
from storage.committed import Committed
from storage.unit_of_work import SqlUnitOfWork

OnCommit = Callable[[Committed], None]
Hold = Callable[[], AbstractContextManager[None]]


@dataclass(slots=True)
class Job:
    """One unit on its way: what to run, who waits for it, and (once run) what came of it."""

    unit: Callable[[SqlUnitOfWork], Any]
    future: asyncio.Future[Any]
    urgent: bool = False
    hold: Hold | None = None
    """Entered when the unit, which has run, may be committed; left when its commit may be told."""
    result: Any = None
    error: BaseException | None = None


class Lanes:
    """Two queues that any thread may fill and empty; closing lets what waits be finished and refuses what is new."""

    def __init__(self) -> None:
        self._urgent: deque[Job] = deque()
        self._regular: deque[Job] = deque()
        self._changed = Condition()
        self._closed = False

    def put(self, job: Job) -> None:
        """Queue a job. Raises StorageBusy once closed."""
        with self._changed:
            if self._closed:
                raise StorageBusy("store.closed", "The service is stopping and stored nothing; send the same again.")
            (self._urgent if job.urgent else self._regular).append(job)
            self._changed.notify()

    def take(self) -> Job | None:
        """Wait for the next job; None once closed and empty."""
        with self._changed:
            while not (self._urgent or self._regular):
                if self._closed:
                    return None
                self._changed.wait()
            return self._next()

    def poll(self, *, urgent: bool) -> Job | None:
        """The next job if one waits; with `urgent` only an urgent one."""
        with self._changed:
            return self._next() if self._urgent or not urgent else None

    @property
    def urgent_waits(self) -> bool:
        """Whether an urgent job is here that nobody has taken yet; callable from any thread."""
        return bool(self._urgent)

    def close(self) -> None:
        """Refuse what is new; safe to repeat."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()

    def _next(self) -> Job | None:
        lane = self._urgent or self._regular
        return lane.popleft() if lane else None


class Answers:
    """Brings what a thread finished back to the event loop: effects first, then everybody who waits.

    Whoever waits goes on one step of the loop after bells were handed over: a bell is on its way before its answer is
    composed.
    """

    def __init__(self, loop: asyncio.AbstractEventLoop, on_commit: OnCommit) -> None:
        self._loop = loop
        self._on_commit = on_commit

    def post(self, jobs: Sequence[Job], effects: Committed) -> None:
        """Answer these jobs, all committed or failed, in one step of the loop; callable from any thread."""
        self._loop.call_soon_threadsafe(self._resolve, jobs, effects)

    def _resolve(self, jobs: Sequence[Job], effects: Committed) -> None:
        try:
            if effects:
                self._on_commit(effects)
        finally:
            if effects.bells:
                self._loop.call_soon(_answer_all, jobs)
            else:
                _answer_all(jobs)


def _answer_all(jobs: Sequence[Job]) -> None:
    for job in jobs:
        if not job.future.done():
            _answer(job)


def _answer(job: Job) -> None:
    if job.error is None:
        job.future.set_result(job.result)
    elif isinstance(job.error, StopIteration):
        wrapped = RuntimeError("A unit of work ended with StopIteration, which no future can carry.")
        wrapped.__cause__ = job.error
        job.future.set_exception(wrapped)
    else:
        job.future.set_exception(job.error)
