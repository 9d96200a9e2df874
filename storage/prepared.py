"""Runs statements on one transaction, each compiled once, since finding it again by its form takes most of the time."""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from typing import Any, Final, cast

from sqlalchemy import ClauseElement, Connection, Dialect, Executable
from sqlalchemy.sql.compiler import SQLCompiler

Terms = Mapping[str, Any]
NO_TERMS: Final[Terms] = {}
LONGEST: Final = 16
"""Longer lists, and lists of pairs, are left to SQLAlchemy: each length is a statement of its own."""
Row = Any
"""A named tuple of the selected columns; its values have Python's types, as the columns say."""


class Result:
    """All rows of one statement, already read, and how many it touched."""

    __slots__ = ("_rows", "rowcount")

    def __init__(self, rows: list[Row], rowcount: int) -> None:
        self._rows = rows
        self.rowcount = rowcount

    def __iter__(self) -> Iterator[Row]:
        return iter(self._rows)

    def all(self) -> list[Row]:
        return self._rows

    def first(self) -> Row | None:
        return self._rows[0] if self._rows else None

    def scalars(self) -> list[Any]:
        """The first column of every row."""
        return [row[0] for row in self._rows]

    def scalar(self) -> Any:
        """The first column of the first row; None without rows."""
        return self._rows[0][0] if self._rows else None


class _Prepared:
    """A statement as text for one dialect, with what turns values into parameters and columns into values."""

    __slots__ = ("_binds", "_columns", "_fixed", "_lists", "_names", "_positional", "_row", "text")

    def __init__(self, compiled: SQLCompiler, dialect: Dialect, terms: Terms) -> None:
        self._fixed = {name: bind.effective_value for bind, name in compiled.bind_names.items() if not bind.required}
        processors: Mapping[str, Any] = compiled._bind_processors
        names: Sequence[str] | None = compiled.positiontup if dialect.positional else list(compiled.bind_names.values())
        self.text = str(compiled)
        self._lists: Mapping[str, list[str]] = {}
        if compiled.post_compile_params:
            found = compiled._process_parameters_for_postcompile({**self._fixed, **terms})
            self.text = found.statement
            self._lists = found.parameter_expansion
            processors = {**processors, **found.processors}
            names = found.positiontup if dialect.positional else list(found.parameters)
        self._positional = dialect.positional
        self._names: list[str] = list(names or ())
        self._binds = [processors.get(name) for name in self._names]
        columns = compiled._result_columns
        self._columns = [column.type._cached_result_processor(dialect, None) for column in columns]
        self._row: Any = namedtuple("Row", [column.keyname for column in columns], rename=True) if columns else None

    def parameters(self, terms: Terms) -> Any:
        """What the driver gets for `terms`; a value the statement fixed itself needs no term."""
        found = {**self._fixed, **terms} if self._fixed else terms
        if self._lists:
            for term, names in self._lists.items():
                found = {**found, **dict(zip(names, found[term], strict=True))}
        values = [
            found[name] if process is None else process(found[name])
            for name, process in zip(self._names, self._binds, strict=True)
        ]
        return values if self._positional else dict(zip(self._names, values, strict=True))

    def rows(self, cursor: Any) -> list[Row]:
        if self._row is None:
            return []
        make: Callable[[Any], Row] = self._row._make
        processors = self._columns
        if not any(processors):
            return [make(raw) for raw in cursor.fetchall()]
        return [
            make([value if process is None else process(value) for value, process in zip(raw, processors, strict=True)])
            for raw in cursor.fetchall()
        ]


_CACHES: Final[dict[str, dict[Hashable, _Prepared]]] = {"sqlite": {}, "postgresql": {}}
"""By dialect, then by statement, the names of its terms (they decide which columns are set) and the lengths of lists.
It holds the statements of this package, which are made when their module loads, and nothing else."""


class Transaction:
    """The connection of one transaction; the driver's own errors come through as they are.

    It runs only statements that their module made when it loaded.
    """

    __slots__ = ("_cache", "_connection", "_driver", "kind")

    def __init__(self, connection: Connection) -> None:
        self.kind = connection.dialect.name
        self._connection = connection
        self._driver: Any = connection.connection.driver_connection
        self._cache = _CACHES[self.kind]

    def execute(self, statement: ClauseElement, terms: Terms = NO_TERMS) -> Result:
        """Run a statement once and read all its rows; what an IN compares with is given as a tuple."""
        lists = [value for value in terms.values() if type(value) is tuple]
        if any(not 0 < len(value) <= LONGEST or type(value[0]) is tuple for value in lists):
            found = self._connection.execute(cast(Executable, statement), terms)
            return Result(list(found) if found.returns_rows else [], found.rowcount)
        prepared = self._prepared((statement, *terms, *map(len, lists)), statement, terms)
        cursor = self._driver.cursor()
        cursor.execute(prepared.text, prepared.parameters(terms))
        return Result(prepared.rows(cursor), cursor.rowcount)

    def many(self, statement: ClauseElement, terms: Sequence[Terms]) -> int:
        """Run a statement once for each of these terms, which all have the same names; how many rows it touched."""
        prepared = self._prepared((statement, *terms[0]), statement, terms[0])
        cursor = self._driver.cursor()
        cursor.executemany(prepared.text, [prepared.parameters(one) for one in terms])
        touched: int = cursor.rowcount
        return touched

    def _prepared(self, key: Hashable, statement: ClauseElement, terms: Terms) -> _Prepared:
        found = self._cache.get(key)
        if found is None:
            dialect = self._connection.dialect
            compiled = statement.compile(dialect=dialect, column_keys=list(terms) or None, for_executemany=True)
            found = self._cache[key] = _Prepared(cast(SQLCompiler, compiled), dialect, terms)
        return found
