"""Random acts by random people on lines, signals and interpretations: the promises hold (X-01, SG-03, SG-07)."""

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
from domain.errors import Malformed, NotFound, PiketError
from handlers.flows import FLOWS
from tests.harness.desk import Desk, blob
from tests.harness.signals import Signals
from tests.harness.town import Town

CONTENT: dict[str, Any] = {"content": blob("x")}
PROMISE = "2026-11-23T13:00:00Z"
ACTS: dict[str, Callable[[Signals], dict[str, Any]]] = {
    "signaallijn.record on": lambda _: {"day_and_night": True, **CONTENT},
    "signaallijn.record off": lambda _: {"day_and_night": False, **CONTENT},
    "signaallijn.end": lambda _: CONTENT,
    "signaal.add": lambda _: CONTENT,
    "signaal.receive": lambda _: {"content": None, "promise_at": None},
    "signaal.receive promise": lambda _: {**CONTENT, "promise_at": PROMISE},
    "signaal.answer": lambda _: {**CONTENT, "promise_at": None},
    "signaal.answer promise": lambda _: {**CONTENT, "promise_at": PROMISE},
    "signaal.ask": lambda _: CONTENT,
    "signaal.safe": lambda _: {},
    "signaal.interpret melding": lambda signals: _bare(signals.interpretation("melding_dreiging")),
    "signaal.interpret geen": lambda signals: _bare(signals.interpretation("geen_melding")),
    "duiding.forward": lambda _: CONTENT,
    "duiding.decide done": lambda _: {"outcome": "afgerond", **CONTENT},
    "duiding.decide review": lambda _: {"outcome": "herbeoordeling", **CONTENT},
    "item.reopen": lambda _: {"what": "ontvangen"},
    "item.ik_bel": lambda _: {"what": "ontvangen"},
    "item.ring_again": lambda _: {"what": "ontvangen"},
}
PEOPLE = ("sam", "rccb", "lcc", "bbc", "hovj", "behandelaar", "piket", "dir", "wacht")
MOVES = st.one_of(
    st.tuples(st.just("wait"), st.integers(1, 20_000)),
    st.tuples(st.sampled_from(["press", "press silently", "send", "line", "designate"]), st.just(0)),
    st.tuples(st.sampled_from(sorted(ACTS)), st.just(0)),
)


def _bare(params: dict[str, Any]) -> dict[str, Any]:
    return params | {"linked": params["linked"] | {"wraps": []}}


@pytest.fixture(scope="module")
def staffed(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with everybody there and on duty, to be copied for each example."""
    town = Town(tmp_path_factory.mktemp("signals"), sqlite_template)
    desk = Desk(town)
    desk.staff()
    Signals(desk)
    town.close()
    return town.path


@pytest.mark.timeout(300)  # a failure is only told after it was made small
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(MOVES, min_size=2, max_size=12))
def test_sg_03_whatever_people_do_nothing_open_waits_for_nobody_and_time_decides_nothing(
    staffed: Path, moves: list[tuple[str, int]]
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        shutil.copy(staffed, Path(folder) / "town.sqlite")
        town = Town(Path(folder), staffed)
        try:
            play(Signals(Desk(town), founded=True), [("press", 0), *moves])
        finally:
            town.close()


def play(signals: Signals, moves: list[tuple[str, int]]) -> None:
    for person in ("sam", "kim"):
        signals.line(person)
    for move, seconds in moves:
        before = {one: signals.desk.item(one).state for one in signals.of_dossier()}
        if move == "wait":
            signals.desk.jump(seconds=seconds)
            assert {one: signals.desk.item(one).state for one in before} == before, "a timer decided"
        else:
            attempt(signals, move)
        check(signals)


def attempt(signals: Signals, move: str) -> None:
    """Let it be done by whoever may: everybody tries in turn, on every item, until it is accepted."""
    opening: dict[str, Callable[[], object]] = {
        "press": signals.unsafe,
        "press silently": lambda: signals.unsafe(silent=True),
        "send": signals.send,
        "line": signals.line,
        "designate": signals.designate,
    }
    try:
        if move in opening:
            opening[move]()
            return
    except (AssertionError, PiketError):
        return  # refused: no line stands any more, or it was designated already
    act = move.split()[0]
    for item in signals.of_dossier():
        if act.partition(".")[0] not in ("item", signals.desk.item(item).flow):
            continue
        for name in PEOPLE:
            try:
                if signals.do(name, act, item, **ACTS[move](signals)).status == 201:
                    return
            except (Malformed, NotFound):
                continue


def check(signals: Signals) -> None:
    hushed = False
    for one in signals.of_dossier():
        item = signals.desk.item(one)
        rules = FLOWS[item.flow].rules
        data = rules.read(item.data)
        assert rules.read(json.loads(json.dumps(rules.write(data)))) == data
        waiting = signals.desk.open(one)
        if item.flow in ("signaallijn", "signaal", "duiding"):
            assert (item.closed_at is None) == bool(waiting), f"{item.flow} in {item.state} waits for {set(waiting)}"
            hushed = hushed or (item.flow == "signaal" and data.hushes)
        if item.flow == "duiding":
            readers = {part.functie for part in signals.town.participants(item)}
            assert not {"te_beveiligen_persoon", "kerngezinslid"} & {str(functie) for functie in readers}
        if item.flow == "signaal" and data.silent and data.safe_at is None:
            assert one not in signals.listed("sam")
    assert not [one for one in signals.listed("kim") if signals.desk.item(one).flow != "signaallijn"]
    if hushed:
        assert "sam" not in {
            row.person for row in signals.desk.bells if row.action in (BellAction.RING, BellAction.TOLD)
        }
    authorities = {
        signals.desk.item(one).gezag for one in signals.of_dossier() if signals.desk.item(one).closed_at is None
    }
    assert len({None if gezag is None else gezag.holding for gezag in authorities}) <= 1, "two authorities"
