"""Runs statements on one transaction, each compiled once, since finding it again by its form takes most of the time."""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from operator import itemgetter
from typing import Any, Final, cast

from sqlalchemy import BindParameter, ClauseElement, Connection, Dialect, Executable, Select
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.visitors import ExternallyTraversible, replacement_traverse

Terms = Mapping[str, Any]
NO_TERMS: Final[Terms] = {}
LONGEST: Final = 1024
"""Longer lists, and lists of pairs, are left to SQLAlchemy."""
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

    __slots__ = ("_binds", "_columns", "_fixed", "_lists", "_names", "_pick", "_positional", "_row", "text")

    def __init__(self, compiled: SQLCompiler, dialect: Dialect, terms: Terms) -> None:
        self._fixed = {name: bind.effective_value for bind, name in compiled.bind_names.items() if not bind.required}
        processors: Mapping[str, Any] = compiled._bind_processors
        names: Sequence[str] | None = compiled.positiontup if dialect.positional else list(compiled.bind_names.values())
        self.text = str(compiled)
        self._lists: Mapping[str, list[str]] = {}
        if compiled.post_compile_params or compiled.literal_execute_params:
            found = compiled._process_parameters_for_postcompile({**self._fixed, **terms})
            self.text = found.statement
            self._lists = found.parameter_expansion
            processors = {**processors, **found.processors}
            names = found.positiontup if dialect.positional else list(found.parameters)
        self._positional = dialect.positional
        self._names: list[str] = list(names or ())
        self._fixed = {name: self._fixed[name] for name in self._names if name in self._fixed}
        self._pick: Callable[[Terms], Sequence[Any]] = _picker(self._names)
        self._binds = _steps([processors.get(name) for name in self._names])
        columns = compiled._result_columns
        self._columns = _steps([column.type._cached_result_processor(dialect, None) for column in columns])
        self._row: Any = namedtuple("Row", [column.keyname for column in columns], rename=True) if columns else None

    def parameters(self, terms: Terms) -> Any:
        """What the driver gets for `terms`; a value the statement fixed itself needs no term."""
        if self._fixed:
            terms = {**self._fixed, **terms}
        if self._lists:
            for term, names in self._lists.items():
                terms = {**terms, **dict(zip(names, terms[term], strict=True))}
        values = self._pick(terms)
        if self._binds:
            values = list(values)
            for place, process in self._binds:
                values[place] = process(values[place])
        return values if self._positional else dict(zip(self._names, values, strict=True))

    def rows(self, cursor: Any) -> list[Row]:
        if self._row is None:
            return []
        make: Callable[[Any], Row] = self._row._make
        if not self._columns:
            return [make(raw) for raw in cursor.fetchall()]
        found = []
        for raw in cursor.fetchall():
            values = list(raw)
            for place, process in self._columns:
                values[place] = process(values[place])
            found.append(make(values))
        return found


def _picker(names: Sequence[str]) -> Callable[[Terms], Sequence[Any]]:
    """What takes the values of these names out of a mapping, in order."""
    if len(names) > 1:
        return itemgetter(*names)
    return lambda terms: [terms[name] for name in names]


def _steps(processors: Sequence[Any]) -> list[tuple[int, Callable[[Any], Any]]]:
    """The places where a value must be turned into another, with how; most values go as they are."""
    return [(place, process) for place, process in enumerate(processors) if process is not None]


_CACHES: Final[dict[str, dict[Hashable, _Prepared]]] = {"sqlite": {}, "postgresql": {}}
"""By dialect, then by statement, the names of its terms (they decide which columns are set) and the lengths of lists.
It holds the statements of this package, which are made when their module loads, and nothing else."""


def _padded(values: tuple[Any, ...]) -> tuple[Any, ...]:
    """The same list, made as long as the next power of two by repeating its last: so a statement has few lengths."""
    return values + values[-1:] * ((1 << (len(values) - 1).bit_length()) - len(values))


def _with_fixed_values(statement: ClauseElement) -> ClauseElement:
    """The same reading statement with the values that never change in its text.

    As parameters they would cost a plan each time: whether an index over some rows serves, SQLite sees by the value.
    """
    if not isinstance(statement, Select):
        return statement

    def replace(element: ExternallyTraversible, **_: Any) -> ExternallyTraversible | None:
        fixed = isinstance(element, BindParameter) and not element.required
        return cast(BindParameter[Any], element).render_literal_execute() if fixed else None

    return cast(ClauseElement, replacement_traverse(statement, {}, replace))


class Transaction:
    """The connection of one transaction; the driver's own errors come through as they are.

    It runs only statements that their module made when it loaded. What nobody reads back within the transaction may
    wait in it, `later`, so that many rows of one table go in by one statement.
    """

    __slots__ = ("_cache", "_connection", "_cursor", "_waiting", "kind")

    def __init__(self, connection: Connection) -> None:
        self.kind = connection.dialect.name
        self._connection = connection
        self._cursor: Any = None
        self._cache = _CACHES[self.kind]
        self._waiting: dict[ClauseElement, list[Terms]] = {}

    def execute(self, statement: ClauseElement, terms: Terms = NO_TERMS) -> Result:
        """Run a statement once and read all its rows; what an IN compares with is given as a tuple."""
        lists = {name: value for name, value in terms.items() if type(value) is tuple}
        if not lists:
            prepared = self._prepared((statement, *terms), statement, terms)
        elif any(not 0 < len(value) <= LONGEST or type(value[0]) is tuple for value in lists.values()):
            found = self._connection.execute(cast(Executable, statement), terms)
            return Result(list(found) if found.returns_rows else [], found.rowcount)
        else:
            lists = {name: _padded(value) for name, value in lists.items()}
            terms = {**terms, **lists}
            prepared = self._prepared((statement, *terms, *map(len, lists.values())), statement, terms)
        cursor = self._driver_cursor()
        cursor.execute(prepared.text, prepared.parameters(terms))
        return Result(prepared.rows(cursor), cursor.rowcount)

    def many(self, statement: ClauseElement, terms: Sequence[Terms]) -> int:
        """Run a statement once for each of these terms, which all have the same names; how many rows it touched."""
        prepared = self._prepared((statement, *terms[0]), statement, terms[0])
        cursor = self._driver_cursor()
        cursor.executemany(prepared.text, list(map(prepared.parameters, terms)))
        touched: int = cursor.rowcount
        return touched

    def later(self, statement: ClauseElement, terms: Terms) -> None:
        """Run a statement for these terms, the same names each time, when the transaction is flushed."""
        self._waiting.setdefault(statement, []).append(terms)

    def flush(self) -> None:
        """Run what waits, in the order in which each statement first came."""
        waiting, self._waiting = self._waiting, {}
        for statement, terms in waiting.items():
            self.many(statement, terms)

    def _driver_cursor(self) -> Any:
        if self._cursor is None:
            driver: Any = self._connection.connection.driver_connection
            self._cursor = driver.cursor()
        return self._cursor

    def _prepared(self, key: Hashable, statement: ClauseElement, terms: Terms) -> _Prepared:
        found = self._cache.get(key)
        if found is None:
            dialect = self._connection.dialect
            compiled = _with_fixed_values(statement).compile(
                dialect=dialect, column_keys=list(terms) or None, for_executemany=True
            )
            found = self._cache[key] = _Prepared(cast(SQLCompiler, compiled), dialect, terms)
        return found
