"""Never unprovable: whoever verifies the logs hears where exactly they first differ from what was promised."""

from __future__ import annotations

import asyncio
import json
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.cli.ceremony import read_signed
from bot.cli.storing import store_genesis
from bot.sequencer import Sequencer
from config.keys import load_log_keys
from config.settings import Sequencing
from domain.audit.leaves import LeafType
from storage.database import open_store
from storage.unit_of_work import SqlUnitOfWork
from tests.bot.cli.conftest import Typed
from tests.bot.logs_under_test import ByHand

Piket = Callable[..., Typed]

REWRITE = "UPDATE leaves SET data = CAST(replace(CAST(data AS TEXT), 'ring', 'rung') AS BLOB)"


async def grow(url: str, folder: Path, meanwhile: Callable[[], None] = lambda: None) -> None:
    """Put 300 leaves in the log `om`, let them be placed, and the root take the checkpoints."""
    time, woken = ByHand(), [lambda _logs: None]
    store = open_store(url, owner="test", on_commit=lambda committed: woken[0](committed.logs))
    pace = Sequencing(gather=timedelta(0), batch=200)
    sequencer = Sequencer(store, load_log_keys(folder / "keys"), time, time, pace)
    woken[0] = sequencer.wake
    task = asyncio.create_task(sequencer.run())
    await store.write(append)
    for _ in range(3):
        while sequencer.busy:  # noqa: ASYNC110  # as the sandbox does: until nothing is left to do
            await asyncio.sleep(0.001)
        time.pass_(timedelta(minutes=1))
    while sequencer.busy:  # noqa: ASYNC110  # as above
        await asyncio.sleep(0.001)
    meanwhile()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    await store.close()


def append(uow: SqlUnitOfWork) -> None:
    for _ in range(300):
        uow.audit.append("om", LeafType.RING, at=ByHand().now())


@pytest.fixture
def grown(founded: Path) -> Path:
    asyncio.run(grow(f"sqlite:///{founded / 'piket.db'}", founded))
    return founded


@pytest.fixture
def change(grown: Path) -> Iterator[Callable[..., None]]:
    """Change the database behind the service's back."""
    with closing(sqlite3.connect(grown / "piket.db")) as database:

        def run(statement: str, *values: Any) -> None:
            assert database.execute(statement, values).rowcount == 1
            database.commit()

        yield run


def verify(piket: Piket, data: Path, *words: object) -> tuple[int, dict[str, Any]]:
    said = piket("log", "verify", "--acts", "--json", "--data", data, *words)
    return said.status, json.loads(said.out)


def test_a_whole_installation_verifies(piket: Piket, grown: Path) -> None:
    status, found = verify(piket, grown)
    assert (status, found["good"], found["acts"]) == (0, True, 1)
    assert {log["log"]: log["covered"] for log in found["logs"]} == {"directory": 1, "om": 300, "nctv": 0, "root": 2}
    assert piket("log", "verify", "--data", grown).out.endswith("All of it is good.\n")


def test_it_verifies_beside_the_running_service(piket: Piket, founded: Path) -> None:
    seen: list[int] = []
    url = f"sqlite:///{founded / 'piket.db'}"
    asyncio.run(grow(url, founded, meanwhile=lambda: seen.append(verify(piket, founded)[0])))
    assert seen == [0]


@pytest.mark.parametrize(
    ("statement", "values", "log", "kind", "place"),
    [
        (
            f"{REWRITE} WHERE log = 'om' AND idx = 271",
            (),
            "om",
            "leaf",
            271,
        ),
        ("DELETE FROM leaves WHERE log = 'om' AND idx = 299", (), "om", "leaf_missing", 299),
        ("UPDATE tiles SET data = ? WHERE log = 'om' AND level = 1", (bytes(32),), "om", "tile_hash", 0),
        ("DELETE FROM tiles WHERE log = 'om' AND level = 1", (), "om", "tile_hash_missing", 0),
        ("UPDATE checkpoints SET note = ? WHERE log = 'om' AND size = 200", (b"no\n",), "om", "checkpoint", 0),
        ("UPDATE acts SET payload = CAST(CAST(payload AS TEXT) || ' ' AS BLOB)", (), "directory", "untrue", None),
        ('UPDATE acts SET proofs = replace(proofs, \'"es256","\', \'"es256","x\')', (), "directory", "untrue", None),
        ("DELETE FROM acts", (), "directory", "untrue", 0),
        ("UPDATE acts SET status = 409", (), "directory", "untrue", 0),
        (
            "UPDATE openings SET said = json_set(said, '$.device', 'om') WHERE log = 'directory'",
            (),
            "directory",
            "untrue",
            0,
        ),
        (
            "UPDATE openings SET salts = CAST(salts || 'x' AS BLOB) WHERE log = 'directory'",
            (),
            "directory",
            "untrue",
            0,
        ),
        (
            "UPDATE openings SET said = json_insert(said, '$.more', 'om') WHERE log = 'directory'",
            (),
            "directory",
            "untrue",
            0,
        ),
        (
            "UPDATE openings SET said = json_remove(said, '$.device') WHERE log = 'directory'",
            (),
            "directory",
            "untrue",
            0,
        ),
        ("UPDATE openings SET said = '{' WHERE log = 'directory'", (), "directory", "untrue", 0),
        ("UPDATE openings SET said = '[1]' WHERE log = 'directory'", (), "directory", "untrue", 0),
        ("UPDATE openings SET said = json_object('device', 1) WHERE log = 'directory'", (), "directory", "untrue", 0),
    ],
)
def test_the_first_difference_is_named_by_its_place(
    piket: Piket,
    grown: Path,
    change: Callable[..., None],
    statement: str,
    values: tuple[object, ...],
    log: str,
    kind: str,
    place: int | None,
) -> None:
    change(statement, *values)
    status, found = verify(piket, grown)
    assert status == 1
    assert (found["difference"]["log"], found["difference"]["kind"]) == (log, kind)
    assert found["difference"]["place"] == place
    assert "keep all data" in found["difference"]["sentence"]
    assert piket("log", "verify", "--acts", "--data", grown).out.splitlines()[-1].startswith("DIFFERENT. Log ")


def test_an_operator_who_rewrites_a_log_with_its_own_key_is_caught_by_the_root(
    piket: Piket, grown: Path, change: Callable[..., None]
) -> None:
    with closing(sqlite3.connect(grown / "piket.db")) as database:
        for table in ("heads", "tiles", "checkpoints"):
            database.execute(f"DELETE FROM {table} WHERE log = 'om'")  # noqa: S608  # a fixed list
        database.execute("UPDATE leaves SET idx = NULL WHERE log = 'om'")
        database.execute(f"{REWRITE} WHERE log = 'om' AND id % 100 = 0")
        database.commit()
    asyncio.run(grow(f"sqlite:///{grown / 'piket.db'}", grown))
    status, found = verify(piket, grown)
    assert status == 1
    assert (found["difference"]["log"], found["difference"]["kind"]) == ("om", "fork")
    assert found["difference"]["place"] == 300


def test_an_act_without_a_leaf_is_noticed(piket: Piket, grown: Path, change: Callable[..., None]) -> None:
    change(
        "INSERT INTO acts SELECT 'x', sha256, payload_type, payload, proofs, name, person, device, log, seq, item,"
        " status, answer, at FROM acts"
    )
    status, found = verify(piket, grown)
    assert (status, found["difference"]["place"]) == (1, None)
    assert "2 acts are kept and 1 have a leaf" in found["difference"]["sentence"]


def test_whoever_verifies_brings_their_own_keys_and_genesis(piket: Piket, grown: Path, tmp_path: Path) -> None:
    assert verify(piket, grown, "--keys", grown / "log-keys.txt")[0] == 0
    other = tmp_path / "other"
    piket("keys", "new", "piket.example", "directory", "root", "om", "nctv", "--data", other)
    status, found = verify(piket, grown, "--keys", other / "log-keys.txt")
    assert (status, found["difference"]["kind"]) == (1, "signature")
    status, found = verify(piket, grown, "--genesis", "00" * 32)
    assert (status, found["difference"]["log"]) == (1, "directory")
    lacking = tmp_path / "some.txt"
    lacking.write_text((grown / "log-keys.txt").read_text().splitlines()[0])
    said = piket("log", "verify", "--data", grown, "--keys", lacking)
    assert (said.status, "no key for the logs" in said.err) == (3, True)


def test_leaves_are_shown_without_anything_that_could_be_guessed(piket: Piket, grown: Path) -> None:
    said = piket("log", "show", "--log", "om", "--last", "2", "--data", grown)
    assert [line.split()[0] for line in said.out.splitlines()] == ["298", "299"]
    shown = [
        json.loads(line) for line in piket("log", "show", "--log", "root", "--json", "--data", grown).out.splitlines()
    ]
    assert {leaf["type"] for leaf in shown} == {"checkpoint"}
    assert piket("log", "show", "--log", "other", "--data", grown).status == 3


def test_where_there_is_no_database_it_says_so(piket: Piket, tmp_path: Path) -> None:
    said = piket("log", "verify", "--data", tmp_path)
    assert (said.status, "There is no database" in said.err) == (3, True)


@pytest.mark.postgres
def test_it_verifies_on_postgresql_too(
    piket: Piket, founded: Path, postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    store_genesis(postgres_url, read_signed(founded / "genesis.json"))
    asyncio.run(grow(postgres_url, founded))
    address = founded / "address"
    address.write_text(postgres_url)
    monkeypatch.setenv("PIKET_DATABASE_URL_FILE", str(address))
    status, found = verify(piket, founded)
    assert (status, found["acts"]) == (0, 1)
    assert sum(log["covered"] for log in found["logs"]) == 303
