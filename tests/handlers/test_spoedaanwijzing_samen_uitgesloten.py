"""Who one joined request excludes is excluded from what the one decision opens for it (P-02, SA-12)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from domain.audit.leaves import LeafType
from tests.harness.desk import LCC, NAMENS, STAFF, Desk, blob, wrap
from tests.harness.town import HOVJ


def joined(desk: Desk) -> tuple[str, str]:
    """A request, and one that excludes an officer of the LCC, who has a colleague, joined to it."""
    desk.add("lcc2", STAFF["lcc"], slot=None)
    one, other = desk.submit(), desk.new_id()
    request = desk.request(HOVJ) | {"excluded": ["lcc"]}
    assert desk.do("hovj", "spoedaanwijzing.submit", other, **request).status == 201
    assert desk.do("piket", "spoedaanwijzing.join", one, with_item=other).status == 201
    return one, other


def decision(desk: Desk, other: str, outcome: str) -> dict[str, Any]:
    return desk.decision(joined=[{"item": other, "outcome": outcome, "content": blob("ander")}])


def test_p_02_sa_12_a_joined_requests_exclusion_holds_for_the_order_and_the_word_that_serve_it(desk: Desk) -> None:
    one, other = joined(desk)
    params = decision(desk, other, "aangewezen")
    order, word = params["linked"]
    act = desk.sign("piket", "spoedaanwijzing.decide", one, **params)
    code, field = desk.refused_unstored(act)
    assert (code, str(field)[:23]) == ("wrap.excluded", "params.linked.0.wraps.0")
    order["wraps"] = [one for one in order["wraps"] if one["functie"] != "lcc"] + [wrap(LCC, "lcc2-1")]
    assert desk.do("piket", "spoedaanwijzing.decide", one, **params).status == 201
    assert desk.item(order["item"]).excluded == desk.item(word["item"]).excluded == {"lcc"}
    assert "lcc" not in desk.rung()
    assert "lcc2" in desk.rung()
    answer = desk.sign("lcc", "opdracht.ter_plaatse", order["item"])
    assert desk.refused_unstored(answer) == ("item.unknown", "item")


def test_p_02_sa_12_a_joined_request_that_is_refused_excludes_nobody_from_the_order(desk: Desk) -> None:
    one, other = joined(desk)
    params = decision(desk, other, "niet_aangewezen")
    assert desk.do("piket", "spoedaanwijzing.decide", one, **params).status == 201
    assert desk.item(params["linked"][0]["item"]).excluded == frozenset()
    assert "lcc" in desk.rung()


def told_at_rungs(desk: Desk, **more: Any) -> set[str]:
    call = {"caller_functie": "namens_hovj", "caller_scope": str(HOVJ.scope), "called_at": desk.town.now.isoformat()}
    request = desk.request(NAMENS) | call | more
    assert desk.do("piket", "spoedaanwijzing.register", desk.new_id(), **request).status == 201
    bells = desk.town.run(timedelta(minutes=12))
    heard = {str(bell.person) for at, bell in bells if at in (5 * 60, 10 * 60)}
    return {leaf["person"] for leaf in desk.town.leaves(LeafType.TOLD) if leaf["why"] == "rung"} & heard


def test_l_1_sa_03_the_caller_is_told_at_each_rung_beside_the_hovj(desk: Desk) -> None:
    assert {"namens", "hovj"} <= told_at_rungs(desk)


def test_l_1_sa_03_with_the_hovj_excluded_the_caller_and_the_deputy_are_told(desk: Desk) -> None:
    told = told_at_rungs(desk, excluded=["hovj"], wraps=[])
    assert {"namens", "coord"} <= told
    assert "hovj" not in told
