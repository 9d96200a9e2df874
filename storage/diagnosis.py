"""What an error of the database means to who keeps it up: one sentence with what to do, never the database's words."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

import psycopg
from sqlalchemy.exc import DBAPIError

from storage.engines import StoreUnusable

DATABASE_ERRORS: Final = (DBAPIError, sqlite3.Error, psycopg.Error)
"""What a statement may raise: prepared ones go to the driver without SQLAlchemy between."""
_AWAY: Final = (
    "The database cannot be reached, or does not let us in; check its address, its rights for us, and that it runs."
)
_FULL: Final = "The disk of the database is full, so nothing was changed; make room there, then do the same again."
_HELD: Final = "Another program holds the database; let it finish or stop it, then do the same again."
_RIGHTS: Final = "The database may not be opened or written by this user; look at the path, its folder and the rights."
_DAMAGED: Final = "The file is damaged, or no database; keep it as it is, and put the newest backup in a new folder."
_DISK: Final = (
    "The disk of the database is full or fails; make room there, or look at the machine's own log for faults."
)
_SQLITE: Final = {
    sqlite3.SQLITE_BUSY: _HELD,
    sqlite3.SQLITE_LOCKED: _HELD,
    sqlite3.SQLITE_PROTOCOL: _HELD,
    sqlite3.SQLITE_FULL: _FULL,
    sqlite3.SQLITE_READONLY: _RIGHTS,
    sqlite3.SQLITE_CANTOPEN: _RIGHTS,
    sqlite3.SQLITE_PERM: _RIGHTS,
    sqlite3.SQLITE_NOTADB: _DAMAGED,
    sqlite3.SQLITE_CORRUPT: _DAMAGED,
    sqlite3.SQLITE_IOERR: _DISK,
}
_POSTGRES: Final = {
    "53100": _FULL,
    "25006": "The database takes no writing: this is a standby, or set to read only; give the address of the primary.",
    "42501": "The database refuses this user; give it all rights on the database and on the schema of Piket.",
    "55P03": _HELD,
}
_AWAY_CLASSES: Final = frozenset({"08", "28", "3D", "53", "57", "58"})
"""No connection, not let in, no such database, no room for one more, an operator stopped it, its machine fails."""


def meaning_of(error: BaseException) -> str | None:
    """Return what is wrong with the database, or None when it is sound and refused a statement."""
    if isinstance(error, DBAPIError) and error.orig is not None:
        error = error.orig
    if isinstance(error, sqlite3.Error):
        return _SQLITE.get(getattr(error, "sqlite_errorcode", 0) & 0xFF)  # the rest of an extended code is detail
    if not isinstance(error, psycopg.Error):
        return None
    if error.sqlstate is None:
        return _AWAY if isinstance(error, (psycopg.OperationalError, psycopg.InterfaceError)) else None
    return _POSTGRES.get(error.sqlstate) or (_AWAY if error.sqlstate[:2] in _AWAY_CLASSES else None)


def is_held(error: BaseException) -> bool:
    """Tell whether another holds what the statement needs, for a moment perhaps."""
    return meaning_of(error) == _HELD


def may_pass(error: BaseException) -> bool:
    """Tell whether the same may succeed a moment later: nobody answered, or another was in the way."""
    return meaning_of(error) in (_AWAY, _HELD)


@contextmanager
def diagnosed(refused: str) -> Iterator[None]:
    """Give every error of the database in here its meaning; `refused` says what to do after a refused statement.

    Raises:
        StoreUnusable: for each of them; what the database itself said may hold rows, and stays behind.
    """
    try:
        yield
    except DATABASE_ERRORS as error:
        meaning = meaning_of(error)
        raise StoreUnusable("store.refused" if meaning is None else "store.unusable", meaning or refused) from error
