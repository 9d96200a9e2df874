"""A database that cannot be used says what is wrong and what to do next, and never that it is away when it is not."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from storage.engines import StoreUnusable, parse_url, postgres_engine, sqlite_engine
from storage.evidence import evidence
from storage.migrate import migrate
from tests.harness.stores import OpenStore


def run_sql(url: str, *statements: str) -> None:
    parsed = parse_url(url)
    engine = (
        postgres_engine(parsed, size=1)
        if parsed.get_backend_name() == "postgresql"
        else sqlite_engine(Path(str(parsed.database)))
    )
    with engine.begin() as connection:
        for statement in statements:
            connection.exec_driver_sql(statement)
    engine.dispose()


async def test_a_step_that_the_database_refuses_is_told_as_that(database_url: str) -> None:
    """As if the first step had been done alone, and its tables were changed by hand: the second meets what is there."""
    run_sql(database_url, "UPDATE alembic_version SET version_num = '0001'")
    with pytest.raises(StoreUnusable, match="refused a step of the migration, so nothing was changed") as told:
        migrate(database_url)
    assert "reached" not in str(told.value)
    with pytest.raises(StoreUnusable, match="run `piket migrate` first"):
        OpenStore(database_url)


async def test_tables_that_a_later_version_took_away_are_told_as_that(database_url: str) -> None:
    run_sql(database_url, "ALTER TABLE outbox RENAME TO bells", "UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(StoreUnusable, match="its tables are not those of this version"):
        OpenStore(database_url)
    with (
        pytest.raises(StoreUnusable, match="its tables are not those of this version"),
        evidence(database_url) as store,
    ):
        store._connection.exec_driver_sql("SELECT * FROM outbox")


def test_what_a_newer_version_left_needs_no_step_of_this_one(database_url: str) -> None:
    run_sql(database_url, "UPDATE alembic_version SET version_num = '9999'")
    migrate(database_url)


async def test_a_database_of_another_program_is_left_alone(database_url: str) -> None:
    run_sql(database_url, "DROP TABLE meta", "UPDATE alembic_version SET version_num = '3fa8'")
    for attempt in (migrate, OpenStore):
        with pytest.raises(StoreUnusable, match="another program's tables; give Piket a database of its own"):
            attempt(database_url)


def damaged(path: Path) -> None:
    path.write_bytes(b"this is no database, however long one looks at it" * 100)


def not_a_file(path: Path) -> None:
    path.unlink()
    path.mkdir()


@pytest.mark.parametrize(
    ("breaks", "sentence"),
    [
        pytest.param(damaged, "damaged, or no database; keep it", id="damaged"),
        pytest.param(not_a_file, "may not be opened or written by this user", id="folder"),
    ],
)
async def test_a_file_that_cannot_be_used_says_why(
    sqlite_url: str, breaks: Callable[[Path], None], sentence: str
) -> None:
    breaks(Path(sqlite_url.removeprefix("sqlite:///")))
    for attempt in (migrate, OpenStore):
        with pytest.raises(StoreUnusable, match=sentence):
            attempt(sqlite_url)


def test_a_file_that_another_program_holds_says_so(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("storage.engines.BUSY_MILLISECONDS", 0)
    holder = sqlite3.connect(sqlite_url.removeprefix("sqlite:///"), isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreUnusable, match="Another program holds the database"):
        migrate(sqlite_url)
    holder.close()


def test_a_disk_without_room_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """SQLite's own limit on pages gives the very error of a full disk."""
    plain = sqlite3.connect

    def small(*given: object, **named: object) -> sqlite3.Connection:
        connection = plain(*given, **named)  # type: ignore[call-overload]  # passed on as it came
        connection.execute("PRAGMA max_page_count = 8")
        return connection  # type: ignore[no-any-return]  # of the call above

    monkeypatch.setattr("sqlite3.connect", small)
    with pytest.raises(StoreUnusable, match="disk of the database is full, so nothing was changed"):
        migrate(f"sqlite:///{tmp_path / 'piket.db'}")


@pytest.mark.postgres
async def test_a_user_without_rights_is_told_so(opened_postgres: OpenStore) -> None:
    parsed = parse_url(opened_postgres.url)
    run_sql(
        opened_postgres.url,
        "DROP ROLE IF EXISTS piket_gast",
        f"CREATE ROLE piket_gast LOGIN PASSWORD '{parsed.password}'",
    )
    guest = parsed.set(username="piket_gast", drivername="postgresql").render_as_string(hide_password=False)
    with pytest.raises(StoreUnusable, match="refuses this user; give it all rights"):
        OpenStore(guest)
    run_sql(opened_postgres.url, "DROP ROLE piket_gast")


def test_a_database_that_is_away_is_told_as_that() -> None:
    with pytest.raises(StoreUnusable, match="cannot be reached, or does not let us in"):
        migrate("postgresql://127.0.0.1:9/piket")
