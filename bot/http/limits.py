"""How often one device or address may ask: a token bucket for each, on the clock port, in bounded memory."""

from __future__ import annotations

import math
from collections import OrderedDict
from datetime import datetime
from typing import Final

from aiohttp import web

from bot.http.problems import TryAgain
from domain.ports import Clock

MAX_BUCKETS: Final = 20_000


class Buckets:
    """A bucket per key, of `burst` tokens, filled at `rate` a second; the least recently used go first when full.

    Counted in each instance apart: the limit keeps one device from crowding out the others, it is no quota.
    """

    def __init__(self, clock: Clock, *, rate: float, burst: int) -> None:
        self._clock, self._rate, self._burst = clock, rate, burst
        self._buckets: OrderedDict[str, tuple[float, datetime]] = OrderedDict()

    def take(self, key: str) -> None:
        """Take one token.

        Raises:
            TryAgain: when there is none; it says how long to wait.
        """
        now = self._clock.now()
        tokens, since = self._buckets.pop(key, (float(self._burst), now))
        tokens = min(float(self._burst), tokens + (now - since).total_seconds() * self._rate)
        allowed = tokens >= 1
        self._buckets[key] = (tokens - 1 if allowed else tokens, now)
        while len(self._buckets) > MAX_BUCKETS:
            self._buckets.popitem(last=False)
        if not allowed:
            wait = max(1, math.ceil((1 - tokens) / self._rate))
            raise TryAgain("rate.exceeded", "More came than may; wait, then send the same again.", wait=wait)


def address_of(request: web.Request, hops: int) -> str:
    """Return the caller's address, believing `hops` proxies of our own and no more; for counting only, never logged."""
    path = [part.strip() for part in ",".join(request.headers.getall("X-Forwarded-For", [])).split(",") if part.strip()]
    return path[-hops] if 0 < hops <= len(path) else request.remote or ""
