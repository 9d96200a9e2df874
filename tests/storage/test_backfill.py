"""The write-ahead log flows back into the file beside the writer: nothing waits for it, and nothing depends on it."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from domain.errors import StorageBusy
from storage.backfill import NET_PAGES, copy_back
from tests.harness.stores import OpenStore
from tests.storage.test_opening import file_of


def in_the_file_alone(path: Path, scratch: Path) -> str | None:
    """What the database file says without its log."""
    copy = scratch / "alone.db"
    shutil.copyfile(path, copy)
    with closing(sqlite3.connect(f"{copy.as_uri()}?immutable=1", uri=True)) as db:
        found = db.execute("SELECT value FROM meta WHERE key = 'a'").fetchone()
    return None if found is None else str(found[0])


async def test_a_commit_is_in_the_log_first_and_flows_back_when_asked(opened_sqlite: OpenStore, tmp_path: Path) -> None:
    path = file_of(opened_sqlite.url)
    await opened_sqlite.store.copy_back()
    await opened_sqlite.write(lambda uow: uow.meta.put("a", "b"))
    assert in_the_file_alone(path, tmp_path) is None
    await opened_sqlite.store.copy_back()
    await opened_sqlite.store.copy_back()
    assert in_the_file_alone(path, tmp_path) == "b"


async def test_it_waits_for_no_writer_and_no_reader_and_takes_nothing_from_them(
    opened_sqlite: OpenStore, tmp_path: Path
) -> None:
    path = file_of(opened_sqlite.url)
    await opened_sqlite.write(lambda uow: uow.meta.put("a", "b"))
    with (
        closing(sqlite3.connect(path, isolation_level=None)) as reader,
        closing(sqlite3.connect(path, isolation_level=None)) as writer,
    ):
        reader.execute("BEGIN")
        assert reader.execute("SELECT value FROM meta WHERE key = 'a'").fetchone() == ("b",)
        writer.execute("BEGIN IMMEDIATE")
        writer.execute("UPDATE meta SET value = 'c' WHERE key = 'a'")
        await opened_sqlite.store.copy_back()
        assert in_the_file_alone(path, tmp_path) == "b"
        writer.execute("COMMIT")
        await opened_sqlite.store.copy_back()
        assert reader.execute("SELECT value FROM meta WHERE key = 'a'").fetchone() == ("b",)
    await opened_sqlite.store.copy_back()
    assert in_the_file_alone(path, tmp_path) == "c"


def pages_of(uow: Any) -> int:
    driver = uow._transaction._connection.connection.driver_connection
    return int(driver.execute("PRAGMA wal_autocheckpoint").fetchone()[0])


async def test_the_writer_copies_by_itself_only_when_nobody_did_for_long(opened_sqlite: OpenStore) -> None:
    assert await opened_sqlite.write(pages_of) == NET_PAGES


def test_a_disk_that_refuses_is_no_death(tmp_path: Path) -> None:
    with pytest.raises(StorageBusy, match="tried again"):
        copy_back(tmp_path / "nowhere" / "piket.db")


def test_a_file_that_is_gone_is_not_made_anew(tmp_path: Path) -> None:
    with pytest.raises(StorageBusy):
        copy_back(tmp_path / "piket.db")
    assert not (tmp_path / "piket.db").exists()


async def test_postgresql_does_this_by_itself(opened_postgres: OpenStore) -> None:
    await opened_postgres.store.copy_back()
    assert await opened_postgres.read(lambda uow: uow.meta.get("a")) is None
