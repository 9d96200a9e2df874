"""What whoever verifies reads: a snapshot of the whole store, beside a running service, and acts by their hash."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, bindparam, func, select

from domain.acts.envelope import SignedAct
from domain.ids import ItemId, Sha256Hex
from storage.acts import signed_act
from storage.diagnosis import diagnosed
from storage.engines import StoreUnusable, parse_url, postgres_engine, sqlite_engine
from storage.level import OTHER_TABLES, check_level
from storage.tables import acts
from storage.unit_of_work import SqlUnitOfWork, Terms

_BY_HASH = select(acts).where(acts.c.sha256 == bindparam("sha256")).limit(1)
_BY_HASHES = select(acts).where(acts.c.sha256.in_(bindparam("hashes", expanding=True)))
_COUNT = select(func.count()).select_from(acts).where(acts.c.log == bindparam("log"))


@dataclass(frozen=True, slots=True)
class StoredAct:
    """An act as it is kept: what was signed, whether a rule let it pass, how it is counted."""

    signed: SignedAct
    accepted: bool
    log: str
    seq: int
    item: ItemId | None

    @property
    def erased(self) -> bool:
        """Whether its bytes are gone since the retention of its item was over (EV-03)."""
        return not self.signed.payload


class Evidence(SqlUnitOfWork):
    """One snapshot of everything; nothing can be written through it."""

    def __init__(self, connection: Connection) -> None:
        super().__init__(connection, Terms("evidence", _no_randomness, timedelta(0), timedelta(0)))
        self._connection = connection

    def act(self, sha256: Sha256Hex) -> StoredAct | None:
        """The act with this hash."""
        row = self._connection.execute(_BY_HASH, {"sha256": sha256}).first()
        return None if row is None else _stored(row)

    def acts_by_hash(self, hashes: Collection[Sha256Hex]) -> Mapping[Sha256Hex, StoredAct]:
        """The acts with these hashes, as they are stored under them, at the cost of one query."""
        rows = self._connection.execute(_BY_HASHES, {"hashes": list(hashes)})
        return {Sha256Hex(row.sha256): _stored(row) for row in rows}

    def acts_in(self, log: str) -> int:
        """How many acts are kept that were counted in this log."""
        return self._connection.execute(_COUNT, {"log": log}).scalar_one()


def _stored(row: Any) -> StoredAct:
    signed = signed_act(row.payload_type, row.payload, row.proofs)
    return StoredAct(signed, row.status < 400, row.log, row.seq, row.item)


@contextmanager
def evidence(url: str) -> Iterator[Evidence]:
    """Open a database, or a copy of one, for reading alone, also while a service works on it.

    Raises:
        StoreUnusable: when it cannot be read, or its tables are of another version.
    """
    parsed = parse_url(url)
    if parsed.get_backend_name() == "sqlite":
        path = Path(str(parsed.database))
        if not path.is_file():
            sentence = "give its folder with --data, or found an installation: see piket init --help."
            raise StoreUnusable("store.absent", f"There is no database {path.name} here; {sentence}")
        engine = sqlite_engine(path, readonly=True)
    else:
        engine = postgres_engine(parsed, size=1).execution_options(postgresql_readonly=True)
    try:
        with diagnosed(OTHER_TABLES), engine.connect() as connection, connection.begin():
            check_level(connection)
            yield Evidence(connection)
    finally:
        engine.dispose()


def _no_randomness(_count: int) -> bytes:
    raise AssertionError("reading needs no randomness")
