"""P-02: nobody acts in an item about themselves; the excluded are never rung, never sealed to, never told."""

from __future__ import annotations

from typing import Any

from domain.ids import ItemId
from tests.harness.desk import COORDINEREND, NAMENS, PG, Desk, blob, wrap
from tests.harness.ladders import NIGHT
from tests.harness.town import HOVJ, PIKET


def without(desk: Desk, requester: str, *roles: Any, **more: Any) -> dict[str, Any]:
    """A request in which these roles are wrapped to single devices."""
    request = desk.request(NAMENS if requester == "namens" else HOVJ)
    kept = [one for one in request["wraps"] if one["functie"] not in {role.functie.value for role, _ in roles}]
    request["wraps"] = kept + [wrap(role, device) for role, device in roles]
    return request | more


def test_p_02_nobody_submits_a_request_that_excludes_themselves(desk: Desk) -> None:
    request = without(desk, "hovj", (HOVJ, "tweede-1"), excluded=["hovj"])
    answer = desk.do("hovj", "spoedaanwijzing.submit", desk.new_id(), **request)
    assert (answer.status, answer.code) == (403, "item.excluded")


def test_p_02_an_excluded_holder_is_not_rung_and_the_deputy_takes_the_place(desk: Desk) -> None:
    item = desk.new_id()
    request = without(desk, "hovj", (PIKET, "tweede-1"), excluded=["piket"])
    assert desk.do("hovj", "spoedaanwijzing.submit", item, **request).status == 201
    assert "piket" not in desk.rung()
    assert "tweede" in desk.rung()
    act = desk.sign("piket", "spoedaanwijzing.receive", item)
    assert desk.refused_unstored(act) == ("item.unknown", "item"), "who is excluded does not learn that it exists"


def test_p_02_a_role_with_an_excluded_holder_is_never_wrapped_to_its_epoch(desk: Desk) -> None:
    for device in (None, "piket-1"):
        request = without(desk, "hovj", (PIKET, device), excluded=["piket"])
        act = desk.sign("hovj", "spoedaanwijzing.submit", desk.new_id(), **request)
        code, field = desk.refused_unstored(act)
        assert code == "wrap.excluded"
        assert field is not None
        assert field.startswith("params.wraps.")


def test_p_02_linked_items_late_wraps_and_new_keys_keep_the_exclusion(desk: Desk) -> None:
    item = desk.new_id()
    request = without(desk, "hovj", (PIKET, "tweede-1"), excluded=["piket"])
    desk.do("hovj", "spoedaanwijzing.submit", item, **request)
    late = desk.sign("hovj", "item.wrap", item, wraps=[wrap(PIKET)])
    assert desk.refused_unstored(late)[0] == "wrap.excluded"
    rekey = desk.sign("hovj", "item.rekey", item, recipient="age1pq1" + "p" * 60, wraps=[wrap(PIKET)])
    assert desk.refused_unstored(rekey)[0] == "wrap.excluded"
    decision = desk.decision()
    order = desk.sign("tweede", "spoedaanwijzing.decide", item, **decision)
    assert desk.refused_unstored(order) == ("wrap.excluded", "params.linked.0.wraps.3.device")
    decision["linked"][0]["wraps"] = [one for one in decision["linked"][0]["wraps"] if one["functie"] != "nctv_piket"]
    decision["linked"][1]["wraps"] = []
    assert desk.do("tweede", "spoedaanwijzing.decide", item, **decision).status == 201
    assert desk.item(decision["linked"][0]["item"]).excluded == {"piket"}
    assert "piket" not in {row.person for row in desk.bells}


def test_p_02_without_another_hovj_the_coordinerend_hovj_is_told(desk: Desk) -> None:
    item = desk.new_id()
    request = without(desk, "namens", (HOVJ, "tweede-1"), excluded=["hovj"])
    assert desk.do("namens", "spoedaanwijzing.submit", item, **request).status == 201
    assert desk.told() == {"coord", "pg"}, "the deputy, and the College since an OM officer is concerned"
    assert {COORDINEREND, PG} <= desk.town.participants(desk.item(item))


def test_p_02_somebody_who_works_for_the_om_the_college_is_always_told(desk: Desk) -> None:
    item = desk.submit(tell_college=True)
    assert desk.told() == {"pg"}
    assert PG in desk.town.participants(desk.item(item))


def test_p_02_when_it_is_about_the_pg_another_member_of_the_college_is_told(desk: Desk) -> None:
    desk.add("lid", PG, slot=None)
    item = desk.new_id()
    request = without(desk, "hovj", (PG, "lid-1"), excluded=["pg"])
    assert desk.do("hovj", "spoedaanwijzing.submit", item, **request).status == 201
    assert desk.told() == {"lid"}
    rung = {row.person for _, row in desk.town.run(NIGHT.replace(hour=2, minute=25) - NIGHT)}
    assert "lid" in rung
    assert "pg" not in rung


def test_p_02_excluded_persons_learn_nothing_of_what_follows(desk: Desk) -> None:
    item = desk.new_id()
    desk.do("namens", "spoedaanwijzing.submit", item, **without(desk, "namens", (HOVJ, "x"), excluded=["hovj"]))
    desk.do("piket", "spoedaanwijzing.receive", item)
    desk.do("piket", "spoedaanwijzing.ask", item, content=blob("vraag"))
    decision = desk.decision("niet_aangewezen")
    desk.do("piket", "spoedaanwijzing.decide", item, **decision)
    with desk.town.unit() as uow:
        obligations = uow.obligations.of_item(ItemId(item))
        rung = {row.person for one in obligations for row in uow.obligations.ringing(one.id)}
    assert "hovj" not in rung
