"""Ladders that lead up to a moment: prompts at their own days, none for having planned late (HB-03, X-06, X-08)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from domain.ids import PersonId
from domain.ladders import from_now, seen
from domain.policy import Ladder
from domain.terms import AMSTERDAM
from tests.harness.ladders import POLICY, Play, full_crew

DAY = timedelta(days=1)
L_5 = POLICY.ladders["L-5"]


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=AMSTERDAM).astimezone(UTC)


@pytest.mark.parametrize(
    ("due", "before"),
    [
        ("2027-04-05 10:00", "2027-03-22 10:00"),  # the clocks go forward in between: 335 hours
        ("2027-11-08 10:00", "2027-10-25 10:00"),  # and back: 337 hours
        ("2027-03-14 02:30", "2027-02-28 02:30"),
        ("2027-04-11 02:30", "2027-03-28 03:30"),  # half past two does not exist that night
        ("2027-01-07 09:00", "2026-12-24 09:00"),
    ],
)
def test_x_06_the_first_prompt_of_a_review_is_a_fortnight_before_by_the_calendar(due: str, before: str) -> None:
    play = Play(L_5, full_crew(), local(due)).run(-timedelta(days=10))
    assert [local(due) + at for at, _ in play.log] == [local(before)] * 2, "the rung, and one ring"


def test_l_5_whom_an_earlier_rung_named_is_rung_anew_by_the_next_that_names_them() -> None:
    due = local("2026-12-31 09:30")
    play = Play(L_5, full_crew(), due).run(8 * DAY)
    days = [seconds / 86_400 for seconds in play.rings_of("holder1")]
    assert days == [-14, -7, -3, 0, 1, 7]
    assert [seconds / 86_400 for seconds in play.rings_of("nctv_teamleider1")] == [1, 7]


def test_x_02_a_pause_holds_when_a_rung_rings_somebody_anew() -> None:
    due, half_a_minute = local("2026-12-31 09:30"), timedelta(seconds=30)
    play = Play(L_5, full_crew(), due).run(-4 * DAY)
    row = seen(play.obligation, play.rows[PersonId("holder1")], due - 3 * DAY - half_a_minute)
    assert row is not None
    play.put([row])
    play.run(-2 * DAY)
    assert play.rings_of("holder1")[-1] == (half_a_minute - 3 * DAY).total_seconds()


@pytest.mark.parametrize(
    ("left", "kept"), [(20 * DAY, 5), (14 * DAY, 4), (10 * DAY, 4), (2 * DAY, 3), (timedelta(0), 3), (-2 * DAY, 3)]
)
def test_x_08_a_regular_ladder_keeps_no_prompt_of_which_the_moment_had_passed(left: timedelta, kept: int) -> None:
    now = local("2026-12-01 09:30")
    ladder = from_now(L_5, now + left, now)
    assert len(ladder.rungs) == kept
    assert ladder.rungs == L_5.rungs[-kept:]


@pytest.mark.parametrize("name", ["L-8.einde", "L-1.ontvangst"])
def test_sa_11_an_emergency_ladder_keeps_every_rung_and_rings_at_once_for_those_that_passed(name: str) -> None:
    ladder: Ladder = POLICY.ladders[name]
    now = local("2026-12-01 09:30")
    assert from_now(ladder, now + timedelta(hours=1), now) == ladder
