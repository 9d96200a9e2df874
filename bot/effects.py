"""What happens right after a commit: bells leave, leaves are sequenced, the alarm clock is set. Nothing before it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from datetime import datetime

from domain.bells import OutboxRow
from storage.committed import Committed


class Effects:
    """Hands each commit's effects to whoever acts on them; filled by bootstrap before the first unit runs."""

    def __init__(self) -> None:
        self.ring: Callable[[Iterable[OutboxRow], Collection[int]], None] = _nobody
        self.sequence: Callable[[Iterable[str]], None] = _nobody
        self.wake: Callable[[datetime], None] = _nobody

    def __call__(self, committed: Committed) -> None:
        """Called on the event loop, before whoever waited for the commit goes on."""
        if committed.bells:
            self.ring(committed.bells, committed.settled)
        if committed.logs:
            self.sequence(committed.logs)
        if committed.next_at is not None:
            self.wake(committed.next_at)


def _nobody(*_: object) -> None:
    return None
