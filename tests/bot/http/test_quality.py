"""EV-02 at the door: who may ask, what the answers hold, and a CSV that no spreadsheet carries out."""

from __future__ import annotations

import csv
import io
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.http.quality import HEAD, csv_of
from domain.functies import Functie, Holding, Scope
from domain.quality import Case, Cell, Counted, Unit, figures
from storage.unit_of_work import SqlUnitOfWork
from tests.bot.http.conftest import BEHEER, WATCH, World
from tests.bot.http.phones import Phone

MONTH = date(2026, 2, 1)
ANSWERED, RUNG = Cell("opdracht.beantwoorden", "politie"), Cell("rings.night", "om", "hovj")
CASES = Counted((*[Case(20, 0, late=False)] * 12, *[Case(90, 1, late=False)] * 8, *[Case(7300, 3, late=True)] * 10), 6)


async def published(world: World) -> None:
    much = figures(CASES, Unit.SECONDS, 5)
    rung = figures(Counted(tuple(Case(number) for number in (1, 1, 1, 1, 1, 2, 2, 3, 300, 300))), Unit.RINGS, 5)

    def unit(uow: SqlUnitOfWork) -> None:
        assert uow.reports.first("quality", MONTH, world.clock.now())
        uow.quality.put(MONTH, {ANSWERED: much, RUNG: rung})

    await world.opened.write(unit)


async def reader(world: World, name: str, organisation: str, holding: Holding) -> Phone:
    phone = await world.add(name, organisation, holding)
    await phone.open_session()
    return phone


async def test_ev_02_a_watcher_sees_the_figures_of_every_organisation(world: World) -> None:
    await published(world)
    view = await (await reader(world, "wacht", "kmar", WATCH)).get("/v1/quality")
    assert (view["least"], view["months"], view["shown"]) == (5, ["2026-02"], ["2026-02"])
    order, rings = view["figures"]
    assert order == {
        "month": "2026-02", "indicator": "opdracht.beantwoorden", "organisation": "politie", "functie": "",
        "cases": 30, "p50": 2, "p90": 9, "top": 9,
        "amounts": [{"first": 0, "last": 0, "cases": 10}, {"first": 1, "last": 2, "cases": 10},
                    {"first": 3, "last": 9, "cases": 10}],
        "rungs": [{"first": 0, "last": 0, "cases": 10}, {"first": 1, "last": 1, "cases": 10},
                  {"first": 2, "last": 3, "cases": 10}],
        "late": [{"first": 0, "last": 0, "cases": 20}, {"first": 1, "last": 1, "cases": 10}],
        "waiting": 5, "reopened": None,
    }  # fmt: skip
    assert (rings["functie"], rings["cases"], rings["rungs"], rings["late"]) == ("hovj", 10, [], [])
    assert view["scales"]["seconds"][9] == 14400
    meaning = next(one for one in view["indicators"] if one["name"] == "opdracht.beantwoorden")
    assert (meaning["asks"], meaning["of"], meaning["unit"]) == ("nctv", ["kmar", "politie"], "seconds")


async def test_ev_02_an_officer_sees_their_own_organisation_and_a_supervisor_whom_the_policy_says(world: World) -> None:
    await published(world)
    officer = await (await reader(world, "beheer", "om", BEHEER)).get("/v1/quality")
    assert [one["organisation"] for one in officer["figures"]] == ["om"]
    inspector = Holding(Functie.TOEZICHTHOUDER, Scope("org:inspectie_jenv"))
    seen = await (await reader(world, "inspecteur", "inspectie_jenv", inspector)).get("/v1/quality")
    assert [one["organisation"] for one in seen["figures"]] == ["politie"]


@pytest.mark.parametrize("path", ["/v1/quality", "/v1/quality.csv"])
async def test_p_01_nobody_else_sees_figures(world: World, path: str) -> None:
    bram = world.phones["bram"]
    await bram.open_session()
    status, body = await bram.ask("GET", path)
    assert (status, body["code"]) == (404, "quality.unknown")


@pytest.mark.parametrize(
    ("query", "field"),
    [("year=2026&month=13", "month"), ("year=1&month=1", "year"), ("year=2026", "year"), ("month=2", "month")],
)
async def test_ev_02_a_month_that_is_none_is_refused(world: World, query: str, field: str) -> None:
    status, body = await (await reader(world, "wacht", "nctv", WATCH)).ask("GET", f"/v1/quality?{query}")
    assert (status, body["field"]) == (400, field)


async def test_ev_02_other_months_are_asked_for_by_year_and_month(world: World) -> None:
    await published(world)
    watcher = await reader(world, "wacht", "nctv", WATCH)
    assert (await watcher.get("/v1/quality?year=2026&month=1"))["figures"] == []
    assert len((await watcher.get("/v1/quality?year=2027&month=2"))["figures"]) == 2


async def test_ev_02_the_csv_has_a_row_for_each_published_number_and_none_for_what_is_kept_back(world: World) -> None:
    await published(world)
    watcher = await reader(world, "wacht", "nctv", WATCH)
    body = await watcher.get("/v1/quality.csv")
    text = body.decode("utf-8")
    assert text.endswith("\r\n")
    head, *rows = csv.reader(io.StringIO(text, newline=""))
    assert tuple(head) == HEAD
    order = [row[4:] for row in rows if row[1] == "opdracht.beantwoorden"]
    assert order == [
        ["cases", "", "", "30", "cases"],
        ["waiting", "", "", "5", "cases"],
        ["p50", "", "", "120", "seconds"],
        ["p90", "", "", "14400", "seconds"],
        ["top", "", "", "14400", "seconds"],
        ["took", "0", "30", "10", "cases"],
        ["took", "30", "120", "10", "cases"],
        ["took", "120", "14400", "10", "cases"],
        ["rungs", "0", "0", "10", "cases"],
        ["rungs", "1", "1", "10", "cases"],
        ["rungs", "2", "3", "10", "cases"],
        ["late", "0", "0", "20", "cases"],
        ["late", "1", "1", "10", "cases"],
    ]
    assert ["2026-02", "rings.night", "om", "hovj", "cases", "", "", "10", "people"] in rows
    assert {tuple(row[:4]) for row in rows} == {
        ("2026-02", "opdracht.beantwoorden", "politie", ""),
        ("2026-02", "rings.night", "om", "hovj"),
    }


async def test_ev_02_the_csv_is_given_as_a_file(world: World) -> None:
    watcher = await reader(world, "wacht", "nctv", WATCH)
    target = "/v1/quality.csv?year=2026&month=2"
    async with world.client.get(target, headers=watcher.headers("GET", target)) as answer:
        assert answer.status == 200
        assert answer.headers["Content-Type"] == "text/csv; charset=utf-8; header=present"
        assert answer.headers["Content-Disposition"] == 'attachment; filename="piket-quality.csv"'
        assert await answer.text() == ",".join(HEAD) + "\r\n"


@given(st.lists(st.lists(st.text(), min_size=2, max_size=5), max_size=5))
def test_ev_02_no_cell_of_a_csv_is_carried_out_and_every_cell_comes_back(rows: list[list[str]]) -> None:
    found = list(csv.reader(io.StringIO(csv_of(rows), newline="")))
    assert len(found) == len(rows)
    for row, back in zip(rows, found, strict=True):
        for cell, read in zip(row, back, strict=True):
            assert read in (cell, f"'{cell}")
            assert not read.startswith(("=", "+", "-", "@", "\t", "\r", "\n"))
