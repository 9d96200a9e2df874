"""Wakes the engine: at the earliest moment any open obligation or planned bell names, everything due is advanced."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from typing import Final, Protocol, TypeVar

from config.logs import logger
from domain.bells import OutboxRow
from domain.errors import StorageBusy
from domain.ports import Clock, Timer, UnitOfWork
from handlers import obligations
from handlers.ringing import still_wanted

T = TypeVar("T")
Hold = Callable[[], AbstractContextManager[None]]
STUCK: Final = "obligation.stuck"
_log = logger("piket.engine")


class Store(Protocol):
    """The part of the store this worker needs."""

    async def write(self, unit: Callable[[UnitOfWork], T], *, urgent: bool = False, hold: Hold | None = None) -> T: ...


@dataclass(frozen=True, slots=True)
class HeadStart:
    """A turn is written `span` before its moment, flushed to the disk `flush` before it, and told at it.

    `hold` blocks the thread of the transaction until a moment of the same clock. Where there is one writer nothing
    comes in between: what is stored is what would have been written at the moment itself, and nobody is told sooner.
    """

    span: timedelta
    flush: timedelta
    hold: Callable[[datetime], None]

    @contextlib.contextmanager
    def until(self, moment: datetime) -> Iterator[None]:
        """Enter when the turn for `moment` may be committed, leave when it may be told."""
        self.hold(moment - self.flush)
        yield
        self.hold(moment)


@dataclass(frozen=True, slots=True)
class Turn:
    """What one transaction did: the moments it was due for, the bells it took, whether more waits, when to wake."""

    due: tuple[datetime, ...]
    bells: tuple[OutboxRow, ...]
    full: bool
    next_at: datetime | None


class Clockwork:
    """One alarm on the earliest moment there is; the table, ordered by its index, is the truth.

    `wake` tells of a moment that was just written (after its commit, from here or from another instance). `send` gets
    planned bells whose time has come; `late` gets, per obligation, the time from its moment until it may be told.
    """

    def __init__(
        self,
        store: Store,
        clock: Clock,
        timer: Timer,
        *,
        at_once: int,
        send: Callable[[Sequence[OutboxRow]], None],
        late: Callable[[timedelta], None],
        head_start: HeadStart | None = None,
    ) -> None:
        self._store, self._clock, self._timer = store, clock, timer
        self._ahead = head_start
        self._span = timedelta(0) if head_start is None else head_start.span
        self._at_once, self._send, self._late = at_once, send, late
        self._alarm: tuple[datetime, Callable[[], None]] | None = None
        self._coming: datetime | None = None
        """The moment that the next turn is for, where it was woken a little before."""
        self._rung = asyncio.Event()
        self._working = True
        self._lost: dict[int, datetime] = {}
        """Bells of commits that were reported failed, until they are found or their lease runs out."""
        self._advancing = False
        """Whether the turn that failed had come to an obligation: then it is that one's fault, and no reason to end."""

    def wake(self, moment: datetime | None) -> None:
        """Look again at `moment` at the latest; None changes nothing. Call on the event loop, as often as you like."""
        if moment is None or self._rung.is_set():
            return
        if moment <= self._clock.now() + self._span:
            self._coming = moment
            self._ring()
            return
        if self._alarm is not None:
            if self._alarm[0] <= moment:
                return
            self._alarm[1]()
        self._alarm = (moment, self._timer.call_at(moment - self._span, partial(self._come, moment)))

    def sweep(self) -> None:
        """Look now, whatever the alarm says: what another instance left, a lost wake-up, a machine that slept."""
        self._ring()

    def lost(self, rows: Mapping[int, datetime]) -> None:
        """Let the next sweep look for these rows of the outbox: their commit failed, or is stored and nobody has them.

        Not at once: the store has just failed, and what rings at every failure would never let it rest.
        """
        self._lost |= rows

    @property
    def busy(self) -> bool:
        """Whether something is being advanced or waits to be; practice moves time only when it is not."""
        return self._working or self._rung.is_set()

    async def run(self) -> None:
        """Catch up at once, then advance whatever comes due, until cancelled; an unknown error ends it."""
        self._rung.set()
        while True:
            self._working = False
            await self._rung.wait()
            self._working = True
            self._rung.clear()
            await self._catch_up()

    async def _catch_up(self) -> None:
        full = True
        while full:
            now, hold = self._moment()
            self._advancing = False
            try:
                turn = await self._store.write(partial(self._turn, now, tuple(self._lost)), urgent=True, hold=hold)
            except StorageBusy:
                return  # the rows still say so, and the sweep looks again within a second
            except Exception as unforeseen:
                with contextlib.suppress(StorageBusy):  # then the next turn hears of it as well
                    await self._one_by_one(unforeseen)
                continue
            committed = self._clock.now()
            for moment in turn.due:
                self._late(committed - moment)
            if turn.bells:
                self._send(turn.bells)
            if self._lost:  # a commit that the network cut off may still land: a row not found is asked for again
                found = {bell.id for bell in turn.bells}
                self._lost = {row: end for row, end in self._lost.items() if end > now and row not in found}
            full = turn.full
            if turn.due or turn.bells or turn.next_at is None or turn.next_at > now:
                self.wake(turn.next_at)  # also what came due while this turn waited for the writer
            # else another instance holds what was due by then; should it die, the sweep finds it

    def _moment(self) -> tuple[datetime, Hold | None]:
        """For which moment this turn is: now, or the one that is about to come, and then what its commit waits for."""
        now, coming, self._coming = self._clock.now(), self._coming, None
        if self._ahead is None or coming is None or not now < coming <= now + self._span:
            return now, None
        return coming, partial(self._ahead.until, coming)

    async def _one_by_one(self, unforeseen: Exception) -> None:
        """Something due cannot be advanced: advance the others, and put that one off, loudly, so that it stops nobody.

        It may have been settled since, or advance when it is alone: then nothing is left to put off. Raises what went
        wrong when it was no obligation that failed: then the process ends and is started again.
        """
        now = self._clock.now()
        due = await self._store.write(lambda uow: uow.obligations.claim_due(now, self._at_once))
        blamed = 0
        for obligation in due:
            try:
                await self._store.write(partial(_advance_one, obligation.id, now), urgent=True)
            except StorageBusy:
                raise
            except Exception as wrong:
                blamed += 1
                _log.error("obligation.stuck", error=type(wrong).__name__)
                await self._store.write(partial(_put_off, obligation.id, now), urgent=True)
        if not blamed and not self._advancing:
            raise unforeseen

    def _turn(self, now: datetime, lost: Collection[int], uow: UnitOfWork) -> Turn:
        """One transaction of the engine: `turn` of docs/formal.md, and its `claim`."""
        due = uow.obligations.claim_due(now, self._at_once)
        for obligation in due:
            self._advancing = True
            obligations.advance(uow, obligation, now)
        self._advancing = False
        bells = uow.outbox.claim_due(now, self._at_once, lost)
        return Turn(
            due=tuple(obligation.next_at for obligation in due if obligation.next_at is not None),
            bells=tuple(still_wanted(uow, bells, now)),
            full=len(due) == self._at_once or len(bells) >= self._at_once,
            next_at=_next_at(uow),
        )

    def _come(self, moment: datetime) -> None:
        self._coming = moment
        self._ring()

    def _ring(self) -> None:
        if self._alarm is not None:
            self._alarm[1]()
            self._alarm = None
        self._rung.set()


def _advance_one(obligation: int, now: datetime, uow: UnitOfWork) -> None:
    found = uow.obligations.load(obligation)
    if found is not None and found.settled_at is None:
        obligations.advance(uow, found, now)


def _put_off(obligation: int, now: datetime, uow: UnitOfWork) -> None:
    """Look at it again after its ladder's own interval; until then it stands on the board.

    It is read anew: what somebody settled since it was claimed stays settled.
    """
    found = uow.obligations.load(obligation)
    if found is not None and found.settled_at is None:
        uow.obligations.save(replace(found, next_at=now + found.ladder.repeat))
        uow.alarms.raise_(STUCK, str(obligation), now)


def _next_at(uow: UnitOfWork) -> datetime | None:
    """The earliest moment anything is due, as the tables say within this transaction."""
    moments = [moment for _, moment in uow.obligations.upcoming(1)]
    planned = uow.outbox.next_planned()
    return min([*moments, *([planned] if planned is not None else [])], default=None)
