"""Joined requests of different areas: each side goes on with its own, and sees nothing of the other's (SA-12)."""

from __future__ import annotations

from typing import Any

from domain.functies import Functie, Holding, Scope
from tests.harness.desk import Desk, blob

ELSEWHERE = Holding(Functie.HOVJ, Scope("arr:amsterdam"))


def joined(desk: Desk) -> tuple[str, str]:
    """A request of Gelderland, and one of Amsterdam that was joined to it."""
    desk.add("ander", ELSEWHERE)
    one, other = desk.submit(), desk.new_id()
    request = desk.request(ELSEWHERE)
    assert desk.do("ander", "spoedaanwijzing.submit", other, holding=ELSEWHERE, **request).status == 201
    for item in (one, other):
        assert desk.do("piket", "spoedaanwijzing.receive", item).status == 201
    assert desk.do("piket", "spoedaanwijzing.join", one, with_item=other).status == 201
    return one, other


def test_sa_12_either_requester_goes_on_after_a_join(desk: Desk) -> None:
    one, other = joined(desk)
    assert desk.do("hovj", "spoedaanwijzing.supplement", one, content=blob("meer")).status == 201
    more = desk.do("ander", "spoedaanwijzing.supplement", other, holding=ELSEWHERE, content=blob("ook meer"))
    assert more.status == 201


def test_sa_12_after_one_decision_each_side_settles_what_it_was_rung_for(desk: Desk) -> None:
    one, other = joined(desk)
    both = [{"item": other, "outcome": "aangewezen", "content": blob("ander")}]
    assert desk.do("piket", "spoedaanwijzing.decide", one, **desk.decision(joined=both)).status == 201
    told: dict[str, Any] = {"what": "verzoeker_geinformeerd"}
    assert desk.do("hovj", "spoedaanwijzing.acknowledge", one, **told).status == 201
    assert desk.do("ander", "spoedaanwijzing.acknowledge", other, holding=ELSEWHERE, **told).status == 201


def test_p_01_a_decision_names_no_request_in_which_the_decider_takes_no_part(desk: Desk) -> None:
    one, other = joined(desk)
    hidden = desk.new_id()
    request = desk.request(ELSEWHERE) | {"excluded": ["piket"], "wraps": []}
    assert desk.do("ander", "spoedaanwijzing.submit", hidden, holding=ELSEWHERE, **request).status == 201
    both = [{"item": item, "outcome": "aangewezen", "content": blob("ander")} for item in (other, hidden)]
    act = desk.sign("piket", "spoedaanwijzing.decide", one, **desk.decision(joined=both))
    assert desk.refused_unstored(act) == ("item.unknown", "params")
