"""PostgreSQL's writers: threads that each run one unit in one transaction, again when another got in its way."""

from __future__ import annotations

import contextlib
from threading import Lock, Thread
from typing import Final

import psycopg
from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError

from domain.errors import StorageBusy
from storage.committed import Committed
from storage.lanes import Answers, Job, Lanes
from storage.unit_of_work import SqlUnitOfWork, Terms

ATTEMPTS: Final = 1000
"""A unit is overtaken only by one that was stored, so this many were served before it: no burst reaches it."""
_COLLIDED: Final = (psycopg.errors.SerializationFailure, psycopg.errors.DeadlockDetected)
_SAME_KEY: Final = psycopg.errors.UniqueViolation


class Uncertain(StorageBusy):
    """The database did not confirm a commit: perhaps stored, perhaps not; `perhaps` is what to look for."""

    def __init__(self, perhaps: Committed) -> None:
        super().__init__("store.failed", "The database did not confirm this; send the same again.")
        self.perhaps = perhaps


class Writers:
    """As many threads as the pool has connections, under REPEATABLE READ, taking the urgent lane first.

    READ COMMITTED would let a handler decide on a row that changes under it, and an act that may never conflict (a
    receipt, a question) would end in Stale; here it is run again on what is true now. SERIALIZABLE would add false
    conflicts on small tables; instead every rule over several rows writes one row that its rivals write too: the
    chain, the dossier, the open obligation, the head of a log. Rivals that collided take turns.
    """

    def __init__(self, engine: Engine, terms: Terms, answers: Answers, lanes: Lanes, threads: int) -> None:
        self._engine = engine
        self._terms = terms
        self._answers = answers
        self._lanes = lanes
        self._turn = Lock()
        self._threads = [Thread(target=self._run, name=f"piket-writer-{n}", daemon=True) for n in range(threads)]

    def start(self) -> None:
        for thread in self._threads:
            thread.start()

    def join(self) -> None:
        """Return when everything queued before the lanes closed has been answered."""
        for thread in self._threads:
            thread.join()

    def _run(self) -> None:
        while (job := self._lanes.take()) is not None:
            effects = Committed()
            try:
                effects = self._until_done(job)
            except Uncertain as failed:
                job.error, effects = failed, failed.perhaps
            except BaseException as error:
                job.error = error
            self._answers.post([job], effects)

    def _until_done(self, job: Job) -> Committed:
        """Run the unit; when it collided, again while its rivals in this process wait.

        The same key twice may be a rival that was first: the second run finds its row. If it does not, it is an error.
        """
        try:
            return self._once(job)
        except Exception as error:
            if not _may_run_again(error):
                raise
        with self._turn:
            for _ in range(ATTEMPTS):
                try:
                    return self._once(job)
                except Exception as error:
                    if not _may_run_again(error) or isinstance(driver_error(error), _SAME_KEY):
                        raise
        raise StorageBusy("store.busy", "Too many wrote the same at once and nothing was stored; send the same again.")

    def _once(self, job: Job) -> Committed:
        """Run the unit in one transaction. Until COMMIT is sent nothing is stored, whatever happens."""
        try:
            connection = self._engine.connect()
        except DBAPIError as error:
            raise StorageBusy("store.unreachable", "The database cannot be reached; send the same again.") from error
        with connection, contextlib.ExitStack() as held:
            transaction = connection.begin()
            try:
                uow = SqlUnitOfWork(connection, self._terms)
                job.result = job.unit(uow)
                uow.flush()
                if job.hold is not None:
                    held.enter_context(job.hold())
            except BaseException as error:
                with contextlib.suppress(DBAPIError):
                    transaction.rollback()
                drop_if_lost(connection)
                if isinstance(driver_error(error), psycopg.errors.ReadOnlySqlTransaction):  # it became a standby
                    connection.invalidate()
                    raise StorageBusy("store.unreachable", "The database takes no writing; ask again.") from error
                raise
            try:
                transaction.commit()
            except Exception as error:
                connection.invalidate()
                if isinstance(driver_error(error), (*_COLLIDED, _SAME_KEY)):
                    raise
                raise Uncertain(uow.effects.perhaps()) from error
            return uow.effects


def driver_error(error: BaseException) -> BaseException:
    """What the driver said, also when SQLAlchemy wrapped it."""
    return error.orig if isinstance(error, DBAPIError) and error.orig is not None else error


def is_lost(error: BaseException) -> bool:
    """Whether the connection, not the statement, is at fault."""
    found = driver_error(error)
    return isinstance(found, (psycopg.OperationalError, psycopg.InterfaceError)) and not isinstance(found, _COLLIDED)


def _may_run_again(error: BaseException) -> bool:
    return isinstance(driver_error(error), (*_COLLIDED, _SAME_KEY)) or is_lost(error)


def drop_if_lost(connection: Connection) -> None:
    """Keep a connection that the server ended out of the pool."""
    if not connection.invalidated and getattr(connection.connection.driver_connection, "closed", False):
        connection.invalidate()
