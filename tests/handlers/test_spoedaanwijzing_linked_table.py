"""Every (state, act, functie) of the items that hang on a request: order, dispute, word to the rccb (SA-07, SA-08)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from domain.catalogue import SPECS
from domain.functies import NATIONAL, Functie, Holding
from domain.ids import ItemId
from tests.harness.desk import STAFF, Desk, blob
from tests.harness.ladders import NIGHT
from tests.harness.triples import allowed, rows

CONTENT = {"content": blob("x")}
SOON = NIGHT.replace(hour=3).isoformat()
Steps = list[tuple[str, str, dict[str, Any]]]

EXECUTORS = "lcc lcc_leiding"
OPDRACHT = f"""
opdracht.answer uitvoerbaar: {EXECUTORS}
opdracht.answer niet_uitvoerbaar: {EXECUTORS}
opdracht.ter_plaatse: {EXECUTORS}
"""
ADVISING = "opdracht.advise: adviseur_bb\n"
ORDERS: Mapping[str, tuple[str, Steps]] = {
    "verstuurd": (OPDRACHT + ADVISING, []),
    "uitvoerbaar": (
        f"{OPDRACHT}{ADVISING}opdracht.expect: {EXECUTORS}",
        [("lcc", "opdracht.answer", {"answer": "uitvoerbaar", "expected_at": SOON, **CONTENT})],
    ),
    "niet_uitvoerbaar": (
        f"{OPDRACHT}{ADVISING}opdracht.afstemmen: nctv_piket directeur_nctv",
        [("lcc", "opdracht.answer", {"answer": "niet_uitvoerbaar", "expected_at": None, **CONTENT})],
    ),
    "ter_plaatse": (ADVISING, [("lcc", "opdracht.ter_plaatse", {})]),
    "uitgevoerd": ("", [("adviseur", "opdracht.advise", CONTENT), ("lcc", "opdracht.ter_plaatse", {})]),
}
ORDER_ACTS: Mapping[str, dict[str, Any]] = {
    "opdracht.answer uitvoerbaar": {"answer": "uitvoerbaar", "expected_at": SOON, **CONTENT},
    "opdracht.answer niet_uitvoerbaar": {"answer": "niet_uitvoerbaar", "expected_at": None, **CONTENT},
    "opdracht.expect": {"expected_at": SOON, "content": None},
    "opdracht.ter_plaatse": {},
    "opdracht.afstemmen": CONTENT,
    "opdracht.advise": CONTENT,
}

STAYS = {"outcome": "blijft_niet_aangewezen", **CONTENT}
RUNG_1: Steps = [("coord", "geschil.record", {"rung": 1, **STAYS}), ("dir", "geschil.record", {"rung": 1, **STAYS})]
RUNG_2: Steps = [("pg", "geschil.record", {"rung": 2, **STAYS}), ("nctv", "geschil.record", {"rung": 2, **STAYS})]
CLIMB: Steps = [("hovj", "geschil.climb", {})]
DISPUTES: Mapping[str, tuple[str, Steps]] = {
    "trede_1": (
        "geschil.record 1: coordinerend_hovj directeur_nctv\ngeschil.climb: hovj\ngeschil.acquiesce: hovj",
        [],
    ),
    "trede_1_afgerond": ("geschil.climb: hovj\ngeschil.acquiesce: hovj", RUNG_1),
    "trede_2": ("geschil.record 2: pg nctv\ngeschil.acquiesce: hovj", CLIMB),
    "afgerond": ("", [*CLIMB, *RUNG_2]),
    "berust": ("", [("hovj", "geschil.acquiesce", {})]),
    "alsnog_aanwijzen": (
        "",
        [RUNG_1[0], ("dir", "geschil.record", {"rung": 1, "outcome": "alsnog_aanwijzen", **CONTENT})],
    ),
}
DISPUTE_ACTS: Mapping[str, dict[str, Any]] = {
    "geschil.record 1": {"rung": 1, **STAYS},
    "geschil.record 2": {"rung": 2, **STAYS},
    "geschil.climb": {},
    "geschil.acquiesce": {},
}
WORDS: Mapping[str, tuple[str, Steps]] = {
    "verstuurd": ("bericht_rccb.acknowledge: rccb", []),
    "kennisgenomen": ("", [("rccb", "bericht_rccb.acknowledge", {})]),
}
WORD_ACTS: Mapping[str, dict[str, Any]] = {"bericht_rccb.acknowledge": {}}


DEPUTIES: Mapping[str, list[str]] = {"coord": ["hovj"], "pg": ["coord", "hovj"]}
"""P-02: who takes the place of the HOvJ in a request of which these are left out."""


def without(desk: Desk, deputy: str, outcome: str = "aangewezen") -> tuple[str, dict[str, str]]:
    """A decided request in which this one takes the place of the HOvJ; returns it and its linked items by flow."""
    item = desk.submit("namens", excluded=DEPUTIES[deputy], wraps=[])
    decision = desk.decision(outcome)
    decision["linked"] = [one | {"wraps": []} for one in decision["linked"]]
    assert desk.do("piket", "spoedaanwijzing.decide", item, **decision).status == 201
    return item, {one["flow"]: one["item"] for one in decision["linked"]}


def bring(desk: Desk, item: str, steps: Steps, state: str) -> None:
    with desk.town.unit() as uow:
        for holding in STAFF.values():
            uow.items.add_participant(ItemId(item), holding, desk.town.now, "rung")
        leader = Holding(Functie.LCC_LEIDING, NATIONAL)
        uow.items.add_participant(ItemId(item), leader, desk.town.now, "rung")
    for name, act, params in steps:
        answer = desk.do(name, act, item, **params)
        assert answer.status == 201, (act, answer)
    assert desk.item(item).state == state


def check(desk: Desk, item: str, expected: str, acts: Mapping[str, dict[str, Any]]) -> None:
    told = rows(expected)
    assert told.keys() <= acts.keys()
    found = {act: allowed(desk, item, act.split()[0], params) for act, params in acts.items()}
    assert found == {act: told.get(act, frozenset()) for act in acts}


@pytest.mark.parametrize("state", ORDERS)
def test_l_6_every_state_act_and_functie_of_an_order(desk: Desk, state: str) -> None:
    expected, steps = ORDERS[state]
    _, linked = desk.decided()
    bring(desk, linked["opdracht"], steps, state)
    check(desk, linked["opdracht"], expected, ORDER_ACTS)


@pytest.mark.parametrize("state", DISPUTES)
def test_l_2_every_state_act_and_functie_of_a_dispute(desk: Desk, state: str) -> None:
    expected, steps = DISPUTES[state]
    item, _ = desk.decided("niet_aangewezen")
    linked = desk.linked("geschil")
    assert desk.do("hovj", "spoedaanwijzing.dispute", item, linked=linked).status == 201
    bring(desk, linked["item"], steps, state)
    check(desk, linked["item"], expected, DISPUTE_ACTS)


@pytest.mark.parametrize("state", DISPUTES)
def test_p_02_l_2_every_state_act_and_functie_of_a_dispute_by_the_deputy(desk: Desk, state: str) -> None:
    """Whoever disputed climbs or accepts: the deputy does, and speaks for the OM on the first rung as ever."""
    expected, steps = DISPUTES[state]
    item, _ = without(desk, "coord", "niet_aangewezen")
    linked = desk.linked("geschil") | {"wraps": []}
    assert desk.do("coord", "spoedaanwijzing.dispute", item, linked=linked).status == 201
    steps = [("coord" if name == "hovj" else name, act, params) for name, act, params in steps]
    bring(desk, linked["item"], steps, state)
    check(desk, linked["item"], expected.replace(": hovj", ": hovj coordinerend_hovj"), DISPUTE_ACTS)


@pytest.mark.parametrize("deputy", DEPUTIES)
@pytest.mark.parametrize("state", ORDERS)
def test_p_02_an_order_is_carried_out_by_the_same_functies_where_a_deputy_stands_in(
    desk: Desk, state: str, deputy: str
) -> None:
    expected, steps = ORDERS[state]
    _, linked = without(desk, deputy)
    bring(desk, linked["opdracht"], steps, state)
    check(desk, linked["opdracht"], expected, ORDER_ACTS)


@pytest.mark.parametrize("deputy", DEPUTIES)
@pytest.mark.parametrize("state", WORDS)
def test_p_02_word_goes_to_the_same_rccb_where_a_deputy_stands_in(desk: Desk, state: str, deputy: str) -> None:
    expected, steps = WORDS[state]
    _, linked = without(desk, deputy)
    bring(desk, linked["bericht_rccb"], steps, state)
    check(desk, linked["bericht_rccb"], expected, WORD_ACTS)


@pytest.mark.parametrize("state", WORDS)
def test_sa_07_every_state_act_and_functie_of_word_to_the_rccb(desk: Desk, state: str) -> None:
    expected, steps = WORDS[state]
    _, linked = desk.decided()
    bring(desk, linked["bericht_rccb"], steps, state)
    check(desk, linked["bericht_rccb"], expected, WORD_ACTS)


def test_the_tables_name_every_act_of_the_linked_flows() -> None:
    told = {act.split()[0] for acts in (ORDER_ACTS, DISPUTE_ACTS, WORD_ACTS) for act in acts}
    assert told == {name for name, spec in SPECS.items() if spec.family in ("opdracht", "geschil", "bericht_rccb")}
