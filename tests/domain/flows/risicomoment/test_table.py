"""All (state, act, functie) triples of a report and of what is weighed of it, also where people are left out (P-02)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Final, NamedTuple

import pytest

from domain.catalogue import SPECS
from domain.errors import Refusal
from domain.flows.risicomoment.state import State
from domain.flows.risicoweging.state import State as Weging
from domain.functies import Functie
from tests.domain.flows.risicomoment.play import HASH, NOW, Report, linked

PERSON = Functie.TE_BEVEILIGEN_PERSOON
DESK = {"nctv_piket", "nctv_behandelaar", "nctv_teamleider", "directeur_nctv"}
SOON = {"starts_at": (NOW + timedelta(hours=200)).isoformat(), "ends_at": (NOW + timedelta(hours=201)).isoformat()}
PARAMS: dict[str, dict[str, Any]] = {
    "risicomoment.change": {"content": HASH, **SOON},
    "risicomoment.cancel": {},
    "risicomoment.take": {"linked": linked()},
    "risicomoment.answer": {"content": HASH},
    "risicomoment.read": {},
    "risicomoment.close": {},
    "risicoweging.establish": {"outcome": "geadviseerd", "about": "persoon", "content": HASH},
    "risicoweging.advise": {"content": HASH},
    "risicoweging.decide": {"outcome": "maatregelen", "content": HASH},
    "risicoweging.acknowledge": {},
}
REPORTING = {
    *("te_beveiligen_persoon", "kerngezinslid", "aanmelder", "hovj", "adviseur_bbc", "rccb", "lcc"),
    *("nctv_behandelaar", "nctv_piket"),
}


class Way(NamedTuple):
    """Under which authority, who is left out of it (P-02), what it is about, and who may then decide."""

    decide: tuple[str, ...]
    nctv: bool = False
    left_out: tuple[Functie, ...] = ()
    about: str = "persoon"


ABOUT_ORDER: Final = "object_of_openbare_orde"
MAYOR: Final = Functie.BURGEMEESTER
WAYS: Final = {
    "stelsel": Way(tuple(sorted(DESK)), nctv=True),
    "stelsel, all left out": Way(
        tuple(sorted(DESK)), nctv=True, left_out=(Functie.HOVJ, Functie.COORDINEREND_HOVJ, MAYOR), about=ABOUT_ORDER
    ),
    "lokaal": Way(("hovj",)),
    "lokaal, no hovj": Way(("coordinerend_hovj", "hovj"), left_out=(Functie.HOVJ,)),
    "lokaal, no hovj nor coordinerend": Way(("hovj", "pg"), left_out=(Functie.HOVJ, Functie.COORDINEREND_HOVJ)),
    "lokaal, no mayor": Way(("hovj",), left_out=(MAYOR,)),
    "order": Way(("burgemeester",), about=ABOUT_ORDER),
    "order, no hovj": Way(("burgemeester",), left_out=(Functie.HOVJ,), about=ABOUT_ORDER),
    "order, no mayor": Way(("burgemeester", "hovj"), left_out=(MAYOR,), about=ABOUT_ORDER),
    "order, no mayor nor hovj": Way(
        ("burgemeester", "coordinerend_hovj", "hovj"), left_out=(MAYOR, Functie.HOVJ), about=ABOUT_ORDER
    ),
}
EVERY_WAY = pytest.mark.parametrize("way", WAYS.values(), ids=list(WAYS))


def _report(state: State, way: Way) -> Report:
    """The report in that state, its answer shown already, over already where it can be closed."""
    nctv = way.nctv
    report = Report(100, nctv=nctv, left_out=way.left_out)
    taker = Functie.NCTV_PIKET if nctv else Functie.RCCB
    if state is State.INGETROKKEN:
        report.do("risicomoment.cancel", PERSON)
    elif state is not State.GEMELD:
        report.take(taker)
        report.establish("geen_extra", taker)
    if state in (State.BEANTWOORD, State.AFGEROND):
        report.do("risicomoment.answer", taker, content=HASH)
        report.now = report.report.data.answer_at
    if state is State.AFGEROND:
        report.now += timedelta(hours=103)
        report.do("risicomoment.close", taker)
    return report


def _weighing(state: Weging, way: Way) -> Report:
    nctv = way.nctv
    report = Report(100, nctv=nctv, left_out=way.left_out)
    taker = Functie.NCTV_PIKET if nctv else Functie.RCCB
    report.take(taker)
    if state is Weging.TE_BEOORDELEN:
        return report
    report.establish("geen_extra" if state is Weging.GEEN_EXTRA else "geadviseerd", taker, way.about)
    if state is Weging.SPOED:
        report.spoed()
    if state in (Weging.UITVOEREN, Weging.GEREGELD, Weging.AFZEGGEN, Weging.GEEN_MAATREGELEN):
        outcome = "geen_maatregelen" if state is Weging.GEEN_MAATREGELEN else "maatregelen"
        report.do("risicoweging.decide", Functie(way.decide[0]), outcome=outcome, content=HASH)
    if state is Weging.GEREGELD:
        report.do("risicoweging.acknowledge", Functie.LCC if nctv else Functie.RCCB)
    if state in (Weging.AFZEGGEN, Weging.INGETROKKEN):
        report.do("risicomoment.cancel", PERSON)
    if state is Weging.AFGEROND:
        report.do("risicomoment.answer", taker, content=HASH)
        report.now += timedelta(hours=103)
        report.do("risicomoment.close", taker)
    return report


def _may_report(state: State, way: Way) -> dict[str, set[str]]:
    """By DOMAIN §2.3, by hand: the moment is not over yet."""
    if state in (State.INGETROKKEN, State.AFGEROND):
        return {}
    side = DESK if way.nctv else {"rccb"}
    found = {"risicomoment.change": {PERSON.value}, "risicomoment.cancel": {PERSON.value}}
    match state:
        case State.GEMELD:
            return found | {"risicomoment.take": DESK if way.nctv else DESK | {"rccb"}}
        case State.OPGEPAKT:
            return found | {"risicomoment.answer": side}
    return found | {"risicomoment.answer": side, "risicomoment.read": {PERSON.value}}


def _may_weigh(state: Weging, way: Way) -> dict[str, set[str]]:
    executors = {"lcc", "lcc_leiding"} if way.nctv else {"rccb"}
    match state:
        case Weging.TE_BEOORDELEN:
            return {"risicoweging.establish": DESK if way.nctv else {"rccb"}}
        case Weging.TE_BESLUITEN:
            decide = {"risicoweging.decide": set(way.decide)}
            return decide if way.nctv else decide | {"risicoweging.advise": {"adviseur_bbc"}}
        case Weging.UITVOEREN | Weging.AFZEGGEN:
            return {"risicoweging.acknowledge": executors}
    return {}


def _played(report: Report, functie: Functie, name: str) -> bool:
    try:
        report.do(name, functie, **PARAMS[name])
    except Refusal:
        return False
    return True


@EVERY_WAY
@pytest.mark.parametrize("state", list(State))
def test_every_triple_of_a_report(state: State, way: Way) -> None:
    assert _report(state, way).report.state == state
    may = _may_report(state, way)
    for name in (one for one in PARAMS if one.startswith("risicomoment.")):
        for functie in Functie:
            done = _played(_report(state, way), functie, name)
            assert done == (functie.value in may.get(name, set())), (name, functie)


@EVERY_WAY
@pytest.mark.parametrize("state", list(Weging))
def test_every_triple_of_what_is_weighed(state: Weging, way: Way) -> None:
    """Also of who is left out: somebody else who is there may decide in every state that waits for a decision."""
    assert _weighing(state, way).weighing.state == state
    may = _may_weigh(state, way)
    if "risicoweging.decide" in may:
        assert may["risicoweging.decide"] - {one.value for one in way.left_out}
    for name in (one for one in PARAMS if one.startswith("risicoweging.")):
        for functie in Functie:
            done = _played(_weighing(state, way), functie, name)
            assert done == (functie.value in may.get(name, set())), (name, functie)


def test_rm_01_who_may_report() -> None:
    for functie in Functie:
        try:
            Report(by=functie)
            done = True
        except Refusal:
            done = False
        assert done == (functie.value in REPORTING), functie


def test_every_act_stands_in_the_table() -> None:
    ours = {name for name in SPECS if name.startswith(("risicomoment.", "risicoweging."))}
    assert ours == {"risicomoment.report", *PARAMS}
