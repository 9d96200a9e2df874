"""What happens right after a commit: bells leave, leaves are sequenced, the alarm clock is set. Nothing before it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import datetime

from domain.bells import OutboxRow
from storage.committed import Committed


class Effects:
    """Hands each commit's effects to whoever acts on them; filled by bootstrap before the first unit runs."""

    def __init__(self) -> None:
        self.ring: Callable[[Iterable[OutboxRow], Collection[int]], None] = _nobody
        self.sequence: Callable[[Iterable[str]], None] = _nobody
        self.changed: Callable[[], None] = _nobody
        self.wake: Callable[[datetime], None] = _nobody
        self.tell: Callable[[datetime], None] = _nobody
        self.lost: Callable[[Mapping[int, datetime]], None] = _nobody

    def __call__(self, committed: Committed) -> None:
        """Called on the event loop, before whoever waited for the commit goes on."""
        if committed.bells:
            self.ring(committed.bells, committed.settled)
        if committed.logs:
            self.sequence(committed.logs)
        if committed.logs or committed.sessions_ended:  # whatever a reader could see has a leaf
            self.changed()
        if committed.next_at is not None:
            self.wake(committed.next_at)
            self.tell(committed.next_at)
        if committed.lost:
            self.lost(committed.lost)


def _nobody(*_: object) -> None:
    return None
