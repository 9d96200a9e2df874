"""Random acts by random officials at random moments: whatever they do, the promises hold (X-01, P-02, P-06)."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.bells import BellAction
from domain.errors import PiketError
from domain.functies import Functie
from domain.ids import ItemId
from domain.items import Item
from handlers.flows import FLOWS
from tests.harness.desk import STAFF, Desk, blob, wrap
from tests.harness.ladders import NIGHT
from tests.harness.town import PIKET, Town

CONTENT: dict[str, Any] = {"content": blob("x")}
PASSES_AUTHORITY = {"spoedaanwijzing.decide", "spoedaanwijzing.end_received", "bericht_rccb.acknowledge"}
LATER = NIGHT.replace(day=28).isoformat()

Params = Callable[[Desk], dict[str, Any]]
ACTS: dict[str, Params] = {
    "spoedaanwijzing.receive": lambda _: {},
    "spoedaanwijzing.spoken": lambda _: {},
    "spoedaanwijzing.ask": lambda _: CONTENT,
    "spoedaanwijzing.withdraw": lambda _: {},
    "spoedaanwijzing.object": lambda _: CONTENT,
    "spoedaanwijzing.acquiesce": lambda _: {},
    "spoedaanwijzing.overbrugging": lambda _: CONTENT,
    "spoedaanwijzing.end_received": lambda _: {},
    "spoedaanwijzing.dispute": lambda desk: {"linked": bare(desk.linked("geschil"))},
    "spoedaanwijzing.acknowledge": lambda _: {"what": "directeur_ingelicht"},
    "spoedaanwijzing.end": lambda _: {"to": "hovj", "linked": None, **CONTENT},
    "item.reopen": lambda _: {"what": "ontvangen"},
    "item.ik_bel": lambda _: {"what": "ontvangen"},
    "opdracht.answer": lambda _: {"answer": "uitvoerbaar", "expected_at": None, **CONTENT},
    "opdracht.expect": lambda _: {"expected_at": LATER, "content": None},
    "opdracht.ter_plaatse": lambda _: {},
    "opdracht.afstemmen": lambda _: CONTENT,
    "opdracht.advise": lambda _: CONTENT,
    "geschil.climb": lambda _: {},
    "geschil.acquiesce": lambda _: {},
    "bericht_rccb.acknowledge": lambda _: {},
}
VARIED: dict[str, Callable[[Desk, str], dict[str, Any]]] = {
    "spoedaanwijzing.decide": lambda desk, word: desk.decision(word) | {"linked": linked_for(desk, word)},
    "spoedaanwijzing.follow_up": lambda _, word: {
        "what": word,
        "outcome": "gedaan" if word == "bezwaar" else "niet_nodig",
        **CONTENT,
    },
    "geschil.record": lambda _, word: {"rung": 1, "outcome": word, **CONTENT},
    "opdracht.answer": lambda _, word: {"answer": word, "expected_at": None, **CONTENT},
}
WORDS = {
    "spoedaanwijzing.decide": ["aangewezen", "niet_aangewezen", "al_onder_gezag_nctv"],
    "spoedaanwijzing.follow_up": ["burgemeester", "triage", "eerste_herbeoordeling", "herbeoordeling", "bezwaar"],
    "geschil.record": ["alsnog_aanwijzen", "blijft_niet_aangewezen"],
    "opdracht.answer": ["uitvoerbaar", "niet_uitvoerbaar"],
}
MOVES = st.one_of(
    st.tuples(st.just("wait"), st.integers(1, 700)),
    st.tuples(st.sampled_from(sorted(ACTS)), st.just("")),
    *(st.tuples(st.just(act), st.sampled_from(words)) for act, words in WORDS.items()),
)

REFUSED = [("spoedaanwijzing.decide", "niet_aangewezen")]
DESIGNATED = [("spoedaanwijzing.decide", "aangewezen")]
DISPUTED = [*REFUSED, ("spoedaanwijzing.dispute", "")]
BERUST = [(f"spoedaanwijzing.{verb}", "") for verb in ("acquiesce", "acknowledge", "overbrugging")]
BEGINNINGS = st.sampled_from([[], REFUSED, DESIGNATED, DISPUTED, [*REFUSED, *BERUST], [*DISPUTED, *BERUST[1:]]])
"""How far the case is when chance takes over, so that the far ends of the flow are reached too."""


def bare(linked: dict[str, Any]) -> dict[str, Any]:
    """A linked item sealed to nobody yet: a gap that shows."""
    return linked | {"wraps": []}


def linked_for(desk: Desk, outcome: str) -> list[dict[str, Any]]:
    return [] if outcome == "niet_aangewezen" else [bare(desk.linked("opdracht")), bare(desk.linked("bericht_rccb"))]


@pytest.fixture(scope="module")
def staffed(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with everybody on duty, to be copied for each example."""
    town = Town(tmp_path_factory.mktemp("staffed"), sqlite_template)
    Desk(town).staff()
    town.close()
    return town.path


@pytest.mark.timeout(300)  # a failure is only told after it was made small
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(BEGINNINGS, st.lists(MOVES, min_size=2, max_size=10), st.booleans(), st.booleans())
def test_whatever_officials_do_the_promises_hold(
    staffed: Path, beginning: list[tuple[str, Any]], moves: list[tuple[str, Any]], drill: bool, excluding: bool
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        shutil.copy(staffed, Path(folder) / "town.sqlite")
        town = Town(Path(folder), staffed)
        try:
            play(Desk(town), [*beginning, *moves], drill=drill, excluding=excluding)
        finally:
            town.close()


def play(desk: Desk, moves: list[tuple[str, Any]], *, drill: bool, excluding: bool) -> None:
    request: dict[str, Any] = {"excluded": ["piket"], "wraps": [wrap(PIKET, "tweede-1")]} if excluding else {}
    main = desk.submit("namens", drill=drill, **request)
    gezag = {main: desk.item(main).gezag}
    for act, word in moves:
        if act == "wait":
            desk.jump(seconds=word)
            assert all(line.tag == "rung.reached" for line in desk.history(main) if line.act is None)
        else:
            attempt(desk, act, word, main, drill=drill)
        check(desk, main, gezag, act, excluding=excluding, drill=drill)


def attempt(desk: Desk, act: str, word: str, main: str, *, drill: bool) -> None:
    """Let everybody try the act in turn, on every item of its flow, until it is accepted."""
    family = act.partition(".")[0]
    for item in [one for one in [main, *children(desk, main)] if family in ("item", desk.item(one).flow)]:
        for name in STAFF:
            params = VARIED[act](desk, word) if word else ACTS[act](desk)
            try:
                answer = desk.do(name, act, item, drill=drill, **params)
            except PiketError as wrong:
                if wrong.status >= 500:
                    raise
                continue
            if answer.status == 201:
                return


def children(desk: Desk, main: str) -> list[str]:
    with desk.town.unit() as uow:
        return [one.id for one in uow.items.children(ItemId(main))]


def check(desk: Desk, main: str, gezag: dict[str, Any], act: str, *, excluding: bool, drill: bool) -> None:
    family = [main, *children(desk, main)]
    items = {one: desk.item(one) for one in family}
    for item in items.values():
        roundtrip(item)
        waiting = desk.open(item.id)
        inside = any(desk.open(one) for one in family if one != main) if item.id == main else False
        assert item.closed_at is not None or waiting or inside, f"{item.flow} in {item.state} waits for nobody"
        assert item.closed_at is None or not waiting
    if items[main].gezag != gezag[main]:
        assert act in PASSES_AUTHORITY
        assert not drill
        gezag[main] = items[main].gezag
    if excluding:
        assert "piket" not in {row.person for row in desk.bells if row.action in (BellAction.RING, BellAction.TOLD)}
        with desk.town.unit() as uow:
            rung = [
                row.person for one in uow.obligations.of_item(ItemId(main)) for row in uow.obligations.ringing(one.id)
            ]
        assert "piket" not in rung
    assert Functie.TOEZICHTHOUDER not in {one.functie for one in desk.town.participants(items[main])}


def roundtrip(item: Item[Any]) -> None:
    """What is written and read again is the same (through JSON), whatever was folded into it."""
    rules = FLOWS[item.flow].rules
    data = rules.read(item.data)
    assert rules.read(json.loads(json.dumps(rules.write(data)))) == data
    assert rules.write(data) == item.data
