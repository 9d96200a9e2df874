"""A brief read never makes the event loop wait: what another process holds is read in a thread instead."""

from __future__ import annotations

import asyncio
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from domain.errors import StorageBusy
from storage.engines import BUSY_MILLISECONDS
from storage.unit_of_work import SqlUnitOfWork
from tests.harness.stores import OpenStore

RECOVERS = """
import fcntl, sys
with open(sys.argv[1], "r+b", buffering=0) as shared:
    fcntl.lockf(shared, fcntl.LOCK_EX, 8, 120)
    header = shared.read(96)
    shared.seek(0); shared.write(bytes(96))
    print("held", flush=True)
    sys.stdin.read()
    shared.seek(0); shared.write(header)
"""
"""What SQLite itself does while it recovers: all locks of the log's index, whose head is not to be read meanwhile."""


@contextmanager
def recovering(url: str) -> Iterator[subprocess.Popen[str]]:
    """Another process recovers the log of this file, until its input is closed."""
    path = Path(url.removeprefix("sqlite:///"))
    with subprocess.Popen(
        [sys.executable, "-c", RECOVERS, f"{path}-shm"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        yield process


def kept(uow: SqlUnitOfWork) -> str | None:
    return uow.meta.get("kept")


async def test_while_another_process_holds_the_file_the_loop_goes_on_and_the_answer_comes_after(
    opened_sqlite: OpenStore,
) -> None:
    await opened_sqlite.write(lambda uow: uow.meta.put("kept", "x"))
    with recovering(opened_sqlite.url) as holder:
        began = asyncio.get_running_loop().time()
        read = asyncio.create_task(opened_sqlite.read(kept, brief=True))
        for _ in range(10):
            await asyncio.sleep(0)
        assert asyncio.get_running_loop().time() - began < BUSY_MILLISECONDS / 2000, "the loop itself waited"
        assert not read.done()
        assert holder.stdin is not None
        holder.stdin.close()
        assert await asyncio.wait_for(read, 5) == "x"
    assert await opened_sqlite.read(kept, brief=True) == "x"


async def test_a_file_that_stays_held_is_told_as_busy(
    opened_sqlite: OpenStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("storage.engines.BUSY_MILLISECONDS", 0)
    with recovering(opened_sqlite.url), pytest.raises(StorageBusy, match="cannot be reached now; ask again"):
        await opened_sqlite.read(kept, brief=True)


async def test_the_connection_is_open_before_the_first_brief_read(
    opened_sqlite: OpenStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    def never(*_given: object, **_named: object) -> sqlite3.Connection:
        raise AssertionError("opening a file is for the start")

    monkeypatch.setattr("sqlite3.connect", never)
    assert await opened_sqlite.read(kept, brief=True) is None


async def test_what_a_brief_read_itself_gets_wrong_is_raised_at_once(opened_sqlite: OpenStore) -> None:
    asked: list[int] = []

    def wrong(_uow: SqlUnitOfWork) -> None:
        asked.append(1)
        raise LookupError

    with pytest.raises(LookupError):
        await opened_sqlite.read(wrong, brief=True)
    assert asked == [1]
