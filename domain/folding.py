"""Folds events into an item: the part every flow shares, and the JSON form in which events stand in history."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import fields, is_dataclass, replace
from datetime import datetime
from enum import Enum
from typing import Final, TypeVar

from domain.events import Event, GezagPassed, ItemClosed, StateChanged
from domain.items import Gezag, Item

DataT = TypeVar("DataT")
_FIELDS: Final[dict[type, tuple[str, ...] | None]] = {}


def fold_item(item: Item[DataT], event: Event, at: datetime, fold: Callable[[DataT, Event], DataT]) -> Item[DataT]:
    """Return the item after one event that happened at `at`; the flow folds its own data. Pure."""
    data = fold(item.data, event)
    if data is not item.data:
        item = replace(item, data=data)
    match event:
        case StateChanged(state=state):
            return replace(item, state=state)
        case GezagPassed(holding=holding, since=since, over=over):
            return replace(item, gezag=Gezag(holding, since, over))
        case ItemClosed():
            return replace(item, closed_at=at)
    return item


def event_json(event: Event) -> str:
    """Return an event as one line of canonical JSON: fixed words, ids, hashes and moments, no content."""
    return _canonical(event)


def _plain(value: object) -> object:
    """What stands for a value that JSON does not know: asked for those alone."""
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, datetime):
        return value.isoformat()
    names = _fields(value)
    if names is None:
        raise TypeError("An event holds a value that has no form in history; give it one.")
    found = {name: getattr(value, name) for name in names}
    return {"tag": value.tag, **found} if isinstance(value, Event) else found


def _fields(value: object) -> tuple[str, ...] | None:
    """The names of a dataclass's fields, found once for its class; None for any other value."""
    kind = type(value)
    if kind not in _FIELDS:
        _FIELDS[kind] = tuple(one.name for one in fields(kind)) if is_dataclass(kind) else None
    return _FIELDS[kind]


_canonical: Final = json.JSONEncoder(sort_keys=True, separators=(",", ":"), default=_plain).encode
