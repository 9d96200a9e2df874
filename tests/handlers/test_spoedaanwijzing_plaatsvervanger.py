"""P-02 (C §2.4.2): another HOvJ, the coordinerend HOvJ in his place, and the rccb of another eenheid."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from domain.functies import Functie, Holding, Scope
from domain.ids import PersonId
from tests.harness.desk import COORDINEREND, NAMENS, PG, RCCB, Desk, blob
from tests.harness.ladders import NIGHT
from tests.harness.town import HOVJ

CONTENT: dict[str, Any] = {"content": blob("x")}
ELSEWHERE = Holding(Functie.RCCB, Scope("eenheid:amsterdam"))


def about_the_hovj(desk: Desk, name: str = "namens", **more: Any) -> str:
    """A request that excludes the only HOvJ of the area: the coordinerend HOvJ takes his place."""
    request = desk.request(NAMENS)
    request["wraps"] = [one for one in request["wraps"] if one["functie"] != "hovj"]
    item = desk.new_id()
    answer = desk.do(name, "spoedaanwijzing.submit", item, **(request | {"excluded": ["hovj"]} | more))
    assert answer.status == 201
    assert desk.data(item).deputy == COORDINEREND
    return item


def test_p_02_who_takes_the_place_of_the_hovj_withdraws(desk: Desk) -> None:
    item = about_the_hovj(desk)
    assert desk.do("coord", "spoedaanwijzing.withdraw", item).state == "ingetrokken"
    assert desk.told() == {"piket", "namens"}


def test_p_02_who_takes_the_place_of_the_hovj_objects_and_settles_what_a_designation_opens(desk: Desk) -> None:
    item = about_the_hovj(desk)
    desk.do("piket", "spoedaanwijzing.decide", item, **desk.decision())
    assert "coord" in desk.rung(), "told in the place of the HOvJ, and triage is his"
    assert desk.do("coord", "spoedaanwijzing.acknowledge", item, what="hovj_geinformeerd").status == 201
    done: dict[str, Any] = {"what": "triage", "outcome": "niet_nodig", **CONTENT}
    assert desk.do("coord", "spoedaanwijzing.follow_up", item, **done).status == 201
    assert desk.do("coord", "spoedaanwijzing.object", item, **CONTENT).status == 201
    assert "bezwaar" in desk.open(item)
    desk.do("piket", "spoedaanwijzing.end", item, to="hovj", linked=None, **CONTENT)
    assert desk.do("coord", "spoedaanwijzing.end_received", item).state == "beeindigd"


def test_l_8_p_02_what_waits_for_the_deputy_climbs_to_the_pg_after_an_hour(desk: Desk) -> None:
    item = about_the_hovj(desk)
    desk.do("piket", "spoedaanwijzing.decide", item, **desk.decision())
    assert desk.open(item)["triage"].ladder.name == "L-8.om.coordinerend_hovj"
    assert "pg" not in {row.person for _, row in desk.town.run(timedelta(minutes=59))}
    assert "pg" in {row.person for _, row in desk.town.run(timedelta(minutes=61))}


def test_l_8_p_02_with_no_deputy_in_reach_the_pg_is_rung_at_once(desk: Desk) -> None:
    item = about_the_hovj(desk)
    with desk.town.unit() as uow:
        for address in uow.outbox.addresses(PersonId("coord")):
            uow.outbox.refuse_address(address.id, desk.town.now)
    desk.do("piket", "spoedaanwijzing.decide", item, **desk.decision())
    assert "pg" in desk.rung(), "X-03: rungs without anybody in reach are passed at once, and somebody hears it"
    assert ("holding.unreachable", "coordinerend_hovj@nl") in desk.town.alarms()


def test_l_8_an_hovj_in_place_climbs_to_the_coordinerend_hovj_as_before(desk: Desk) -> None:
    item, _ = desk.decided()
    assert desk.open(item)["triage"].ladder.name == "L-8.om"
    assert "pg" not in {row.person for _, row in desk.town.run(timedelta(hours=2))}


@pytest.mark.parametrize("act", ["answer", "supplement"])
def test_p_02_sa_05_who_takes_the_place_of_the_hovj_answers_and_supplements(desk: Desk, act: str) -> None:
    item = about_the_hovj(desk)
    desk.do("piket", "spoedaanwijzing.receive", item)
    desk.do("piket", "spoedaanwijzing.ask", item, **CONTENT)
    assert desk.do("coord", f"spoedaanwijzing.{act}", item, **CONTENT).status == 201
    assert desk.told() == {"piket"}, "the decider hears it, as from the HOvJ himself"
    desk.later(minutes=16)
    assert PG in desk.town.participants(desk.item(item)), "climbing reached him: he reads"
    assert desk.do("pg", f"spoedaanwijzing.{act}", item, **CONTENT).status == 403, "one takes the place, not every one"


@pytest.mark.parametrize(
    ("act", "more"), [("ask", CONTENT), ("receive", {}), ("decide", None), ("join", {"with_item": "A" * 22})]
)
def test_p_02_who_takes_the_place_of_the_hovj_may_no_more_than_he(
    desk: Desk, act: str, more: dict[str, Any] | None
) -> None:
    item = about_the_hovj(desk)
    answer = desk.do("coord", f"spoedaanwijzing.{act}", item, **(desk.decision() if more is None else more))
    assert (answer.status, answer.code) == (403, "functie.not_allowed")


def test_p_02_after_a_refusal_the_deputy_bridges_disputes_and_climbs(desk: Desk) -> None:
    item = about_the_hovj(desk)
    desk.do("piket", "spoedaanwijzing.decide", item, **desk.decision("niet_aangewezen"))
    assert desk.do("coord", "spoedaanwijzing.spoken", item).status == 201
    assert "coord" in desk.rung()
    word = desk.linked("bericht_rccb", sender=COORDINEREND)
    assert desk.do("coord", "spoedaanwijzing.overbrugging", item, linked=word, **CONTENT).status == 201
    dispute = desk.linked("geschil")
    dispute["wraps"] = [one for one in dispute["wraps"] if one["functie"] != "hovj"]
    assert desk.do("coord", "spoedaanwijzing.dispute", item, linked=dispute).state == "betwist"
    for name in ("coord", "dir"):
        record = {"rung": 1, "outcome": "blijft_niet_aangewezen", **CONTENT}
        assert desk.do(name, "geschil.record", dispute["item"], **record).status == 201
    assert desk.rung() == {"coord"}, "climb or acquiesce is his too"
    assert desk.do("coord", "geschil.climb", dispute["item"]).state == "trede_2"
    assert desk.do("coord", "geschil.acquiesce", dispute["item"]).state == "berust"


def test_p_02_where_the_coordinerend_hovj_is_left_out_too_the_pg_takes_the_place(desk: Desk) -> None:
    request = desk.request(NAMENS)
    request["wraps"] = [one for one in request["wraps"] if one["functie"] not in ("hovj", "coordinerend_hovj")]
    item = desk.new_id()
    desk.do("namens", "spoedaanwijzing.submit", item, **(request | {"excluded": ["hovj", "coord"]}))
    assert desk.data(item).deputy == PG
    desk.do("piket", "spoedaanwijzing.decide", item, **desk.decision("niet_aangewezen"))
    desk.do("pg", "spoedaanwijzing.spoken", item)
    assert "pg" in desk.rung(), "what a refusal asks of the HOvJ waits for somebody"
    word = desk.linked("bericht_rccb", sender=PG)
    assert desk.do("pg", "spoedaanwijzing.overbrugging", item, linked=word, **CONTENT).status == 201
    assert desk.do("pg", "spoedaanwijzing.acquiesce", item).status == 201


def test_p_02_who_takes_the_place_of_the_hovj_acquiesces(desk: Desk) -> None:
    item = about_the_hovj(desk)
    desk.do("piket", "spoedaanwijzing.decide", item, **desk.decision("niet_aangewezen"))
    assert desk.do("coord", "spoedaanwijzing.acquiesce", item).status == 201


def test_p_02_a_call_about_the_only_hovj_is_confirmed_by_the_deputy(desk: Desk) -> None:
    request = desk.request(HOVJ)
    request["wraps"] = [one for one in request["wraps"] if one["functie"] != "hovj"]
    caller = {"caller_functie": "hovj", "caller_scope": HOVJ.scope, "called_at": NIGHT.isoformat()}
    item = desk.new_id()
    desk.do("piket", "spoedaanwijzing.register", item, **(request | caller | {"excluded": ["hovj"]}))
    done = desk.do("coord", "spoedaanwijzing.confirm", item, outcome="bevestigd", content=None)
    assert done.status == 201


@pytest.mark.parametrize("act", ["withdraw", "object", "acquiesce", "overbrugging", "answer", "supplement"])
def test_p_02_where_there_is_an_hovj_nobody_stands_in_his_place(desk: Desk, act: str) -> None:
    item = desk.submit("namens")
    desk.later(minutes=9)
    assert {COORDINEREND, PG} <= set(desk.town.participants(desk.item(item))), "climbing reached them: they read"
    if act in ("object", "acquiesce", "overbrugging"):
        desk.do("piket", "spoedaanwijzing.decide", item, **desk.decision("niet_aangewezen"))
    more = {} if act in ("withdraw", "acquiesce") else CONTENT
    for name in ("coord", "pg"):
        assert desk.do(name, f"spoedaanwijzing.{act}", item, **more).status == 403


def test_l_2_a_consulted_side_never_climbs_or_acquiesces_for_the_hovj(desk: Desk) -> None:
    item, _ = desk.decided("niet_aangewezen")
    dispute = desk.linked("geschil")
    desk.do("hovj", "spoedaanwijzing.dispute", item, linked=dispute)
    for act in ("geschil.climb", "geschil.acquiesce"):
        answer = desk.do("coord", act, dispute["item"])
        assert (answer.status, answer.code) == (403, "functie.not_allowed")


def about_the_rccb(desk: Desk, **more: Any) -> dict[str, Any]:
    return desk.request(HOVJ) | {"excluded": ["rccb"]} | more


@pytest.mark.parametrize("rccb", [None, RCCB.scope, "arr:gelderland"])
def test_p_02_with_the_rccb_excluded_the_sender_must_choose_another_eenheid(desk: Desk, rccb: str | None) -> None:
    act = desk.sign("hovj", "spoedaanwijzing.submit", desk.new_id(), **about_the_rccb(desk, rccb=rccb))
    assert desk.refused_unstored(act) == ("rccb.excluded", "params.rccb")


def test_p_02_with_the_rccb_excluded_another_eenheid_is_told_and_not_a_colleague(desk: Desk) -> None:
    desk.add("collega", RCCB)
    desk.add("elders", ELSEWHERE)
    item = desk.new_id()
    request = about_the_rccb(desk, rccb=ELSEWHERE.scope)
    assert desk.do("hovj", "spoedaanwijzing.submit", item, **request).status == 201
    assert desk.data(item).rccb == ELSEWHERE
    decision = desk.decision()
    decision["linked"][1] = word = desk.linked("bericht_rccb", rccb=ELSEWHERE)
    assert desk.do("piket", "spoedaanwijzing.decide", item, **decision).status == 201
    assert "elders" in desk.rung()
    assert not {"rccb", "collega"} & (desk.rung() | desk.told())
    assert desk.do("elders", "bericht_rccb.acknowledge", word["item"], holding=ELSEWHERE).status == 201


def test_p_02_the_overbrugging_goes_to_the_eenheid_that_was_chosen(desk: Desk) -> None:
    """A politiechef who is not admitted, living in his own eenheid: nobody there is excluded, and none is asked."""
    desk.add("elders", ELSEWHERE)
    item = desk.submit(rccb=ELSEWHERE.scope)
    desk.do("piket", "spoedaanwijzing.decide", item, **desk.decision("niet_aangewezen"))
    word = desk.linked("bericht_rccb", sender=HOVJ, rccb=ELSEWHERE)
    assert desk.do("hovj", "spoedaanwijzing.overbrugging", item, linked=word, **CONTENT).status == 201
    assert desk.rung() == {"elders"}
