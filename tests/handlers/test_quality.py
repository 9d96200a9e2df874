"""EV-02 over real handlers: a month becomes its figures once, when it is over; drills have no part in them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import delete, update

from domain.errors import NotFound
from domain.functies import Functie, Holding, Scope
from domain.ids import DeviceId, OrganisationId, PersonId, Sha256Hex
from domain.indicators import ORGANISATIONS
from domain.quality import Cell, Figures, Group
from handlers import obligations
from handlers.quality import FigureView, QualityView, counted, due, newest, publish, quality
from handlers.sessions import Viewer
from storage.tables import history, items
from storage.tables_running import obligations as obligation_rows
from storage.tables_running import outbox, ringing
from tests.contracts.samples import make_act, make_answer
from tests.harness.ladders import NIGHT, POLICY
from tests.harness.town import PIKET, Town

NOVEMBER, DECEMBER = date(2026, 11, 1), date(2026, 12, 1)
AFTER = datetime(2026, 12, 3, 23, tzinfo=UTC)
"""Three days after November, by the clock of Amsterdam."""
RECEIVED = Cell("spoedaanwijzing.ontvangen", "nctv")


@pytest.fixture
def month(town: Town) -> Town:
    """Twelve requests received after 20 to 31 seconds, the last of them only when its ladder had climbed; a drill."""
    with town.unit() as uow:
        uow.acts.add(make_act(900), PersonId("anna"), make_answer(900), NIGHT)
        uow.directory.add_fact(make_act(900), "genesis", NIGHT)
    anna = town.person("anna", Holding(Functie.HOVJ, Scope("arr:gelderland")))
    for number in range(12):
        town.person(f"piket-{number}", PIKET)
    for number, seconds in enumerate([*range(20, 32), 5]):
        town.now = NIGHT + timedelta(hours=number)
        item = town.item(anna, drill=seconds == 5, dossier=f"dossier{number:015d}")
        town.open(item, "L-1.ontvangst")
        town.deliver()
        town.now += timedelta(seconds=seconds)
        with town.unit() as uow:
            obligations.settle(uow, item, "ontvangen", PersonId("piket-1"), "ontvangen", town.now)
    return town


def count(town: Town, month: date) -> dict[Cell, Figures]:
    with town.unit() as uow:
        return dict(counted(uow, month, POLICY))


def viewer(functie: Functie, organisation: str, scope: str = "board") -> Viewer:
    holding = Holding(functie, Scope(scope))
    return Viewer(PersonId("w"), DeviceId("w-1"), OrganisationId(organisation), (holding,), Sha256Hex("0" * 64))


def seen(town: Town, by: Viewer, until: date | None = None) -> QualityView:
    with town.unit() as uow:
        return quality(uow, by, until, POLICY)


def test_ev_02_a_month_of_requests_and_not_the_drill(month: Town) -> None:
    found = count(month, NOVEMBER)
    assert found[RECEIVED] == Figures(
        cases=10, amounts=(Group(0, 0, 10),), rungs=(Group(0, 0, 10),), late=(), waiting=None, reopened=None
    )
    assert count(month, DECEMBER) == {}


def test_ev_02_a_month_of_requests_about_one_person_is_not_published(month: Town) -> None:
    with month.engine.begin() as connection:
        connection.execute(update(items).values(dossier="d" * 22))
    found = count(month, NOVEMBER)
    assert RECEIVED not in found
    assert found, "rings are by whom they rang, and stay"


def test_x_08_the_rings_of_the_month_by_functie(month: Town) -> None:
    found = count(month, NOVEMBER)
    rung = found[Cell("rings.emergency", "nctv", "nctv_piket")]
    assert (rung.cases, rung.amounts) == (10, (Group(5, 5, 10),))  # twelve people, each rung twelve times: 11 to 20
    assert found[Cell("rings.night", "nctv", "nctv_piket")].cases == 10
    assert Cell("rings.regular", "nctv", "nctv_piket") not in found


def test_ev_02_a_month_is_published_once_and_never_while_it_goes_on(month: Town) -> None:
    with month.unit() as uow:
        assert due(uow, POLICY, AFTER - timedelta(microseconds=1)) == []
        assert due(uow, POLICY, AFTER) == [NOVEMBER]
        assert newest(uow) == (None, ())
    figures = count(month, NOVEMBER)
    with month.unit() as uow:
        assert publish(uow, NOVEMBER, figures, AFTER)
    with month.unit() as uow:
        assert not publish(uow, NOVEMBER, {}, AFTER)
        assert due(uow, POLICY, AFTER) == []
        assert newest(uow) == (NOVEMBER, sorted(figures.items()))


def test_ev_02_what_happens_to_an_old_case_later_changes_nothing_that_was_published(month: Town) -> None:
    """Nor does erasing it (EV-03): the figures stand by themselves."""
    watcher = viewer(Functie.ESCALATIEWACHTER, "kmar")
    with month.unit() as uow:
        publish(uow, NOVEMBER, counted(uow, NOVEMBER, POLICY), AFTER)
    before = seen(month, watcher)
    with month.engine.begin() as connection:
        for table in (obligation_rows, items, history, ringing, outbox):
            connection.execute(delete(table))
    assert count(month, NOVEMBER) == {}
    assert seen(month, watcher) == before
    assert before.figures


@pytest.mark.parametrize(
    ("by", "organisations"),
    [
        (viewer(Functie.ESCALATIEWACHTER, "kmar"), set(ORGANISATIONS)),
        (viewer(Functie.FUNCTIONEEL_BEHEERDER, "om", "org:om"), {"om"}),
        (viewer(Functie.TOEZICHTHOUDER, "inspectie_jenv", "org:inspectie_jenv"), {"nctv", "politie"}),
        (viewer(Functie.TOEZICHTHOUDER, "pg_hoge_raad", "org:pg_hoge_raad"), {"om"}),
        (viewer(Functie.TOEZICHTHOUDER, "elders", "org:elders"), None),
        (viewer(Functie.NCTV_PIKET, "nctv", "nl"), None),
        (viewer(Functie.TE_BEVEILIGEN_PERSOON, "personen", "own:x"), None),
    ],
    ids=["watcher", "officer", "inspectie", "pg", "nobody's supervisor", "piket", "person"],
)
def test_p_03_who_sees_whose_figures(month: Town, by: Viewer, organisations: set[str] | None) -> None:
    with month.unit() as uow:
        publish(uow, NOVEMBER, counted(uow, NOVEMBER, POLICY), AFTER)
    if organisations is None:
        with pytest.raises(NotFound) as refused:
            seen(month, by)
        assert refused.value.code == "quality.unknown"
        return
    view = seen(month, by)
    assert set(view.organisations) == organisations
    assert {one.organisation for one in view.figures} == {"nctv"} & organisations


def test_ev_02_everybody_who_sees_a_figure_sees_the_same(month: Town) -> None:
    """What one viewer sees is what another sees, less whole organisations: laid side by side they tell nothing more."""
    with month.unit() as uow:
        publish(uow, NOVEMBER, counted(uow, NOVEMBER, POLICY), AFTER)
    whole = seen(month, viewer(Functie.ESCALATIEWACHTER, "kmar"))
    part = seen(month, viewer(Functie.TOEZICHTHOUDER, "inspectie_jenv", "org:inspectie_jenv"))
    assert part.figures == tuple(one for one in whole.figures if one.organisation in part.organisations)


def test_ev_02_thirteen_months_up_to_the_one_asked_for(month: Town) -> None:
    figures = count(month, NOVEMBER)
    for published in (date(2025, 10, 1), date(2025, 11, 1), NOVEMBER):
        with month.unit() as uow:
            publish(uow, published, figures, AFTER)
    watcher = viewer(Functie.ESCALATIEWACHTER, "om")
    view = seen(month, watcher)
    assert view.months == ("2025-10", "2025-11", "2026-11")
    assert view.shown == ("2025-11", "2026-11")
    assert {one.month for one in view.figures} == {"2025-11", "2026-11"}
    assert seen(month, watcher, date(2025, 12, 1)).shown == ("2025-10", "2025-11")
    assert seen(month, watcher, date(2024, 1, 1)).figures == ()
    found = next(one for one in view.figures if (one.month, one.indicator) == ("2026-11", RECEIVED.indicator))
    assert found == FigureView(
        "2026-11", RECEIVED.indicator, "nctv", "", 10, 0, 0, 0, (Group(0, 0, 10),), (Group(0, 0, 10),), (), None, None
    )


def test_ev_02_before_anything_was_published_there_are_no_figures_and_no_fault(month: Town) -> None:
    view = seen(month, viewer(Functie.ESCALATIEWACHTER, "om"))
    assert (view.months, view.shown, view.figures) == ((), (), ())
    assert view.least == POLICY.numbers["quality_least"]


def test_ev_02_the_threshold_is_policy(month: Town) -> None:
    strict = replace(POLICY, numbers={**POLICY.numbers, "quality_least": 13})
    with month.unit() as uow:
        assert counted(uow, NOVEMBER, strict) == {}
