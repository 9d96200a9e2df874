"""L-7, X-06: a term in working days keeps the clock time, ends on no free day, and counts whole days."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.holidays import Holiday
from domain.terms import AMSTERDAM, Term
from domain.workweek import Workweek

WEEK = Workweek(
    (0, 1, 2, 3, 4),
    time(9),
    time(17),
    (
        Holiday.NIEUWJAARSDAG,
        Holiday.GOEDE_VRIJDAG,
        Holiday.TWEEDE_PAASDAG,
        Holiday.KONINGSDAG,
        Holiday.BEVRIJDINGSDAG,
        Holiday.HEMELVAARTSDAG,
        Holiday.TWEEDE_PINKSTERDAG,
        Holiday.EERSTE_KERSTDAG,
        Holiday.TWEEDE_KERSTDAG,
    ),
    (),
)
ALWAYS = Workweek((0, 1, 2, 3, 4, 5, 6), time(0), time(23, 59), (), ())


def local(text: str, *, fold: int = 0) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=AMSTERDAM, fold=fold)


def days(number: int, week: Workweek = WEEK) -> Term:
    return Term(working=number, week=week)


TABLE = [
    # within working hours: the same clock time
    ("2026-11-23 14:00", 2, "2026-11-25 14:00", 48),
    ("2026-11-20 16:00", 2, "2026-11-24 16:00", 96),
    ("2026-11-23 09:00", 1, "2026-11-24 09:00", 24),
    ("2026-11-23 17:00", 1, "2026-11-24 17:00", 24),
    # in the evening, at night, in a weekend: whole days from the next opening
    ("2026-11-23 17:01", 1, "2026-11-25 09:00", 40 - 1 / 60),
    ("2026-11-23 03:00", 1, "2026-11-24 09:00", 30),
    ("2026-11-20 22:00", 1, "2026-11-24 09:00", 83),
    ("2026-11-21 03:12", 2, "2026-11-25 09:00", 101.8),
    # over a change of the clocks
    ("2026-03-27 09:30", 1, "2026-03-30 09:30", 71),
    ("2026-10-23 09:30", 1, "2026-10-26 09:30", 73),
    # over holidays: Easter, the King's day, the fifth of May, Ascension, Christmas with the end of the year
    ("2026-04-02 10:00", 1, "2026-04-07 10:00", 120),
    ("2026-04-03 10:00", 1, "2026-04-08 09:00", 119),
    ("2026-04-24 12:00", 1, "2026-04-28 12:00", 96),
    ("2026-05-04 12:00", 1, "2026-05-06 12:00", 48),
    ("2026-05-13 12:00", 2, "2026-05-18 12:00", 120),
    ("2026-12-24 16:00", 5, "2027-01-04 16:00", 264),
]


@pytest.mark.parametrize(("start", "number", "end", "hours"), TABLE)
def test_l_7_so_many_working_days_later_it_is_then(start: str, number: int, end: str, hours: float) -> None:
    found = days(number).after(local(start))
    assert found.astimezone(AMSTERDAM) == local(end)
    assert found.tzinfo is UTC
    assert found - local(start).astimezone(UTC) == timedelta(hours=hours)


@pytest.mark.parametrize(
    ("end", "number", "start"),
    [
        ("2026-11-25 14:00", 2, "2026-11-23 14:00"),
        ("2026-04-07 10:00", 1, "2026-04-02 10:00"),
        ("2026-11-23 07:00", 1, "2026-11-19 17:00"),
        ("2026-11-22 12:00", 1, "2026-11-19 17:00"),
        ("2026-11-23 20:00", 1, "2026-11-20 17:00"),
    ],
)
def test_before_counts_back_from_the_last_working_moment(end: str, number: int, start: str) -> None:
    assert days(number).before(local(end)) == local(start)


def test_a_day_closed_by_decree_is_no_working_day() -> None:
    bridge = replace(WEEK, closed=(local("2026-05-15 00:00").date(),))
    assert days(1, bridge).after(local("2026-05-13 12:00")) == local("2026-05-18 12:00")


def test_where_bevrijdingsdag_is_free_in_its_lustrum_only_people_work_in_between() -> None:
    kept = tuple(Holiday.BEVRIJDINGSDAG_LUSTRUM if one is Holiday.BEVRIJDINGSDAG else one for one in WEEK.holidays)
    lustrum = replace(WEEK, holidays=kept)
    assert days(1, lustrum).after(local("2026-05-04 12:00")) == local("2026-05-05 12:00")
    assert days(1, lustrum).after(local("2030-05-03 12:00")) == local("2030-05-06 12:00")
    assert days(1, lustrum).after(local("2025-05-02 12:00")) == local("2025-05-06 12:00")


def test_x_06_a_clock_time_that_the_night_skips_comes_as_much_later() -> None:
    assert days(1, ALWAYS).after(local("2026-03-28 02:30")) == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)


@pytest.mark.parametrize("fold", [0, 1], ids=["first", "second"])
def test_x_06_of_a_clock_time_that_comes_twice_it_is_the_first(fold: int) -> None:
    assert days(1, ALWAYS).after(local("2026-10-24 02:30")) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert days(1, ALWAYS).after(local("2026-10-25 02:30", fold=fold)) == local("2026-10-26 02:30")


@pytest.mark.parametrize(("text", "number"), [("1 werkdag", 1), ("2 werkdagen", 2), ("10 werkdagen", 10)])
def test_working_days_are_written_in_words(text: str, number: int) -> None:
    assert Term.parse(text, WEEK) == days(number)


@pytest.mark.parametrize(
    "text",
    ["0 werkdagen", "1 werkdagen", "2 werkdag", "2werkdagen", "02 werkdagen", "2 Werkdagen", "-1 werkdag", "P2WD"],
)
def test_what_is_written_otherwise_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="werkdagen"):
        Term.parse(text, WEEK)


def test_working_days_mean_nothing_without_a_week() -> None:
    with pytest.raises(ValueError, match="werkdagen"):
        Term.parse("2 werkdagen")


MOMENTS = st.integers(0, 12 * 365 * 24 * 60).map(
    lambda minutes: datetime(2024, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
)
WEEKS = st.builds(
    Workweek,
    st.sets(st.integers(0, 6), min_size=1).map(lambda found: tuple(sorted(found))),
    st.integers(4, 11).map(time),
    st.integers(12, 23).map(time),
    st.sets(st.sampled_from(list(Holiday))).map(lambda found: tuple(sorted(found))),
    st.sets(st.dates(local("2024-01-01 00:00").date(), local("2036-01-01 00:00").date()), max_size=3).map(tuple),
)
NUMBERS = st.integers(1, 30)


def within(week: Workweek, moment: datetime) -> bool:
    there = moment.astimezone(AMSTERDAM)
    return week.works_on(there.date()) and week.opens <= there.time() <= week.closes


@given(MOMENTS, NUMBERS, WEEKS)
def test_l_7_it_never_ends_on_a_free_day_or_outside_working_hours(
    moment: datetime, number: int, week: Workweek
) -> None:
    assert within(week, days(number, week).after(moment))
    assert within(week, days(number, week).before(moment))


@given(MOMENTS, NUMBERS, WEEKS)
def test_l_7_exactly_so_many_working_days_lie_between(moment: datetime, number: int, week: Workweek) -> None:
    first, last = (one.astimezone(AMSTERDAM).date() for one in (moment, days(number, week).after(moment)))
    between = [first + timedelta(days=step) for step in range(1, (last - first).days + 1)]
    worked = sum(map(week.works_on, between))
    late = not week.works_on(first) or moment.astimezone(AMSTERDAM).time() > week.closes
    assert worked == number + late


@given(MOMENTS, MOMENTS, NUMBERS, WEEKS)
def test_what_begins_later_never_ends_earlier(one: datetime, other: datetime, number: int, week: Workweek) -> None:
    first, second = sorted((one, other))
    term = days(number, week)
    assert term.after(first) <= term.after(second)
    assert term.before(first) <= term.before(second)


@given(MOMENTS, NUMBERS, WEEKS)
def test_after_and_before_undo_each_other_within_working_hours(moment: datetime, number: int, week: Workweek) -> None:
    term = days(number, week)
    there, back = term.after(moment), term.before(moment)
    assert term.before(there) >= moment
    assert term.after(back) <= moment
    if within(week, moment):
        assert term.before(there) == moment == term.after(back)


@given(MOMENTS, st.integers(0, 400), st.integers(0, 100))
def test_days_and_hours_back_and_forth_come_out_where_the_clock_time_exists_once(
    moment: datetime, number: int, hours: int
) -> None:
    term = Term(days=number, elapsed=timedelta(hours=hours))
    if moment.astimezone(AMSTERDAM).hour >= 4:
        assert term.before(term.after(moment)) == moment
