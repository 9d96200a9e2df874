"""P-02: where a HOvJ or an rccb is threatened, their line and what is reported along it wait for somebody else."""

from __future__ import annotations

import pytest

from domain.errors import Malformed, NotFound
from domain.flows import duiding
from domain.functies import Functie, Holding, Scope
from domain.ids import ItemId
from tests.harness.desk import LCC, NAMENS, RCCB, STAFF, blob, wrap
from tests.harness.signals import BBC, Signals, signals
from tests.harness.town import ARR, HOVJ

__all__ = ["signals"]
COORDINEREND = STAFF["coord"]
PG = STAFF["pg"]
ELSEWHERE = Scope("eenheid:midden")
CONTENT = {"content": blob("x")}


def reported(signals: Signals) -> str:
    """A melding of a threat along the line that stands; returns it."""
    item = signals.unsafe()
    signals.receive(item)
    return signals.interpret(item, "melding_dreiging")


def test_p_02_where_no_hovj_is_left_the_coordinerend_hovj_records_who_follows_up(signals: Signals) -> None:
    signals.leave_out(HOVJ)
    line = signals.line(by="coord")
    found = signals.desk.data(line)
    assert (found.side, found.follower, found.deputy) == ("lokaal", RCCB, COORDINEREND)
    assert signals.desk.open(line)["herbevestigen"].settles_by == (COORDINEREND, HOVJ)
    assert COORDINEREND in signals.town.participants(signals.desk.item(line))
    assert signals.do("coord", "signaallijn.record", line, day_and_night=False, **CONTENT).status == 201
    assert signals.do("coord", "signaallijn.end", line, **CONTENT).status == 201


def test_p_02_where_there_is_a_hovj_nobody_records_in_his_place(signals: Signals) -> None:
    assert signals.do("coord", "signaallijn.open", signals.desk.new_id(), **signals.recorded()).code == "gezag.other"
    line = signals.line()
    assert COORDINEREND not in signals.town.participants(signals.desk.item(line))
    with pytest.raises(NotFound):
        signals.do("coord", "signaallijn.end", line, **CONTENT)


def test_p_02_where_the_coordinerend_hovj_is_left_out_too_the_pg_does(signals: Signals) -> None:
    signals.leave_out(HOVJ, COORDINEREND)
    line = signals.line(by="pg")
    assert signals.desk.data(line).deputy == PG
    item = reported(signals)
    assert signals.desk.open(item)["wegen"].settles_by == (BBC, PG, HOVJ)
    signals.done("pg", "duiding.decide", item, outcome="afgerond", **CONTENT)


def test_p_02_sg_03_a_melding_about_the_only_hovj_waits_for_the_deputy_who_decides(signals: Signals) -> None:
    signals.leave_out(HOVJ)
    signals.line(by="coord")
    item = reported(signals)
    assert signals.desk.open(item)["wegen"].settles_by == (BBC, COORDINEREND, HOVJ)
    signals.done("bbc", "duiding.forward", item, **CONTENT)
    assert signals.desk.open(item)["besluiten"].settles_by == (COORDINEREND, HOVJ)
    assert signals.desk.rung() == {"coord"}
    signals.done("coord", "duiding.decide", item, outcome="herbeoordeling", **CONTENT)
    assert signals.desk.open(item)["vervolg"].settles_by == (COORDINEREND, HOVJ)


def test_p_02_with_the_rccb_left_out_another_eenheid_follows_up_and_not_a_colleague(signals: Signals) -> None:
    signals.leave_out(RCCB)
    params = signals.recorded()
    with pytest.raises(Malformed) as refused:
        signals.do("hovj", "signaallijn.open", signals.desk.new_id(), **params)
    assert refused.value.code == "rccb.excluded"
    params |= {"rccb": ELSEWHERE, "wraps": [*params["wraps"], wrap(Holding(Functie.RCCB, ELSEWHERE))]}
    signals.done("hovj", "signaallijn.open", signals.desk.new_id(), **params)


def test_p_02_p_06_when_the_authority_comes_back_the_deputy_records_and_decides(signals: Signals) -> None:
    request = signals.designate()
    signals.leave_out(HOVJ)
    line = signals.line()
    item = reported(signals)
    signals.desk.do(
        "piket", "spoedaanwijzing.end", request, holding=STAFF["piket"], to="hovj", linked=None, content=blob("x")
    )
    assert signals.desk.do("hovj", "spoedaanwijzing.end_received", request, holding=HOVJ).status == 201
    assert signals.desk.open(line)["vastleggen"].settles_by == (COORDINEREND, HOVJ)
    assert signals.desk.open(item)["besluiten"].settles_by == (COORDINEREND, HOVJ)
    assert COORDINEREND in signals.town.participants(signals.desk.item(item))
    signals.done("coord", "duiding.decide", item, outcome="afgerond", **CONTENT)
    assert signals.do("coord", "signaallijn.end", line, **CONTENT).status == 201


@pytest.mark.parametrize("designated", [False, True])
def test_p_02_the_college_is_told_of_a_line_about_somebody_who_works_for_the_om(
    signals: Signals, designated: bool
) -> None:
    if designated:
        signals.designate()
    signals.leave_out(NAMENS)
    line = signals.line()
    assert "pg" in signals.desk.told()
    assert PG in signals.town.participants(signals.desk.item(line))
    with signals.town.unit() as uow:
        assert PG in {wrap.holding for wrap in uow.items.wraps(ItemId(line))}


@pytest.mark.parametrize("left", [(), (LCC,)])
def test_p_02_of_a_line_about_nobody_of_the_om_the_college_is_not_told(
    signals: Signals, left: tuple[Holding, ...]
) -> None:
    signals.leave_out(*left)
    line = signals.line()
    assert "pg" not in signals.desk.told()
    assert PG not in signals.town.participants(signals.desk.item(line))


def test_p_02_where_the_line_is_about_the_pg_another_member_of_the_college_is_told(signals: Signals) -> None:
    signals.leave_out(PG)
    signals.desk.add("pg2", PG)
    line = signals.line()
    assert "pg" not in signals.desk.told() | signals.desk.rung()
    assert "pg2" in signals.desk.told()
    with pytest.raises(NotFound):
        signals.do("pg", "signaallijn.end", line, **CONTENT)


def test_p_02_every_deputy_can_be_given_the_key(signals: Signals) -> None:
    readers = duiding.sealed_for(RCCB, "lokaal", ARR, melding=True)
    assert {COORDINEREND, PG} <= set(readers)
    assert {one["functie"] for one in signals.recorded()["wraps"]} >= {"coordinerend_hovj", "pg"}
