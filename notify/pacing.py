"""Pacing below a channel's limits: one bucket for the whole bot, one for each chat, and a pause a chat asked for."""

from __future__ import annotations

import math
from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime, timedelta

_REMEMBERED_CHATS = 10_000


@dataclass(frozen=True, slots=True)
class Limits:
    """`per_second` over all chats (with bursts of `burst`), and the same for one chat."""

    per_second: float
    burst: int
    chat_per_second: float
    chat_burst: int


class Bucket:
    """A token bucket over a clock that is passed in; kept as the moment at which it would be full again."""

    __slots__ = ("_burst", "_full_at", "_interval")

    def __init__(self, per_second: float, burst: int) -> None:
        self._interval = timedelta(microseconds=math.ceil(1_000_000 / per_second))
        self._burst = burst
        self._full_at: datetime | None = None

    def free_at(self, now: datetime) -> datetime:
        """Return when the next token is there: `now` or later."""
        if self._full_at is None:
            return now
        return max(now, self._full_at - self._interval * (self._burst - 1))

    def take(self, now: datetime) -> None:
        """Use one token, which `free_at` said is there."""
        self._full_at = max(now, self._full_at or now) + self._interval


class Pace:
    """When the next bell may go: over all chats, and to one chat. Owned by the dispatcher; not shared."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._all = Bucket(limits.per_second, limits.burst)
        self._chats: OrderedDict[str, Bucket] = OrderedDict()
        self._held: dict[str, datetime] = {}

    def free_at(self, now: datetime) -> datetime:
        """Return when any bell may go next."""
        return self._all.free_at(now)

    def chat_free_at(self, chat: str, now: datetime) -> datetime:
        """Return when this chat may be rung next; a pause it asked for holds back this chat alone."""
        held = self._held.get(chat)
        if held is not None and held <= now:
            del self._held[chat]
            held = None
        bucket = self._chats.get(chat)
        free = now if bucket is None else bucket.free_at(now)
        return free if held is None else max(free, held)

    def take(self, chat: str, now: datetime) -> None:
        """Count one bell to this chat."""
        self._all.take(now)
        bucket = self._chats.pop(chat, None) or Bucket(self._limits.chat_per_second, self._limits.chat_burst)
        bucket.take(now)
        self._chats[chat] = bucket
        if len(self._chats) > _REMEMBERED_CHATS:
            self._chats.popitem(last=False)

    def hold(self, chat: str, until: datetime) -> None:
        """Leave this chat alone until then (a 429); the others go on."""
        self._held[chat] = max(until, self._held.get(chat, until))
