"""X-08: rings that people force on one item keep a distance; one too many is merged into the next, never refused."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from domain.bells import BellAction
from domain.obligations import forced
from domain.ports import Answer
from tests.harness.desk import Desk
from tests.harness.ladders import NIGHT, POLICY, new_obligation

SECOND = timedelta(seconds=1)
SPACING = POLICY.durations["ring_again_spacing"]


def press(desk: Desk, item: str, what: str = "gesproken", name: str = "wacht") -> Answer:
    answer = desk.do(name, "item.ring_again", item, what=what)
    assert answer.status == 201
    return answer


def at(moment: datetime) -> str:
    return moment.isoformat()


def rings(desk: Desk, until: timedelta, person: str) -> list[float]:
    """When somebody is rung from now until so long after the night began, in seconds since it began."""
    return [when for when, row in desk.town.run(until) if row.action is BellAction.RING and row.person == person]


def opened(desk: Desk) -> str:
    """A request that was received; the HOvJ is rung every five minutes to record that they spoke."""
    item = desk.submit()
    desk.do("piket", "spoedaanwijzing.receive", item)
    desk.town.now += 60 * SECOND
    return item


def test_x_08_the_first_forced_ring_sounds_at_once_and_the_answer_says_when(desk: Desk) -> None:
    item = opened(desk)
    answer = press(desk, item)
    assert (answer.flags, answer.rings_at) == ((), at(desk.town.now))
    assert desk.rung() == {"hovj"}


def test_x_08_a_ring_too_many_is_accepted_and_sounds_when_the_distance_is_kept(desk: Desk) -> None:
    item = opened(desk)
    press(desk, item)
    desk.town.now += 10 * SECOND
    answer = press(desk, item)
    assert (answer.flags, answer.rings_at) == (("ring.merged",), at(NIGHT + 60 * SECOND + SPACING))
    assert desk.rung() == set()
    assert rings(desk, timedelta(minutes=4), "hovj") == [90]


def test_x_08_a_hundred_presses_are_one_ring_in_each_distance_and_all_of_them_are_on_record(desk: Desk) -> None:
    item = opened(desk)
    heard: list[float] = []
    for second in range(60, 160):
        heard += rings(desk, second * SECOND, "hovj")
        desk.town.now = NIGHT + second * SECOND
        answer = press(desk, item, name="piket" if second % 2 else "wacht")
        heard += [float(second)] if "hovj" in desk.rung() else []
        assert answer.rings_at is not None
        assert at(desk.town.now) <= answer.rings_at <= at(desk.town.now + SPACING)
    heard += rings(desk, timedelta(minutes=4), "hovj")
    assert heard == [60, 90, 120, 150, 180]
    assert sum(line.tag == "rung.again" for line in desk.history(item)) == 100


def test_x_08_the_distance_is_kept_by_the_item_whatever_it_is_rung_for(desk: Desk) -> None:
    item = desk.submit()
    desk.town.now += SECOND
    press(desk, item, "ontvangen")
    desk.town.now += SECOND
    assert press(desk, item, "gesproken").flags == ("ring.merged",)
    other = desk.submit()
    assert press(desk, other, "gesproken").flags == (), "another item has a distance of its own"


def test_x_08_merging_never_puts_off_the_ladders_own_ring(desk: Desk) -> None:
    item = desk.submit()
    desk.town.now += 5 * SECOND
    press(desk, item, "ontvangen")
    desk.town.now += SECOND
    assert press(desk, item, "ontvangen").flags == ("ring.merged",)
    assert rings(desk, timedelta(seconds=36), "piket") == [35], "thirty seconds after 5, which is when both are due"
    assert desk.open(item)["ontvangen"].next_at == NIGHT + timedelta(minutes=1), "the next rung is not late"


def test_x_02_whoever_pauses_is_left_alone_by_a_ring_that_was_put_off(desk: Desk) -> None:
    item = opened(desk)
    press(desk, item)
    desk.do("hovj", "item.ik_bel", item, what="gesproken")
    press(desk, item)
    assert rings(desk, timedelta(seconds=179), "hovj") == []
    assert rings(desk, timedelta(seconds=181), "hovj") == [180], "two minutes after they said that they call"


def test_x_08_what_is_settled_meanwhile_does_not_ring(desk: Desk) -> None:
    item = opened(desk)
    press(desk, item)
    press(desk, item)
    desk.do("hovj", "spoedaanwijzing.spoken", item)
    assert rings(desk, timedelta(minutes=4), "hovj") == []


def test_x_08_a_ladder_that_has_not_begun_has_nobody_to_ring_and_says_so(desk: Desk) -> None:
    item, _ = desk.decided()
    answer = press(desk, item, "eerste_herbeoordeling")
    assert (answer.flags, answer.rings_at) == (("ring.not_begun",), None)
    desk.town.now += SECOND
    assert press(desk, item, "burgemeester").flags == (), "and it is no ring for the distance to count from"


def test_the_same_bytes_get_the_same_moment_again(desk: Desk) -> None:
    item = opened(desk)
    first = press(desk, item)
    assert desk.last is not None
    desk.town.now += 5 * SECOND
    assert desk.perform(desk.last) == first


@given(st.lists(st.integers(0, 200), min_size=1, max_size=40))
def test_x_08_however_it_is_pressed_rings_keep_their_distance_and_nobody_waits_longer_than_it(waits: list[int]) -> None:
    waiting, now, heard = new_obligation(POLICY.ladders["L-8"]), NIGHT, set[datetime]()
    for wait in waits:
        now += wait * SECOND / 10
        moment = forced([waiting], SPACING, now)
        assert now <= moment <= now + SPACING
        waiting = replace(waiting, forced_at=moment)
        heard.add(moment)
    moments = sorted(heard)
    assert all(later - earlier >= SPACING for earlier, later in pairwise(moments))
