"""Reads server-sent events, as HTML's standard spells them: only what the service sends, refused when it is not so."""

from __future__ import annotations

import json
from collections.abc import AsyncIterable, AsyncIterator
from dataclasses import dataclass
from typing import Any, Final

_LONGEST: Final = 4096


class EventsRefused(Exception):
    """What came is no stream of events; hang up, and ask for the list instead."""


@dataclass(frozen=True, slots=True)
class Event:
    """That something changed: `item`, `gone`, `board` or `end`; `cursor`, if any, goes with the next request."""

    name: str
    data: Any
    cursor: str | None


async def events(lines: AsyncIterable[bytes]) -> AsyncIterator[Event]:
    """Yield each whole event in these lines (with their line ends); comments are signs of life and are left out.

    Raises:
        EventsRefused: when a line or an event is malformed.
    """
    name, data, cursor = "", "", None
    async for raw in lines:
        try:
            line = raw.decode("utf-8").rstrip("\r\n")
            field, _, value = line.partition(": ")
            if len(raw) > _LONGEST or field not in ("", ":", "event", "data", "id"):
                raise ValueError
            if line == "" and data:
                yield Event(name, json.loads(data), cursor)
        except ValueError:
            raise EventsRefused("The service sent something else than events; ask for the list.") from None
        if line == "":
            name, data, cursor = "", "", None
        elif field == "event":
            name = value
        elif field == "data":
            data = value
        elif field == "id":
            cursor = value
