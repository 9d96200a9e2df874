"""X-06: what a policy states in days, weeks, months or years keeps the clock time in Amsterdam; hours are elapsed."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.terms import AMSTERDAM, Term
from tests.house.tree import ROOT

SPRING, AUTUMN = "2026-03-29", "2026-10-25"
"""The nights in which the clocks go forward and back, at 02:00 and 03:00."""


def local(text: str, *, fold: int = 0) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=AMSTERDAM, fold=fold)


TABLE = [
    # a review three days on keeps its clock time: 71 hours in spring, 73 in autumn
    ("2026-03-27 09:00", "P3D", "2026-03-30 09:00", 71),
    ("2026-10-23 09:00", "P3D", "2026-10-26 09:00", 73),
    ("2026-11-21 03:12", "P3D", "2026-11-24 03:12", 72),
    # hours are elapsed, whatever the clocks do
    ("2026-03-27 09:00", "PT72H", "2026-03-30 10:00", 72),
    ("2026-10-23 09:00", "PT72H", "2026-10-26 08:00", 72),
    ("2026-03-28 23:00", "PT12H", "2026-03-29 12:00", 12),
    # a week, a day and a half: first the calendar, then elapsed
    ("2026-03-22 09:00", "P1W", "2026-03-29 09:00", 167),
    ("2026-03-28 01:00", "P1DT12H", "2026-03-29 14:00", 36),
    # ends of months: the last day of a month that has no such day
    ("2026-03-31 09:00", "P1M", "2026-04-30 09:00", 30 * 24),
    ("2026-01-31 09:00", "P1M", "2026-02-28 09:00", 28 * 24),
    ("2028-01-31 09:00", "P1M", "2028-02-29 09:00", 29 * 24),
    ("2026-12-31 09:00", "P2M", "2027-02-28 09:00", 59 * 24),
    ("2028-02-29 09:00", "P1Y", "2029-02-28 09:00", 365 * 24),
    ("2026-02-28 09:00", "P1M", "2026-03-28 09:00", 28 * 24),
    ("2026-03-31 23:30", "P1M1D", "2026-05-01 23:30", 31 * 24),
]


@pytest.mark.parametrize(("start", "text", "end", "hours"), TABLE)
def test_x_06_a_term_lands_on_this_clock_time_after_so_many_hours(start: str, text: str, end: str, hours: int) -> None:
    found = Term.parse(text).after(local(start))
    assert found.astimezone(AMSTERDAM) == local(end)
    assert found - local(start).astimezone(UTC) == timedelta(hours=hours)
    assert found.tzinfo is UTC


def test_x_06_a_clock_time_the_night_skips_comes_as_much_later() -> None:
    found = Term.parse("P1D").after(local("2026-03-28 02:30"))
    assert found == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)
    assert found.astimezone(AMSTERDAM).isoformat() == "2026-03-29T03:30:00+02:00"


def test_x_06_of_a_clock_time_that_comes_twice_it_is_the_first() -> None:
    assert Term.parse("P1D").after(local("2026-10-24 02:30")) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


@pytest.mark.parametrize("fold", [0, 1], ids=["first", "second"])
def test_x_06_both_half_past_twos_of_the_long_night_give_the_same_clock_time(fold: int) -> None:
    assert Term.parse("P7D").after(local(f"{AUTUMN} 02:30", fold=fold)) == local("2026-11-01 02:30")
    into_the_gap = Term.parse("P154D").after(local(f"{AUTUMN} 02:30", fold=fold))
    assert into_the_gap == local("2027-03-28 02:30").astimezone(UTC), "and it does not come earlier than the first"


@pytest.mark.parametrize(
    ("end", "text", "start"),
    [
        ("2026-03-30 09:00", "P1D", "2026-03-29 09:00"),
        ("2026-03-29 09:00", "P1D", "2026-03-28 09:00"),
        ("2026-03-31 09:00", "P1M", "2026-02-28 09:00"),
        ("2026-04-30 09:00", "P1M", "2026-03-30 09:00"),
        ("2026-03-29 14:00", "P1DT12H", "2026-03-28 01:00"),
        ("2026-01-15 09:00", "P1M", "2025-12-15 09:00"),
        (f"{SPRING} 09:00", "PT12H", "2026-03-28 20:00"),
        (f"{AUTUMN} 09:00", "PT12H", "2026-10-24 22:00"),
    ],
)
def test_before_goes_back_by_the_same_clock(end: str, text: str, start: str) -> None:
    assert Term.parse(text).before(local(end)) == local(start)


@pytest.mark.parametrize(
    "text", ["", "P", "PT", "3D", "P3", "P1D ", "p1d", "P1DT", "-P1D", "P1.5D", "P1H", "PT1D", "72h"]
)
def test_what_is_no_duration_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="ISO 8601"):
        Term.parse(text)


def test_x_06_the_zone_is_known_where_the_system_has_no_zone_data() -> None:
    code = "from domain.terms import AMSTERDAM, Term; print(AMSTERDAM.key)"
    bare = {"PYTHONTZPATH": "", "PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT)}
    found = subprocess.run([sys.executable, "-c", code], env=bare, capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "Europe/Amsterdam"


MOMENTS = st.integers(0, 6 * 365 * 24 * 60).map(
    lambda minutes: datetime(2024, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
)


@given(MOMENTS, st.integers(0, 60), st.integers(0, 400))
def test_a_term_of_days_keeps_the_clock_time_unless_that_night_has_none(
    moment: datetime, months: int, days: int
) -> None:
    found = Term(months, days).after(moment)
    before, after = (one.astimezone(AMSTERDAM).replace(tzinfo=None) for one in (moment, found))
    assert found >= moment or (before.time() == after.time() and not months and not days)
    assert after.time() == before.time() or (after - timedelta(hours=1)).time() == before.time()


@given(MOMENTS, MOMENTS, st.integers(0, 24), st.integers(0, 60))
def test_what_begins_later_never_ends_earlier_by_more_than_a_changed_clock(
    one: datetime, other: datetime, months: int, days: int
) -> None:
    first, second = sorted((one, other))
    term = Term(months, days)
    assert term.after(second) >= term.after(first) - timedelta(hours=1)
