"""Every (state, act, functie) of a notice to a mayor, written out; what is not in a row is refused (BB-01 … BB-06)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

import pytest

from domain.catalogue import SPECS
from domain.errors import Malformed, Refusal
from domain.flows import burgemeestersbericht as flow
from domain.functies import NATIONAL, RULES, Functie, Holding, Scope, ScopeKind
from domain.ids import DeviceId, OrganisationId, PersonId
from domain.items import Actor
from tests.domain.flows.burgemeestersbericht.desk import (
    ARNHEM,
    GEMEENTE,
    HOVJ,
    LOCO,
    OOST,
    RCCB,
    Desk,
    blob,
    parsed,
    wrap,
)
from tests.harness.ladders import NIGHT, POLICY
from tests.harness.triples import rows

AT = (NIGHT + timedelta(days=2)).isoformat()
NCTV = "nctv_piket nctv_behandelaar nctv_teamleider"
MAYOR = "burgemeester loco_burgemeester"
WRITES = f"correct: {NCTV}\nsupplement: {NCTV}\nrecall: {NCTV}\nend: {NCTV}\n"
LEFT = f"""
acknowledge: {MAYOR}
telephoned: {NCTV}
ask: {MAYOR}
ask_vierhoek: {MAYOR} {NCTV} hovj rccb
informed: rccb lcc
stand_in: {NCTV}
"""
TABLE = {
    "ter_vrijgave": f"release: {NCTV}\nrecall: {NCTV}",
    "verstuurd": f"{LEFT}{WRITES}keep: {NCTV}",
    "verstuurd, acute": f"{LEFT}{WRITES}keep: {NCTV}\nrelease: {NCTV}",
    "kennisgenomen": f"{LEFT}{WRITES}keep: {NCTV}",
    "kennisgenomen, asked": f"""{LEFT}{WRITES}
keep: {NCTV}
answer: {NCTV}
plan_vierhoek: {NCTV}
close_vierhoek niet_nodig: {NCTV}""",
    "kennisgenomen, planned": f"""{LEFT}{WRITES}
keep: {NCTV}
plan_vierhoek: {NCTV}
close_vierhoek niet_nodig: {NCTV}
close_vierhoek gehouden: {NCTV}""",
    "ingetrokken": f"{LEFT}correct: {NCTV}\nrelease: {NCTV}",
    "beeindigd": f"{LEFT}correct: {NCTV}\nrelease: {NCTV}",
    "beeindigd, closed": "",
    "vervallen": "",
}
ACTS: Mapping[str, dict[str, Any]] = {
    "release": {"read": blob("bericht")},
    "acknowledge": {"read": blob("bericht")},
    "telephoned": {"content": blob("x")},
    "ask": {"content": blob("x")},
    "answer": {"content": blob("x")},
    "ask_vierhoek": {"content": None},
    "plan_vierhoek": {"at": AT, "kmar": False, "wraps": [wrap(HOVJ), wrap(RCCB)], "content": blob("x")},
    "close_vierhoek gehouden": {"outcome": "gehouden", "content": None},
    "close_vierhoek niet_nodig": {"outcome": "niet_nodig", "content": blob("x")},
    "informed": {},
    "stand_in": {"person": "lars", "wraps": [wrap(LOCO, "lars-1")]},
    "correct": {"content": blob("x")},
    "supplement": {"content": blob("x")},
    "recall": {"content": blob("x")},
    "end": {"content": blob("x")},
    "keep": {"next_at": None},
}


def released() -> Desk:
    """With a stand-in, so that who may stand in takes part."""
    desk = Desk.released()
    desk.do("bea", "stand_in", person="loes", wraps=[wrap(LOCO, "loes-1")])
    return desk


def then(desk: Desk, *steps: tuple[str, str, dict[str, Any]]) -> Desk:
    for name, verb, params in steps:
        desk.do(name, verb, **params)
    return desk


KNOWN = ("maud", "acknowledge", {"read": blob("bericht")})
ASKED = (("maud", "ask", {"content": blob("x")}), ("maud", "ask_vierhoek", {"content": None}))
PLANNED = (ASKED[1], ("bea", "plan_vierhoek", ACTS["plan_vierhoek"]))
ENDED = ("bea", "end", {"content": blob("bericht")})
IN: Mapping[str, Callable[[], Desk]] = {
    "ter_vrijgave": Desk.sent,
    "verstuurd": released,
    "verstuurd, acute": lambda: then(
        Desk.acute(), ("bea", "stand_in", {"person": "loes", "wraps": [wrap(LOCO, "loes-1")]})
    ),
    "kennisgenomen": lambda: then(released(), KNOWN),
    "kennisgenomen, asked": lambda: then(released(), KNOWN, *ASKED),
    "kennisgenomen, planned": lambda: then(released(), KNOWN, *PLANNED),
    "ingetrokken": lambda: then(released(), ("bea", "recall", {"content": blob("bericht")})),
    "beeindigd": lambda: then(released(), ENDED),
    "beeindigd, closed": lambda: then(released(), ENDED, KNOWN, ("tom", "release", {"read": blob("bericht")})),
    "vervallen": lambda: then(Desk.sent(), ("bea", "recall", {"content": blob("x")})),
}


def holding_of(functie: Functie) -> Holding:
    """The functie where it is nearest to this notice."""
    match RULES[functie].scope:
        case ScopeKind.NATIONAL:
            return Holding(functie, NATIONAL)
        case ScopeKind.ARRONDISSEMENT:
            return Holding(functie, ARNHEM)
        case ScopeKind.EENHEID:
            return Holding(functie, OOST)
        case ScopeKind.GEMEENTE:
            return Holding(functie, GEMEENTE)
        case kind:
            return Holding(functie, Scope(f"{kind.value}:x"))


def may(desk: Desk, act: str, functie: Functie) -> bool:
    """The outer fence, the part in the item, then the rule; of who may stand in, the one it was released to."""
    holding = holding_of(functie)
    done = parsed(f"burgemeestersbericht.{act.split()[0]}", ACTS[act])
    if functie not in done.spec.may or holding not in desk.participants:
        return False
    person = PersonId("loes" if holding == LOCO else "iemand")
    who = Actor(person, DeviceId("d"), holding, OrganisationId("politie"))
    try:
        flow.decide(desk.item, done, who, desk.facts, POLICY, desk.now)
    except (Refusal, Malformed):
        return False
    return True


@pytest.mark.parametrize("state", TABLE)
def test_bb_01_every_state_act_and_functie_of_a_notice(state: str) -> None:
    desk = IN[state]()
    assert desk.item.state == state.split(",", maxsplit=1)[0]
    expected = rows(TABLE[state])
    assert expected.keys() <= ACTS.keys()
    found = {act: frozenset(one.value for one in Functie if may(desk, act, one)) for act in ACTS}
    assert found == {act: expected.get(act, frozenset()) for act in ACTS}


def test_the_table_names_every_act_and_state_of_the_flow() -> None:
    told = {f"burgemeestersbericht.{act.split()[0]}" for act in ACTS}
    known = {name for name, spec in SPECS.items() if spec.family == flow.FLOW and not spec.opens}
    assert told == known
    assert {state.split(",")[0] for state in TABLE} == set(flow.State)
