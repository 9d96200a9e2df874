"""Takes bells committed as `sending`, sends them in order of urgency and pace, and reports what became of each.

The database row is the truth: what this object holds in memory is only its turn. It is driven by three things: rows
handed over right after their commit, a timer for rows that wait for their pace, and the end of earlier attempts.
Nothing here decides whether to ring again; the record of an attempt does, in a transaction.
"""

from __future__ import annotations

import asyncio
import heapq
import logging
from collections.abc import Awaitable, Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from domain.bells import ASKED_FOR, Attempt, BellAction, ChannelKind, Lane, OutboxRow, Outcome
from domain.errors import StorageBusy
from domain.ports import Clock, Timer
from notify.breaker import Breakers
from notify.channel import Channel, DeliveryError
from notify.pacing import Pace
from notify.turns import Turns

_log: Final = logging.getLogger(__name__)
_CONCURRENT: Final = 64
_CONCURRENT_REGULAR: Final = 48
_UNPACED: Final = frozenset({BellAction.ANSWER_TAP})
_RECORD_AGAIN: Final = timedelta(milliseconds=200)
_ASK_AT_MOST: Final = timedelta(seconds=1)


@dataclass(slots=True)
class Line:
    """One channel with its pace and its breakers; `pace` None means that this channel sets no limits."""

    channel: Channel
    breakers: Breakers
    pace: Pace | None


@dataclass(slots=True)
class Seen:
    """What happened, for the metrics; counted by channel, outcome and whether it is a drill (X-05), never by person."""

    attempts: dict[tuple[str, str, bool], int] = field(default_factory=dict)

    def count(self, attempt: Attempt) -> None:
        key = (attempt.row.address.channel.value, attempt.outcome.value, attempt.row.drill)
        self.attempts[key] = self.attempts.get(key, 0) + 1


class Dispatcher:
    """Sends bells; one per process, on the event loop.

    Args:
        lines: the channels, by kind.
        moot: tells which of some rows must not leave any more, read from the store immediately before sending.
        record: stores what became of attempts; durable on return; may raise StorageBusy, then it is called again.
    """

    def __init__(
        self,
        lines: Mapping[ChannelKind, Line],
        *,
        moot: Callable[[Sequence[OutboxRow]], Awaitable[Collection[int]]],
        record: Callable[[Sequence[Attempt]], Awaitable[None]],
        clock: Clock,
        timer: Timer,
    ) -> None:
        self._lines = lines
        self._moot = moot
        self._record = record
        self._clock = clock
        self._timer = timer
        self._held: dict[int, OutboxRow] = {}
        self._ready = {(lane, kind): Turns() for lane in Lane for kind in ChannelKind}
        self._waiting: list[tuple[datetime, int, OutboxRow]] = []
        self._count = 0
        self._flying = {Lane.URGENT: 0, Lane.REGULAR: 0}
        self._results: list[Attempt] = []
        self._recording = 0
        self._resting = False
        self._news = asyncio.Event()
        self._cancel_timer: Callable[[], None] | None = None
        self._pump_soon = False
        self._tasks: set[asyncio.Task[None]] = set()
        self._failure: BaseException | None = None
        self._over = False
        """Whether it stopped: what would begin now is left to whoever serves the outbox next."""
        self.seen = Seen()

    def take(self, rows: Iterable[OutboxRow], settled: Collection[int] = ()) -> None:
        """Accept rows that are committed as `sending` and leased to this process; a row it already holds is ignored.

        Hand them over right after the transaction that wrote or claimed them: it has just read what they ring for,
        so a row that leaves at once is not asked about again; one that had to wait is, and a ring whose obligation is
        among `settled`, settled in the same commit.
        """
        fresh: set[int] = set()
        for row in rows:
            if row.id not in self._held:
                self._held[row.id] = row
                self._ready[row.lane, row.address.channel].append(row)
                if row.action is not BellAction.RING or row.obligation not in settled:
                    fresh.add(row.id)
        self._pump(fresh)

    def held(self) -> Collection[int]:
        """Return the rows whose lease must be kept: waiting, in flight, or not yet recorded."""
        return tuple(self._held)

    def down(self) -> Mapping[ChannelKind, int]:
        """For each channel that is set up, how many of its parts are down: Telegram as a whole, webhooks by host."""
        return {kind: line.breakers.open for kind, line in self._lines.items()}

    @property
    def busy(self) -> int:
        """Count what is in flight or not yet recorded; what waits for a later moment of the clock is not."""
        return sum(self._flying.values()) + self._recording + (0 if self._resting else len(self._results))

    async def run(self) -> None:
        """Record what became of attempts, in groups, until cancelled.

        Raises what the reading or recording of them died of; an error nobody foresaw about one bell ends that alone.
        """
        try:
            while True:
                await self._news.wait()
                self._news.clear()
                if self._failure is not None:
                    raise self._failure
                await self._record_results()
        finally:
            self._over = True
            for task in tuple(self._tasks):
                task.cancel()
            await asyncio.gather(*self._tasks, return_exceptions=True)

    async def close(self) -> None:
        """Close the channels' connections."""
        for line in self._lines.values():
            await line.channel.close()

    async def _record_results(self) -> None:
        while self._results:
            group, self._results = self._results, []
            self._recording, self._resting = len(group), False
            try:
                await self._record(group)
            except StorageBusy:
                self._results = group + self._results
                self._resting = True
                self._timer.call_at(self._clock.now() + _RECORD_AGAIN, self._news.set)
                return
            finally:
                self._recording = 0
            for attempt in group:
                self.seen.count(attempt)
                self._held.pop(attempt.row.id, None)

    def _pump(self, fresh: Collection[int] = ()) -> None:
        self._pump_soon = False
        now = self._clock.now()
        while self._waiting and self._waiting[0][0] <= now:
            row = heapq.heappop(self._waiting)[2]
            self._ready[row.lane, row.address.channel].append(row)
        batch: list[OutboxRow] = []
        wake_at: datetime | None = self._waiting[0][0] if self._waiting else None
        for lane, kind in self._ready:
            paced_until = self._fill(batch, lane, kind, now)
            if paced_until is not None:
                wake_at = min(paced_until, wake_at or paced_until)
        sure: list[OutboxRow] = []
        unsure: list[OutboxRow] = []
        for row in batch:
            (unsure if row.action not in ASKED_FOR and row.id not in fresh else sure).append(row)
        self._begin(sure)
        if unsure:
            self._spawn(self._ask_and_send(unsure))
        self._wake_at(min(wake_at, self._waiting[0][0]) if wake_at and self._waiting else wake_at)

    def _begin(self, rows: Sequence[OutboxRow]) -> None:
        """Send the first, and the others a step of the loop later: it is on the wire before they are made ready."""
        if rows and not self._over:
            self._spawn(self._send(rows[0]))
            if len(rows) > 1:
                asyncio.get_running_loop().call_soon(self._begin_all, rows[1:])

    def _begin_all(self, rows: Sequence[OutboxRow]) -> None:
        if not self._over:
            for row in rows:
                self._spawn(self._send(row))

    def _fill(self, batch: list[OutboxRow], lane: Lane, kind: ChannelKind, now: datetime) -> datetime | None:
        """Move what may go now into `batch`; returns when the pace frees the next one, if that is what stops it."""
        queue = self._ready[lane, kind]
        pace = self._lines[kind].pace if kind in self._lines else None
        while queue and self._has_room(lane):
            row = queue.first()
            paced = pace is not None and row.action not in _UNPACED
            if pace is not None and paced and (free := pace.free_at(now)) > now:
                return free
            queue.take()
            try:
                goes = self._goes(row, pace if paced else None, now)
            except Exception:  # no breaker or pace for such an address: it holds up nobody else's bells
                _log.exception("A bell cannot be sent to its address.")
                self._finish(Attempt(row, Outcome.REFUSED))
                continue
            if goes:
                self._flying[lane] += 1
                batch.append(row)
        return None

    def _goes(self, row: OutboxRow, pace: Pace | None, now: datetime) -> bool:
        if pace is not None and (free := pace.chat_free_at(row.address.target, now)) > now:
            self._hold(row, free, now)
            return False
        if not self._passes(row, now):
            return False
        if pace is not None:
            pace.take(row.address.target, now)
        return True

    def _hold(self, row: OutboxRow, free: datetime, now: datetime) -> None:
        """Let a bell wait for its chat; for one that must be left alone for long, others ring and none pile up."""
        if self._lines[row.address.channel].breakers.of(row.address.target).too_long(free - now):
            self._finish(Attempt(row, Outcome.NOT_SENT, channel_down=True))
            return
        self._count += 1
        heapq.heappush(self._waiting, (free, self._count, row))

    def _has_room(self, lane: Lane) -> bool:
        total = sum(self._flying.values())
        return total < _CONCURRENT and (lane is Lane.URGENT or self._flying[lane] < _CONCURRENT_REGULAR)

    def _passes(self, row: OutboxRow, now: datetime) -> bool:
        line = self._lines.get(row.address.channel)
        if line is None:
            self._finish(Attempt(row, Outcome.NOT_SENT, channel_down=True))
        elif row.action not in line.channel.actions:
            self._finish(Attempt(row, Outcome.MOOT))
        elif not line.breakers.of(row.address.target).allows(now):
            self._finish(Attempt(row, Outcome.NOT_SENT, channel_down=True))
        else:
            return True
        return False

    def _wake_at(self, moment: datetime | None) -> None:
        if self._cancel_timer is not None:
            self._cancel_timer()
        self._cancel_timer = None if moment is None else self._timer.call_at(moment, self._pump)

    async def _ask_and_send(self, rows: Sequence[OutboxRow]) -> None:
        """Send those that must still leave; what was not written just now may have been overtaken while it waited.

        Where the store does not say so at once, a bell too many beats a bell too few, or too late. Not for a telephone
        that may have to stay silent: a bell there may betray who carries it (SG-07). That row is left to the store: its
        lease runs out, and the turn that finds it then judges it in its own transaction. So it is late, never lost and
        never a replay, and until then it takes nobody's place.
        """
        moot = await self._overtaken(rows)
        for row in rows:
            if moot is None and row.hushable:
                self._leave(row)
            elif moot is not None and row.id in moot:
                self._lines[row.address.channel].breakers.of(row.address.target).spared()
                self._landed(Attempt(row, Outcome.MOOT))
            else:
                self._spawn(self._send(row))

    def _leave(self, row: OutboxRow) -> None:
        """Hold this row no more: nothing was tried, and nobody keeps its lease."""
        self._lines[row.address.channel].breakers.of(row.address.target).spared()
        self._held.pop(row.id, None)
        self._makes_room(row.lane)

    async def _overtaken(self, rows: Sequence[OutboxRow]) -> Collection[int] | None:
        """What the store says, if it says so at once; else None."""
        asking = asyncio.ensure_future(self._moot(rows))

        def give_up() -> None:
            asking.cancel()

        stop = self._timer.call_at(self._clock.now() + _ASK_AT_MOST, give_up)
        try:
            await asyncio.wait([asking])
            return None if asking.cancelled() else asking.result()
        except StorageBusy:
            return None
        finally:
            stop()
            give_up()

    async def _send(self, row: OutboxRow) -> None:
        """Let the message leave (`send` of docs/formal.md); what became of it is recorded later."""
        line = self._lines[row.address.channel]
        try:
            attempt = await self._tried(row, line)
        except Exception:  # perhaps sent; the next channel rings, and no other bell suffers for it
            _log.exception("A bell met an error nobody foresaw.")
            line.breakers.of(row.address.target).spared()
            attempt = Attempt(row, Outcome.AMBIGUOUS, channel_down=True)
        self._landed(attempt)

    async def _tried(self, row: OutboxRow, line: Line) -> Attempt:
        try:
            delivered = await line.channel.send(row)
        except DeliveryError as wrong:
            return self._failed(row, line, wrong)
        line.breakers.of(row.address.target).worked()
        return Attempt(row, Outcome.SENT, reference=delivered.reference)

    def _failed(self, row: OutboxRow, line: Line, wrong: DeliveryError) -> Attempt:
        now, breaker = self._clock.now(), line.breakers.of(row.address.target)
        if wrong.permanent:
            breaker.worked()
            return Attempt(row, Outcome.REFUSED)
        if wrong.elsewhere:  # one address that is never right may not close the channel to everybody else
            breaker.worked()
            return Attempt(row, Outcome.NOT_SENT, channel_down=True)
        if wrong.retry_after is not None:
            too_long = breaker.asked_to_wait(wrong.retry_after, now)
            if line.pace is not None:
                line.pace.hold(row.address.target, now + wrong.retry_after)
            return Attempt(row, Outcome.NOT_SENT, retry_after=wrong.retry_after, channel_down=too_long)
        breaker.failed(now)
        outcome = Outcome.AMBIGUOUS if wrong.ambiguous else Outcome.NOT_SENT
        return Attempt(row, outcome, channel_down=wrong.channel_down)

    def _landed(self, attempt: Attempt) -> None:
        self._finish(attempt)
        self._makes_room(attempt.row.lane)

    def _makes_room(self, lane: Lane) -> None:
        self._flying[lane] -= 1
        if not self._pump_soon:  # whatever lands in this step of the loop is followed by one batch, so by one read
            self._pump_soon = True
            asyncio.get_running_loop().call_soon(self._pump)

    def _finish(self, attempt: Attempt) -> None:
        self._results.append(attempt)
        self._news.set()

    def _spawn(self, work: Awaitable[None]) -> None:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._ended)

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (failure := task.exception()) is not None:
            self._failure = failure
            self._news.set()
