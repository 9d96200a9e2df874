"""The port behind which every channel is equal: one bell out, and an honest word about what became of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol

from domain.bells import BellAction, ChannelKind, OutboxRow


@dataclass(frozen=True, slots=True)
class Delivered:
    """The channel accepted the bell; `reference` is the channel's own name for it (a message id), if it has one.

    Accepted is not rung, and never stops a ladder.
    """

    reference: str | None


class DeliveryError(Exception):
    """The channel did not (certainly) accept the bell; the text never holds an address, a token or a URL.

    Attributes:
        permanent: this address will never work again without a new enrolment (blocked, gone).
        ambiguous: it may have been accepted all the same (time-out after sending, cut answer, 5xx).
        retry_after: the channel asks to leave this address alone for so long.
        channel_down: the fault is of the whole channel (revoked token, refused connection), not of this address.
        elsewhere: the channel is well and will not have this bell for this address: the next channel rings at once.
    """

    def __init__(
        self,
        sentence: str,
        *,
        permanent: bool = False,
        ambiguous: bool = False,
        retry_after: timedelta | None = None,
        channel_down: bool = False,
        elsewhere: bool = False,
    ) -> None:
        super().__init__(sentence)
        self.permanent = permanent
        self.ambiguous = ambiguous
        self.retry_after = retry_after
        self.channel_down = channel_down
        self.elsewhere = elsewhere


class Channel(Protocol):
    """One way to ring somebody."""

    @property
    def kind(self) -> ChannelKind: ...

    @property
    def actions(self) -> frozenset[BellAction]:
        """What this channel can do; other actions are dropped for it (a webhook cannot edit an earlier bell)."""

    async def send(self, row: OutboxRow) -> Delivered:
        """Make one attempt, bounded in time. Raises DeliveryError for anything but an acceptance."""

    async def close(self) -> None: ...
