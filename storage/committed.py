"""What one commit changed that somebody outside the transaction must act upon: ring, wake, sequence, hang up."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from domain.bells import OutboxRow
from domain.ids import DeviceId


@dataclass(slots=True)
class Committed:
    """The effects of one commit, gathered while it was written; handed over only once it is durable.

    `bells` are `sending` and leased to this instance; `logs` have new leaves; `next_at` is the earliest moment
    written for an obligation or a planned bell; `settled` are obligations that no longer ring;
    `sessions_ended` are devices whose sessions ended. `leased` are all rows of the outbox that this commit gave to
    this instance, with the end of their lease; `lost` are such rows of a commit of which nobody knows whether it is
    stored: what is there of them was handed to nobody.
    """

    bells: list[OutboxRow] = field(default_factory=list)
    logs: set[str] = field(default_factory=set)
    next_at: datetime | None = None
    settled: set[int] = field(default_factory=set)
    sessions_ended: set[DeviceId] = field(default_factory=set)
    leased: dict[int, datetime] = field(default_factory=dict)
    lost: dict[int, datetime] = field(default_factory=dict)

    def due(self, at: datetime | None) -> None:
        """Note that there is something to do at `at`."""
        if at is not None and (self.next_at is None or at < self.next_at):
            self.next_at = at

    def add(self, other: Committed) -> None:
        """Take over the effects of another unit of the same commit."""
        self.bells += other.bells
        self.logs |= other.logs
        self.due(other.next_at)
        self.settled |= other.settled
        self.sessions_ended |= other.sessions_ended
        self.leased |= other.leased

    def perhaps(self) -> Committed:
        """What is left to do when the commit was reported failed and may be stored all the same: to look."""
        return Committed(logs=self.logs, lost=self.leased)

    def __bool__(self) -> bool:
        return bool(self.bells or self.logs or self.next_at or self.settled or self.sessions_ended or self.lost)
