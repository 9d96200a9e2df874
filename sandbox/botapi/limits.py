"""Flood limits: token buckets per chat and over all chats, with a settable `retry_after`."""

import math
from dataclasses import dataclass, field

from sandbox.botapi.clock import Clock


@dataclass(slots=True)
class Bucket:
    """Holds `burst` tokens at most and gains `rate` a second."""

    rate: float
    burst: float
    tokens: float
    filled_at: float

    def missing(self, now: float) -> float:
        """Seconds until a token is there; 0 when one is."""
        self.tokens = min(self.burst, self.tokens + (now - self.filled_at) * self.rate)
        self.filled_at = now
        return max(0.0, (1.0 - self.tokens) / self.rate)


@dataclass(slots=True)
class Limits:
    """About 1/s per chat with short bursts and 30/s over all chats; `retry_after` overrides the answer."""

    clock: Clock
    enabled: bool = True
    chat_rate: float = 1.0
    chat_burst: float = 5.0
    global_rate: float = 30.0
    global_burst: float = 30.0
    retry_after: int | None = None
    _chats: dict[object, Bucket] = field(default_factory=dict)
    _all: Bucket | None = None

    def take(self, chat_id: object) -> int | None:
        """Take one send from both buckets; or take nothing and return the seconds to wait."""
        if not self.enabled:
            return None
        now = self.clock.now()
        if self._all is None:
            self._all = Bucket(self.global_rate, self.global_burst, self.global_burst, now)
        chat = self._chats.setdefault(chat_id, Bucket(self.chat_rate, self.chat_burst, self.chat_burst, now))
        wait = max(chat.missing(now), self._all.missing(now))
        if wait > 1e-6:
            return self.retry_after if self.retry_after is not None else math.ceil(wait)
        chat.tokens -= 1
        self._all.tokens -= 1
        return None

    def configure(
        self,
        *,
        enabled: bool | None = None,
        chat_rate: float | None = None,
        chat_burst: float | None = None,
        global_rate: float | None = None,
        global_burst: float | None = None,
        retry_after: int | None = None,
    ) -> None:
        """Change what is given and start with full buckets; `retry_after` returns to the computed one on None."""
        self.enabled = self.enabled if enabled is None else enabled
        self.chat_rate = chat_rate or self.chat_rate
        self.chat_burst = chat_burst or self.chat_burst
        self.global_rate = global_rate or self.global_rate
        self.global_burst = global_burst or self.global_burst
        self.retry_after = retry_after
        self._chats.clear()
        self._all = None
