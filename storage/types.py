"""How a moment and a JSON value stand in a column: the same bytes on both databases."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from sqlalchemy import BigInteger, Dialect, Integer, Text
from sqlalchemy.types import TypeDecorator

EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND: Final = timedelta(microseconds=1)
_json: Final = json.JSONEncoder(separators=(",", ":")).encode
_EARLIEST: Final = (datetime.min.replace(tzinfo=UTC) - EPOCH) // MICROSECOND
_LATEST: Final = (datetime.max.replace(tzinfo=UTC) - EPOCH) // MICROSECOND

Key = BigInteger().with_variant(Integer, "sqlite")
"""A 64-bit key; SQLite numbers rows by itself only under the name INTEGER, which is 64 bits there too."""


class Utc(TypeDecorator[datetime]):
    """An aware moment as whole microseconds since 1970 UTC: exact, sorts as time does, never naive on the way back.

    A naive moment is refused with ValueError, since nobody knows which moment it is, and so is one that UTC's calendar
    does not hold.
    """

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:
        return None if value is None else micros(value)

    def bind_processor(self, dialect: Dialect) -> Callable[[datetime | None], int | None]:
        return _micros_or_null  # which SQLAlchemy would wrap twice

    def process_result_value(self, value: int | None, dialect: Dialect) -> datetime | None:
        return None if value is None else moment(value)

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[int | None], datetime | None]:
        return _moment_or_null


class Json(TypeDecorator[Any]):
    """A JSON value as ASCII text, so that any string of a client fits either database; None is SQL's NULL."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        return None if value is None else _json(value)

    def bind_processor(self, dialect: Dialect) -> Callable[[Any], str | None]:
        return _json_or_null

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:
        return None if value is None else json.loads(value)


def _micros_or_null(value: datetime | None) -> int | None:
    return None if value is None else micros(value)


def _moment_or_null(value: int | None) -> datetime | None:
    return None if value is None else moment(value)


def _json_or_null(value: Any) -> str | None:
    return None if value is None else _json(value)


def micros(value: datetime) -> int:
    """Whole microseconds since 1970 UTC. Raises ValueError for a naive moment, or one outside the calendar in UTC."""
    if value.utcoffset() is None:
        raise ValueError("A moment without a time zone cannot be stored; make it aware, in UTC.")
    found = (value - EPOCH) // MICROSECOND
    if not _EARLIEST <= found <= _LATEST:  # stored, nobody could read it back: its row would stop whoever meets it
        raise ValueError("A moment outside the calendar in UTC cannot be read back; choose another.")
    return found


def moment(value: int) -> datetime:
    """The aware moment, in UTC, that `micros` described."""
    return EPOCH + timedelta(microseconds=value)
