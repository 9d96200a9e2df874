"""Counts what ended in one month, cell by cell, from facts without content; nobody can be told from what comes out."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from domain.functies import RULES, Functie, Holding
from domain.ids import Dossier, OrganisationId, PersonId
from domain.indicators import EMERGENCY, GAPS, HANDOVERS, MEANINGS, NIGHT, REGULAR
from domain.policy import Ladder, Policy
from domain.quality import Case, Cell, Counted, Figures, Indicator, Since, begins, figures, month_of, next_month
from domain.quiet import is_quiet
from domain.terms import AMSTERDAM

_BY_WHAT: Final[Mapping[tuple[str, str], Indicator]] = {(one.flow, one.what): one for one in HANDOVERS}
_GAP_NAMES: Final = {one.kind: one.name for one in GAPS}
WATCHED_ALARMS: Final = frozenset(_GAP_NAMES)
"""Kinds of alarms that are counted: gaps in rosters, keys and reach."""
A_NIGHT: Final = timedelta(days=1)
"""So long after the end of a month its last night may go on."""


@dataclass(frozen=True, slots=True)
class Ended:
    """An obligation of an item that is no drill, settled in the month; `employer` is that of who settled it."""

    flow: str
    what: str
    settles_by: tuple[Holding, ...]
    ladder: Ladder
    rung: int
    item_opened_at: datetime
    opened_at: datetime
    start: datetime
    due: datetime | None
    settled_at: datetime
    outcome: str | None
    employer: OrganisationId | None
    dossier: Dossier


@dataclass(frozen=True, slots=True)
class Awaited:
    """An obligation that was open at the end of the month, or whose receipt was reopened in it (X-02)."""

    flow: str
    what: str
    settles_by: tuple[Holding, ...]
    dossier: Dossier


@dataclass(frozen=True, slots=True)
class Stood:
    """A gap that stood on the board in the month; `cleared_at` None: it still stands."""

    kind: str
    subject: str
    raised_at: datetime
    cleared_at: datetime | None


@dataclass(frozen=True, slots=True)
class Rang:
    """One ring that left for one person, on however many channels, for an item that is no drill."""

    person: PersonId
    employer: OrganisationId
    at: datetime
    rung: int
    ladder: Ladder
    settles_by: tuple[Holding, ...]


@dataclass(frozen=True, slots=True)
class MonthFacts:
    """All that is counted for one month, as the store gives it; `rings` go on until its last night is over."""

    ended: Sequence[Ended]
    waiting: Sequence[Awaited]
    reopened: Sequence[Awaited]
    stood: Sequence[Stood]
    rings: Sequence[Rang]


Held = Callable[[PersonId, datetime], Collection[Functie]]
"""Which functies a person held at a moment."""


def month_figures(month: date, facts: MonthFacts, held: Held, policy: Policy) -> Mapping[Cell, Figures]:
    """Return what is published of one month: every cell of which anything is (EV-02). Pure."""
    least = policy.numbers["quality_least"]
    found = {
        cell: figures(counted, MEANINGS[cell.indicator].unit, least)
        for cell, counted in count(month, facts, held, policy).items()
    }
    return {cell: published for cell, published in sorted(found.items()) if published.says_something}


def count(month: date, facts: MonthFacts, held: Held, policy: Policy) -> Mapping[Cell, Counted]:
    """Return everything counted for one month, before anything is kept back. Pure."""
    until = begins(next_month(month))
    cases: dict[Cell, list[Case]] = defaultdict(list)
    of: dict[Cell, set[Dossier]] = defaultdict(set)
    waiting: Counter[Cell] = Counter()
    for ended in facts.ended:
        indicator = _BY_WHAT.get((ended.flow, ended.what))
        if indicator is not None and indicator.counts(ended.outcome):
            for cell in _cells(indicator, ended.settles_by, ended.employer):
                cases[cell].append(_case(indicator, ended))
                of[cell].add(ended.dossier)
    for awaited in facts.waiting:
        waiting.update(_awaited(awaited))
    waiting_in, reopened_in = _dossiers(facts.waiting), _dossiers(facts.reopened)
    for stood in facts.stood:
        over = stood.cleared_at is not None and stood.cleared_at < until
        for cell in _gap_cells(stood):
            if over and stood.cleared_at is not None:
                cases[cell].append(Case(_seconds(stood.raised_at, stood.cleared_at)))
            else:
                waiting[cell] += 1
    for cell, rung in _rung(month, facts.rings, held, policy).items():
        cases[cell] += [Case(number) for number in rung]
    reopened = Counter(cell for awaited in facts.reopened for cell in _awaited(awaited))
    return {
        cell: Counted(
            tuple(cases[cell]),
            waiting[cell],
            reopened[cell],
            len(of[cell]) if cell in of else None,
            waiting_in.get(cell),
            reopened_in.get(cell),
        )
        for cell in cases.keys() | waiting.keys() | reopened.keys()
    }


def _dossiers(facts: Iterable[Awaited]) -> Mapping[Cell, int]:
    found: dict[Cell, set[Dossier]] = defaultdict(set)
    for awaited in facts:
        for cell in _awaited(awaited):
            found[cell].add(awaited.dossier)
    return {cell: len(dossiers) for cell, dossiers in found.items()}


def _cells(
    indicator: Indicator, settles_by: Sequence[Holding], employer: OrganisationId | None = None
) -> Collection[Cell]:
    """Whose figure it is: of who did it the employer's, else of every organisation that fills the holder's functie.

    So an act by telephone in the place of a mayor still says how the mayor was reached.
    """
    if employer is not None and employer in indicator.of:
        return (Cell(indicator.name, employer),)
    holders = RULES[settles_by[0].functie].organisations
    return [Cell(indicator.name, one) for one in indicator.of if one in holders]


def _awaited(awaited: Awaited) -> Collection[Cell]:
    indicator = _BY_WHAT.get((awaited.flow, awaited.what))
    return () if indicator is None else _cells(indicator, awaited.settles_by)


def _case(indicator: Indicator, ended: Ended) -> Case:
    moments = {
        Since.START: ended.start,
        Since.OPENED: ended.opened_at,
        Since.ITEM: ended.item_opened_at,
        Since.DUE: ended.due or ended.start,
    }
    amount = _seconds(moments[indicator.since], ended.settled_at)
    return Case(amount, _climbed(ended), None if ended.due is None else ended.settled_at > ended.due)


def _climbed(ended: Ended) -> int:
    """How many rungs beyond those that its ladder began with: the first, or all those that lead up to a moment."""
    begun = [index for index, rung in enumerate(ended.ladder.rungs) if rung.moment(ended.start) <= ended.start]
    return max(0, ended.rung - max(begun, default=0))


def _seconds(since: datetime, until: datetime) -> int:
    """Whole seconds, rounded up, so that what took longer than a bound never stands below it; never negative."""
    return max(0, -(-(until - since) // timedelta(seconds=1)))


def _gap_cells(stood: Stood) -> Collection[Cell]:
    for part in stood.subject.split("/"):
        functie, at, _ = part.partition("@")
        if at and functie in set(Functie):
            return [Cell(_GAP_NAMES[stood.kind], one) for one in sorted(RULES[Functie(functie)].organisations)]
    return ()


def _rung(month: date, rings: Iterable[Rang], held: Held, policy: Policy) -> Mapping[Cell, Sequence[int]]:
    """X-08: for each functie how often each person was rung in emergencies, otherwise, and in their worst night."""
    found: Counter[tuple[Cell, PersonId]] = Counter()
    nights: Counter[tuple[Cell, PersonId, date]] = Counter()
    for ring in rings:
        functie = _functie(ring, held(ring.person, ring.at))
        if month_of(ring.at) == month:
            lane = EMERGENCY if ring.ladder.emergency else REGULAR
            found[Cell(lane.name, ring.employer, functie), ring.person] += 1
        night = _night(ring.at, policy)
        if night is not None and night.replace(day=1) == month:
            nights[Cell(NIGHT.name, ring.employer, functie), ring.person, night] += 1
    for (cell, person, _), number in nights.items():
        found[cell, person] = max(found[cell, person], number)
    numbers: dict[Cell, list[int]] = defaultdict(list)
    for (cell, _), number in sorted(found.items()):
        numbers[cell].append(number)
    return numbers


def _night(at: datetime, policy: Policy) -> date | None:
    """The evening of the night in which a moment lies, by the policy's quiet hours; None by day."""
    local = at.astimezone(AMSTERDAM)
    if not is_quiet(local.time(), policy.regular):
        return None
    evening = local.time() >= policy.regular.quiet_from
    return local.date() if evening else local.date() - timedelta(days=1)


def _functie(ring: Rang, held: Collection[Functie]) -> Functie:
    """The functie in which the rung names who was rung, or the one that the obligation waits for."""
    for who in ring.ladder.rungs[ring.rung].who:
        if who.functie is not None and who.functie in held:
            return who.functie
    return ring.settles_by[0].functie
