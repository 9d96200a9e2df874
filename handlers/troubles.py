"""What is wrong while acts still go through, in fixed words, for readiness and `piket check`; never an id."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final, Protocol

from domain.audit.leaves import parse_leaf
from handlers.reading import ReadableAlarms

LAGGING: Final = "log.lagging"
ALARMS: Final = frozenset(
    {
        "telegram.revoked",
        "telegram.other_reader",
        "telegram.webhook",
        "telegram.undelivered",
        "log.stuck",
        "log.forked",
        "log.unwitnessed",
        "witness.refuses",
    }
)
"""Alarms about a channel or the logs as a whole; what stands about a person, an item or a roster is the board's."""


class Logs(Protocol):
    """The part of the logs that is asked."""

    def waiting(self) -> Sequence[str]: ...

    def unsequenced(self, log: str, limit: int) -> Sequence[tuple[int, bytes]]: ...


class Unit(Protocol):
    """One snapshot of the store."""

    @property
    def alarms(self) -> ReadableAlarms: ...

    @property
    def logs(self) -> Logs: ...


def troubles(uow: Unit, now: datetime, late: timedelta) -> Sequence[str]:
    """Return what stands, in alphabetical order; a leaf that waits longer than `late` means that proof lags."""
    found = {alarm.kind for alarm in uow.alarms.standing()} & ALARMS
    first = [leaf for log in uow.logs.waiting() for _, leaf in uow.logs.unsequenced(log, 1)]
    if any(now - parse_leaf(leaf).time > late for leaf in first):
        found.add(LAGGING)
    return sorted(found)
