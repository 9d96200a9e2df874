"""P-02: where a HOvJ or an rccb is threatened, their line and what is reported along it wait for somebody else."""

from __future__ import annotations

from typing import Any

import pytest

from domain.errors import Malformed, NotFound
from domain.flows import duiding, signaal
from domain.functies import Functie, Holding, Scope
from tests.harness.desk import RCCB, STAFF, blob, wrap
from tests.harness.signals import BBC, WHO, Signals, signals
from tests.harness.town import ARR, HOVJ

__all__ = ["signals"]
COORDINEREND = STAFF["coord"]
PG = STAFF["pg"]
ELSEWHERE = Scope("eenheid:midden")
CONTENT = {"content": blob("x")}


def holders(signals: Signals, holding: Holding) -> list[str]:
    with signals.town.unit() as uow:
        return sorted(uow.directory.holders(holding, signals.town.now))


def without(signals: Signals, holding: Holding, *more: Holding) -> dict[str, Any]:
    """What an opening says where everybody of these is left out: they are given no key."""
    left = [one for holding in (holding, *more) for one in holders(signals, holding)]
    wraps = [
        one
        for one in signals.recorded()["wraps"]
        if one["functie"] not in {holding.functie, *(m.functie for m in more)}
    ]
    return {"excluded": sorted(left), "wraps": wraps}


def recorded(signals: Signals, by: str, **more: Any) -> str:
    return signals.line(by=by, **more)


def reported(signals: Signals, left_out: list[str]) -> str:
    """A melding of a threat along a line of which these are left out; returns it."""
    out = {holding.functie for name, holding in WHO.items() if name in left_out}
    readers = signaal.sealed_for(WHO["sam"], WHO[signals.follower], signals.side, ARR)
    item = signals.unsafe(excluded=left_out, wraps=[wrap(one) for one in readers if one.functie not in out])
    signals.receive(item)
    params = signals.interpretation("melding_dreiging")
    params["linked"]["wraps"] = [one for one in params["linked"]["wraps"] if one["functie"] not in out]
    signals.done(signals.follower, "signaal.interpret", item, **params)
    return str(params["linked"]["item"])


def test_p_02_where_no_hovj_is_left_the_coordinerend_hovj_records_who_follows_up(signals: Signals) -> None:
    line = recorded(signals, "coord", **without(signals, HOVJ))
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
    params = without(signals, HOVJ, COORDINEREND)
    line = recorded(signals, "pg", **params)
    assert signals.desk.data(line).deputy == PG
    item = reported(signals, params["excluded"])
    assert signals.desk.open(item)["wegen"].settles_by == (BBC, PG, HOVJ)
    signals.done("pg", "duiding.decide", item, outcome="afgerond", **CONTENT)


def test_p_02_sg_03_a_melding_about_the_only_hovj_waits_for_the_deputy_who_decides(signals: Signals) -> None:
    params = without(signals, HOVJ)
    recorded(signals, "coord", **params)
    item = reported(signals, params["excluded"])
    assert signals.desk.open(item)["wegen"].settles_by == (BBC, COORDINEREND, HOVJ)
    signals.done("bbc", "duiding.forward", item, **CONTENT)
    assert signals.desk.open(item)["besluiten"].settles_by == (COORDINEREND, HOVJ)
    assert signals.desk.rung() == {"coord"}
    signals.done("coord", "duiding.decide", item, outcome="herbeoordeling", **CONTENT)
    assert signals.desk.open(item)["vervolg"].settles_by == (COORDINEREND, HOVJ)


def test_p_02_with_the_rccb_left_out_another_eenheid_follows_up_and_not_a_colleague(signals: Signals) -> None:
    params = signals.recorded() | {"excluded": holders(signals, RCCB)[:1]}
    params["wraps"] = [one for one in params["wraps"] if one["functie"] != "rccb"]
    with pytest.raises(Malformed) as refused:
        signals.do("hovj", "signaallijn.open", signals.desk.new_id(), **params)
    assert refused.value.code == "rccb.excluded"
    params |= {"rccb": ELSEWHERE, "wraps": [*params["wraps"], wrap(Holding(Functie.RCCB, ELSEWHERE))]}
    signals.done("hovj", "signaallijn.open", signals.desk.new_id(), **params)


def test_p_02_p_06_when_the_authority_comes_back_the_deputy_records_and_decides(signals: Signals) -> None:
    request = signals.designate()
    line = signals.line(
        excluded=["hovj"], wraps=[one for one in signals.recorded()["wraps"] if one["functie"] != "hovj"]
    )
    item = reported(signals, ["hovj"])
    signals.desk.do(
        "piket", "spoedaanwijzing.end", request, holding=STAFF["piket"], to="hovj", linked=None, content=blob("x")
    )
    assert signals.desk.do("hovj", "spoedaanwijzing.end_received", request, holding=HOVJ).status == 201
    assert signals.desk.open(line)["vastleggen"].settles_by == (COORDINEREND, HOVJ)
    assert signals.desk.open(item)["besluiten"].settles_by == (COORDINEREND, HOVJ)
    assert COORDINEREND in signals.town.participants(signals.desk.item(item))
    signals.done("coord", "duiding.decide", item, outcome="afgerond", **CONTENT)
    assert signals.do("coord", "signaallijn.end", line, **CONTENT).status == 201


def test_p_02_every_deputy_can_be_given_the_key(signals: Signals) -> None:
    readers = duiding.sealed_for(RCCB, "lokaal", ARR, melding=True)
    assert {COORDINEREND, PG} <= set(readers)
    assert {one["functie"] for one in signals.recorded()["wraps"]} >= {"coordinerend_hovj", "pg"}
