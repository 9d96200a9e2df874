"""X-04 quiet hours and X-08 the budget and bundling of regular bells, also in the nights the clocks change."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.policy import Restraint
from domain.quiet import after_quiet_hours, may_ring_from
from domain.terms import AMSTERDAM

PER_HOUR = 4
RESTRAINT = Restraint(time(22), time(7), PER_HOUR, timedelta(minutes=15))
SPACING = Restraint(time(0), time(0), None, timedelta(seconds=30))
DAY = datetime(2026, 11, 21, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
calm = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


@pytest.mark.parametrize(
    ("local", "until"),
    [
        ((2026, 11, 21, 21, 59), (2026, 11, 21, 21, 59)),
        ((2026, 11, 21, 22, 0), (2026, 11, 22, 7, 0)),
        ((2026, 11, 22, 6, 59), (2026, 11, 22, 7, 0)),
        ((2026, 11, 22, 7, 0), (2026, 11, 22, 7, 0)),
        ((2026, 12, 31, 23, 30), (2027, 1, 1, 7, 0)),
        ((2026, 3, 28, 23, 0), (2026, 3, 29, 7, 0)),  # the night that lasts an hour less
        ((2026, 10, 24, 23, 0), (2026, 10, 25, 7, 0)),  # the night that lasts an hour more
    ],
)
def test_x_04_quiet_hours_end_at_seven_on_the_clock_on_the_wall(
    local: tuple[int, int, int, int, int], until: tuple[int, int, int, int, int]
) -> None:
    moment = datetime(*local, tzinfo=AMSTERDAM).astimezone(UTC)
    assert after_quiet_hours(moment, RESTRAINT) == datetime(*until, tzinfo=AMSTERDAM).astimezone(UTC)


def test_x_04_who_is_on_duty_is_rung_at_night_too() -> None:
    night = datetime(2026, 11, 21, 2, tzinfo=UTC)
    assert may_ring_from(night, RESTRAINT, [], on_duty=True) == night
    assert may_ring_from(night, RESTRAINT, [], on_duty=False) == datetime(2026, 11, 21, 6, tzinfo=UTC)


def test_x_08_several_things_that_wait_become_one_bell() -> None:
    assert may_ring_from(DAY, RESTRAINT, [DAY - 5 * MINUTE], on_duty=True) == DAY + 10 * MINUTE
    assert may_ring_from(DAY, RESTRAINT, [DAY - 16 * MINUTE], on_duty=True) == DAY


def test_x_08_the_budget_of_an_hour_is_never_exceeded() -> None:
    recent = [DAY - minutes * MINUTE for minutes in (55, 50, 40, 20)]
    assert may_ring_from(DAY, RESTRAINT, recent, on_duty=True) == DAY + 5 * MINUTE


@calm
@given(st.integers(0, 3 * 365 * 24 * 60))
def test_x_04_a_held_bell_never_waits_longer_than_a_night_and_never_sounds_in_it(minutes: int) -> None:
    moment = DAY + minutes * MINUTE
    allowed = may_ring_from(moment, RESTRAINT, [], on_duty=False)
    assert moment <= allowed <= moment + timedelta(hours=10)
    assert time(7) <= allowed.astimezone(AMSTERDAM).time() < time(22)


@calm
@given(st.lists(st.integers(0, 300), max_size=40))
def test_x_08_however_often_one_asks_the_bells_stay_within_budget_and_apart(waits: list[int]) -> None:
    rung: list[datetime] = []
    now = DAY
    for wait in waits:
        now = max(now + wait * timedelta(seconds=10), now)
        if may_ring_from(now, RESTRAINT, rung, on_duty=True) <= now:
            rung.append(now)
    for first, later in pairwise(rung):
        assert later - first >= RESTRAINT.bundle
    for first in rung:
        assert len([at for at in rung if first <= at < first + timedelta(hours=1)]) <= PER_HOUR


@calm
@given(st.lists(st.integers(-3600, 3600), max_size=400))
def test_no_bells_of_the_past_hour_or_planned_hold_a_merged_emergency_longer_than_its_spacing(at: list[int]) -> None:
    recent = [DAY + second * timedelta(seconds=1) for second in at]
    assert may_ring_from(DAY, SPACING, recent, on_duty=False) <= DAY + SPACING.bundle
