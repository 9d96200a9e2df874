"""What one transaction of the service stores: the very rows, so that the floor can write the same."""

from __future__ import annotations

import base64
import json
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

_BYTES: Final = "base64:"


@dataclass(frozen=True, slots=True)
class Kept:
    """The new rows of one table, and which columns each of its indexes has."""

    table: str
    columns: tuple[str, ...]
    indexes: tuple[tuple[str, ...], ...]
    rows: tuple[tuple[Any, ...], ...]

    @property
    def size(self) -> int:
        return sum(len(value) if isinstance(value, str | bytes) else 8 for row in self.rows for value in row)


def present(database: Path) -> Mapping[str, frozenset[int]]:
    """Return which rows each table has."""
    with closing(sqlite3.connect(database)) as db:
        return {table: _ids(db, table) for table in _tables(db)}


def added(database: Path, before: Mapping[str, frozenset[int]]) -> list[Kept]:
    """Return the rows that were not there `before`."""
    with closing(sqlite3.connect(database)) as db:
        return [kept for table in _tables(db) if (kept := _added(db, table, before[table])).rows]


def _added(db: sqlite3.Connection, table: str, before: frozenset[int]) -> Kept:
    new = _ids(db, table) - before
    found = db.execute(f'SELECT rowid, * FROM "{table}"')  # noqa: S608  # a name from the database's own catalogue
    columns = tuple(str(column[0]) for column in found.description[1:])
    rows = tuple(tuple(row[1:]) for row in found if row[0] in new)
    indexes = tuple(
        tuple(str(part[2]) for part in db.execute(f'PRAGMA index_info("{index[1]}")'))
        for index in db.execute(f'PRAGMA index_list("{table}")')
    )
    return Kept(table, columns, indexes, rows)


def _tables(db: sqlite3.Connection) -> list[str]:
    found = db.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
    return [str(name) for (name,) in found]


def _ids(db: sqlite3.Connection, table: str) -> frozenset[int]:
    return frozenset(row for (row,) in db.execute(f'SELECT rowid FROM "{table}"'))  # noqa: S608  # as above


def save(kept: list[Kept], path: Path) -> None:
    """Write rows for another process."""
    plain = [[one.table, one.columns, one.indexes, [list(map(_out, row)) for row in one.rows]] for one in kept]
    path.write_text(json.dumps(plain))


def load(path: Path) -> list[Kept]:
    """Read what `save` wrote."""
    return [
        Kept(table, tuple(columns), tuple(map(tuple, indexes)), tuple(tuple(map(_in, row)) for row in rows))
        for table, columns, indexes, rows in json.loads(path.read_text())
    ]


def _out(value: Any) -> Any:
    return _BYTES + base64.b64encode(value).decode() if isinstance(value, bytes) else value


def _in(value: Any) -> Any:
    if isinstance(value, str) and value.startswith(_BYTES):
        return base64.b64decode(value.removeprefix(_BYTES))
    return value
