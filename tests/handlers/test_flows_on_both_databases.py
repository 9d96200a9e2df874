"""Each flow's main story through the real pipeline and engine on both databases: in each the same happens."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta
from typing import Any, Final

import pytest
from sqlalchemy import Engine

from handlers.flows import FLOWS
from storage.engines import parse_url, postgres_engine
from storage.migrate import migrate
from tests.handlers.test_burgemeestersbericht import Mayors
from tests.handlers.test_herbeoordeling import planned, review
from tests.handlers.test_triage import ADVISEUR, SECRETARIAT, put_forward
from tests.handlers.test_triage import do as judged
from tests.harness.desk import Desk, blob
from tests.harness.loket import CONTENT, Loket
from tests.harness.postgres import Postgres
from tests.harness.signals import Signals
from tests.harness.town import Town

Told = list[Any]


class Elsewhere(Town):
    """The same town on another engine."""

    def __init__(self, engine: Engine) -> None:
        self.begin(engine)


@pytest.fixture
def postgres_town(postgres: Postgres) -> Iterator[Town]:
    address = postgres.database(postgres.template("piket", migrate))
    town = Elsewhere(postgres_engine(parse_url(address), size=2))
    yield town
    town.close()
    postgres.drop(address)


def staffed(town: Town) -> Desk:
    desk = Desk(town)
    desk.staff()
    return desk


def spoedaanwijzing(town: Town) -> tuple[Desk, list[str]]:
    desk = staffed(town)
    item, linked = desk.decided()
    assert (
        desk.do("lcc", "opdracht.answer", linked["opdracht"], answer="uitvoerbaar", **CONTENT, expected_at=None).status
        == 201
    )
    assert desk.do("rccb", "bericht_rccb.acknowledge", linked["bericht_rccb"]).status == 201
    return desk, [item, *linked.values()]


def geschil(town: Town) -> tuple[Desk, list[str]]:
    desk = staffed(town)
    item, _ = desk.decided("niet_aangewezen")
    desk.do("hovj", "spoedaanwijzing.spoken", item)
    linked = desk.linked("geschil")
    assert desk.do("hovj", "spoedaanwijzing.dispute", item, linked=linked).status == 201
    return desk, [item, linked["item"]]


def triage(town: Town) -> tuple[Desk, list[str]]:
    desk = staffed(town)
    for name, holding in (("secretaris", SECRETARIAT), ("adviseur_om", ADVISEUR)):
        desk.add(name, holding)
    item = put_forward(desk)
    judged(desk, "teamleider", "judge", item, outcome="opgenomen", **CONTENT)
    return desk, [item]


def herbeoordeling(town: Town) -> tuple[Desk, list[str]]:
    desk = staffed(town)
    item = planned(desk, "hovj")
    assert review(desk, "hovj", item, outcome="voortzetten").status == 201
    return desk, [item]


def burgemeestersbericht(town: Town) -> tuple[Desk, list[str]]:
    mayors = Mayors(town)
    item = mayors.send()
    assert mayors.do("tom", "release", item, read=blob("bericht")).status == 201
    assert mayors.do("maud", "acknowledge", item, read=blob("bericht")).status == 201
    return mayors.desk, [item]


def signaal(town: Town) -> tuple[Desk, list[str]]:
    signals = Signals(staffed(town))
    line, item = signals.line(), signals.unsafe()
    signals.done("rccb", "signaal.receive", item, content=None, promise_at=None)
    return signals.desk, [line, item]


def risicomoment(town: Town) -> tuple[Desk, list[str]]:
    loket = Loket(staffed(town))
    item = loket.report("bva", 20)
    weighing = loket.take(item)
    loket.establish(weighing)
    loket.decide(weighing)
    loket.done("rccb", "risicoweging.acknowledge", weighing)
    loket.done("rccb", "risicomoment.answer", item, content=blob("antwoord"))
    return loket.desk, [item, weighing]


STORIES: Final[Mapping[str, tuple[Callable[[Town], tuple[Desk, list[str]]], frozenset[str]]]] = {
    "spoedaanwijzing": (spoedaanwijzing, frozenset({"spoedaanwijzing", "opdracht", "bericht_rccb"})),
    "geschil": (geschil, frozenset({"spoedaanwijzing", "geschil"})),
    "triage": (triage, frozenset({"triage"})),
    "herbeoordeling": (herbeoordeling, frozenset({"herbeoordeling"})),
    "burgemeestersbericht": (burgemeestersbericht, frozenset({"burgemeestersbericht"})),
    "signaal": (signaal, frozenset({"signaallijn", "signaal"})),
    "risicomoment": (risicomoment, frozenset({"risicomoment", "risicoweging"})),
}
WITHOUT: Final = frozenset({"duiding"})
"""Played over HTTP on both databases alone: tests/client/test_signaal.py."""


def told(town: Town, desk: Desk, items: list[str]) -> Told:
    """Everything that is stored of these items, and whom the engine rings in the next half an hour."""
    found: Told = []
    for item in items:
        stored = desk.item(item)
        history = [(line.version, line.tag, json.loads(line.body)) for line in desk.history(item)]
        waits = {what: (one.ladder.name, one.start, one.due, one.rung) for what, one in desk.open(item).items()}
        parts = sorted(map(str, town.participants(stored)))
        found.append((stored.flow, stored.state, stored.version, stored.gezag, history, waits, parts))
    bells = [(second, row.person, row.action, row.lane) for second, row in town.run(timedelta(minutes=30))]
    return [*found, sorted(bells, key=str)]


@pytest.mark.postgres
@pytest.mark.parametrize("name", STORIES)
def test_each_flow_goes_the_same_way_on_both_databases(name: str, town: Town, postgres_town: Town) -> None:
    play, flows = STORIES[name]
    one, other = (told(place, *play(place)) for place in (town, postgres_town))
    assert {row[0] for row in one[:-1]} == flows
    assert one == other


def test_every_flow_has_such_a_story() -> None:
    assert frozenset().union(*(flows for _, flows in STORIES.values())) | WITHOUT == set(FLOWS)
