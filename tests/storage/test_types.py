"""A moment in a column is exact, aware, and sorts as time does; a naive one is refused."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Dialect, create_engine
from sqlalchemy.dialects import sqlite

from storage.types import Json, Utc, micros, moment

ZONES = st.integers(-23 * 60, 23 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
MOMENTS = st.datetimes(datetime(2, 1, 1), datetime(9998, 1, 1), timezones=ZONES)  # noqa: DTZ001  # the bounds are naive
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@given(MOMENTS)
def test_a_moment_comes_back_as_the_same_moment_in_utc(at: datetime) -> None:
    back = moment(micros(at))
    assert back == at
    assert back.tzinfo is UTC


@given(MOMENTS, MOMENTS)
def test_moments_sort_as_their_numbers(one: datetime, two: datetime) -> None:
    assert (one < two) == (micros(one) < micros(two))


@given(MOMENTS, st.sampled_from([sqlite.dialect(), create_engine("postgresql+psycopg://").dialect]))
def test_both_databases_get_the_same_whole_number(at: datetime, dialect: Dialect) -> None:
    stored = Utc().process_bind_param(at, dialect)
    assert type(stored) is int
    assert Utc().process_result_value(stored, dialect) == at


def test_a_naive_moment_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        micros(datetime(2026, 1, 1))  # noqa: DTZ001  # that is the point


def test_no_moment_is_null_and_back() -> None:
    for column in (Utc(), Json()):
        assert column.process_bind_param(None, sqlite.dialect()) is None
        assert column.process_result_value(None, sqlite.dialect()) is None


@given(JSON)
def test_json_comes_back_as_it_was_and_is_ascii_on_the_way(value: object) -> None:
    stored = Json().process_bind_param(value, sqlite.dialect())
    if stored is not None:
        assert stored.isascii()
        assert "\0" not in stored
    assert Json().process_result_value(stored, sqlite.dialect()) == value
