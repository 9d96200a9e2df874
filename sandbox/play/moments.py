"""Spans of simulated time as people write them in a scenario: `00:01:30`, `90s`, `5m`, `72h`."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Final

_CLOCK: Final = re.compile(r"(\d{1,4}):([0-5]\d):([0-5]\d)(?:\.(\d{1,3}))?")
_SPAN: Final = re.compile(r"(\d{1,6})(s|m|h|d)")
_UNITS: Final = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}


def read_span(text: str) -> timedelta:
    """Return the span since the scenario's start (or of a wait).

    Raises:
        ValueError: when the text is neither `hh:mm:ss` nor a number with s, m, h or d.
    """
    if clock := _CLOCK.fullmatch(text):
        hours, minutes, seconds, part = clock.groups()
        millis = int((part or "0").ljust(3, "0"))
        return timedelta(hours=int(hours), minutes=int(minutes), seconds=int(seconds), milliseconds=millis)
    if span := _SPAN.fullmatch(text):
        return timedelta(**{_UNITS[span[2]]: int(span[1])})
    raise ValueError("write a time as hh:mm:ss, or as 30s, 5m, 2h or 3d")


def write_span(span: timedelta) -> str:
    """Return `hh:mm:ss`, with milliseconds only when there are any; spans before the start carry a minus."""
    millis = span // timedelta(milliseconds=1)
    sign, millis = ("-", -millis) if millis < 0 else ("", millis)
    seconds, rest = divmod(millis, 1000)
    text = f"{sign}{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"
    return f"{text}.{rest:03d}" if rest else text
