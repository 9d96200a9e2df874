"""Start and upkeep: a write that fails is made again at its next moment, and nothing else stops for it."""

from __future__ import annotations

import asyncio
import contextlib
import secrets
from collections.abc import Awaitable, Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.bootstrap import open_service
from bot.calendar import Calendar
from bot.cli.storing import store_genesis
from bot.clock import MachineClock, boottime
from client.genesis import found_practice_world
from domain.errors import StorageBusy
from storage.evidence import evidence
from storage.unit_of_work import SqlUnitOfWork
from tests.failures.conftest import PEOPLE, AFailingNight
from tests.failures.faults import Faults
from tests.failures.nights import prove, request
from tests.harness.cast import NIGHT, world

JOBS = ("_beat", "_show_gaps", "_keep_leases", "_tidy")
SITES = frozenset(
    {*(f"bot.bootstrap:Service.{job}" for job in JOBS), "bot.bootstrap:open_service", "bot.cli.storing:_store"}
)
"""The writes whose failures are proven in this file."""


@pytest.mark.parametrize("job", JOBS)
async def test_what_the_calendar_does_is_done_at_its_next_moment(
    a_night: AFailingNight, faults: Faults, monkeypatch: pytest.MonkeyPatch, job: str
) -> None:
    async with a_night() as n:
        await request(n)
        if job == "_keep_leases":
            monkeypatch.setattr(n.service.dispatcher, "held", lambda: (1,))  # a bell that waits for its pace
        if job == "_beat":
            n.service.clock = machine = MachineClock(timedelta(seconds=5))
            machine.adopt(await n.service.store.write(machine.beat))
        with faults.at(f"bot.bootstrap:Service.{job}"):
            await returns_twice(getattr(n.service, job), faults)
        n.service.clock = n.clock
        await prove(n)


async def returns_twice(job: Callable[[], Awaitable[None]], faults: Faults) -> None:
    """Run a job by the calendar until it was done again after it failed; fail when the calendar ends by it."""
    calendar, again = Calendar(), asyncio.Event()

    async def counted() -> None:
        after = faults.struck
        await job()
        if after:
            again.set()

    calendar.every(timedelta(milliseconds=10), counted)
    running = asyncio.create_task(calendar.run())
    waiting = asyncio.create_task(again.wait())
    await asyncio.wait({running, waiting}, return_when=asyncio.FIRST_COMPLETED, timeout=20)
    waiting.cancel()
    assert not running.done(), "the calendar ended, and the process with it"
    assert again.is_set()
    running.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await running


@pytest.mark.parametrize("store", ["refuses", "hangs"])
async def test_a_store_that_takes_no_heartbeat_makes_the_instance_unready_until_it_does(
    a_night: AFailingNight, monkeypatch: pytest.MonkeyPatch, store: str
) -> None:
    """A full disk reads on, and so does a database whose commits never end: only the heartbeat's age tells."""
    elapsed = [boottime()]
    async with a_night() as n:
        n.service.clock = machine = MachineClock(timedelta(seconds=5), elapsed=lambda: elapsed[0])
        machine.adopt(await n.service.store.write(machine.beat))
        assert n.service.not_ready() == ()

        write = n.service.store.write

        async def refuse(unit: Callable[[SqlUnitOfWork], object], **how: Any) -> object:
            if unit != machine.beat:  # everybody else's work goes on, else the night never comes to rest
                return await write(unit, **how)
            if store == "hangs":
                await asyncio.Event().wait()
            raise StorageBusy("store.failed", "The disk is full.")

        with monkeypatch.context() as patch, contextlib.suppress(TimeoutError, StorageBusy):
            patch.setattr(n.service.store, "write", refuse)
            async with asyncio.timeout(0.01):
                await n.service._beat()
        assert n.service.not_ready() == ()
        elapsed[0] += 20_100_000_000
        assert n.service.not_ready() == ("store",)
        await n.service._beat()
        assert n.service.not_ready() == ()
        n.service.clock = n.clock


async def test_a_start_that_fails_leaves_the_database_to_the_next(a_night: AFailingNight, faults: Faults) -> None:
    async with a_night() as n:
        item = await request(n)
        settings = n._settings()
        await n.stop()
        with faults.at("bot.bootstrap:open_service"), pytest.raises(StorageBusy):
            await open_service(settings)
        await n.start()
        assert [line.id for line in await n["hovj"].phone.open_items()] == [item]


async def test_a_genesis_is_stored_once(faults: Faults, tmp_path: Path) -> None:
    founded = found_practice_world(world(PEOPLE, ()), random=secrets.token_bytes, clock=lambda: NIGHT)
    genesis, database = founded.acts[0].signed, f"sqlite:///{tmp_path}/piket.db"
    with faults.at("bot.cli.storing:_store"), pytest.raises(StorageBusy):
        await asyncio.to_thread(store_genesis, database, genesis)
    await asyncio.to_thread(store_genesis, database, genesis)
    with evidence(database) as store:
        assert [fact.signed.sha256 for fact in store.directory.facts(0, 10)] == [genesis.sha256]
