"""Holidays are reckoned from the year; the table is from printed calendars, Easter also by another method."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from domain.holidays import Holiday, easter_of, holidays_of, is_holiday

TERMIJNENWET = frozenset(Holiday) - {
    Holiday.EERSTE_PAASDAG,
    Holiday.EERSTE_PINKSTERDAG,
    Holiday.BEVRIJDINGSDAG_LUSTRUM,
}


def another_easter(year: int) -> date:
    """Easter by the anonymous method of 1876, which knows no tables."""
    a, (b, c) = year % 19, divmod(year, 100)
    (d, e), g = divmod(b, 4), (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    n = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 19 * n) // 433
    month, day = divmod(h + n - 7 * m + 114, 31)
    return date(year, month, day + 1)


@pytest.mark.parametrize(
    ("year", "month", "day"),
    [
        (2016, 3, 27),
        (2019, 4, 21),
        (2024, 3, 31),
        (2025, 4, 20),
        (2026, 4, 5),
        (2027, 3, 28),
        (2028, 4, 16),
        (2029, 4, 1),
        (2030, 4, 21),
        (2038, 4, 25),
        (2049, 4, 18),
        (2076, 4, 19),
        (2285, 3, 22),
    ],
)
def test_easter_is_on_the_printed_day(year: int, month: int, day: int) -> None:
    assert easter_of(year) == date(year, month, day)


def test_easter_agrees_with_another_method_for_three_centuries() -> None:
    assert [easter_of(year) for year in range(2014, 2314)] == [another_easter(year) for year in range(2014, 2314)]


def test_the_holidays_of_2026() -> None:
    assert {holiday: day for holiday, day in holidays_of(2026).items() if holiday in TERMIJNENWET} == {
        Holiday.NIEUWJAARSDAG: date(2026, 1, 1),
        Holiday.GOEDE_VRIJDAG: date(2026, 4, 3),
        Holiday.TWEEDE_PAASDAG: date(2026, 4, 6),
        Holiday.KONINGSDAG: date(2026, 4, 27),
        Holiday.BEVRIJDINGSDAG: date(2026, 5, 5),
        Holiday.HEMELVAARTSDAG: date(2026, 5, 14),
        Holiday.TWEEDE_PINKSTERDAG: date(2026, 5, 25),
        Holiday.EERSTE_KERSTDAG: date(2026, 12, 25),
        Holiday.TWEEDE_KERSTDAG: date(2026, 12, 26),
    }


@pytest.mark.parametrize(("year", "day"), [(2024, 27), (2025, 26), (2026, 27), (2031, 26), (2036, 26), (2037, 27)])
def test_koningsdag_is_on_saturday_when_its_day_is_a_sunday(year: int, day: int) -> None:
    assert holidays_of(year)[Holiday.KONINGSDAG] == date(year, 4, day)


def test_koningsdag_is_never_on_a_sunday() -> None:
    assert all(holidays_of(year)[Holiday.KONINGSDAG].isoweekday() != 7 for year in range(2014, 2114))


@pytest.mark.parametrize("year", [2025, 2026, 2030])
def test_bevrijdingsdag_is_every_year_or_every_fifth_as_the_policy_keeps_it(year: int) -> None:
    day = date(year, 5, 5)
    assert is_holiday(day, [Holiday.BEVRIJDINGSDAG])
    assert is_holiday(day, [Holiday.BEVRIJDINGSDAG_LUSTRUM]) == (year != 2026)


def test_only_what_is_kept_is_free() -> None:
    assert is_holiday(date(2026, 4, 3), TERMIJNENWET)
    assert not is_holiday(date(2026, 4, 3), TERMIJNENWET - {Holiday.GOEDE_VRIJDAG})


def test_the_feasts_around_easter_keep_their_weekday() -> None:
    for year in range(2014, 2114):
        found = holidays_of(year)
        assert found[Holiday.GOEDE_VRIJDAG].isoweekday() == 5
        assert found[Holiday.HEMELVAARTSDAG].isoweekday() == 4
        assert found[Holiday.TWEEDE_PINKSTERDAG] - found[Holiday.TWEEDE_PAASDAG] == timedelta(weeks=7)
