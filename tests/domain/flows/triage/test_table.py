"""Every (state, act, functie) of a triage: who may do what when, written out; a wrong permission fails here.

The rows below are the specification (DOMAIN §1, §2.2, SA-11). Everybody who has a wrap takes part, so that need to know
stands in nobody's way; what is not in a row is refused.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any, Final

import pytest

from domain.catalogue import SPECS
from domain.facts import Facts
from domain.flows.triage.state import State
from domain.functies import NATIONAL, Functie, Holding
from domain.parties import COORDINEREND_HOVJ
from tests.domain.flows.triage.play import ARR, CONTENT, HOVJ, Play, admitted, linked, refused, tabled
from tests.harness.ladders import NIGHT

LATER: Final = (NIGHT + timedelta(days=5)).isoformat()
JUDGES: Final = "nctv_teamleider directeur_nctv nctv"
DESK: Final = "nctv_behandelaar nctv_teamleider"

ALWAYS: Final = f"""
ask: nctv_behandelaar {JUDGES}
supplement: hovj adviseur_bbc
"""
LOCAL: Final = f"""{ALWAYS}
measures: hovj
judge opgenomen: {JUDGES}
"""
FOLLOW_UPS: Final = f"""
follow_up burgemeester: {DESK}
follow_up eerste_herbeoordeling: {DESK}
"""
TABLE: Final[dict[str, str]] = {
    "te_agenderen": f"{LOCAL}withdraw: hovj\nschedule: triagesecretariaat",
    "geagendeerd": f"{LOCAL}withdraw: hovj\nschedule: triagesecretariaat\ndiscuss: triagesecretariaat",
    "te_beoordelen": f"{LOCAL}withdraw: hovj\njudge niet_opgenomen: {JUDGES}",
    "opgenomen": f"{ALWAYS}{FOLLOW_UPS}transfer: hovj\nend hovj: {JUDGES}\nend basispolitiezorg: {JUDGES}",
    "overgedragen": f"{ALWAYS}{FOLLOW_UPS}end hovj: {JUDGES}\nend basispolitiezorg: {JUDGES}",
    "einde_aangekondigd": f"{ALWAYS}{FOLLOW_UPS}end_received: hovj",
    "beeindigd": "",
    "niet_opgenomen": f"{LOCAL}acquiesce: hovj\ndispute: hovj",
    "betwist": LOCAL,
    "ingetrokken": "",
    "afgerond": "",
}
VARIANTS: Final[dict[str, dict[str, Any]]] = {
    "withdraw": {},
    "ask": CONTENT,
    "supplement": CONTENT,
    "schedule": {"at": LATER, "invited": ["rccb"]},
    "discuss": CONTENT,
    "judge opgenomen": {"outcome": "opgenomen", **CONTENT},
    "judge niet_opgenomen": {"outcome": "niet_opgenomen", **CONTENT},
    "transfer": CONTENT,
    "check_dossier volledig": {"outcome": "volledig"},
    "check_dossier onvolledig": {"outcome": "onvolledig", **CONTENT},
    "measures": CONTENT,
    "acquiesce": {},
    "dispute": {"linked": linked("geschil")},
    "follow_up burgemeester": {"what": "burgemeester", **CONTENT},
    "follow_up eerste_herbeoordeling": {"what": "eerste_herbeoordeling", **CONTENT},
    "end hovj": {"to": "hovj", "linked": None, **CONTENT},
    "end basispolitiezorg": {"to": "basispolitiezorg", "linked": linked("bericht_rccb"), **CONTENT},
    "end_received": {},
}
BEGINNINGS: Final[dict[str, Callable[..., Play]]] = {
    "te_agenderen": lambda **by: Play.opened(line="triagetafel", **by),
    "geagendeerd": tabled,
    "te_beoordelen": Play.opened,
    "opgenomen": admitted,
    "overgedragen": lambda **by: overgedragen(**by),
    "einde_aangekondigd": lambda **by: overgedragen(**by).do(Functie.NCTV_TEAMLEIDER, "end", **VARIANTS["end hovj"]),
    "beeindigd": lambda **by: BEGINNINGS["einde_aangekondigd"](**by).do(Functie.HOVJ, "end_received"),
    "niet_opgenomen": refused,
    "betwist": lambda **by: refused(**by).do(Functie.HOVJ, "dispute", **VARIANTS["dispute"]),
    "ingetrokken": lambda **by: Play.opened(**by).do(Functie.HOVJ, "withdraw"),
    "afgerond": lambda **by: refused(**by).do(Functie.HOVJ, "measures", **CONTENT).do(Functie.HOVJ, "acquiesce"),
}
"""How a case comes into each state; `by` says who puts it forward."""
VACANT: Final = {"coordinerend_hovj": {HOVJ}, "pg": {HOVJ, COORDINEREND_HOVJ}}
"""P-02: who takes the place of the HOvJ where nobody is left of these."""


def overgedragen(**by: Any) -> Play:
    play = admitted(**by).do(Functie.HOVJ, "transfer", **CONTENT)
    return play.do(Functie.NCTV_BEHANDELAAR, "check_dossier", outcome="volledig")


def rows(text: str) -> dict[str, set[str]]:
    lines = (line.partition(": ") for line in text.splitlines() if line)
    return {act: set(functies.split()) for act, _, functies in lines}


@pytest.mark.parametrize("state", TABLE)
def test_every_state_act_and_functie(state: str) -> None:
    check(BEGINNINGS[state](), state, rows(TABLE[state]))


@pytest.mark.parametrize("deputy", VACANT)
@pytest.mark.parametrize("state", TABLE)
def test_p_02_every_state_act_and_functie_where_somebody_takes_the_place_of_the_hovj(state: str, deputy: str) -> None:
    """The deputy may what the HOvJ may, and nobody else may more; a HOvJ who comes later may it as well."""
    facts = Facts(vacant=frozenset(VACANT[deputy]))
    play = BEGINNINGS[state](by=Holding(Functie(deputy), NATIONAL), facts=facts, area=ARR, excluded=["iemand"])
    told = rows(TABLE[state])
    check(play, state, {act: who | {deputy} if "hovj" in who else who for act, who in told.items()})


def check(play: Play, state: str, expected: dict[str, set[str]]) -> None:
    play.everybody()
    assert play.item.state == state
    assert expected.keys() <= VARIANTS.keys()
    found = {
        act: {one.value for one in Functie if play.may(one, f"triage.{act.split()[0]}", params)}
        for act, params in VARIANTS.items()
    }
    assert found == {act: expected.get(act, set()) for act in VARIANTS}


def test_tr_06_the_file_is_checked_when_it_is_there() -> None:
    play = admitted().do(Functie.HOVJ, "transfer", **CONTENT).everybody()
    for outcome in ("volledig", "onvolledig"):
        params = VARIANTS[f"check_dossier {outcome}"]
        may = {one.value for one in Functie if play.may(one, "triage.check_dossier", params)}
        assert may == set(DESK.split())


def test_the_table_names_every_act_and_state() -> None:
    told = {f"triage.{act.split()[0]}" for act in VARIANTS}
    assert told == {name for name, spec in SPECS.items() if spec.family == "triage" and not spec.opens}
    assert set(TABLE) == set(State)


def test_p_01_who_has_no_part_does_nothing() -> None:
    play = Play.opened()
    assert not play.may(Functie.DIRECTEUR_NCTV, "triage.judge", VARIANTS["judge opgenomen"])
    assert play.everybody().may(Functie.DIRECTEUR_NCTV, "triage.judge", VARIANTS["judge opgenomen"])
