"""What follows from a refusal: told by voice first, bridged, accepted or disputed (SA-08, L-2, TR-08)."""

from __future__ import annotations

from typing import Any

from tests.harness.desk import Desk, blob
from tests.harness.ladders import NIGHT, POLICY
from tests.harness.town import HOVJ

CONTENT: dict[str, Any] = {"content": blob("x")}
FOLLOW_UPS = {"verzoeker_geinformeerd", "persoon_geinformeerd", "burgemeester", "triage", "eerste_herbeoordeling"}


def disputed(desk: Desk) -> tuple[str, str]:
    item, _ = desk.decided("niet_aangewezen")
    linked = desk.linked("geschil")
    assert desk.do("hovj", "spoedaanwijzing.dispute", item, linked=linked).state == "betwist"
    return item, linked["item"]


def test_sa_08_a_refusal_rings_the_director_and_opens_overbrugging_for_the_hovj(desk: Desk) -> None:
    item, linked = desk.decided("niet_aangewezen")
    assert linked == {}
    assert {"dir", "piket"} <= desk.rung()
    assert set(desk.open(item)) == {
        "gesproken",
        "weigering_gesproken",
        "directeur_ingelicht",
        "overbrugging",
        "berusten_of_betwisten",
    }
    gezag = desk.item(item).gezag
    assert gezag is not None
    assert gezag.holding == HOVJ, "the HOvJ stays the authority"


def test_sa_08_who_asked_on_behalf_is_told_of_the_refusal_by_voice_first(desk: Desk) -> None:
    item, _ = desk.decided("niet_aangewezen", name="namens")
    assert "namens" not in desk.told() | desk.rung()
    desk.do("piket", "spoedaanwijzing.spoken", item)
    assert desk.told() == {"namens"}


def test_sa_08_the_hovj_is_rung_for_what_comes_next_once_it_was_told_by_voice(desk: Desk) -> None:
    item, _ = desk.decided("niet_aangewezen")
    assert "hovj" not in desk.told() | desk.rung(), "the call goes before the bell"
    desk.do("piket", "spoedaanwijzing.spoken", item)
    assert desk.rung() == {"hovj"}


def test_sa_08_who_could_not_be_spoken_to_is_rung_all_the_same(desk: Desk) -> None:
    item, _ = desk.decided("niet_aangewezen")
    desk.later(minutes=4)
    assert desk.open(item)["overbrugging"].rung == -1
    desk.later(minutes=5)
    assert {desk.open(item)[what].rung for what in ("overbrugging", "berusten_of_betwisten")} == {0}


def test_sa_08_a_refusal_by_the_director_rings_no_director(desk: Desk) -> None:
    item = desk.submit()
    desk.later(minutes=6)
    desk.do("dir", "spoedaanwijzing.decide", item, **desk.decision("niet_aangewezen"))
    assert "directeur_ingelicht" not in desk.open(item)


def test_sa_08_who_acquiesces_closes_the_item_with_the_last_obligation(desk: Desk) -> None:
    item, _ = desk.decided("niet_aangewezen")
    desk.do("hovj", "spoedaanwijzing.acquiesce", item)
    desk.do("dir", "spoedaanwijzing.acknowledge", item, what="directeur_ingelicht")
    desk.do("hovj", "spoedaanwijzing.spoken", item)
    assert desk.item(item).closed_at is None
    word = desk.linked("bericht_rccb", sender=HOVJ)
    answer = desk.do("hovj", "spoedaanwijzing.overbrugging", item, linked=word, **CONTENT)
    assert (answer.state, desk.rung()) == ("afgerond", {"rccb"})
    assert set(desk.open(word["item"])) == {"kennisnemen"}


def test_sa_08_l_2_a_dispute_rings_both_sides_of_the_first_rung(desk: Desk) -> None:
    _, dispute = disputed(desk)
    assert desk.rung() == {"coord", "dir"}
    opened = desk.open(dispute)["trede_1"]
    assert (opened.ladder.name, opened.due) == ("L-2.spoed.1", NIGHT + POLICY.durations["geschil_spoed_1"])


def test_l_2_no_rung_overrules_only_a_new_decision_of_the_nctv_designates(desk: Desk) -> None:
    item, dispute = disputed(desk)
    desk.do("coord", "geschil.record", dispute, rung=1, outcome="alsnog_aanwijzen", **CONTENT)
    desk.do("dir", "geschil.record", dispute, rung=1, outcome="alsnog_aanwijzen", **CONTENT)
    found = desk.item(item)
    assert (found.state, found.gezag and found.gezag.holding) == ("ontvangen", HOVJ)
    assert "besluiten" in desk.open(item)
    assert desk.do("piket", "spoedaanwijzing.decide", item, **desk.decision()).state == "aangewezen"


def test_sa_08_a_second_refusal_after_a_dispute_keeps_the_clocks_of_the_first(desk: Desk) -> None:
    item, dispute = disputed(desk)
    first = desk.open(item)
    for name in ("coord", "dir"):
        desk.do(name, "geschil.record", dispute, rung=1, outcome="alsnog_aanwijzen", **CONTENT)
    desk.later(minutes=1)
    answer = desk.do("piket", "spoedaanwijzing.decide", item, **desk.decision("niet_aangewezen"))
    assert (answer.status, answer.state) == (201, "niet_aangewezen")
    again = desk.open(item)
    assert {"weigering_gesproken", "overbrugging", "berusten_of_betwisten", "directeur_ingelicht"} <= set(again)
    assert all(again[what].start == first[what].start for what in ("weigering_gesproken", "overbrugging"))
    assert again["berusten_of_betwisten"].start > first["overbrugging"].start, "a new question, with a clock of its own"
    anew = desk.linked("geschil")
    assert desk.do("hovj", "spoedaanwijzing.dispute", item, linked=anew).state == "betwist"


def test_l_2_the_hovj_climbs_and_a_timer_never_does(desk: Desk) -> None:
    item, dispute = disputed(desk)
    desk.jump(hours=2)
    assert desk.item(dispute).state == "trede_1"
    assert desk.do("hovj", "geschil.climb", dispute).state == "trede_2"
    assert desk.rung() == {"pg", "nctv"}
    for name in ("pg", "nctv"):
        desk.do(name, "geschil.record", dispute, rung=2, outcome="blijft_niet_aangewezen", **CONTENT)
    assert (desk.item(dispute).state, desk.item(item).state) == ("afgerond", "niet_aangewezen")


def test_tr_08_a_designation_after_all_ends_the_dispute(desk: Desk) -> None:
    item, dispute = disputed(desk)
    assert desk.do("piket", "spoedaanwijzing.decide", item, **desk.decision()).status == 201
    assert (desk.item(dispute).state, desk.open(dispute)) == ("alsnog_aanwijzen", {})
    assert set(desk.open(item)) >= {"gesproken", *FOLLOW_UPS}
