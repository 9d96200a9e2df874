"""The throw-away PostgreSQL keeps what it promises to the tests that stand on it."""

import os
from pathlib import Path

import psycopg
import pytest

from tests.harness.postgres import Postgres, PostgresMissing, programs


def tables(address: str) -> list[str]:
    with psycopg.connect(address) as connection:
        rows = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
    return [name for (name,) in rows]


def make_table(address: str) -> None:
    with psycopg.connect(address) as connection:
        connection.execute("CREATE TABLE spoor (id integer)")


@pytest.mark.postgres
def test_every_test_gets_an_empty_database(postgres: Postgres, postgres_url: str) -> None:
    make_table(postgres_url)
    other = postgres.database()
    assert tables(postgres_url) == ["spoor"]
    assert tables(other) == []
    postgres.drop(other)


@pytest.mark.postgres
def test_a_template_is_prepared_once_and_copied(postgres: Postgres) -> None:
    prepared: list[str] = []

    def prepare(address: str) -> None:
        prepared.append(address)
        make_table(address)

    copies = [postgres.database(postgres.template("spoor", prepare)) for _ in range(2)]
    assert len(prepared) == 1
    assert [tables(copy) for copy in copies] == [["spoor"], ["spoor"]]
    assert len({*prepared, *copies}) == 3


@pytest.mark.postgres
def test_a_database_in_use_can_be_dropped(postgres: Postgres) -> None:
    address = postgres.database()
    with psycopg.connect(address) as connection:
        postgres.drop(address)
        with pytest.raises(psycopg.OperationalError):
            connection.execute("SELECT 1")


@pytest.mark.postgres
def test_the_server_is_at_least_15_and_durable_unless_told_otherwise(postgres: Postgres) -> None:
    with psycopg.connect(postgres.admin_url) as connection:
        row = connection.execute("SHOW fsync").fetchone()
        assert connection.info.server_version >= 150000
    if os.environ.get("PIKET_TEST_POSTGRES_FSYNC", "on") != "off":
        assert row == ("on",)


def test_a_missing_server_is_said_in_one_sentence(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(Path, "glob", lambda *_: iter(()))
    with pytest.raises(PostgresMissing, match="install PostgreSQL"):
        programs()
