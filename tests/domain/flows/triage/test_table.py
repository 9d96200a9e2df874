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
from domain.flows.triage.state import State
from domain.functies import Functie
from tests.domain.flows.triage.play import CONTENT, Play, admitted, linked, refused, tabled
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
BEGINNINGS: Final[dict[str, Callable[[], Play]]] = {
    "te_agenderen": lambda: Play.opened(line="triagetafel"),
    "geagendeerd": tabled,
    "te_beoordelen": Play.opened,
    "opgenomen": admitted,
    "overgedragen": lambda: overgedragen(),
    "einde_aangekondigd": lambda: overgedragen().do(Functie.NCTV_TEAMLEIDER, "end", **VARIANTS["end hovj"]),
    "beeindigd": lambda: BEGINNINGS["einde_aangekondigd"]().do(Functie.HOVJ, "end_received"),
    "niet_opgenomen": refused,
    "betwist": lambda: refused().do(Functie.HOVJ, "dispute", **VARIANTS["dispute"]),
    "ingetrokken": lambda: Play.opened().do(Functie.HOVJ, "withdraw"),
    "afgerond": lambda: refused().do(Functie.HOVJ, "measures", **CONTENT).do(Functie.HOVJ, "acquiesce"),
}


def overgedragen() -> Play:
    play = admitted().do(Functie.HOVJ, "transfer", **CONTENT)
    return play.do(Functie.NCTV_BEHANDELAAR, "check_dossier", outcome="volledig")


def rows(text: str) -> dict[str, set[str]]:
    lines = (line.partition(": ") for line in text.splitlines() if line)
    return {act: set(functies.split()) for act, _, functies in lines}


@pytest.mark.parametrize("state", TABLE)
def test_every_state_act_and_functie(state: str) -> None:
    play = BEGINNINGS[state]().everybody()
    assert play.item.state == state
    expected = rows(TABLE[state])
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
