"""Pacing: never faster than the limits, never slower than they ask."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from notify.pacing import Bucket, Limits, Pace
from tests.notify.bells import START


@given(
    st.floats(0.5, 50),
    st.integers(1, 5),
    st.lists(st.floats(0, 2), min_size=1, max_size=60),
)
def test_in_no_window_more_than_the_limit(per_second: float, burst: int, gaps: list[float]) -> None:
    bucket, now, taken = Bucket(per_second, burst), START, []
    for gap in gaps:
        now = max(now + timedelta(seconds=gap), bucket.free_at(now + timedelta(seconds=gap)))
        bucket.take(now)
        taken.append(now)
    for first, start in enumerate(taken):
        for last in range(first, len(taken)):
            allowed = burst + (taken[last] - start).total_seconds() * per_second
            assert last - first + 1 <= allowed + 1e-3


def test_a_pause_holds_one_chat_until_it_is_over() -> None:
    pace = Pace(Limits(per_second=30, burst=30, chat_per_second=1, chat_burst=3))
    pace.hold("a", START + timedelta(seconds=2))
    assert pace.chat_free_at("a", START) == START + timedelta(seconds=2)
    assert pace.chat_free_at("b", START) == START
    later = START + timedelta(seconds=2)
    assert pace.chat_free_at("a", later) == later


def test_a_chat_gets_its_burst_and_then_one_a_second() -> None:
    pace = Pace(Limits(per_second=30, burst=30, chat_per_second=1, chat_burst=3))
    for _ in range(3):
        assert pace.chat_free_at("a", START) == START
        pace.take("a", START)
    assert pace.chat_free_at("a", START) == START + timedelta(seconds=1)
