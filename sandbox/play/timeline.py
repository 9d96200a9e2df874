"""What happened while a scenario was played, in order: the only thing that is judged, shown and printed."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from typing import Any

from sandbox.play.moments import write_span


class Kind(StrEnum):
    """What an entry tells; each kind has its own fields in `about`."""

    STEP = "step"
    """Somebody did something: who, does, item, and what came back (`answer`: accepted, or a problem's code)."""
    BELL = "bell"
    """A phone made a sound: who, channel, text, again (a repeat), drill."""
    SCREEN = "screen"
    """A chat changed without a sound: who, what (edited, deleted)."""
    ITEM = "item"
    """An item was seen for the first time: item, flow, drill."""
    STATE = "state"
    """An item entered a state: item, state."""
    GEZAG = "gezag"
    """The authority on an item: item, holder."""
    RUNG = "rung"
    """A rung was reached: item, what, index, functies, late_ms, empty."""
    OPENED = "opened"
    """An obligation opened: item, what, ladder."""
    SETTLED = "settled"
    """An obligation was settled: item, what, by, outcome."""
    SERVICE = "service"
    """The service was started, killed or ended: what."""
    HAND = "hand"
    """Somebody at a practice wall did something: who, what, item, answer."""
    PROMISE = "promise"
    """One of the four promises was checked at the end: promise, held, detail."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that happened, `at` the span since the scenario's start."""

    at: timedelta
    kind: Kind
    about: dict[str, Any]

    def __getitem__(self, name: str) -> Any:
        return self.about.get(name)

    def as_json(self) -> str:
        """Return the entry as one line of JSON."""
        return json.dumps({"at": write_span(self.at), "kind": self.kind, **self.about}, ensure_ascii=False)


@dataclass(slots=True)
class Timeline:
    """The entries so far, in the order in which they became known; `listen` to follow along."""

    entries: list[Entry] = field(default_factory=list)
    _listeners: list[Callable[[Entry], None]] = field(default_factory=list)

    def add(self, at: timedelta, kind: Kind, **about: Any) -> Entry:
        entry = Entry(at, kind, about)
        self.entries.append(entry)
        for listener in self._listeners:
            listener(entry)
        return entry

    def listen(self, listener: Callable[[Entry], None]) -> None:
        """Call `listener` for every later entry."""
        self._listeners.append(listener)

    def of(self, kind: Kind, **about: Any) -> Iterator[Entry]:
        """Yield the entries of a kind whose fields have these values."""
        for entry in self.entries:
            if entry.kind is kind and all(entry.about.get(name) == value for name, value in about.items()):
                yield entry
