"""EV-02: the same figures for Prometheus, of the newest month, with the same kept back, and labels that are few."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import Metric
from prometheus_client.registry import Collector

from bot.quality import Monitor
from domain.functies import Functie
from domain.ids import Dossier
from domain.indicators import MEANINGS, ORGANISATIONS
from domain.quality import Case, Cell, Counted, Figures, Unit, figures
from storage.unit_of_work import SqlUnitOfWork
from tests.contracts.samples import ANNA, make_act, make_answer, make_item, make_obligation
from tests.harness.ladders import POLICY
from tests.harness.stores import OpenStore, opened_sqlite, sqlite_template, sqlite_url

__all__ = ["opened_sqlite", "sqlite_template", "sqlite_url"]

FOUNDED = datetime(2026, 9, 15, tzinfo=UTC)
NOW = datetime(2026, 11, 22, tzinfo=UTC)


@dataclass
class At:
    moment: datetime

    def now(self) -> datetime:
        return self.moment


class Registered(Collector):
    """One monitor, as the service registers it."""

    def __init__(self, monitor: Monitor) -> None:
        self._monitor = monitor

    def collect(self) -> Iterator[Metric]:
        return self._monitor.collect()


def samples(monitor: Monitor) -> Mapping[str, float]:
    registry = CollectorRegistry()
    registry.register(Registered(monitor))
    lines = generate_latest(registry).decode().splitlines()
    return {line.rpartition(" ")[0]: float(line.rpartition(" ")[2]) for line in lines if not line.startswith("#")}


async def founded(opened: OpenStore) -> None:
    def unit(uow: SqlUnitOfWork) -> None:
        uow.acts.add(make_act(1), ANNA, make_answer(1), FOUNDED)
        uow.directory.add_fact(make_act(1), "genesis", FOUNDED)

    await opened.write(unit)


async def put(opened: OpenStore, month: date, found: Mapping[Cell, Figures]) -> None:
    def unit(uow: SqlUnitOfWork) -> None:
        uow.reports.first("quality", month, NOW)
        uow.quality.put(month, found)

    await opened.write(unit)


async def test_ev_02_every_whole_month_since_the_founding_is_counted_once(opened_sqlite: OpenStore) -> None:
    await founded(opened_sqlite)
    settled = datetime(2026, 10, 5, 1, tzinfo=UTC)

    def unit(uow: SqlUnitOfWork) -> None:
        for number in range(9):
            uow.items.open(make_item(number, dossier=Dossier(f"dossier{number}")))
            made = make_obligation(item=make_item(number).id, settled_at=settled, start=settled, next_at=None)
            uow.obligations.open(made)

    await opened_sqlite.write(unit)
    clock = At(NOW)
    monitor = Monitor(opened_sqlite.store, clock, POLICY)
    assert samples(monitor) == {}
    await monitor.count()
    assert await opened_sqlite.read(lambda uow: uow.reports.made("quality")) == [date(2026, 9, 1), date(2026, 10, 1)]
    assert samples(monitor)["piket_quality_month_seconds"] == datetime(2026, 9, 30, 22, tzinfo=UTC).timestamp()
    of = 'functie="",indicator="spoedaanwijzing.ontvangen",organisation="nctv"'
    assert samples(monitor)[f"piket_quality_cases{{{of}}}"] == 10
    await opened_sqlite.write(lambda uow: uow.quality.put(date(2026, 12, 1), {}))
    before = samples(monitor)
    await monitor.count()
    assert samples(monitor) == before


async def test_ev_02_the_figures_of_the_newest_month_with_the_same_suppression(opened_sqlite: OpenStore) -> None:
    slow = [Case(7300, 3, late=True)] * 10
    much = figures(Counted((*[Case(20, 0, late=False)] * 20, *slow), 6, 1), Unit.SECONDS, 5)
    beyond = figures(Counted(tuple([Case(10**8, 0, late=False)] * 12)), Unit.SECONDS, 5)
    rung = figures(Counted(tuple([Case(4)] * 9)), Unit.RINGS, 5)
    await put(opened_sqlite, date(2026, 9, 1), {Cell("triage.oordelen", "nctv"): much})
    await put(
        opened_sqlite,
        date(2026, 10, 1),
        {
            Cell("opdracht.beantwoorden", "kmar"): much,
            Cell("triage.oordelen", "nctv"): beyond,
            Cell("rings.night", "om", "hovj"): rung,
        },
    )
    monitor = Monitor(opened_sqlite.store, At(NOW), POLICY)
    await monitor.count()
    order = 'functie="",indicator="opdracht.beantwoorden",organisation="kmar"'
    judged = 'functie="",indicator="triage.oordelen",organisation="nctv"'
    nights = 'functie="hovj",indicator="rings.night",organisation="om"'
    assert samples(monitor) == {
        "piket_quality_month_seconds": datetime(2026, 9, 30, 22, tzinfo=UTC).timestamp(),
        f"piket_quality_cases{{{order}}}": 30,
        f"piket_quality_cases{{{judged}}}": 10,
        f"piket_quality_cases{{{nights}}}": 10,
        f"piket_quality_waiting{{{order}}}": 5,
        f"piket_quality_late{{{order}}}": 10,
        f"piket_quality_climbed{{{order}}}": 10,
        f'piket_quality_bound{{{order},quantile="0.5"}}': 30,
        f'piket_quality_bound{{{order},quantile="0.9"}}': 14400,
        f'piket_quality_bound{{{order},quantile="most"}}': 14400,
        **{f'piket_quality_bound{{{judged},quantile="{one}"}}': float("inf") for one in ("0.5", "0.9", "most")},
        **{f'piket_quality_bound{{{nights},quantile="{one}"}}': 5 for one in ("0.5", "0.9", "most")},
    }


def test_ev_02_there_are_no_more_labels_than_indicators_organisations_and_functies() -> None:
    assert len(MEANINGS) * len(ORGANISATIONS) < 800
    assert len(MEANINGS) * len(Functie) < 2000
