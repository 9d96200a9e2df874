"""Connections to either database, set so that a commit is durable, and the lock that keeps a second service out."""

from __future__ import annotations

import contextlib
import fcntl
import os
import sqlite3
from pathlib import Path
from typing import Any, Final

from psycopg import ProgrammingError
from psycopg.conninfo import make_conninfo
from sqlalchemy import URL, Connection, Engine, QueuePool, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError

from domain.errors import PiketError
from storage.backfill import NET_PAGES

BUSY_MILLISECONDS: Final = 5_000
"""How long a statement waits for another process that holds SQLite's lock, such as a backup."""


GONE: Final = {
    "connect_timeout": 5,
    "tcp_user_timeout": 10_000,
    "keepalives_idle": 5,
    "keepalives_interval": 2,
    "keepalives_count": 3,
}
"""A database that a broken network hides is given up within seconds; the default is a quarter of an hour of silence."""
STATEMENTS: Final = 512
"""How many compiled statements a SQLite connection keeps: more than there are."""


class StoreUnusable(PiketError):
    """The store cannot be opened; the sentence says what to do. Nothing was changed."""

    status = 503


def parse_url(url: str) -> URL:
    """Read `sqlite:///path` or `postgresql://…`; the driver is ours to choose.

    Raises:
        StoreUnusable: for any other address, without a word of it: it may hold a password.
    """
    try:
        parsed = make_url(url)
        kind = parsed.get_backend_name()
        if kind == "postgresql":
            parsed = parsed.set(drivername="postgresql+psycopg")
            arguments, options = parsed.get_dialect()().create_connect_args(parsed)
            make_conninfo(*arguments, **options)  # what connecting would refuse
            return parsed
        if kind == "sqlite" and parsed.database not in (None, "", ":memory:"):
            return parsed
    except (ArgumentError, ProgrammingError, ValueError):
        pass  # what they say repeats parts of the address
    raise StoreUnusable("store.url", "The store must be sqlite:///a-file or postgresql://…; correct the setting.")


def sqlite_engine(
    path: Path, *, readonly: bool = False, size: int = 1, synchronous: str = "FULL", waits: bool = True
) -> Engine:
    """An engine on one SQLite file; writing ones begin with BEGIN IMMEDIATE, reading ones cannot write.

    Without `waits`, a statement fails at once while another process holds the file: for the event loop.
    """
    target = f"{path.resolve().as_uri()}?mode={'ro' if readonly else 'rwc'}"

    def connect() -> sqlite3.Connection:
        return sqlite3.connect(
            target,
            uri=True,
            isolation_level=None,
            check_same_thread=False,
            timeout=BUSY_MILLISECONDS / 1000 if waits else 0,
            cached_statements=STATEMENTS,
        )

    engine = create_engine(
        "sqlite://", creator=connect, poolclass=QueuePool, pool_size=size, max_overflow=0, hide_parameters=True
    )

    @event.listens_for(engine, "connect")
    def _prepare(connection: sqlite3.Connection, _record: Any) -> None:
        if not readonly:
            connection.execute("PRAGMA journal_mode=WAL")
            connection.execute(f"PRAGMA synchronous={synchronous}")
            connection.execute(f"PRAGMA wal_autocheckpoint={NET_PAGES}")
            # What is deleted is overwritten, also in pages that fall free; its copy for undoing a unit is in no file.
            connection.execute("PRAGMA secure_delete=ON")
            connection.execute("PRAGMA temp_store=MEMORY")
        connection.execute("PRAGMA foreign_keys=ON")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN" if readonly else "BEGIN IMMEDIATE")

    return engine


def postgres_engine(url: URL, *, size: int) -> Engine:
    """An engine on PostgreSQL under REPEATABLE READ, with commits that wait for the disk."""
    return create_engine(
        url,
        isolation_level="REPEATABLE READ",
        pool_size=size,
        max_overflow=0,
        hide_parameters=True,
        connect_args={"options": "-c timezone=UTC -c synchronous_commit=on", **GONE},
    )


class FileLock:
    """Held from taking to release, or to the death of the process: one service on one SQLite file."""

    def __init__(self, path: Path) -> None:
        """Take the lock beside the database file. Raises StoreUnusable while another process holds it."""
        self._handle = os.open(f"{path}.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(self._handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as held:
            os.close(self._handle)
            raise StoreUnusable(
                "store.in_use", "Another process works on this database; stop it, or send the command to it."
            ) from held

    def release(self) -> None:
        """Let the next one in; safe to repeat."""
        with contextlib.suppress(OSError):
            os.close(self._handle)
