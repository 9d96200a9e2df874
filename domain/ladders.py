"""The one engine of every ladder: who must be rung by now, pure; it rings and climbs and can decide nothing (X-01)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Protocol

from domain.events import Rung, RungReached
from domain.functies import Functie
from domain.ids import PersonId
from domain.obligations import Obligation, Ringing
from domain.policy import Ladder, Selector


class People(Protocol):
    """What the engine asks about people, at the moment it is advanced to; excluded persons (P-02) never appear."""

    @property
    def changes_at(self) -> datetime | None:
        """When the answers given so far may change next (a handover), as far as that is known."""

    def named_by(self, selector: Selector) -> Sequence[PersonId]:
        """Who a selector means now, with the roster's fallbacks (RO-02)."""

    def reachable(self, persons: Collection[PersonId]) -> Collection[PersonId]:
        """Those of them who can be rung on at least one channel."""

    def may_ring_from(self, person: PersonId) -> datetime:
        """The earliest moment for one more bell (X-04, X-08); asked only when the ladder has a restraint."""


@dataclass(frozen=True, slots=True)
class Advance:
    """What became of an obligation: its new row, the ringing rows that changed, and what happened, in order.

    None of the events can decide, end or close anything (X-01).
    """

    obligation: Obligation
    ringing: tuple[Ringing, ...]
    events: tuple[RungReached | Rung, ...]


def advance(obligation: Obligation, ringing: Sequence[Ringing], people: People, now: datetime) -> Advance:
    """Bring an open obligation to `now`; a settled one stays as it is.

    Every rung whose moment has come is reached, each with its own lateness; a rung without anybody reachable is
    passed at once and the next one reached early (X-03). Who was rung once keeps ringing (X-02), and is rung anew by a
    later rung that names the same group; who newly stands on a rung that was reached (a handover, an address that
    came back) joins. Each person due is rung once, however long nobody advanced. After the last rung everybody keeps
    ringing. Calling again at the same `now` changes nothing.
    """
    if obligation.settled_at is not None:
        return Advance(obligation, (), ())
    climb = _Climb(obligation, people, now)
    climb.climb({row.person for row in ringing})
    rows = {row.person: _rung_anew(row, now) if row.person in climb.anew else row for row in ringing}
    for person, index in climb.found.items():
        if person not in rows:
            rows[person] = Ringing(obligation.id, person, index, 0, now, None, -1, -1)
    before = {row.person: row for row in ringing}
    rings = _ring(obligation, rows, people, now)
    changed = tuple(row for person, row in rows.items() if before.get(person) != row)
    reached = replace(obligation, rung=climb.rung)
    fallback = now + obligation.ladder.repeat
    next_at = next_moment(reached, list(rows.values()), fallback)
    if climb.rung >= 0 and people.changes_at is not None:
        next_at = min(next_at, people.changes_at)
    return Advance(replace(reached, next_at=next_at), changed, (*climb.events, *rings))


class _Climb:
    """Which rungs are reached by now, and who stands on them."""

    def __init__(self, obligation: Obligation, people: People, now: datetime) -> None:
        self.obligation, self.people, self.now = obligation, people, now
        self.rung = obligation.rung
        self.found: dict[PersonId, int] = {}
        self.anew: set[PersonId] = set()
        """Whom a rung reached now names by a group that an earlier rung named as well."""
        self.events: list[RungReached] = []
        for index in range(self.rung + 1):
            self._meet(index)

    def climb(self, ringing: Collection[PersonId]) -> None:
        silent = self.rung >= 0 and not self.found and not self.people.reachable(ringing)
        rungs = self.obligation.ladder.rungs
        while self.rung + 1 < len(rungs):
            moment = rungs[self.rung + 1].moment(self.obligation.start)
            if moment > self.now and not silent:
                return
            self.rung += 1
            silent = not self._meet(self.rung)
            before = {who for rung in rungs[: self.rung] for who in rung.who}
            again = [who for who in rungs[self.rung].who if who in before]
            self.anew.update(person for who in again for person in self.people.named_by(who))
            owed = max(moment, self.obligation.opened_at)  # before it was opened nobody could be rung
            late = max(timedelta(0), self.now - owed) // timedelta(milliseconds=1)
            functies = functies_of(self.obligation, self.rung)
            self.events.append(RungReached(self.obligation.what, self.rung, late, silent, functies))

    def _meet(self, index: int) -> bool:
        """Add whoever is reachable on a rung; tell whether anybody is."""
        named = [person for who in self.obligation.ladder.rungs[index].who for person in self.people.named_by(who)]
        reachable = self.people.reachable(named)
        for person in named:
            if person in reachable:
                self.found.setdefault(person, index)
        return bool(reachable)


def _rung_anew(row: Ringing, moment: datetime) -> Ringing:
    """Due at `moment` at the latest, whatever its own pace; a pause holds."""
    return replace(row, next_at=min(row.next_at, max(moment, row.paused_until or moment)))


def functies_of(obligation: Obligation, index: int) -> tuple[Functie, ...]:
    """Return the functies a rung names; a relation stands for the holder's, the settler's is known elsewhere."""
    named: dict[Functie, None] = {}
    for who in obligation.ladder.rungs[index].who:
        if who.functie is not None:
            named[who.functie] = None
        elif who.relation == "holder":
            named[obligation.settles_by[0].functie] = None
    return tuple(named)


def _ring(obligation: Obligation, rows: dict[PersonId, Ringing], people: People, now: datetime) -> list[Rung]:
    """Ring everybody who is due, once; plan each next ring; regular bells may wait (X-04, X-08)."""
    ladder = obligation.ladder
    due = [row for row in rows.values() if row.next_at <= now]
    reachable = people.reachable([row.person for row in due])
    rings: list[Rung] = []
    for row in due:
        allowed = now if ladder.restraint is None else people.may_ring_from(row.person)
        if allowed > now:
            rows[row.person] = replace(row, next_at=allowed)
            continue
        planned = row.next_at + ladder.repeat
        after = replace(row, next_at=planned if planned > now else now + ladder.repeat)
        if row.person in reachable:
            after = replace(after, rings=row.rings + 1)
            rings.append(Rung(obligation.what, row.person, row.rung, after.rings))
        rows[row.person] = after
    return rings


def from_now(ladder: Ladder, start: datetime, now: datetime) -> Ladder:
    """Return the ladder that an obligation opened at `now` keeps: a regular one without prompts that came too early.

    Nobody is prompted fourteen days before a review because it was planned for next week (X-08). What leads up to a
    moment in an emergency is rung at once, and the last rung always stays.
    """
    if ladder.emergency:
        return ladder
    gone = sum(rung.moment(start) <= now and rung.moment(start) < start for rung in ladder.rungs[:-1])
    return replace(ladder, rungs=ladder.rungs[gone:])


def next_moment(obligation: Obligation, rows: Sequence[Ringing], fallback: datetime) -> datetime:
    """Return when the engine has to look again: the next rung or ring; `fallback` while nobody at all is rung."""
    moments = [row.next_at for row in rows]
    if obligation.rung >= 0 and not rows:
        moments.append(fallback)
    rungs = obligation.ladder.rungs
    if obligation.rung + 1 < len(rungs):
        moments.append(rungs[obligation.rung + 1].moment(obligation.start))
    return min(moments, default=fallback)


def seen(obligation: Obligation, row: Ringing, now: datetime) -> Ringing | None:
    """Pause one person's ring after "Ik heb dit gezien"; None when they did so on this rung already (X-02)."""
    if row.seen_rung >= obligation.rung:
        return None
    return replace(_paused(row, now + obligation.ladder.seen_pause), seen_rung=obligation.rung)


def calling(obligation: Obligation, row: Ringing, now: datetime) -> Ringing | None:
    """Pause one person's ring after "ik bel"; None when they did so on this rung already (X-02)."""
    if row.calling_rung >= obligation.rung:
        return None
    return replace(_paused(row, now + obligation.ladder.calling_pause), calling_rung=obligation.rung)


def _paused(row: Ringing, until: datetime) -> Ringing:
    until = max(until, row.paused_until or until)
    return replace(row, paused_until=until, next_at=max(row.next_at, until))


def ring_by(rows: Sequence[Ringing], moment: datetime) -> list[Ringing]:
    """Make everybody due at `moment` at the latest, except who is pausing (a watcher or officer rings again)."""
    return [_rung_anew(row, moment) for row in rows]


def reopened(obligation: Obligation, rows: Sequence[Ringing], now: datetime) -> tuple[Obligation, list[Ringing]]:
    """Resume a settled ladder at the rung it had reached, never lower, with everybody on it due at once (X-02).

    The time it lay settled does not count: the next rung keeps the distance it had.
    """
    since = obligation.settled_at or now
    again = replace(
        obligation,
        start=obligation.start + max(timedelta(0), now - since),
        next_at=now,
        settled_at=None,
        settled_by=None,
        outcome=None,
    )
    return again, ring_by(rows, now)


def moved(obligation: Obligation, rows: Sequence[Ringing], start: datetime) -> tuple[Obligation, list[Ringing]]:
    """Count the ladder from `start`; who was rung waits until then and rings again, the rung is kept (X-02)."""
    waiting = [replace(row, next_at=max(start, row.paused_until or start)) for row in rows]
    counted = replace(obligation, start=start)
    return replace(counted, next_at=next_moment(counted, waiting, start)), waiting
