"""Makes outbox rows, and a clock and timer moved by hand, for the tests of delivery."""

from __future__ import annotations

import heapq
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import count

from domain.bells import Address, BellAction, ChannelKind, Lane, OutboxRow, Outcome
from domain.ids import PersonId

START = datetime(2026, 11, 21, 2, 12, tzinfo=UTC)
_ids = count(1)


def row(
    chat: str = "100",
    *,
    action: BellAction = BellAction.RING,
    lane: Lane = Lane.URGENT,
    channel: ChannelKind = ChannelKind.TELEGRAM,
    obligation: int | None = 1,
    repeat: int = 0,
    attempts: int = 0,
    drill: bool = False,
    refers_to: str | None = None,
    hushable: bool = False,
) -> OutboxRow:
    """Return a row that was just committed as `sending`."""
    number = next(_ids)
    return OutboxRow(
        id=number,
        handle=f"handle{number:016d}",
        person=PersonId(f"person-{chat}"),
        address=Address(number, PersonId(f"person-{chat}"), channel, chat, 0, None),
        action=action,
        lane=lane,
        repeat=repeat,
        drill=drill,
        item=None,
        obligation=obligation,
        ring=repeat + 1,
        refers_to=refers_to,
        state=Outcome.SENDING,
        not_before=START,
        attempts=attempts,
        created_at=START,
        hushable=hushable,
    )


class HandClock:
    """A clock and timer in one; `move` wakes whoever waits, in order."""

    def __init__(self) -> None:
        self._now = START
        self._calls: list[tuple[datetime, int, Callable[[], None]]] = []
        self._cancelled: set[int] = set()
        self._count = 0

    def now(self) -> datetime:
        return self._now

    def call_at(self, moment: datetime, wake: Callable[[], None]) -> Callable[[], None]:
        self._count += 1
        number = self._count
        heapq.heappush(self._calls, (moment, number, wake))
        return lambda: self._cancelled.add(number)

    def move(self, by: timedelta) -> None:
        until = self._now + by
        while self._calls and self._calls[0][0] <= until:
            moment, number, wake = heapq.heappop(self._calls)
            self._now = max(self._now, moment)
            if number not in self._cancelled:
                wake()
        self._now = until

    @property
    def next_at(self) -> datetime | None:
        waiting = [moment for moment, number, _ in self._calls if number not in self._cancelled]
        return min(waiting, default=None)
