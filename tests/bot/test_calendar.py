"""The calendar runs its jobs, and a job that dies takes the service with it."""

from __future__ import annotations

import asyncio
import sqlite3
from datetime import timedelta

import pytest
import structlog

from bot.calendar import Calendar
from domain.errors import StorageBusy


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


async def test_a_store_that_refuses_upkeep_is_told_when_it_begins_and_when_it_is_over_and_no_more_often() -> None:
    calendar, over = Calendar(), asyncio.Event()
    runs: list[int] = []

    async def job() -> None:
        runs.append(1)
        if len(runs) < 4:
            full = sqlite3.OperationalError("database or disk is full")
            full.sqlite_errorcode = sqlite3.SQLITE_FULL
            raise StorageBusy("store.failed", "The database did not confirm this; send the same again.") from full
        if len(runs) == 6:
            over.set()

    calendar.every(timedelta(milliseconds=10), job)
    with structlog.testing.capture_logs() as lines:
        running = asyncio.create_task(calendar.run())
        await asyncio.wait_for(over.wait(), 5)
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
    began, ended = lines
    assert (began["event"], began["code"]) == ("the store refuses upkeep", "store.failed")
    assert began["reason"].startswith("The disk of the database is full")
    assert ended["event"] == "the store takes upkeep again"
