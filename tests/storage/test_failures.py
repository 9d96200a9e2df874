"""Both failures of a commit (not stored; stored but reported failed), a full disk, a lost server, a killed process."""

import asyncio
import signal
import sqlite3
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any
from urllib.parse import urlsplit

import psycopg
import pytest
from sqlalchemy import Connection, Engine, event

from domain.bells import Outcome
from domain.errors import StorageBusy
from storage.unit_of_work import SqlUnitOfWork
from tests.contracts.samples import ANNA, MINUTE, NOW, act_id, make_act, make_answer, make_bell
from tests.harness.postgres import Postgres
from tests.harness.stores import OpenStore
from tests.storage.test_commit import held

LOST = "the connection was lost"


def store_act(uow: SqlUnitOfWork) -> str:
    """What every act does: the same answer when it is known already."""
    if uow.acts.find(act_id()) is not None:
        return "known"
    uow.acts.add(make_act(), ANNA, make_answer(), NOW)
    uow.outbox.put([make_bell()], NOW)
    return "new"


def driver_error(connection: Connection) -> Exception:
    if connection.dialect.name == "sqlite":
        return sqlite3.OperationalError(LOST)
    return psycopg.OperationalError(LOST)


@contextmanager
def failing_commit(engine: Engine, before: Callable[[Connection], None]) -> Iterator[None]:
    """The next commits end in the driver's error, after `before` did what it does."""

    def commit(connection: Connection) -> None:
        before(connection)
        raise driver_error(connection)

    event.listen(engine, "commit", commit)
    yield
    event.remove(engine, "commit", commit)


def do_nothing(connection: Connection) -> None:
    """Nothing reaches the disk."""


def really_commit(connection: Connection) -> None:
    """Everything reaches the disk, and only the answer is lost."""
    connection.connection.driver_connection.commit()  # type: ignore[union-attr]  # both drivers have it


@pytest.mark.parametrize(("before", "again"), [(do_nothing, "new"), (really_commit, "known")])
async def test_a_commit_that_failed_or_only_seemed_to_is_said_to_be_uncertain_and_can_be_repeated(
    opened: OpenStore, before: Callable[[Connection], None], again: str
) -> None:
    with failing_commit(opened.store.engine, before), pytest.raises(StorageBusy):
        await opened.write(store_act)
    (perhaps,) = opened.commits
    assert perhaps.bells == []
    found = await opened.write(lambda uow: uow.outbox.claim_due(NOW, 10, perhaps.lost))
    assert len(found) == (1 if again == "known" else 0)
    assert await opened.write(store_act) == again
    assert await opened.read(lambda uow: uow.acts.find(act_id())) is not None


async def test_what_a_commit_claimed_before_it_seemed_to_fail_is_looked_for_as_well(opened: OpenStore) -> None:
    await opened.write(lambda uow: uow.outbox.put([make_bell(not_before=NOW + MINUTE)], NOW))
    later = NOW + MINUTE
    with failing_commit(opened.store.engine, really_commit), pytest.raises(StorageBusy):
        await opened.write(lambda uow: uow.outbox.claim_due(later, 10))
    assert await opened.write(lambda uow: uow.outbox.claim_due(later, 10)) == []
    (found,) = await opened.write(lambda uow: uow.outbox.claim_due(later, 10, opened.last.lost))
    assert (found.state, found.attempts) == (Outcome.SENDING, 1)


async def test_a_bell_whose_commit_only_seemed_to_fail_is_found_by_the_sweep(opened: OpenStore) -> None:
    with failing_commit(opened.store.engine, really_commit), pytest.raises(StorageBusy):
        await opened.write(store_act)
    await opened.close()
    again = OpenStore(opened.url)
    assert len(await again.write(lambda uow: uow.outbox.claim_due(NOW, 10))) == 1
    await again.close()


class Disk:
    """A disk that has room for a few more pages."""

    def __init__(self, opened: OpenStore, pages: int) -> None:
        def limit(connection: Connection) -> None:
            used = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
            connection.exec_driver_sql(f"PRAGMA max_page_count={used + pages}")

        event.listen(opened.store.engine, "begin", limit)


def small(uow: SqlUnitOfWork) -> str:
    uow.meta.put("small", "x")
    return "small"


def large(uow: SqlUnitOfWork) -> str:
    uow.meta.put("large", "x" * 1_000_000)
    return "large"


async def test_a_full_disk_fails_what_does_not_fit_and_later_units_go_on(opened_sqlite: OpenStore) -> None:
    Disk(opened_sqlite, 20)
    with pytest.raises(StorageBusy):
        await opened_sqlite.write(large)
    assert await opened_sqlite.write(small) == "small"
    assert await opened_sqlite.read(lambda uow: (uow.meta.get("large"), uow.meta.get("small"))) == (None, "x")


async def test_after_a_full_disk_no_unit_of_the_batch_is_believed(
    opened_sqlite: OpenStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("storage.writer.BATCH_SECONDS", 30)
    Disk(opened_sqlite, 20)
    gate, first = await held(opened_sqlite)
    waiting = [asyncio.ensure_future(opened_sqlite.write(unit)) for unit in (small, large)]
    answers = await gate.behind(*waiting)
    with pytest.raises(StorageBusy):
        await first
    assert [type(answer) for answer in answers] == [StorageBusy, StorageBusy]
    assert await opened_sqlite.read(lambda uow: uow.meta.get("small")) is None
    assert await opened_sqlite.write(small) == "small"


async def test_a_unit_that_swallows_a_full_disk_does_not_pass_for_stored(opened_sqlite: OpenStore) -> None:
    Disk(opened_sqlite, 20)

    def swallow(uow: SqlUnitOfWork) -> str:
        small(uow)
        with suppress(sqlite3.Error):
            large(uow)
        return "stored?"

    try:
        answer: str | None = await opened_sqlite.write(swallow)
    except StorageBusy:
        answer = None
    found = await opened_sqlite.read(lambda uow: uow.meta.get("small"))
    assert (answer is not None) == (found is not None)


@pytest.mark.postgres
class TestLostServer:
    """PostgreSQL may end a connection at any moment."""

    async def test_a_connection_lost_before_commit_is_no_loss(
        self, postgres: Postgres, opened_postgres: OpenStore
    ) -> None:
        runs: list[int] = []

        def unit(uow: SqlUnitOfWork) -> str:
            answer = store_act(uow)
            runs.append(1)
            if len(runs) == 1:
                end_others(postgres, opened_postgres.url)
                uow.meta.get("x")
            return answer

        assert await opened_postgres.write(unit) == "new"
        assert len(runs) == 2
        assert await opened_postgres.read(lambda uow: uow.acts.find(act_id())) is not None

    async def test_a_connection_lost_in_commit_is_said_to_be_uncertain(
        self, postgres: Postgres, opened_postgres: OpenStore
    ) -> None:
        def lose(_connection: Connection) -> None:
            end_others(postgres, opened_postgres.url)

        event.listen(opened_postgres.store.engine, "commit", lose)
        with pytest.raises(StorageBusy):
            await opened_postgres.write(store_act)
        event.remove(opened_postgres.store.engine, "commit", lose)
        assert await opened_postgres.write(store_act) == "new"

    async def test_readers_and_writers_come_back_after_all_connections_ended(
        self, postgres: Postgres, opened_postgres: OpenStore
    ) -> None:
        await asyncio.gather(*(opened_postgres.write(small) for _ in range(20)))
        await asyncio.gather(*(opened_postgres.read(lambda uow: uow.meta.get("small")) for _ in range(20)))
        end_others(postgres, opened_postgres.url)
        answers = await asyncio.gather(*(opened_postgres.write(small) for _ in range(20)))
        assert set(answers) == {"small"}
        found = await asyncio.gather(*(opened_postgres.read(lambda uow: uow.meta.get("small")) for _ in range(20)))
        assert set(found) == {"x"}

    async def test_a_server_that_is_gone_is_said_to_be_busy(
        self, postgres: Postgres, opened_postgres: OpenStore
    ) -> None:
        await opened_postgres.read(small_value)
        postgres.drop(opened_postgres.url)
        with pytest.raises(StorageBusy):
            await opened_postgres.write(small)
        with pytest.raises(StorageBusy):
            await opened_postgres.read(small_value)


def small_value(uow: SqlUnitOfWork) -> str | None:
    return uow.meta.get("small")


def end_others(server: Postgres, address: str) -> None:
    """End every connection to one database, as a restart of the server does."""
    name = urlsplit(address).path.lstrip("/")
    with psycopg.connect(server.admin_url, autocommit=True) as admin:
        admin.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [name])


KILLED = """
import asyncio, os, signal, sys
from tests.harness.stores import OpenStore
from tests.storage.test_failures import store_act

async def main():
    opened = OpenStore(sys.argv[1])
    await opened.write(store_act)
    os.kill(os.getpid(), signal.SIGKILL)

asyncio.run(main())
"""


async def test_what_write_returned_survives_a_kill(database_url: str) -> None:
    process = await asyncio.create_subprocess_exec(sys.executable, "-c", KILLED, database_url)
    assert await asyncio.wait_for(process.wait(), 50) == -signal.SIGKILL
    opened = OpenStore(database_url)
    assert await opened.read(lambda uow: uow.acts.find(act_id())) is not None
    claimed = await opened.write(lambda uow: uow.outbox.claim_due(NOW, 10))
    assert [row.person for row in claimed] == [ANNA]
    await opened.close()


async def test_a_primary_that_became_a_standby_is_busy_and_no_death(opened_postgres: OpenStore) -> None:
    def unit(uow: SqlUnitOfWork) -> None:
        driver: Any = uow._transaction._connection.connection.driver_connection
        driver.execute("SET TRANSACTION READ ONLY")  # what every transaction on a standby is
        uow.meta.put("a", "b")

    with pytest.raises(StorageBusy, match="takes no writing"):
        await opened_postgres.write(unit)
    await opened_postgres.write(lambda uow: uow.meta.put("a", "c"))
    assert await opened_postgres.read(lambda uow: uow.meta.get("a")) == "c"
