"""L-5, X-06: rungs around a review go by the calendar and keep its clock time; elapsed rungs stay exact beside them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from domain.events import RungReached
from domain.functies import Functie
from domain.ladders import moved
from domain.policy import LadderRung, Selector, Slot
from domain.terms import AMSTERDAM, Term
from tests.harness.ladders import POLICY, Play, full_crew

WHO = (Selector(Functie.NCTV_TEAMLEIDER, "", Slot.ON_DUTY),)
AFTERS = (Term(days=-14), Term(days=-3), Term(days=1), Term(days=7))
REVIEW = replace(POLICY.ladders["L-8.regulier"], rungs=tuple(LadderRung(after, WHO) for after in AFTERS))
"""The rungs of L-5: T-14 d, T-3 d, T+1 d, T+7 d."""


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=AMSTERDAM).astimezone(UTC)


def reached(play: Play) -> list[datetime]:
    return [play.start + at for at, event in play.log if isinstance(event, RungReached)]


@pytest.mark.parametrize(
    ("review", "rungs"),
    [
        ("2026-04-01 09:00", ["2026-03-18 09:00", "2026-03-29 09:00", "2026-04-02 09:00", "2026-04-08 09:00"]),
        ("2026-03-27 09:00", ["2026-03-13 09:00", "2026-03-24 09:00", "2026-03-28 09:00", "2026-04-03 09:00"]),
        ("2026-10-26 09:00", ["2026-10-12 09:00", "2026-10-23 09:00", "2026-10-27 09:00", "2026-11-02 09:00"]),
        ("2026-12-01 16:30", ["2026-11-17 16:30", "2026-11-28 16:30", "2026-12-02 16:30", "2026-12-08 16:30"]),
    ],
)
def test_l_5_every_rung_of_a_review_is_at_its_clock_time(review: str, rungs: list[str]) -> None:
    play = Play(REVIEW, full_crew(), local(review)).run(timedelta(days=8))
    assert reached(play) == [local(one) for one in rungs]


def test_x_06_elapsed_rungs_are_exact_on_the_same_days() -> None:
    afters = (timedelta(days=-14), timedelta(days=-3), timedelta(days=1), timedelta(days=7))
    elapsed = replace(REVIEW, rungs=tuple(LadderRung(after, WHO) for after in afters))
    play = Play(elapsed, full_crew(), local("2026-04-01 09:00")).run(timedelta(days=8))
    assert reached(play)[:2] == [local("2026-03-18 08:00"), local("2026-03-29 09:00")]
    assert [at - play.start for at in reached(play)] == list(afters)


def test_l_5_a_review_that_is_planned_anew_counts_from_its_new_moment() -> None:
    play = Play(REVIEW, full_crew(), local("2026-04-01 09:00"))
    later, _ = moved(play.obligation, [], local("2026-11-02 09:00"))
    assert later.next_at == local("2026-10-19 09:00")


def test_l_7_a_rung_may_come_after_working_days() -> None:
    chased = replace(REVIEW, rungs=(LadderRung(Term(working=2, week=POLICY.calendar), WHO),))
    assert reached(Play(chased, full_crew(), local("2026-04-02 10:00")).run(timedelta(days=8))) == [
        local("2026-04-08 10:00")
    ]
