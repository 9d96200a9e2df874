"""SQLite's write-ahead log is copied into the file beside the writer, so that no bell waits for the copying."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Final

from domain.errors import StorageBusy

_HELD: Final = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
NET_PAGES: Final = 8_192
"""The writer copies by itself once the log has so many pages (32 MiB): when nobody did it beside it for very long."""


def empty_log(path: Path) -> bool:
    """Copy all of the log into the database file and cut it to nothing: what was erased is in neither then (EV-03).

    False when a reader or the writer was in the way for that moment; ask again. Nothing waits for it meanwhile but the
    writer, for what was committed since the last `copy_back`.

    Raises:
        StorageBusy: when the disk refused.
    """
    copy_back(path)
    try:
        with closing(_connect(path)) as connection:
            [busy, *_] = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    except sqlite3.Error as wrong:
        if wrong.sqlite_errorcode & 0xFF in _HELD:
            return False
        raise StorageBusy("store.failed", "The disk did not take this now; it is tried again.") from wrong
    return int(busy) == 0


def copy_back(path: Path) -> None:
    """Copy what the log holds into the database file, as far as no reader still needs it; safe to repeat.

    It has a connection of its own and waits for nobody; the writer goes on meanwhile. Nothing becomes more or less
    durable: a commit is durable in the log already.

    Raises:
        StorageBusy: when the disk refused; the log keeps everything, and the next commit meets the same disk.
    """
    try:
        with closing(_connect(path)) as connection:
            connection.execute("PRAGMA wal_checkpoint(PASSIVE)")
    except sqlite3.Error as wrong:
        raise StorageBusy("store.failed", "The disk did not take this now; it is tried again.") from wrong


def _connect(path: Path) -> sqlite3.Connection:
    # mode=rw: a file that is gone is not made anew, empty, where everybody would take it for the real one.
    target = f"{path.resolve().as_uri()}?mode=rw"
    return sqlite3.connect(target, uri=True, isolation_level=None, timeout=0)
