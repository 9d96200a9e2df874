"""X-06, SA-07, SA-11: reviews go by the calendar, the ladder to a stated end is elapsed; no restart moves either."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from domain.bells import BellAction
from domain.terms import AMSTERDAM
from handlers import obligations
from storage.engines import sqlite_engine
from tests.harness.desk import Desk

HOUR = timedelta(hours=1)


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=AMSTERDAM).astimezone(UTC)


def restart(desk: Desk) -> None:
    """Only what is stored is left."""
    desk.town.engine.dispose()
    desk.town.engine = sqlite_engine(desk.town.path, synchronous="OFF")


def rung_at(desk: Desk, moment: datetime) -> set[str | None]:
    """Who is rung when the engine looks at this moment, and at no other before it."""
    desk.town.now = moment
    with desk.town.unit() as uow:
        for obligation in uow.obligations.claim_due(moment, 100):
            obligations.advance(uow, obligation, moment)
    return {row.person for row in desk.town.bells if row.action is BellAction.RING}


def alone(desk: Desk, item: str, what: str) -> None:
    """Settle whatever else waits on any item, so that only `what` can ring."""
    with desk.town.unit() as uow:
        for number, _ in uow.obligations.upcoming(100):
            one = uow.obligations.load(number)
            assert one is not None
            if (one.item, one.what) != (item, what):
                found = uow.items.load(one.item)
                assert found is not None
                obligations.settle(uow, found, one.what, None, "gedaan", desk.town.now)


@pytest.mark.parametrize(
    ("decided", "review"),
    [
        ("2027-03-26 23:40", "2027-03-29 23:40"),  # 71 hours: the clocks go forward
        ("2027-10-29 23:40", "2027-11-01 23:40"),  # 73 hours: the clocks go back
        ("2027-11-21 03:12", "2027-11-24 03:12"),
        ("2027-03-25 02:30", "2027-03-28 03:30"),  # half past two does not exist that night
        ("2027-10-28 02:30", "2027-10-31 02:30"),  # and here it comes twice: the first
    ],
)
def test_x_06_the_first_review_is_at_the_same_clock_time_and_rings_then_also_after_a_restart(
    desk: Desk, decided: str, review: str
) -> None:
    desk.town.now = local(decided)
    item, _ = desk.decided()
    found = desk.open(item)["eerste_herbeoordeling"]
    assert (found.start, found.due, found.next_at) == (local(review),) * 3
    assert desk.data(item).review_at == local(review)
    alone(desk, item, "eerste_herbeoordeling")
    restart(desk)
    assert rung_at(desk, local(review) - timedelta(microseconds=1)) == set()
    assert rung_at(desk, local(review)) == {"piket", "tweede"}


@pytest.mark.parametrize(
    ("decided", "ends_at"),
    [
        ("2027-03-26 12:00", "2027-03-28 09:00"),
        ("2027-10-29 12:00", "2027-10-31 09:00"),
        ("2027-11-21 12:00", "2027-11-23 09:00"),
    ],
)
def test_sa_11_twelve_and_two_hours_are_left_before_a_foreseen_end_in_every_night(
    desk: Desk, decided: str, ends_at: str
) -> None:
    desk.town.now, end = local(decided), local(ends_at)
    item, _ = desk.decided(ends_at=end.isoformat())
    alone(desk, item, "einde_herzien")
    restart(desk)
    for left, rung in ((12, 0), (2, 1), (0, 2)):
        rung_at(desk, end - left * HOUR - timedelta(microseconds=1))
        assert desk.open(item)["einde_herzien"].rung == rung - 1
        rung_at(desk, end - left * HOUR)
        assert desk.open(item)["einde_herzien"].rung == rung


def test_sa_11_an_end_that_is_less_than_twelve_hours_away_rings_at_once(desk: Desk) -> None:
    end = desk.town.now + 5 * HOUR
    item, _ = desk.decided(ends_at=end.isoformat())
    assert {"piket"} <= desk.rung()
    assert (desk.open(item)["einde_herzien"].rung, desk.open(item)["einde_herzien"].due) == (0, end)
