"""The kwaliteitsmonitor: each month counted once when it is over, and shown to who may see it (EV-02, C §6.1)."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from domain.counting import A_NIGHT, month_figures
from domain.errors import NotFound
from domain.functies import Functie
from domain.ids import PersonId
from domain.indicators import MEANINGS, ORGANISATIONS, Meaning
from domain.policy import Policy
from domain.quality import SCALES, Cell, Figures, Spread, Unit, begins, due_months, next_month, within
from handlers.reading import DoorUnit
from handlers.sessions import Viewer

REPORT: Final = "quality"
MONTHS: Final = 13
"""So many months are shown at once: a year, and the same month of the year before."""


@dataclass(frozen=True, slots=True)
class FigureView:
    """The published figures of one indicator in one organisation in one month; what is kept back is null, or no group.

    Of rings `functie` says of whom; else it is empty. Numbers are rounded to multiples of `least`. `p50`, `p90` and
    `top` are places on the unit's scale: half of the cases, nine in ten, all but fewer than `least`, took so much at
    most. The groups of `amounts` lie on that scale too, those of `rungs` on how many rungs were climbed, and of `late`
    on 0 for in time and 1 for late.
    """

    month: str
    indicator: str
    organisation: str
    functie: str
    cases: int | None
    p50: int | None
    p90: int | None
    top: int | None
    amounts: Spread
    rungs: Spread
    late: Spread
    waiting: int | None
    reopened: int | None


@dataclass(frozen=True, slots=True)
class QualityView:
    """Thirteen months of figures, ending with the one asked for.

    What is not in `figures` has fewer than `least`, or none: which of these is not told. `months` are all that were
    published, as `2026-10`; a month that goes on never is. `scales` are upper bounds by unit, in seconds or rings.
    """

    least: int
    months: tuple[str, ...]
    shown: tuple[str, ...]
    organisations: tuple[str, ...]
    """Whose figures this viewer may see."""
    indicators: tuple[Meaning, ...]
    scales: Mapping[Unit, tuple[int, ...]]
    figures: tuple[FigureView, ...]


def due(uow: DoorUnit, policy: Policy, now: datetime) -> list[date]:
    """Return which months must be counted now, oldest first: none before the installation was founded."""
    founding = uow.directory.facts(0, 1)
    if not founding:
        return []
    after = policy.terms["quality_after"].after
    return due_months(founding[0].at, uow.reports.made(REPORT), after, now)


def counted(uow: DoorUnit, month: date, policy: Policy) -> Mapping[Cell, Figures]:
    """Return what is to be published of a month that is over; only reads, all there is, so never in the writer."""
    starts, ends = begins(month), begins(next_month(month))

    def held(person: PersonId, at: datetime) -> Collection[Functie]:
        return {holding.functie for holding in uow.directory.holdings_of(person, at)}

    return month_figures(month, uow.quality.facts(starts, ends, ends + A_NIGHT), held, policy)


def publish(uow: DoorUnit, month: date, figures: Mapping[Cell, Figures], now: datetime) -> bool:
    """Keep the figures of a month, once and for good; False when any instance published that month before."""
    if not uow.reports.first(REPORT, month, now):
        return False
    uow.quality.put(month, figures)
    return True


def newest(uow: DoorUnit) -> tuple[date | None, Sequence[tuple[Cell, Figures]]]:
    """Return the newest month that was published, with everything published of it."""
    months = uow.reports.made(REPORT)
    if not months:
        return None, ()
    return months[-1], [(cell, found) for _, cell, found in uow.quality.published(months[-1], months[-1])]


def quality(uow: DoorUnit, viewer: Viewer, until: date | None, policy: Policy) -> QualityView:
    """Return thirteen months up to `until` (None: the newest), of the organisations that this person may see.

    A watcher sees all, a functioneel beheerder their own organisation, a supervisor whom the policy says (P-03).

    Raises:
        NotFound: for anybody else.
    """
    allowed = _allowed(viewer, policy)
    months = uow.reports.made(REPORT)
    last = until or (months[-1] if months else None)
    shown = [] if last is None else _months_to(last)
    found = uow.quality.published(shown[0], shown[-1]) if shown else ()
    return QualityView(
        least=policy.numbers["quality_least"],
        months=tuple(map(_name, months)),
        shown=tuple(_name(one) for one in shown if one in set(months)),
        organisations=tuple(sorted(allowed)),
        indicators=tuple(MEANINGS.values()),
        scales=SCALES,
        figures=tuple(view_of(month, cell, one) for month, cell, one in found if cell.organisation in allowed),
    )


def _allowed(viewer: Viewer, policy: Policy) -> Collection[str]:
    held = {one.functie for one in viewer.holdings}
    if Functie.ESCALATIEWACHTER in held:
        return set(ORGANISATIONS)
    allowed: set[str] = set()
    if Functie.FUNCTIONEEL_BEHEERDER in held:
        allowed.add(viewer.organisation)
    if Functie.TOEZICHTHOUDER in held:
        allowed |= policy.supervised.get(viewer.organisation, frozenset())
    if not allowed:
        raise NotFound(
            "quality.unknown", "There are no figures for this person; watchers, officers and supervisors have them."
        )
    return allowed


def _months_to(last: date) -> list[date]:
    first = last.year * 12 + last.month - MONTHS
    return [date(number // 12, number % 12 + 1, 1) for number in range(first, first + MONTHS)]


def _name(month: date) -> str:
    return f"{month:%Y-%m}"


def view_of(month: date, cell: Cell, found: Figures) -> FigureView:
    """Return what is published of a cell as readers are shown it."""
    return FigureView(
        month=_name(month),
        indicator=cell.indicator,
        organisation=cell.organisation,
        functie=cell.functie,
        cases=found.cases,
        p50=within(found.amounts, 5),
        p90=within(found.amounts, 9),
        top=within(found.amounts, 10),
        amounts=found.amounts,
        rungs=found.rungs,
        late=found.late,
        waiting=found.waiting,
        reopened=found.reopened,
    )
