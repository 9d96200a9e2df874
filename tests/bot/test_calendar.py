"""The calendar runs its jobs, and a job that dies takes the service with it."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from bot.calendar import Calendar


async def test_a_job_returns_at_its_interval() -> None:
    calendar, twice = Calendar(), asyncio.Event()
    runs: list[int] = []

    async def job() -> None:
        runs.append(1)
        if len(runs) == 2:
            twice.set()

    calendar.every(timedelta(milliseconds=10), job)
    running = asyncio.create_task(calendar.run())
    await asyncio.wait_for(twice.wait(), 5)
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
    assert len(runs) >= 2


async def test_an_unknown_death_of_a_job_ends_the_calendar() -> None:
    async def job() -> None:
        raise RuntimeError("unknown")

    calendar = Calendar()
    calendar.every(timedelta(milliseconds=10), job)
    with pytest.raises(RuntimeError, match="unknown"):
        await asyncio.wait_for(calendar.run(), 5)
