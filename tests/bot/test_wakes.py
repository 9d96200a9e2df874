"""Instances on one PostgreSQL wake each other; SQLite has one instance and needs none (ARCHITECTURE §5)."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import psycopg
import pytest
import pytest_asyncio

from bot.clockwork import Clockwork
from bot.effects import Effects
from domain.bells import OutboxRow
from storage.database import Store, open_store
from storage.migrate import migrate
from storage.wakes import Wakes, conninfo_of
from tests.contracts.samples import make_bell
from tests.harness.postgres import Postgres

SOON = timedelta(milliseconds=40)
PATIENCE = 10.0
"""Seconds of real time after which a test gives up; nothing here waits for a sweep, for there is none."""


class WallClock:
    """Real time, as both ports."""

    def now(self) -> datetime:
        return datetime.now(UTC)

    def call_at(self, moment: datetime, wake: Callable[[], None]) -> Callable[[], None]:
        delay = (moment - self.now()).total_seconds()
        return asyncio.get_running_loop().call_later(max(0.0, delay), wake).cancel


@dataclass
class Instance:
    """What of one instance takes part: its store, its engine without a sweep, and what wakes it."""

    store: Store
    clockwork: Clockwork
    wakes: Wakes
    sent: "asyncio.Queue[tuple[datetime, OutboxRow]]" = field(default_factory=asyncio.Queue)
    missed: "asyncio.Queue[None]" = field(default_factory=asyncio.Queue)
    rested: list[float] = field(default_factory=list)

    def send(self, rows: Sequence[OutboxRow]) -> None:
        for row in rows:
            self.sent.put_nowait((datetime.now(UTC), row))

    def look(self) -> None:
        self.missed.put_nowait(None)
        self.clockwork.sweep()

    async def rest(self, seconds: float) -> None:
        self.rested.append(seconds)
        await asyncio.sleep(0)


@asynccontextmanager
async def instance(url: str, name: str, *, engine: bool) -> AsyncIterator[Instance]:
    clock, effects = WallClock(), Effects()
    store = open_store(url, owner=name, on_commit=effects, writers=2, readers=1)
    box: list[Instance] = []
    clockwork = Clockwork(store, clock, clock, at_once=50, send=lambda rows: box[0].send(rows), late=lambda _late: None)
    conninfo = conninfo_of(url)
    assert conninfo is not None
    wakes = Wakes(
        conninfo,
        clock=clock,
        heard=clockwork.wake,
        missed=lambda: box[0].look(),
        rest=lambda seconds: box[0].rest(seconds),
    )
    box.append(one := Instance(store, clockwork, wakes))
    effects.tell = wakes.tell
    tasks = [asyncio.create_task(wakes.run()), *([asyncio.create_task(clockwork.run())] if engine else [])]
    await asyncio.wait_for(one.missed.get(), PATIENCE)
    yield one
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    await store.close()


@pytest_asyncio.fixture
async def address(postgres: Postgres) -> AsyncIterator[str]:
    url = postgres.database(postgres.template("piket", migrate))
    yield url
    postgres.drop(url)


async def plan(one: Instance, after: timedelta = SOON) -> datetime:
    """Write a bell that is due soon, as an act on this instance would; its own engine does not run."""
    now = datetime.now(UTC)
    await one.store.write(lambda uow: uow.outbox.put([make_bell(obligation=None, not_before=now + after)], now))
    return now + after


@pytest.mark.postgres
async def test_what_one_instance_wrote_another_rings_at_its_moment_without_a_sweep(address: str) -> None:
    async with instance(address, "een", engine=False) as one, instance(address, "twee", engine=True) as two:
        due = await plan(one)
        at, _row = await asyncio.wait_for(two.sent.get(), PATIENCE)
        assert at >= due
        assert two.missed.empty()
        assert two.wakes.connected


@pytest.mark.postgres
async def test_a_later_moment_is_not_told_and_an_earlier_one_is(address: str) -> None:
    async with instance(address, "een", engine=False) as one, instance(address, "twee", engine=False) as two:
        heard: asyncio.Queue[datetime] = asyncio.Queue()
        two.wakes._heard = heard.put_nowait
        hour = timedelta(hours=1)
        first = await plan(one, 2 * hour)
        assert await asyncio.wait_for(heard.get(), PATIENCE) == first
        await plan(one, 3 * hour)
        earlier = await plan(one, hour)
        assert await asyncio.wait_for(heard.get(), PATIENCE) == earlier
        assert heard.empty()


@pytest.mark.postgres
async def test_what_somebody_else_of_the_database_says_there_is_no_moment_and_ends_nothing(address: str) -> None:
    async with instance(address, "een", engine=False) as one, instance(address, "twee", engine=False) as two:
        heard: asyncio.Queue[datetime] = asyncio.Queue()
        two.wakes._heard = heard.put_nowait
        with psycopg.connect(address, autocommit=True) as somebody:
            for text in ("9" * 18, "9" * 5000, "-1", "\N{ARABIC-INDIC DIGIT ONE}", "now", ""):
                somebody.execute("SELECT pg_notify('piket', %s)", [text])
        assert await plan(one) == await asyncio.wait_for(heard.get(), PATIENCE)
        assert (two.rested, two.wakes.connected) == ([], True)


@pytest.mark.postgres
async def test_an_instance_does_not_hear_itself(address: str) -> None:
    async with instance(address, "een", engine=False) as one, instance(address, "twee", engine=False) as two:
        mine: asyncio.Queue[datetime] = asyncio.Queue()
        theirs: asyncio.Queue[datetime] = asyncio.Queue()
        one.wakes._heard, two.wakes._heard = mine.put_nowait, theirs.put_nowait
        await plan(one)
        await asyncio.wait_for(theirs.get(), PATIENCE)
        second = await plan(two)
        assert await asyncio.wait_for(mine.get(), PATIENCE) == second  # in the order of commits: its own came before


@pytest.mark.postgres
async def test_a_connection_that_is_cut_is_made_again_and_then_everything_is_looked_at(address: str) -> None:
    async with instance(address, "een", engine=False) as one, instance(address, "twee", engine=True) as two:
        with psycopg.connect(address, autocommit=True) as admin:
            rows = admin.execute(
                "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND query = 'LISTEN piket'"
            ).fetchall()
            pids = {pid for (pid,) in rows}
            assert len(pids) == 2
            two.wakes._heard = lambda _moment: None  # what is told while nobody hears is lost
            await plan(one, timedelta(milliseconds=1))
            for pid in pids:
                admin.execute("SELECT pg_terminate_backend(%s)", [pid])
        await asyncio.wait_for(two.missed.get(), PATIENCE)
        await asyncio.wait_for(two.sent.get(), PATIENCE)
        assert two.rested[:1] == [1.0]
        two.wakes._heard = two.clockwork.wake
        await plan(one)
        await asyncio.wait_for(two.sent.get(), PATIENCE)


def test_sqlite_has_one_instance_and_nothing_to_wake() -> None:
    assert conninfo_of("sqlite:///piket.db") is None
