"""The kwaliteitsmonitor's figures: from what was done in one month to what may be published of it (EV-02, C §6.1).

A figure says how a handover between organisations went, never what it was about or who did it. A number smaller than
the policy's `quality_least` is not published, nor told from none at all; every other is rounded to a multiple of it. Of
a distribution the slowest few and the fastest few stand where the next one does, and steps are taken together until
each holds enough: so whatever is kept back could be otherwise, and all that is published be the same. Nothing is added
up over months, organisations or indicators, so nothing can be subtracted.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from typing import Final

from domain.terms import AMSTERDAM

_MINUTE, _HOUR, _DAY = 60, 3600, 86400


class Unit(StrEnum):
    """What is measured of each case: how long it took, or how often a person was rung."""

    SECONDS = "seconds"
    RINGS = "rings"


SCALES: Final = {
    Unit.SECONDS: (
        *(30, _MINUTE, 2 * _MINUTE, 5 * _MINUTE, 10 * _MINUTE, 15 * _MINUTE, 30 * _MINUTE),
        *(_HOUR, 2 * _HOUR, 4 * _HOUR, 8 * _HOUR, _DAY, 2 * _DAY, 3 * _DAY, 7 * _DAY, 14 * _DAY, 30 * _DAY),
    ),
    Unit.RINGS: (1, 2, 3, 5, 10, 20, 50, 100, 200),
}
"""The steps of a distribution: each up to and including its bound; one more step follows for what is above the last."""
RUNGS: Final = 6
"""How far a ladder climbed is told apart up to this many rungs beyond those it began with; further counts as this."""


class Since(StrEnum):
    """From when a handover is measured until it was done."""

    START = "start"
    """From when the obligation's ladder counts: the receipt, the conversation, the call."""
    OPENED = "opened"
    """From when the obligation was opened, where its ladder counts from a later moment."""
    ITEM = "item"
    """From when the item was opened: the order, for instance."""
    DUE = "due"
    """From when it was due: what was done before that took no time."""


MOOT: Final = frozenset(
    {
        "afgezegd",
        "alsnog_aangewezen",
        "beeindigd",
        "gewijzigd",
        "gezag_over",
        "ingetrokken",
        "opgeschort",
        "opnieuw",
        "overgegaan",
        "overgenomen",
        "vervallen",
        "vervangen",
        "vervroegd",
    }
)
"""Outcomes by which an obligation ended without being done: withdrawn, passed on, asked anew."""


@dataclass(frozen=True, slots=True)
class Indicator:
    """One interface: `asks` needs something of one of the organisations `of`, which is measured by doing `what`.

    The name begins with the flow, and `what` is the obligation of that flow; `moot` are the outcomes that do not count
    as done. `source` is the rule and the paragraph.
    """

    name: str
    what: str
    asks: str
    of: tuple[str, ...]
    source: str
    since: Since = Since.START
    moot: frozenset[str] = MOOT

    @property
    def flow(self) -> str:
        """The flow whose obligation it is."""
        return self.name.partition(".")[0]

    def counts(self, outcome: str | None) -> bool:
        """Tell whether an obligation that ended so was done."""
        return outcome not in self.moot


@dataclass(frozen=True, slots=True, order=True)
class Cell:
    """What one figure is of: an indicator in one organisation, and for rings the functie; never a person or an area."""

    indicator: str
    organisation: str
    functie: str = ""


@dataclass(frozen=True, slots=True)
class Case:
    """One case that ended in the month: how much it took, how many rungs it climbed, whether it was late."""

    amount: int
    climbed: int | None = None
    late: bool | None = None


@dataclass(frozen=True, slots=True)
class Counted:
    """What was counted for a cell in a month: cases, what still waited at its end, receipts that were reopened.

    Of each also in how many dossiers; None where it is about no dossier, as rings and gaps are.
    """

    cases: tuple[Case, ...] = ()
    waiting: int = 0
    reopened: int = 0
    dossiers: int | None = None
    waiting_in: int | None = None
    reopened_in: int | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """Places `first` to `last` of a scale, and about how many cases lie there."""

    first: int
    last: int
    cases: int


Spread = tuple[Group, ...]
"""A distribution over a scale, in order: fewer than `quality_least` cases lie before the first group, or after the
last, and those are counted in it. Empty: too few cases to say anything."""


@dataclass(frozen=True, slots=True)
class Figures:
    """What is published of one cell; None, or no group, where there are fewer than `quality_least`, or no such thing.

    Numbers are rounded to multiples of `quality_least`. `amounts` lie on the scale of the unit, one place past its last
    bound for what is above it; `rungs` on how many rungs were climbed; `late` at 0 what was in time and at 1 what was
    late.
    """

    cases: int | None
    amounts: Spread
    rungs: Spread
    late: Spread
    waiting: int | None
    reopened: int | None

    @property
    def says_something(self) -> bool:
        """Whether any number in it is published."""
        return any(one is not None for one in (self.cases, self.waiting, self.reopened))


def shown(number: int, least: int) -> int | None:
    """Return a number as it is published: None when it is smaller than `least`, else its nearest multiple of that."""
    return None if number < least else rounded(number, least)


def rounded(number: int, least: int) -> int:
    """Return the multiple of `least` nearest to a number, the higher of two as near."""
    return (2 * number + least) // (2 * least) * least


def figures(counted: Counted, unit: Unit, least: int) -> Figures:
    """Return what is published of what was counted. Pure: nothing but this cell of this month has a part in it.

    Cases of fewer than `least` dossiers are as few cases: they may all be about one person.
    """
    cases, scale = counted.cases if _many(counted.dossiers, least) else (), SCALES[unit]
    return Figures(
        cases=shown(len(cases), least),
        amounts=spread([bisect_left(scale, one.amount) for one in cases], least),
        rungs=spread([min(one.climbed, RUNGS) for one in cases if one.climbed is not None], least),
        late=spread([int(one.late) for one in cases if one.late is not None], least),
        waiting=shown(counted.waiting, least) if _many(counted.waiting_in, least) else None,
        reopened=shown(counted.reopened, least) if _many(counted.reopened_in, least) else None,
    )


def _many(dossiers: int | None, least: int) -> bool:
    return dossiers is None or dossiers >= least


def spread(places: Iterable[int], least: int) -> Spread:
    """Return how cases lie over a scale, so that no place with fewer than `least` of them can be told apart.

    Those that have fewer than `least` before them, or after them, stand where the next one does. Then places are taken
    together, from the first on, until they hold `least`; what is left over goes with the last.
    """
    found = sorted(places)
    if len(found) < 2 * least - 1:
        return ()
    low, high = found[least - 1], found[-least]
    counts = Counter(min(max(place, low), high) for place in found)
    groups: list[Group] = []
    first, held = low, 0
    for place in range(low, high + 1):
        held += counts[place]
        if held >= least:
            groups.append(Group(first, place, rounded(held, least)))
            first, held = place + 1, 0
    return tuple(groups)


def within(found: Spread, tenths: int) -> int | None:
    """Return the last place of the group in which so many tenths of the cases are reached, by what is published."""
    reached, all_of_them = 0, sum(group.cases for group in found)
    for group in found:
        reached += group.cases
        if 10 * reached >= tenths * all_of_them:
            return group.last
    return None


def month_of(moment: datetime) -> date:
    """Return the month in which a moment (aware) falls by the clock in Amsterdam, as its first day."""
    return moment.astimezone(AMSTERDAM).date().replace(day=1)


def next_month(month: date) -> date:
    """Return the month after this one."""
    return (month.replace(day=28) + timedelta(days=4)).replace(day=1)


def begins(month: date) -> datetime:
    """Return when a month begins in Amsterdam, in UTC."""
    return datetime(month.year, month.month, 1, tzinfo=AMSTERDAM).astimezone(UTC)


def due_months(
    founded: datetime, published: Iterable[date], after: Callable[[datetime], datetime], now: datetime
) -> list[date]:
    """Return the months that are over, so long that they may be counted (`after` their end), and are not published yet.

    Oldest first, from the month in which the installation was founded. A month is counted whole or not at all, and
    once: two looks at a month that still goes on would tell apart what happened between them.
    """
    done, month, found = set(published), month_of(founded), []
    while after(begins(next_month(month))) <= now:
        if month not in done:
            found.append(month)
        month = next_month(month)
    return found
