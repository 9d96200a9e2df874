"""EV-02: what may be published of one cell, table by hand, and that no small number can be worked out from it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.quality import (
    SCALES,
    Case,
    Counted,
    Figures,
    Group,
    Unit,
    begins,
    due_months,
    figures,
    month_of,
    next_month,
    shown,
    spread,
    within,
)

LEAST = 5
MINUTE, HOUR = 60, 3600
PLACES = {bound: place for place, bound in enumerate(SCALES[Unit.SECONDS])}


def of(*cases: Case, waiting: int = 0, reopened: int = 0, unit: Unit = Unit.SECONDS) -> Figures:
    return figures(Counted(cases, waiting, reopened), unit, LEAST)


@pytest.mark.parametrize(
    ("number", "expected"),
    [(0, None), (1, None), (4, None), (5, 5), (7, 5), (8, 10), (12, 10), (13, 15), (100, 100), (102, 100), (103, 105)],
)
def test_ev_02_a_small_number_is_not_told_from_none_and_every_other_is_rounded(
    number: int, expected: int | None
) -> None:
    assert shown(number, LEAST) == expected


def test_ev_02_fewer_cases_than_the_policy_says_publish_nothing() -> None:
    four = of(*[Case(20, 0, late=False)] * 4)
    assert four == of()
    assert not four.says_something


def test_ev_02_a_distribution_by_hand() -> None:
    """Twelve within half a minute, six between one and two minutes, two after an hour; two late, six climbed one."""
    found = of(*[Case(20, 0, late=False)] * 12, *[Case(90, 1, late=False)] * 6, *[Case(HOUR + 1, 2, late=True)] * 2)
    assert found.cases == 20
    assert found.amounts == (Group(PLACES[30], PLACES[30], 10), Group(PLACES[MINUTE], PLACES[2 * MINUTE], 10))
    assert found.rungs == (Group(0, 0, 10), Group(1, 1, 10))  # twelve none; eight one or more, the last two unseen
    assert found.late == (Group(0, 0, 20),)  # fewer than five were late, or none
    assert [within(found.amounts, tenths) for tenths in (5, 9, 10)] == [PLACES[30], PLACES[120], PLACES[120]]


def test_ev_02_a_spread_by_hand() -> None:
    """Least is three: places 0 to 9 hold 1 3 0 1 1 2 5 0 2 0; one before the first, two after the last are unseen."""
    counts = (1, 3, 0, 1, 1, 2, 5, 0, 2, 0)
    places = [place for place, number in enumerate(counts) for _ in range(number)]
    assert spread(places, 3) == (Group(1, 1, 3), Group(2, 5, 3), Group(6, 6, 6))  # 4, 4 and 7 cases
    assert within(spread(places, 3), 5) == 5  # three and three are half of the twelve that are published
    assert within(spread(places, 3), 6) == 6
    assert spread([1, 1, 2, 2], 3) == ()
    assert spread([1, 1, 2, 2, 9], 3) == (Group(2, 2, 6),)
    assert spread([7] * 30, 3) == (Group(7, 7, 30),)
    assert spread([], 3) == ()
    assert within((), 5) is None


def test_ev_02_the_slowest_few_are_never_told_apart() -> None:
    """However slow four of twenty were, what is published is the same, and as if they had not been slow."""
    fast = [Case(20)] * 16
    assert of(*fast, *[Case(31)] * 4) == of(*fast, *[Case(40 * 24 * HOUR)] * 4) == of(*[Case(20)] * 20)


@pytest.mark.parametrize(
    ("seconds", "bound"), [(0, 30), (30, 30), (31, 60), (60, 60), (HOUR, HOUR), (HOUR + 1, 2 * HOUR)]
)
def test_ev_02_a_step_goes_up_to_and_including_its_bound(seconds: int, bound: int) -> None:
    assert of(*[Case(seconds)] * 9).amounts == (Group(PLACES[bound], PLACES[bound], 10),)


def test_ev_02_above_the_last_bound_is_one_place_further() -> None:
    last = len(SCALES[Unit.SECONDS])
    assert of(*[Case(10**9)] * 9).amounts == (Group(last, last, 10),)


def test_ev_02_what_waits_and_what_was_reopened_shows_without_any_case() -> None:
    found = of(waiting=7, reopened=4)
    assert (found.cases, found.amounts, found.waiting, found.reopened) == (None, (), 5, None)
    assert found.says_something


def test_ev_02_rungs_beyond_the_sixth_count_as_six() -> None:
    assert of(*[Case(20, 11)] * 9).rungs == (Group(6, 6, 10),)


def test_x_08_rings_have_a_scale_of_their_own() -> None:
    found = of(*[Case(number) for number in (1, 1, 1, 1, 1, 2, 3, 4, 9, 30)], unit=Unit.RINGS)
    assert found.cases == 10
    assert found.amounts == (Group(0, 0, 5), Group(1, 1, 5))  # once, and twice or more


def histograms(steps: int, most: int) -> Iterator[tuple[int, ...]]:
    return (one for one in product(range(most + 1), repeat=steps) if sum(one) <= most)


@pytest.mark.parametrize(
    ("least", "steps", "most"), [(2, 4, 11), (2, 5, 8), (3, 4, 12), (4, 3, 21), (5, 3, 25), (5, 2, 40)]
)
def test_ev_02_no_small_number_can_be_worked_out_from_what_is_published(least: int, steps: int, most: int) -> None:
    """Every distribution there can be: whoever knows all that is published cannot tell which number was kept back.

    Of each place that holds few there is another distribution, published the same, in which it holds another number.
    """
    consistent: dict[object, list[tuple[int, ...]]] = defaultdict(list)
    for counts in histograms(steps, most):
        places = [place for place, number in enumerate(counts) for _ in range(number)]
        consistent[shown(len(places), least), spread(places, least)].append(counts)
    for published, all_of_them in consistent.items():
        for place in range(steps):
            numbers = {counts[place] for counts in all_of_them}
            few = any(0 < counts[place] < least for counts in all_of_them)
            assert not few or len(numbers) > 1, (published, place, all_of_them)


def test_ev_02_the_search_for_a_leak_finds_one_that_is_there() -> None:
    """The control of the test above: numbers that are only left out where they are small can be worked out."""
    consistent: dict[object, set[tuple[int, ...]]] = defaultdict(set)
    for counts in histograms(2, 20):
        consistent[shown(sum(counts), 5), tuple(shown(one, 5) for one in counts)].add(counts)
    assert consistent[10, (None, None)] == {(4, 4)}


@given(
    st.lists(st.builds(Case, st.integers(0, 10**7), st.integers(0, 12), st.booleans())),
    st.integers(0, 60),
    st.integers(0, 60),
    st.integers(1, 12),
)
def test_ev_02_every_published_number_is_a_multiple_and_no_small_one_is_among_them(
    cases: list[Case], waiting: int, reopened: int, least: int
) -> None:
    found = figures(Counted(tuple(cases), waiting, reopened), Unit.SECONDS, least)
    spreads = (found.amounts, found.rungs, found.late)
    numbers = [found.cases, found.waiting, found.reopened, *(one.cases for many in spreads for one in many)]
    assert all(one is None or (one >= least and one % least == 0) for one in numbers)
    for many in spreads:
        assert bool(many) == (len(cases) >= 2 * least - 1)
        assert all(one.last + 1 == after.first for one, after in pairwise(many))
        places = [within(many, tenths) for tenths in (5, 9, 10)]
        assert not many or places == sorted(place for place in places if place is not None)


@given(st.lists(st.integers(0, 17), min_size=20), st.integers(2, 8), st.data())
def test_ev_02_one_case_that_moves_within_what_is_kept_back_changes_nothing(
    places: list[int], least: int, data: st.DataObject
) -> None:
    found = spread(places, least)
    tail = [index for index, place in enumerate(places) if place > found[-1].last]
    assert len(tail) < least
    for index in tail:
        places[index] = data.draw(st.integers(found[-1].last, 17))
    assert spread(places, least) == found


def test_ev_02_months_are_those_of_amsterdam_also_when_the_clocks_change() -> None:
    assert month_of(datetime(2026, 3, 31, 22, 30, tzinfo=UTC)) == date(2026, 4, 1)  # 00:30 by summer time
    assert month_of(datetime(2026, 10, 31, 22, 59, tzinfo=UTC)) == date(2026, 10, 1)  # 23:59 by winter time
    assert begins(date(2026, 4, 1)) == datetime(2026, 3, 31, 22, tzinfo=UTC)
    assert begins(date(2026, 11, 1)) == datetime(2026, 10, 31, 23, tzinfo=UTC)
    assert next_month(date(2026, 12, 1)) == date(2027, 1, 1)
    assert next_month(date(2028, 1, 1)) == date(2028, 2, 1)


def test_ev_02_a_month_is_counted_only_when_it_is_over_and_once() -> None:
    founded, three_days = datetime(2026, 8, 20, tzinfo=UTC), timedelta(days=3)

    def found(now: datetime, *published: date) -> list[date]:
        return due_months(founded, published, lambda end: end + three_days, now)

    assert found(datetime(2026, 9, 3, 21, 59, tzinfo=UTC)) == []
    assert found(datetime(2026, 9, 3, 22, 0, tzinfo=UTC)) == [date(2026, 8, 1)]
    assert found(datetime(2026, 11, 22, tzinfo=UTC)) == [date(2026, month, 1) for month in (8, 9, 10)]
    assert found(datetime(2026, 11, 22, tzinfo=UTC), date(2026, 8, 1), date(2026, 9, 1)) == [date(2026, 10, 1)]
