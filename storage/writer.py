"""SQLite's one writer: a thread that commits everything that queued up during the last commit as one."""

from __future__ import annotations

import sqlite3
from contextlib import ExitStack
from threading import Thread
from time import perf_counter
from typing import Any, Final

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError

from domain.errors import StorageBusy
from storage.committed import Committed
from storage.lanes import Answers, Job, Lanes
from storage.unit_of_work import SqlUnitOfWork, Terms

BATCH_SECONDS: Final = 0.01
"""A commit takes no more units once they have run this long: what the first waits, at most, for the last."""

_FATAL: Final = {
    sqlite3.SQLITE_NOMEM,
    sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_INTERRUPT,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_CORRUPT,
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_NOTADB,
}
"""After these SQLite may have rolled everything back by itself, so that no unit of the batch may be believed."""


class Writer:
    """Owns the only writing connection; each unit has a savepoint of its own within the common commit.

    A unit that raises is undone alone and its caller gets that very exception. When the disk fails or the commit
    does, the whole batch fails with StorageBusy: perhaps stored, perhaps not; the same bytes may be sent again.
    """

    def __init__(self, engine: Engine, terms: Terms, answers: Answers, lanes: Lanes) -> None:
        self._engine = engine
        self._terms = terms
        self._answers = answers
        self._lanes = lanes
        self._connection: Connection | None = None
        self._thread = Thread(target=self._run, name="piket-writer", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def join(self) -> None:
        """Return when everything queued before the lanes closed has been answered."""
        self._thread.join()

    def _run(self) -> None:
        while (first := self._lanes.take()) is not None:
            self._batch(first)
        self._forget_connection()

    def _batch(self, first: Job) -> None:
        jobs = [first]
        effects = Committed()
        try:
            if self._connection is None:
                self._connection = self._engine.connect()
            with ExitStack() as held, self._connection.begin():
                self._fill(self._connection, jobs, effects, held)
        except Exception as broken:
            self._forget_connection()
            effects = effects.perhaps()
            for job in jobs:
                job.error = StorageBusy("store.failed", "The disk did not confirm this; send the same again.")
                job.error.__cause__ = broken
        self._answers.post(jobs, effects)

    def _fill(self, connection: Connection, jobs: list[Job], effects: Committed, held: ExitStack) -> None:
        """Run the first and what waits behind it; what is not urgent never joins, and so delays, what is.

        Nothing joins what is held: that has a moment to be committed at.
        """
        stop = perf_counter() + BATCH_SECONDS
        self._one(connection, jobs[0], effects)
        while jobs[-1].hold is None and perf_counter() < stop:
            job = self._lanes.poll(urgent=jobs[-1].urgent)
            if job is None:
                break
            jobs.append(job)
            self._one(connection, job, effects)
        for job in jobs:
            if job.hold is not None:
                held.enter_context(job.hold())

    def _one(self, connection: Connection, job: Job, effects: Committed) -> None:
        driver: Any = connection.connection.driver_connection
        driver.execute("SAVEPOINT unit")
        uow = SqlUnitOfWork(connection, self._terms)
        try:
            job.result = job.unit(uow)
            uow.flush()
        except BaseException as error:
            if _is_fatal(error):
                raise
            driver.execute("ROLLBACK TO unit")
            job.error = error
        driver.execute("RELEASE unit")
        if job.error is None:
            effects.add(uow.effects)

    def _forget_connection(self) -> None:
        """The next batch starts on a new connection, which reads the file as it really is."""
        if self._connection is not None:
            self._connection.invalidate()
            self._connection.close()
            self._connection = None


def _is_fatal(error: BaseException) -> bool:
    found = error.orig if isinstance(error, DBAPIError) else error
    return isinstance(found, sqlite3.Error) and getattr(found, "sqlite_errorcode", 0) & 0xFF in _FATAL
