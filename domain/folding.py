"""Folds events into an item: the part every flow shares, and the JSON form in which events stand in history."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import fields, is_dataclass, replace
from datetime import datetime
from enum import Enum
from typing import TypeVar

from domain.events import Event, GezagPassed, ItemClosed, StateChanged
from domain.items import Gezag, Item

DataT = TypeVar("DataT")


def fold_item(item: Item[DataT], event: Event, at: datetime, fold: Callable[[DataT, Event], DataT]) -> Item[DataT]:
    """Return the item after one event that happened at `at`; the flow folds its own data. Pure."""
    item = replace(item, data=fold(item.data, event))
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
    return json.dumps(_plain(event), sort_keys=True, separators=(",", ":"), ensure_ascii=True)


def _plain(value: object) -> object:
    if isinstance(value, Event):
        return {"tag": value.tag} | {one.name: _plain(getattr(value, one.name)) for one in fields(value)}
    if is_dataclass(value) and not isinstance(value, type):
        return {one.name: _plain(getattr(value, one.name)) for one in fields(value)}
    if isinstance(value, tuple | list):
        return [_plain(one) for one in value]
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, datetime):
        return value.isoformat()
    return value
