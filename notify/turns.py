"""Bells that may leave, each flow's in turn, so that hundreds of one flow never hold up another's."""

from __future__ import annotations

from collections import deque

from domain.bells import OutboxRow


class Turns:
    """A queue of queues: in order within a flow, one of each flow that has any by turns. Owned by the dispatcher."""

    __slots__ = ("_queues",)

    def __init__(self) -> None:
        self._queues: dict[str, deque[OutboxRow]] = {}

    def __bool__(self) -> bool:
        return bool(self._queues)

    def append(self, row: OutboxRow) -> None:
        """Let a bell wait behind those of its own flow."""
        self._queues.setdefault(row.flow, deque()).append(row)

    def first(self) -> OutboxRow:
        """Return the bell whose turn it is."""
        return next(iter(self._queues.values()))[0]

    def take(self) -> OutboxRow:
        """Take the bell whose turn it is; then it is another flow's."""
        flow = next(iter(self._queues))
        queue = self._queues.pop(flow)
        row = queue.popleft()
        if queue:
            self._queues[flow] = queue
        return row
