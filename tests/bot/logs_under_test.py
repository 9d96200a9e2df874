"""A store on one SQLite file whose answers can be made to fail, a clock moved by hand, and a verdict on its logs."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import create_engine, event

from domain.audit.leaves import LeafType
from domain.audit.notes import SignatureType, SignerKey
from domain.audit.succession import LogKeys
from domain.audit.verify import Progress, verify_log
from domain.errors import StorageBusy
from storage.tables import metadata
from storage.unit_of_work import SqlUnitOfWork, Terms

T = TypeVar("T")

KEYS = {
    log: SignerKey(f"piket.example/log/{log}", SignatureType.ED25519, bytes([number]) * 32)
    for number, log in enumerate(("om", "nctv", "root"))
}


TABLES = ("leaves", "openings", "heads", "tiles", "checkpoints", "leases", "meta", "alarms", "log_turns", "cosigned")
"""What a sequencer works on."""


class Killed(BaseException):
    """The process ends here, without another instruction."""


class ByHand:
    """A clock and timer that stand still until `pass_` is called."""

    def __init__(self) -> None:
        self._now = datetime(2026, 3, 29, 1, 12, tzinfo=UTC)
        self._due: list[tuple[datetime, Callable[[], None]]] = []

    def now(self) -> datetime:
        return self._now

    def call_at(self, moment: datetime, wake: Callable[[], None]) -> Callable[[], None]:
        entry = (moment, wake)
        self._due.append(entry)
        return lambda: self._due.remove(entry) if entry in self._due else None

    def pass_(self, span: timedelta) -> None:
        """Move time on and wake, in order, whoever is due."""
        self._now += span
        for entry in sorted(self._due, key=lambda one: one[0]):
            if entry[0] <= self._now:
                self._due.remove(entry)
                entry[1]()


class FaultyStore:
    """One transaction a unit, run at once; `faults` are taken, one a write, from the left: `lost`, `unsure`, `` ``.

    `lost` fails before anything is stored, `unsure` stores and then says it failed. `kill_at` counts the moments
    before and after every read and write down to the one at which the process is killed.
    """

    def __init__(self, path: Path, owner: str = "one") -> None:
        self._engine = create_engine(f"sqlite:///{path}")
        event.listen(self._engine, "connect", _quick)
        metadata.create_all(self._engine, tables=[metadata.tables[name] for name in TABLES])
        self._terms = Terms(owner, secrets.token_bytes, timedelta(seconds=30), timedelta(days=1))
        self.faults: list[str] = []
        self.kill_at = -1
        self.unreachable = False
        self.on_leaves: Callable[[set[str]], None] = lambda _logs: None

    async def write(self, unit: Callable[[Any], T], *, urgent: bool = False) -> T:
        await self._moment()
        fault = self.faults.pop(0) if self.faults else ""
        if fault == "lost":
            raise StorageBusy("store.busy", "The store could not say whether it stored; send the same again.")
        answer = self.commit(unit)
        if fault == "unsure":
            raise StorageBusy("store.busy", "The store could not say whether it stored; send the same again.")
        await self._moment()
        return answer

    async def read(self, unit: Callable[[Any], T]) -> T:
        await self._moment()
        with self._engine.connect() as connection:
            answer = unit(SqlUnitOfWork(connection, self._terms))
        await self._moment()
        return answer

    def commit(self, unit: Callable[[SqlUnitOfWork], T]) -> T:
        """Run a unit without any fault, durable on return."""
        with self._engine.begin() as connection:
            uow = SqlUnitOfWork(connection, self._terms)
            answer = unit(uow)
            uow.flush()
        if uow.effects.logs:
            self.on_leaves(uow.effects.logs)
        return answer

    def append(self, log: str, count: int, at: datetime) -> None:
        """Commit this many leaves to a log."""

        def unit(uow: SqlUnitOfWork) -> None:
            for _ in range(count):
                uow.audit.append(log, LeafType.RING, at=at)

        self.commit(unit)

    def close(self) -> None:
        self._engine.dispose()

    async def _moment(self) -> None:
        await asyncio.sleep(0)
        if self.unreachable:
            raise StorageBusy("store.unreachable", "The database cannot be reached now; ask again.")
        self.kill_at -= 1
        if self.kill_at == -1:
            raise Killed


def verdict(store: FaultyStore, log: str, keys: LogKeys | None = None) -> Progress:
    """Verify a whole log as an outsider would; raises LogDiffers at the first difference."""

    def unit(uow: SqlUnitOfWork) -> Progress:
        head = uow.logs.head(log)
        size = 0 if head is None else head.size
        notes = [note for _, note in uow.logs.checkpoints(log, 0, 1000)]
        *_, last = verify_log(
            keys or LogKeys(KEYS[log].verifier),
            uow.logs.entries(log, 0, size),
            notes,
            lambda level, index: uow.logs.tile(log, level, index),
        )
        return last

    return store.commit(unit)


def _quick(connection: Any, _record: object) -> None:
    """No power is cut in these tests: what a commit wrote is there for the next connection."""
    connection.execute("PRAGMA synchronous=OFF")
