"""Engine time: an anchor plus the machine's boot time, never backwards, whatever the wall clock does (X-06)."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from domain.audit.leaves import LeafType
from domain.ports import Heartbeat, UnitOfWork
from handlers.ringing import ENGINE_LOG

BOOT_ID: Final = Path("/proc/sys/kernel/random/boot_id")
GAP: Final = "clock.gap"
WALL_DIFFERS: Final = "clock.wall_differs"
_LOOP_SECONDS: Final = 0.001
"""What an event loop on Linux can sleep at least (epoll)."""


def boottime() -> int:
    """Nanoseconds since this machine started, suspended time included; no wall clock can change it."""
    return time.clock_gettime_ns(time.CLOCK_BOOTTIME)


def boot_id() -> str:
    """Which start of this machine it is (Linux)."""
    return BOOT_ID.read_text("ascii").strip()


@dataclass(frozen=True, slots=True)
class Beat:
    """What a heartbeat found: where engine time goes on from, and what nobody can explain."""

    at: datetime
    boottime_ns: int
    downtime: timedelta
    """A jump forward that no boot time explains: counted as downtime, since ringing early beats never."""
    wall_differs: timedelta
    """How far the wall clock is from engine time, either way."""


def first_beat(last: Heartbeat | None, boot: str, boottime_ns: int, wall: datetime) -> Beat:
    """Find where engine time stands at start.

    In the boot of the last heartbeat exactly the elapsed time has passed. In any other (a reboot, another machine, a
    restored snapshot) the wall clock is all there is: it moves engine time forward, as downtime, and never back.
    """
    if last is None:
        return Beat(wall, boottime_ns, timedelta(0), timedelta(0))
    elapsed = boottime_ns - last.boottime_ns
    if boot == last.boot and elapsed >= 0:
        at = last.at + timedelta(microseconds=elapsed // 1000)
        return Beat(at, boottime_ns, timedelta(0), abs(wall - at))
    at = max(last.at, wall)
    return Beat(at, boottime_ns, at - last.at, abs(wall - at))


def next_beat(last: Heartbeat | None, own: datetime, boottime_ns: int, wall: datetime) -> Beat:
    """Find where engine time stands while running: its own elapsed time, unless another instance is further on."""
    at = own if last is None else max(own, last.at)
    return Beat(at, boottime_ns, at - own, abs(wall - at))


class MachineClock:
    """The `Clock` and `Timer` of a real service. `now` may be asked from any thread; `start` comes before all else."""

    def __init__(
        self,
        gap: timedelta,
        *,
        boot: str | None = None,
        elapsed: Callable[[], int] = boottime,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        """Alarm about jumps and differences larger than `gap`; `boot`, `elapsed` and `sleep` are the machine's own."""
        self._gap, self._elapsed, self._sleep = gap, elapsed, sleep
        self._boot = boot_id() if boot is None else boot
        self._anchor: tuple[datetime, int] | None = None
        self._beaten = 0

    def since_beat(self) -> timedelta:
        """How long ago the newest heartbeat that is durable was made, by the time this machine ran."""
        return timedelta(microseconds=(self._elapsed() - self._beaten) // 1000)

    def now(self) -> datetime:
        if self._anchor is None:
            raise RuntimeError("The clock has not been started; adopt a first heartbeat before anything else.")
        return self._at(self._elapsed(), self._anchor)

    def call_at(self, moment: datetime, wake: Callable[[], None]) -> Callable[[], None]:
        return _Alarm(self, moment, wake).cancel

    def hold(self, moment: datetime) -> None:
        """Block the thread that calls this until `moment`; never call it on the event loop."""
        while (left := (moment - self.now()).total_seconds()) > 0:
            self._sleep(left)

    def beat(self, uow: UnitOfWork) -> Beat:
        """Store one heartbeat, with an alarm and a leaf for what cannot be explained; then call `adopt`.

        A unit for the store, safe to run twice: this clock itself changes only in `adopt`, after the commit.
        """
        wall, last = uow.heartbeats.wall(), uow.heartbeats.last()
        elapsed = self._elapsed()
        if self._anchor is None:
            beat = first_beat(last, self._boot, elapsed, wall)
        else:
            beat = next_beat(last, self._at(elapsed, self._anchor), elapsed, wall)
        uow.heartbeats.put(Heartbeat(self._boot, elapsed, wall, beat.at))
        if self._anchor is None:
            uow.alarms.clear(GAP, "", beat.at)  # what stands there is about an earlier start
        if beat.downtime > self._gap:
            uow.alarms.raise_(GAP, "", beat.at)
            fields = {"seconds": f"{beat.downtime.total_seconds():.3f}"}
            uow.audit.append(uow.audit.log_of(ENGINE_LOG), LeafType.DOWNTIME, at=beat.at, fields=fields)
        if beat.wall_differs > self._gap:
            uow.alarms.raise_(WALL_DIFFERS, "", beat.at)
        else:
            uow.alarms.clear(WALL_DIFFERS, "", beat.at)
        return beat

    def adopt(self, beat: Beat) -> None:
        """Go on from a heartbeat that is durable; never back."""
        self._beaten = beat.boottime_ns
        if self._anchor is None or beat.downtime:
            self._anchor = (beat.at, beat.boottime_ns)

    @staticmethod
    def _at(elapsed: int, anchor: tuple[datetime, int]) -> datetime:
        at, since = anchor
        return at + timedelta(microseconds=(elapsed - since) // 1000)


class _Alarm:
    """One moment waited for to the microsecond: the event loop sleeps in whole milliseconds, always rounded up.

    So it wakes within the last one, and then looks again at each step of the loop, which goes on with everything else.
    """

    def __init__(self, clock: MachineClock, moment: datetime, wake: Callable[[], None]) -> None:
        self._clock, self._moment, self._wake = clock, moment, wake
        self._loop = asyncio.get_running_loop()
        self._handle: asyncio.Handle
        early = self._left() - _LOOP_SECONDS
        self._handle = self._loop.call_later(early, self._look) if early > 0 else self._loop.call_soon(self._look)

    def cancel(self) -> None:
        self._handle.cancel()

    def _left(self) -> float:
        return (self._moment - self._clock.now()).total_seconds()

    def _look(self) -> None:
        if self._left() > 0:
            self._handle = self._loop.call_soon(self._look)
        else:
            self._wake()


class VirtualClock:
    """The same two ports for tests and practice: time stands still until somebody moves it.

    Move it to `next_at` each time and no further: a longer jump counts as downtime, as it would for a real service.
    """

    def __init__(self, start: datetime) -> None:
        if start.tzinfo is None:
            raise ValueError("Engine time is aware; give a moment with a time zone.")
        self._now = start.astimezone(UTC)
        self._timers: list[tuple[datetime, int, Callable[[], None]]] = []
        self._made = 0

    def now(self) -> datetime:
        return self._now

    @property
    def next_at(self) -> datetime | None:
        """The earliest moment somebody wants to be woken; None when nobody does."""
        return min((moment for moment, _, _ in self._timers), default=None)

    def call_at(self, moment: datetime, wake: Callable[[], None]) -> Callable[[], None]:
        if moment <= self._now:
            return asyncio.get_running_loop().call_soon(wake).cancel
        self._made += 1
        timer = (moment, self._made, wake)
        self._timers.append(timer)

        def cancel() -> None:
            if timer in self._timers:
                self._timers.remove(timer)

        return cancel

    def advance(self, to: datetime) -> None:
        """Move time to `to` (never back) and wake, in order, everybody whose moment came.

        Raises:
            ValueError: when `to` lies in the past.
        """
        if to < self._now:
            raise ValueError("Engine time never runs backwards; advance to a later moment.")
        self._now = to
        due = sorted(timer for timer in self._timers if timer[0] <= to)
        self._timers = [timer for timer in self._timers if timer[0] > to]
        for _, _, wake in due:
            wake()
