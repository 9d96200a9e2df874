"""What of some raw updates is stored: entries by the allow-list, and only the shape of what cannot be read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.telegram.allowlist import Unreadable, reduce, update_id_of
from bot.telegram.health import Health
from domain.inbox import InboxEntry


@dataclass(frozen=True, slots=True)
class Batch:
    """Entries to store, and the shapes of what could not be read."""

    entries: tuple[InboxEntry, ...]
    unreadable: tuple[tuple[str, str], ...]
    """(source key, shape) of each update that is kept only as its keys and types."""


def reduced(updates: Sequence[object], now: datetime, health: Health) -> Batch:
    """Reduce raw updates, and count what they were; never raises, so that none blocks the ones behind it."""
    entries: list[InboxEntry] = []
    unreadable: list[tuple[str, str]] = []
    for raw in updates:
        try:
            entry = reduce(raw, now)
        except Unreadable as wrong:
            health.quarantined += 1
            unreadable.append((f"unreadable:{update_id_of(raw)}", wrong.shape))
        else:
            health.kinds[entry.kind.value] = health.kinds.get(entry.kind.value, 0) + 1
            entries.append(entry)
    return Batch(tuple(entries), tuple(unreadable))
