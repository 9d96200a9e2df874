"""Opening: one service per file, durable settings, and a clear sentence when the database is not ours to open."""

import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from storage.engines import FileLock, StoreUnusable, parse_url
from storage.level import LEVEL
from storage.migrate import migrate
from tests.contracts.samples import NOW, make_bell
from tests.harness.stores import OpenStore

HOLD = """
import sys
from pathlib import Path
from storage.engines import FileLock
lock = FileLock(Path(sys.argv[1]))
print("held", flush=True)
sys.stdin.read()
"""


def file_of(url: str) -> Path:
    return Path(url.removeprefix("sqlite:///"))


async def test_a_second_service_is_kept_out_until_the_first_stops(sqlite_url: str) -> None:
    first = OpenStore(sqlite_url)
    with pytest.raises(StoreUnusable, match="Another process"):
        OpenStore(sqlite_url)
    with pytest.raises(StoreUnusable, match="Another process"):
        migrate(sqlite_url)
    await first.close()
    second = OpenStore(sqlite_url)
    await second.close()


def test_a_killed_process_leaves_no_lock(tmp_path: Path) -> None:
    path = tmp_path / "piket.db"
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    with holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        with pytest.raises(StoreUnusable):
            FileLock(path)
        holder.kill()
    lock = FileLock(path)
    lock.release()
    lock.release()


async def test_any_process_may_read_beside_the_service(opened_sqlite: OpenStore) -> None:
    await opened_sqlite.write(lambda uow: uow.meta.put("a", "b"))
    with sqlite3.connect(f"{file_of(opened_sqlite.url).as_uri()}?mode=ro", uri=True) as reader:
        assert reader.execute("SELECT value FROM meta WHERE key = 'a'").fetchone() == ("b",)
    reader.close()


async def test_sqlite_commits_are_durable(opened_sqlite: OpenStore) -> None:
    with opened_sqlite.store.engine.connect() as connection:
        driver = connection.connection.driver_connection
        assert driver is not None
        settings = [driver.execute(f"PRAGMA {name}").fetchone()[0] for name in ("journal_mode", "synchronous")]
    assert settings == ["wal", 2]


@pytest.mark.postgres
async def test_postgres_commits_are_durable_and_isolated(opened_postgres: OpenStore) -> None:
    with opened_postgres.store.engine.connect() as connection:
        shown = [
            connection.exec_driver_sql(f"SHOW {name}").scalar_one()
            for name in ("synchronous_commit", "transaction_isolation")
        ]
    assert shown == ["on", "repeatable read"]


@pytest.mark.parametrize("url", ["sqlite://", "sqlite:///:memory:", "mysql://x/y"])
def test_an_address_that_cannot_be_a_store_is_refused(url: str) -> None:
    with pytest.raises(StoreUnusable, match="correct the setting"):
        parse_url(url)


async def test_a_newer_database_is_refused_with_what_to_do(opened: OpenStore) -> None:
    await opened.write(lambda uow: uow.meta.put("needs", str(LEVEL + 1)))
    await opened.close()
    with pytest.raises(StoreUnusable, match="start the newer version"):
        OpenStore(opened.url)
    with pytest.raises(StoreUnusable, match="start the newer version"):
        migrate(opened.url)


async def test_a_database_without_our_tables_is_refused_with_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(StoreUnusable, match="piket init"):
        OpenStore(f"sqlite:///{tmp_path / 'empty.db'}")


async def test_a_newer_database_that_needs_no_newer_version_is_opened(opened: OpenStore) -> None:
    def expand() -> None:
        with opened.store.engine.begin() as connection:
            connection.exec_driver_sql("UPDATE alembic_version SET version_num = 'later'")

    expand()
    await opened.close()
    again = OpenStore(opened.url)
    await again.close()


async def test_after_a_crash_bells_that_were_being_sent_are_claimed_at_once(sqlite_url: str) -> None:
    first = OpenStore(sqlite_url, "een")
    await first.write(lambda uow: uow.outbox.put([make_bell()], NOW))
    await first.close()
    second = OpenStore(sqlite_url, "twee")
    assert len(await second.write(lambda uow: uow.outbox.claim_due(NOW, 10))) == 1
    await second.close()
