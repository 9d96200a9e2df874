"""An obligation: somebody holding a power must do something on an item before a moment; and who is rung for it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from domain.functies import Holding
from domain.ids import ItemId, PersonId
from domain.policy import Ladder


@dataclass(frozen=True, slots=True)
class Obligation:
    """One open or settled obligation; `ladder` is the snapshot taken when it opened (EV-04).

    `rung` is the index of the highest rung reached, -1 before the first. `next_at` is the next moment at which the
    engine has anything to do; None once settled. `forced_at` is when somebody last had everybody rung again, or the
    moment to come that such a ring was put off to.
    """

    id: int
    item: ItemId
    what: str
    settles_by: tuple[Holding, ...]
    ladder: Ladder
    policy_version: str
    opened_at: datetime
    start: datetime
    due: datetime | None
    rung: int
    next_at: datetime | None
    settled_at: datetime | None
    settled_by: PersonId | None
    outcome: str | None
    forced_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Ringing:
    """One person being rung for one obligation: since which rung, how often, when again, and their pauses.

    `seen_rung` and `calling_rung` are the obligation's rung at which the person last used "Ik heb dit gezien" or
    "ik bel": each pauses only once per rung (X-02).
    """

    obligation: int
    person: PersonId
    rung: int
    rings: int
    next_at: datetime
    paused_until: datetime | None
    seen_rung: int
    calling_rung: int


def forced(obligations: Iterable[Obligation], spacing: timedelta, now: datetime) -> datetime:
    """Return when the next ring that somebody forces on an item may sound, given its open obligations (X-08).

    At once, or `spacing` after the one before; whoever forces another while one waits is heard with that one.
    """
    last = max((one.forced_at for one in obligations if one.forced_at is not None), default=None)
    if last is None or last + spacing <= now:
        return now
    return last if last > now else last + spacing
