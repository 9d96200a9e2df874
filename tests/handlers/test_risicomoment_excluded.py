"""P-02: who deals with a risk moment that leaves people out: another eenheid, the College, another decider."""

from __future__ import annotations

from typing import Any

import pytest

from domain.errors import Malformed, NotFound
from domain.flows import risicomoment
from domain.functies import Functie, Holding, Scope
from domain.ids import ItemId
from tests.harness.desk import RCCB, STAFF, blob, wrap
from tests.harness.ladders import POLICY
from tests.harness.loket import GEMEENTE, MAYOR, WHO, Loket, loket
from tests.harness.town import ARR, HOVJ

__all__ = ["loket"]
ELSEWHERE = Holding(Functie.RCCB, Scope("eenheid:midden"))
PG = STAFF["pg"]
IN_STELSEL = pytest.mark.parametrize("designated", [False, True], ids=["lokaal", "stelsel"])


def without(loket: Loket, *left_out: str, by: str = "sam", to: Holding | None = None) -> dict[str, Any]:
    """What a report says that leaves these people out: those who hold their functies are given no key."""
    out = {WHO[name] for name in left_out}
    readers = [one for one in risicomoment.sealed_for(WHO[by], to or RCCB, ARR) if one not in out]
    asked = {} if to is None else {"rccb": to.scope}
    return {"excluded": sorted(left_out), "wraps": [wrap(one) for one in readers], **asked}


@IN_STELSEL
@pytest.mark.parametrize("by", ["sam", "bva", "hovj"])
def test_p_02_an_rccb_left_out_is_not_replaced_by_a_colleague_on_either_side(
    loket: Loket, designated: bool, by: str
) -> None:
    """C §2.4.2, RM-02: refused alike where the NCTV alone would be asked, so that it tells its reporter nothing."""
    if designated:
        loket.desk.decided()
    loket.desk.add("rccb2", RCCB)
    with pytest.raises(Malformed) as refused:
        loket.do(by, "risicomoment.report", loket.desk.new_id(), **loket.request(by, **without(loket, "rccb", by=by)))
    assert (refused.value.code, refused.value.field) == ("rccb.excluded", "params.rccb")


@IN_STELSEL
def test_p_02_another_eenheid_is_asked_instead_and_takes_it(loket: Loket, designated: bool) -> None:
    if designated:
        loket.desk.decided()
    for name, holding in (("rccb2", RCCB), ("verder", ELSEWHERE)):
        loket.desk.add(name, holding)
    item = loket.report(hours=20, **without(loket, "rccb", to=ELSEWHERE))
    assert loket.desk.data(item).rccb == ELSEWHERE
    assert "rccb2" not in loket.desk.rung() | loket.desk.told()
    assert ("verder" in loket.desk.rung()) is not designated


@IN_STELSEL
def test_p_02_the_college_is_told_of_a_report_about_somebody_who_works_for_the_om(
    loket: Loket, designated: bool
) -> None:
    if designated:
        loket.desk.decided()
    item = loket.report(**without(loket, "namens"))
    assert "pg" in loket.desk.told()
    with loket.town.unit() as uow:
        assert PG in {one.holding for one in uow.items.wraps(ItemId(item))}
    assert PG in loket.town.participants(loket.desk.item(item))
    assert [one.functie for one in loket.sees("sam", item).participants] == [Functie.TE_BEVEILIGEN_PERSOON]


@pytest.mark.parametrize("left_out", [(), ("lcc",)])
def test_p_02_of_a_report_about_nobody_of_the_om_the_college_is_not_told(
    loket: Loket, left_out: tuple[str, ...]
) -> None:
    item = loket.report(**without(loket, *left_out))
    assert "pg" not in loket.desk.told()
    assert PG not in loket.town.participants(loket.desk.item(item))


ABOUT_ORDER = "object_of_openbare_orde"


def to_decide(loket: Loket, item: str, *left_out: str) -> str:
    """Taken and advised, about public order: what its receivers weigh, which gives who is left out no key."""
    linked = loket.weighing()
    out = {(WHO[name].functie.value, WHO[name].scope) for name in left_out}
    linked["wraps"] = [one for one in linked["wraps"] if (one["functie"], one["scope"]) not in out]
    loket.done("rccb", "risicomoment.take", item, linked=linked)
    loket.establish(str(linked["item"]), about=ABOUT_ORDER)
    return str(linked["item"])


def test_p_02_rm_03_the_hovj_decides_where_it_is_about_the_only_burgemeester(loket: Loket) -> None:
    item = loket.report(hours=20, **without(loket, "mayor"))
    weighing = to_decide(loket, item, "mayor")
    assert loket.desk.rung() == {"hovj"}
    assert loket.desk.open(weighing)["besluiten_piket"].settles_by == (HOVJ, MAYOR)
    with pytest.raises(NotFound):
        loket.do("mayor", "risicoweging.decide", weighing, outcome="maatregelen", content=blob("x"))
    loket.decide(weighing)


def test_p_02_rm_03_where_the_only_hovj_is_left_out_too_his_deputy_decides(loket: Loket) -> None:
    item = loket.report(hours=20, **without(loket, "mayor", "hovj"))
    weighing = to_decide(loket, item, "mayor", "hovj")
    assert loket.desk.rung() == {"coord"}
    loket.decide(weighing, name="coord")


@pytest.mark.parametrize("left_out", [(), ("lcc",), ("hovj",)])
def test_rm_03_no_other_decision_of_a_burgemeester_is_the_hovjs(loket: Loket, left_out: tuple[str, ...]) -> None:
    item = loket.report(hours=20, **without(loket, *left_out))
    weighing = to_decide(loket, item, *left_out)
    assert loket.desk.rung() == {"mayor"}
    assert loket.desk.open(weighing)["besluiten_piket"].settles_by == (MAYOR,)


def test_p_02_rm_03_another_burgemeester_of_the_gemeente_decides_and_not_the_hovj(loket: Loket) -> None:
    loket.desk.add("loco", MAYOR)
    item = loket.report(hours=20, **without(loket, "mayor"))
    weighing = to_decide(loket, item, "mayor")
    assert loket.desk.rung() == {"loco"}
    assert loket.desk.open(weighing)["besluiten_piket"].settles_by == (MAYOR,)


def test_p_02_rm_03_where_a_gemeente_has_no_burgemeester_nobody_decides_for_it(loket: Loket) -> None:
    """That is a gap, which shows: leaving somebody else out must not make it the HOvJ's to decide."""
    elsewhere = next(
        scope
        for scope, one in POLICY.gemeenten.items()
        if (one.arrondissement, one.eenheid, scope != GEMEENTE) == (ARR, RCCB.scope, True)
    )
    item = loket.report(hours=20, **without(loket, "lcc") | {"gemeente": elsewhere})
    assert loket.desk.data(item).mayor_left_out is False
