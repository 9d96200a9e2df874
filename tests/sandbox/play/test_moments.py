"""Spans of simulated time as scenarios write them."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.play.moments import read_span, write_span


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("00:00:00", 0),
        ("00:01:30", 90),
        ("01:00:00.250", 3600.25),
        ("90s", 90),
        ("5m", 300),
        ("72h", 259_200),
        ("2d", 172_800),
    ],
)
def test_a_span_is_read(text: str, seconds: float) -> None:
    assert read_span(text) == timedelta(seconds=seconds)


@pytest.mark.parametrize("text", ["", "1", "00:60:00", "1:2:3", "-5s", "5 m", "ten minutes", "00:00"])
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="hh:mm:ss"):
        read_span(text)


@given(st.integers(min_value=0, max_value=9999 * 3600 * 1000))
def test_what_is_written_is_read_back(millis: int) -> None:
    span = timedelta(milliseconds=millis)
    assert read_span(write_span(span)) == span


def test_before_the_start_carries_a_minus() -> None:
    assert write_span(timedelta(minutes=-2)) == "-00:02:00"
