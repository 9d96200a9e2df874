"""The store: opens either database and gives units of work their transaction, written by few and read by many."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any, Protocol, TypeVar

from sqlalchemy import Engine

from domain.errors import StorageBusy
from domain.ids import Randomness
from storage.backfill import copy_back, empty_log
from storage.diagnosis import DATABASE_ERRORS, diagnosed, is_held, may_pass
from storage.engines import FileLock, parse_url, postgres_engine, sqlite_engine
from storage.lanes import Answers, Hold, Job, Lanes, OnCommit
from storage.level import OTHER_TABLES, check_level
from storage.outbox import abandon
from storage.pool import Writers, drop_if_lost
from storage.unit_of_work import SqlUnitOfWork, Terms
from storage.writer import Writer

T = TypeVar("T")


class _Threads(Protocol):
    def start(self) -> None: ...

    def join(self) -> None: ...


@dataclass(frozen=True, slots=True)
class _File:
    """What only a database that is a file has."""

    path: Path
    lock: FileLock
    near: Engine
    """For what is read where it is asked (`Store.read`)."""


class Store:
    """One open database; belongs to the event loop on which it was opened."""

    def __init__(
        self,
        lanes: Lanes,
        writers: _Threads,
        reader: Engine,
        readers: int,
        terms: Terms,
        engine: Engine,
        file: _File | None,
    ) -> None:
        self._lanes = lanes
        self._writers = writers
        self._reader = reader
        self._readers = ThreadPoolExecutor(readers, thread_name_prefix="piket-reader")
        self._terms = terms
        self.engine = engine
        self._file = file
        self._under_way = 0
        self._urgent = 0

    @property
    def under_way(self) -> int:
        """How many units have been asked for and not answered: practice time stands still until there are none."""
        return self._under_way

    @property
    def pressed(self) -> bool:
        """Whether an urgent unit waits, runs, or has just handed over its bells: what can wait a moment should."""
        return self._urgent > 0

    @property
    def urgent_waits(self) -> bool:
        """Whether an urgent unit was asked for that has not begun: a unit that can end here should. From any thread."""
        return self._lanes.urgent_waits

    async def write(self, unit: Callable[[SqlUnitOfWork], T], *, urgent: bool = False, hold: Hold | None = None) -> T:
        """Run `unit` in a transaction and return what it returned, once that is durable.

        `unit` runs in another thread, and on PostgreSQL again when another transaction got in its way: it changes
        nothing but what it writes through its unit of work. An exception of the unit undoes it alone and is raised
        here. Once called it runs, also when the task that waits is cancelled. `hold` is entered in that thread between
        the unit and its commit, and left between the commit and its answer: where there is one writer no other unit
        comes in between, so it holds up others.

        Raises:
            StorageBusy: perhaps stored, perhaps not: look the act up, or do the same again.
        """
        job = Job(unit, asyncio.get_running_loop().create_future(), urgent, hold)
        self._lanes.put(job)
        self._under_way += 1
        job.future.add_done_callback(self._answered)
        if urgent:
            self._urgent += 1
            job.future.add_done_callback(self._no_longer_urgent)
        result: T = await job.future
        return result

    async def read(self, unit: Callable[[SqlUnitOfWork], T], *, brief: bool = False) -> T:
        """Run `unit` on a snapshot of what is durable and return what it returned; it cannot write.

        `brief` is for a few rows by their key: where the database is a file they are read at once, on a connection of
        their own, since two changes of thread take longer than the rows. While another process holds the file they are
        read as all others are: the event loop never waits for a lock. `unit` may then run twice.

        Raises:
            StorageBusy: when the database cannot be reached, or another process keeps holding the file.
        """
        if brief and self._file is not None:
            try:
                return self._read_from(self._file.near, unit)
            except DATABASE_ERRORS as error:
                if not is_held(error):
                    raise
        return await asyncio.get_running_loop().run_in_executor(self._readers, self._read, unit)

    async def copy_back(self) -> None:
        """Let SQLite's log flow back into the file beside the writer (`storage.backfill`); safe to repeat.

        Raises:
            StorageBusy: when the disk refused.
        """
        if self._file is not None:
            await asyncio.get_running_loop().run_in_executor(self._readers, copy_back, self._file.path)

    async def empty_log(self) -> bool:
        """Let nothing of what was erased stay in what the database writes ahead; False: not now, ask again (EV-03).

        PostgreSQL recycles its own log and vacuums its pages by its own settings (docs/retention.md): True at once.

        Raises:
            StorageBusy: when the disk refused.
        """
        if self._file is None:
            return True
        return await asyncio.get_running_loop().run_in_executor(self._readers, empty_log, self._file.path)

    async def close(self) -> None:
        """Finish what was asked, refuse what is new, close the files; safe to repeat."""
        self._lanes.close()
        await asyncio.get_running_loop().run_in_executor(None, self._finish)

    def _answered(self, _future: asyncio.Future[Any]) -> None:
        self._under_way -= 1

    def _no_longer_urgent(self, _future: asyncio.Future[Any]) -> None:
        self._urgent -= 1

    def _read(self, unit: Callable[[SqlUnitOfWork], T]) -> T:
        try:
            return self._read_from(self._reader, unit)
        except DATABASE_ERRORS as error:
            if not may_pass(error):
                raise
        try:
            return self._read_from(self._reader, unit)
        except DATABASE_ERRORS as error:
            if not may_pass(error):
                raise
            raise StorageBusy("store.unreachable", "The database cannot be reached now; ask again.") from error

    def _read_from(self, engine: Engine, unit: Callable[[SqlUnitOfWork], T]) -> T:
        with engine.connect() as connection:
            try:
                with connection.begin():
                    return unit(SqlUnitOfWork(connection, self._terms))
            finally:
                drop_if_lost(connection)

    def _finish(self) -> None:
        self._writers.join()
        self._readers.shutdown()
        self._reader.dispose()
        self.engine.dispose()
        if self._file is not None:
            self._file.near.dispose()
            self._file.lock.release()


def open_store(
    url: str,
    *,
    owner: str,
    on_commit: OnCommit,
    random: Randomness = secrets.token_bytes,
    lease: timedelta = timedelta(seconds=60),
    handle_life: timedelta = timedelta(hours=48),
    writers: int = 8,
    readers: int = 4,
    synchronous: str = "FULL",
) -> Store:
    """Open a migrated database; call it on the event loop that will use it.

    `owner` names this instance, the same after a restart: bells it was sending when it died may be claimed at once.
    `on_commit` is called on the loop after a commit and before its callers resume. `lease` is how long a claimed
    bell or update stays with its claimer, `handle_life` how long a bell's button works. `writers` and `readers` are
    PostgreSQL connections (SQLite has one writer); `synchronous` is SQLite's, lower only where loss does not matter.

    Raises:
        StoreUnusable: when another process serves this file, the tables are older or newer than this version, or the
            database cannot be reached or used; the sentence says which.
    """
    parsed = parse_url(url)
    terms = Terms(owner, random, lease, handle_life)
    lanes = Lanes()
    answers = Answers(asyncio.get_running_loop(), on_commit)
    file = None
    threads: _Threads
    if parsed.get_backend_name() == "sqlite":
        path = Path(str(parsed.database))
        file = _File(path, FileLock(path), sqlite_engine(path, readonly=True, waits=False))
        engine = sqlite_engine(path, synchronous=synchronous)
        reader = sqlite_engine(path, readonly=True, size=readers)
        threads = Writer(engine, terms, answers, lanes)
    else:
        engine = postgres_engine(parsed, size=writers)
        reader = postgres_engine(parsed, size=readers).execution_options(postgresql_readonly=True)
        threads = Writers(engine, terms, answers, lanes, writers)
    try:
        with diagnosed(OTHER_TABLES), engine.begin() as connection:
            check_level(connection)
            abandon(connection, owner, everyone=file is not None)
        if file is not None:
            file.near.connect().close()  # opened now, not while bells wait for the event loop
    except BaseException:
        engine.dispose()
        if file is not None:
            file.lock.release()
        raise
    threads.start()
    return Store(lanes, threads, reader, readers, terms, engine, file)
