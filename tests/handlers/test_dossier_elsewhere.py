"""P-06: what the OM opens in a dossier is of the arrondissement that has it; an emergency is never refused for that."""

from __future__ import annotations

from typing import Any, Final

import pytest

from domain.functies import Functie, Holding, Scope
from tests.harness.desk import RECIPIENT, Desk, blob
from tests.harness.loket import Loket
from tests.harness.signals import Signals
from tests.harness.town import ARR, HOVJ

AMSTERDAM: Final = Scope("arr:amsterdam")
ELSEWHERE: Final = Holding(Functie.HOVJ, AMSTERDAM)
SUBMIT: Final[dict[str, Any]] = {
    "dossier": "d" * 22,
    "recipient": RECIPIENT,
    "wraps": [],
    "content": blob("intake"),
    "excluded": [],
}
PLAN: Final[dict[str, Any]] = {**SUBMIT, "subject": "informeren_persoon"}
OPENINGS: Final = {
    "triage.submit": ({**SUBMIT, "line": "directe_opname"}, None),
    "herbeoordeling.plan": (PLAN, AMSTERDAM),
}


@pytest.fixture
def two(desk: Desk) -> Desk:
    """Beside the officials of one arrondissement the HOvJ of another."""
    desk.add("elders", ELSEWHERE)
    return desk


def opened(desk: Desk, act: str, name: str = "elders", holding: Holding = ELSEWHERE, **more: Any) -> Any:
    params, area = OPENINGS[act]
    named = {} if area is None else {"area": area}
    return desk.do(name, act, desk.new_id(), holding=holding, **params, **{**named, **more})


def local(desk: Desk) -> None:
    """The HOvJ reviews his own measures: the dossier is his arrondissement's."""
    plan = {**PLAN, "subject": "maatregelen", "area": ARR}
    assert desk.do("hovj", "herbeoordeling.plan", desk.new_id(), **plan).status == 201


@pytest.mark.parametrize("act", sorted(OPENINGS))
def test_p_06_nobody_becomes_the_local_authority_by_naming_an_area(two: Desk, act: str) -> None:
    local(two)
    answer = opened(two, act)
    assert (answer.status, answer.code) == (403, "dossier.elsewhere")
    own = {} if act == "triage.submit" else {"area": ARR}
    assert opened(two, act, "hovj", HOVJ, **own).status == 201


def test_p_06_sg_02_another_hovj_does_not_take_over_who_follows_up_signals(two: Desk) -> None:
    signals = Signals(two)
    line = signals.line()
    record = signals.recorded() | {"area": AMSTERDAM, "wraps": []}
    answer = two.do("elders", "signaallijn.open", two.new_id(), holding=ELSEWHERE, **record)
    assert (answer.status, answer.code) == (403, "dossier.elsewhere")
    assert two.item(line).closed_at is None


@pytest.mark.parametrize("act", sorted(OPENINGS))
def test_p_06_a_dossier_in_which_nothing_is_open_is_nobodys_yet(two: Desk, act: str) -> None:
    assert opened(two, act).status == 201


def test_p_06_the_nctv_opens_whatever_area_it_names(two: Desk) -> None:
    two.decided()
    plan = {**PLAN, "area": AMSTERDAM}
    assert two.do("behandelaar", "herbeoordeling.plan", two.new_id(), **plan).status == 201


def test_sa_01_an_emergency_of_another_arrondissement_is_never_refused_and_goes_on_there(two: Desk) -> None:
    local(two)
    item = two.new_id()
    request = {**two.request(ELSEWHERE), "dossier": "d" * 22}
    assert two.do("elders", "spoedaanwijzing.submit", item, holding=ELSEWHERE, **request).status == 201
    assert two.do("piket", "spoedaanwijzing.receive", item).status == 201
    assert opened(two, "triage.submit", follows=item).status == 201, "what follows from it is of the same place"


def test_rm_01_a_moment_elsewhere_makes_the_dossier_nobody_elses(two: Desk) -> None:
    loket = Loket(two)
    report = loket.report("bva", hours=100)
    assert two.item(report).area == ARR
    assert two.item(report).dossier == SUBMIT["dossier"]
    assert opened(two, "triage.submit").status == 201


def test_x_05_a_drill_elsewhere_does_not_count_for_the_real_dossier(two: Desk) -> None:
    plan = {**PLAN, "subject": "maatregelen", "area": ARR}
    assert two.do("hovj", "herbeoordeling.plan", two.new_id(), drill=True, **plan).status == 201
    assert opened(two, "herbeoordeling.plan").status == 201


@pytest.mark.parametrize("act", sorted(OPENINGS))
def test_p_06_a_dossier_of_which_all_is_closed_stays_its_arrondissements(two: Desk, act: str) -> None:
    """Nobody takes it over by waiting, nor by an emergency that was taken back."""
    assert two.do("hovj", "spoedaanwijzing.withdraw", two.submit()).status == 201
    answer = opened(two, act)
    assert (answer.status, answer.code) == (403, "dossier.elsewhere")
    own = {} if act == "triage.submit" else {"area": ARR}
    assert opened(two, act, "hovj", HOVJ, **own).status == 201


def test_p_06_an_emergency_from_elsewhere_that_was_taken_back_gives_no_dossier_that_is_open(two: Desk) -> None:
    local(two)
    item, request = two.new_id(), {**two.request(ELSEWHERE), "dossier": "d" * 22}
    assert two.do("elders", "spoedaanwijzing.submit", item, holding=ELSEWHERE, **request).status == 201
    assert two.do("elders", "spoedaanwijzing.withdraw", item, holding=ELSEWHERE).status == 201
    assert opened(two, "triage.submit").code == "dossier.elsewhere"
