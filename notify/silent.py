"""A channel that keeps bells instead of sending them: for training rooms, tests and a first look without a phone."""

from __future__ import annotations

from collections import deque

from domain.bells import BellAction, ChannelKind, OutboxRow
from notify.channel import Delivered


class SilentChannel:
    """Accepts every bell and remembers the newest thousand."""

    kind = ChannelKind.SILENT
    actions = frozenset(BellAction)

    def __init__(self) -> None:
        self.kept: deque[OutboxRow] = deque(maxlen=1000)

    async def send(self, row: OutboxRow) -> Delivered:
        """Keep the bell; never fails."""
        self.kept.append(row)
        return Delivered(reference=row.handle)

    async def close(self) -> None:
        return None
