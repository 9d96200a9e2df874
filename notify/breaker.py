"""Breakers: after a few faults of a channel itself, or of one host behind it, bells go elsewhere at once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True)
class BreakerLimits:
    """Open after `faults` in a row (a wait of `long_wait` or more is one); try one bell again after `rest`."""

    faults: int
    long_wait: timedelta
    rest: timedelta


class Breaker:
    """Closed (bells pass), open (they do not), or half open (one passes, as a probe)."""

    def __init__(self, limits: BreakerLimits) -> None:
        self._limits = limits
        self._faults = 0
        self._open_until: datetime | None = None
        self._probing = False

    def too_long(self, wait: timedelta) -> bool:
        """Tell whether a bell should go elsewhere rather than wait so long for one chat."""
        return wait >= self._limits.long_wait

    def allows(self, now: datetime) -> bool:
        """Tell whether a bell may try this channel now; while half open, only the one that asked first."""
        if self._open_until is None:
            return True
        if now < self._open_until or self._probing:
            return False
        self._probing = True
        return True

    def spared(self) -> None:
        """The bell that was allowed did not leave after all: if it was to be the probe, the next one is."""
        self._probing = False

    def worked(self) -> None:
        """The channel answered for itself: close."""
        self._faults, self._open_until, self._probing = 0, None, False

    def failed(self, now: datetime) -> None:
        """The channel as a whole failed once more."""
        self._faults += 1
        if self._probing or self._faults >= self._limits.faults:
            self._open_until, self._probing = now + self._limits.rest, False

    def asked_to_wait(self, wait: timedelta, now: datetime) -> bool:
        """One chat must be left alone for `wait`; tell whether that is too long (then it counts as a fault)."""
        if not self.too_long(wait):
            self._probing = False
            return False
        self.failed(now)
        return True

    @property
    def open(self) -> bool:
        return self._open_until is not None


def _whole(_target: str) -> str:
    return ""


class Breakers:
    """The breakers of one channel: one for each part that can be down alone, made when it is first rung.

    `part` names the part that a bell's target leads to: for webhooks its host; without it a channel is one whole.
    """

    def __init__(self, limits: BreakerLimits, part: Callable[[str], str] = _whole) -> None:
        self._limits, self._part = limits, part
        self._breakers: dict[str, Breaker] = {}

    def of(self, target: str) -> Breaker:
        """Return the breaker that a bell to this target passes."""
        part = self._part(target)
        found = self._breakers.get(part)
        if found is None:
            found = self._breakers[part] = Breaker(self._limits)
        return found

    @property
    def open(self) -> int:
        """How many parts are closed to bells at this moment, or let one bell through to see."""
        return sum(one.open for one in self._breakers.values())
