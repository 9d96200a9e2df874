"""Counts each month once when it is over, and gives the newest to Prometheus (EV-02); any instance does it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from functools import partial
from typing import Final

from prometheus_client.core import GaugeMetricFamily, Metric

from domain.indicators import MEANINGS
from domain.policy import Policy
from domain.ports import Clock
from domain.quality import SCALES, Cell, Figures, Spread, begins, within
from handlers.quality import counted, due, newest, publish
from storage.database import Store

_LABELS: Final = ("indicator", "organisation", "functie")
_NUMBERS: Final[Mapping[str, tuple[str, Callable[[Figures], int | None]]]] = {
    "cases": ("Handovers done in the month; of rings the people who were rung.", lambda one: one.cases),
    "waiting": ("Not done at the end of the month.", lambda one: one.waiting),
    "reopened": ("Receipts that were reopened.", lambda one: one.reopened),
    "late": ("Done after their due moment.", lambda one: _above(one.late)),
    "climbed": ("Done after their ladder had climbed.", lambda one: _above(one.rungs)),
}
_QUANTILES: Final = {"0.5": 5, "0.9": 9, "most": 10}


class Monitor:
    """The kwaliteitsmonitor of one instance: what it read last of the newest month stays for `collect`."""

    def __init__(self, store: Store, clock: Clock, policy: Policy) -> None:
        self._store, self._clock, self._policy = store, clock, policy
        self._newest: tuple[date | None, Sequence[tuple[Cell, Figures]]] = (None, ())

    async def count(self) -> None:
        """Count every month that is due, oldest first. Safe to repeat, and beside another instance: one publishes it.

        A month is read outside the writer, which gets no more than the rows of its figures.
        """
        now, policy = self._clock.now(), self._policy
        for month in await self._store.read(lambda uow: due(uow, policy, now)):
            figures = await self._store.read(partial(counted, month=month, policy=policy))
            await self._store.write(partial(publish, month=month, figures=figures, now=now))
        self._newest = await self._store.read(newest)

    def collect(self) -> Iterator[Metric]:
        """Give the figures of the newest month; nothing before there is one."""
        month, found = self._newest
        return iter(()) if month is None else metrics_of(month, found)


def metrics_of(month: date, found: Sequence[tuple[Cell, Figures]]) -> Iterator[Metric]:
    """Give one month to Prometheus: nothing else than what everybody who may see these figures is shown."""
    yield GaugeMetricFamily(
        "piket_quality_month_seconds", "When the counted month began.", value=begins(month).timestamp()
    )
    for name, (about, number_of) in _NUMBERS.items():
        family = GaugeMetricFamily(f"piket_quality_{name}", about, labels=_LABELS)
        for cell, figures in found:
            if (number := number_of(figures)) is not None:
                family.add_metric(_labels(cell), number)
        yield family
    bounds = GaugeMetricFamily(
        "piket_quality_bound",
        "So many seconds (of rings: rings) at most, for that part of the cases.",
        labels=(*_LABELS, "quantile"),
    )
    for cell, figures in found:
        for quantile, tenths in _QUANTILES.items():
            if (place := within(figures.amounts, tenths)) is not None:
                bounds.add_metric((*_labels(cell), quantile), _bound(cell, place))
    yield bounds


def _labels(cell: Cell) -> tuple[str, str, str]:
    return cell.indicator, cell.organisation, cell.functie


def _above(spread: Spread) -> int | None:
    """What certainly lies above none: of a group that begins with none nobody can say how many do."""
    found = [group.cases for group in spread if group.first > 0]
    return sum(found) if found else None


def _bound(cell: Cell, place: int) -> float:
    scale = SCALES[MEANINGS[cell.indicator].unit]
    return float(scale[place]) if place < len(scale) else float("inf")
