"""Runs a worker on a store that can fail: until it has nothing left to do, or until it is killed at each moment."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Protocol, TypeVar

import pytest

from tests.bot.logs_under_test import ByHand, FaultyStore, Killed


class Worker(Protocol):
    """What runs for as long as the service does."""

    @property
    def busy(self) -> bool: ...

    async def run(self) -> None: ...


WorkerT = TypeVar("WorkerT", bound=Worker)


@asynccontextmanager
async def running(worker: WorkerT) -> AsyncIterator[WorkerT]:
    """Let it run meanwhile; a worker that ended by itself fails the test."""
    task = asyncio.create_task(worker.run())
    try:
        yield worker
    finally:
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task


async def quiet(worker: Worker) -> None:
    """Let it work until it says that it is done."""
    while worker.busy:  # noqa: ASYNC110  # what the sandbox does too: turn the loop until nothing is left to do
        await asyncio.sleep(0)


async def was_killed(worker: Worker, store: FaultyStore) -> bool:
    """Run it until it is killed or done, and tell which; whoever comes next is not killed."""
    task = asyncio.ensure_future(worker.run())
    while worker.busy and not task.done():  # noqa: ASYNC110  # as in `quiet`, but it may die
        await asyncio.sleep(0)
    killed = task.done()
    if killed:
        assert isinstance(task.exception(), Killed)
    else:
        task.cancel()
    store.kill_at = -1
    return killed


async def kills_survived(folder: Path, most: int, night: Callable[[FaultyStore, ByHand], Awaitable[bool]]) -> int:
    """Live a night again for each moment at which its store kills, until it is over before the kill; return how many.

    `night` tells whether it was killed, and proves its promise whether it was or not.
    """
    for moment in range(most):
        store, time = FaultyStore(folder / f"killed-{moment}.db"), ByHand()
        store.kill_at = moment
        killed = await night(store, time)
        store.close()
        if not killed:
            return moment
    return most
