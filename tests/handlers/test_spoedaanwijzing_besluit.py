"""What follows from the decision: designation, order, refusal, dispute, joined requests, the end (SA-06 … SA-12)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from domain.audit.leaves import LeafType
from domain.functies import Functie
from domain.ids import ItemId
from domain.items import Gezagskaart
from handlers.gezag import card
from tests.harness.desk import DIRECTEUR, NAMENS, NCTV, RCCB, Desk, blob
from tests.harness.ladders import NIGHT, POLICY
from tests.harness.town import HOVJ

HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
CONTENT: dict[str, Any] = {"content": blob("x")}
FIRST = {
    "gesproken",
    "verzoeker_geinformeerd",
    "persoon_geinformeerd",
    "burgemeester",
    "triage",
    "eerste_herbeoordeling",
}


def test_sa_07_on_aangewezen_the_authority_passes_in_that_instant_and_both_logs_say_so(desk: Desk) -> None:
    item, _ = desk.decided()
    gezag = desk.item(item).gezag
    assert gezag is not None
    assert (gezag.holding, gezag.since) == (NCTV, NIGHT)
    leaves = [leaf for leaf in desk.town.leaves(LeafType.AUTHORITY) if leaf["item"] == item]
    assert {leaf["log"] for leaf in leaves} == {"om", "nctv"}


def test_sa_07_every_follow_up_is_an_obligation(desk: Desk) -> None:
    item, linked = desk.decided()
    assert set(desk.open(item)) == FIRST
    assert set(desk.open(linked["opdracht"])) == {"beantwoorden", "maatregelenadvies"}
    assert set(desk.open(linked["bericht_rccb"])) == {"kennisnemen"}
    assert desk.open(item)["eerste_herbeoordeling"].start == POLICY.terms["first_review"].after(NIGHT)


def test_sa_07_the_order_rings_the_lcc_and_the_word_rings_the_rccb_at_once(desk: Desk) -> None:
    desk.decided()
    assert {"lcc", "rccb", "hovj"} <= desk.rung()


def test_sa_02_after_a_request_on_behalf_the_hovj_too_must_know_of_the_designation(desk: Desk) -> None:
    item, _ = desk.decided(name="namens")
    assert {"verzoeker_geinformeerd", "hovj_geinformeerd"} <= set(desk.open(item))
    assert desk.do("hovj", "spoedaanwijzing.acknowledge", item, what="hovj_geinformeerd").status == 201
    wrong = desk.do("hovj", "spoedaanwijzing.acknowledge", item, what="verzoeker_geinformeerd")
    assert (wrong.status, wrong.code) == (403, "functie.not_allowed")


@pytest.mark.parametrize("missing", ["opdracht", "bericht_rccb"])
def test_sa_07_aangewezen_without_its_linked_items_is_malformed_and_names_them(desk: Desk, missing: str) -> None:
    item = desk.submit()
    decision = desk.decision()
    decision["linked"] = [one for one in decision["linked"] if one["flow"] != missing]
    with pytest.raises(Exception, match=f"linked_{missing}_missing"):
        desk.do("piket", "spoedaanwijzing.decide", item, **decision)


def test_sa_07_a_role_without_keys_is_a_gap_that_shows_and_never_a_refusal(desk: Desk) -> None:
    item = desk.submit()
    decision = desk.decision()
    decision["linked"][0]["wraps"] = []
    answer = desk.do("piket", "spoedaanwijzing.decide", item, **decision)
    assert (answer.status, answer.flags) == (201, ("role_without_keys",))
    order = decision["linked"][0]["item"]
    assert ("role_without_keys", f"{order}/lcc@nl") in desk.town.alarms()
    assert desk.do("piket", "item.wrap", order, wraps=[]).status == 201


def test_sa_06_al_onder_gezag_nctv_is_scaling_up_with_the_same_clock_and_order(desk: Desk) -> None:
    item, linked = desk.decided("al_onder_gezag_nctv")
    assert desk.data(item).outcome == "al_onder_gezag_nctv"
    assert set(desk.open(item)) == FIRST - {"triage"}
    assert "beantwoorden" in desk.open(linked["opdracht"])


def card_of(desk: Desk, item: str) -> Gezagskaart:
    with desk.town.unit() as uow:
        stored = uow.items.load(ItemId(item))
        assert stored is not None
        found = card(stored, None if stored.parent is None else uow.items.load(stored.parent))
    assert found is not None
    return found


def test_p_06_the_gezagskaart_before_and_after_the_designation_and_until_relief(desk: Desk) -> None:
    item = desk.submit()
    before = card_of(desk, item)
    assert (before.gezag.holding, before.public_order, before.local_measures) == (HOVJ, Functie.BURGEMEESTER, RCCB)
    decision = desk.decision()
    desk.do("piket", "spoedaanwijzing.decide", item, **decision)
    order = decision["linked"][0]["item"]
    for one in (item, order):
        assert (card_of(desk, one).gezag.holding, card_of(desk, one).local_measures) == (NCTV, RCCB)
    desk.do("lcc", "opdracht.ter_plaatse", order)
    assert desk.told() == {"hovj", "rccb"}
    for one in (item, order):
        assert card_of(desk, one).local_measures is None


def test_sa_09_the_kerngezin_moves_with_the_authority_both_ways(desk: Desk) -> None:
    item, _ = desk.decided()
    assert card_of(desk, item).gezag.over == ("persoon", "kerngezin", "woning", "werkplek")
    desk.do("piket", "spoedaanwijzing.end", item, to="hovj", linked=None, **CONTENT)
    desk.do("hovj", "spoedaanwijzing.end_received", item)
    gezag = card_of(desk, item).gezag
    assert gezag.holding == HOVJ
    assert "kerngezin" in gezag.over


def test_sa_07_the_linked_items_carry_the_card_of_their_request(desk: Desk) -> None:
    _, linked = desk.decided()
    for one in linked.values():
        gezag = desk.item(one).gezag
        assert gezag is not None
        assert gezag.holding == NCTV


def test_l_6_an_answer_counts_once_the_arrival_is_known_and_the_ladder_follows_the_clock(desk: Desk) -> None:
    _, linked = desk.decided()
    order = linked["opdracht"]
    desk.do("lcc", "opdracht.answer", order, answer="uitvoerbaar", expected_at=None, **CONTENT)
    assert "beantwoorden" in desk.open(order), "no expected arrival yet: the ladder runs on"
    arrival = NIGHT + 20 * MINUTE
    desk.do("lcc", "opdracht.expect", order, expected_at=arrival.isoformat(), content=None)
    assert "beantwoorden" not in desk.open(order)
    assert desk.open(order)["ter_plaatse"].start == arrival
    desk.do("lcc", "opdracht.expect", order, expected_at=(arrival + 5 * MINUTE).isoformat(), content=None)
    assert desk.open(order)["ter_plaatse"].start == arrival + 5 * MINUTE


def test_l_6_niet_uitvoerbaar_goes_back_to_the_nctv_at_once_and_is_ordered_again_after_afstemming(desk: Desk) -> None:
    item, linked = desk.decided()
    order = linked["opdracht"]
    desk.do("lcc", "opdracht.answer", order, answer="niet_uitvoerbaar", expected_at=None, **CONTENT)
    assert desk.rung() == {"piket"}
    assert [one.state for one in desk.data(item).linked if one.item == order] == ["niet_uitvoerbaar"]
    assert desk.do("piket", "opdracht.afstemmen", order, **CONTENT).state == "verstuurd"
    assert desk.rung() == {"lcc"}


def test_sa_07_the_maatregelenadvies_follows_and_the_order_never_waits_for_it(desk: Desk) -> None:
    _, linked = desk.decided()
    order = linked["opdracht"]
    assert desk.do("lcc", "opdracht.ter_plaatse", order).state == "ter_plaatse"
    assert set(desk.open(order)) == {"maatregelenadvies"}
    assert desk.do("adviseur", "opdracht.advise", order, **CONTENT).state == "uitgevoerd"
    assert desk.item(order).closed_at == NIGHT


def test_sa_11_a_foreseen_end_opens_a_review_before_it_and_passing_it_ends_nothing(desk: Desk) -> None:
    ends_at = NIGHT + 30 * HOUR
    item, _ = desk.decided(ends_at=ends_at.isoformat())
    review = desk.open(item)["einde_herzien"]
    assert (review.ladder.name, review.start, review.due) == ("L-8.einde", ends_at, ends_at)
    assert (review.rung, review.next_at) == (-1, ends_at - 12 * HOUR)
    desk.jump(hours=40)
    found = desk.item(item)
    assert (found.state, found.closed_at, found.gezag and found.gezag.holding) == ("aangewezen", None, NCTV)
    later = (NIGHT + 90 * HOUR).isoformat()
    desk.do(
        "piket", "spoedaanwijzing.follow_up", item,
        what="einde_herzien", outcome="gedaan", content=None, next_at=later,
    )  # fmt: skip
    assert desk.data(item).ends_at == NIGHT + 90 * HOUR
    assert desk.open(item)["einde_herzien"].due == NIGHT + 90 * HOUR


def test_sa_11_the_nctv_stays_the_authority_until_the_hovj_received_the_end(desk: Desk) -> None:
    item, linked = desk.decided()
    desk.do("piket", "spoedaanwijzing.end", item, to="hovj", linked=None, **CONTENT)
    gezag = desk.item(item).gezag
    assert gezag is not None
    assert (desk.item(item).state, gezag.holding) == ("einde_aangekondigd", NCTV)
    assert "hovj" in desk.rung()
    desk.town.now += MINUTE
    assert desk.do("hovj", "spoedaanwijzing.end_received", item).state == "beeindigd"
    gezag = desk.item(item).gezag
    assert gezag is not None
    assert (gezag.holding, gezag.since) == (HOVJ, NIGHT + MINUTE)
    assert desk.open(item) == {}
    assert desk.item(linked["opdracht"]).state == "vervallen"


def test_sa_11_an_end_to_basispolitiezorg_is_received_by_the_rccb(desk: Desk) -> None:
    item, _ = desk.decided()
    word = desk.linked("bericht_rccb")
    desk.do("piket", "spoedaanwijzing.end", item, to="basispolitiezorg", linked=word, **CONTENT)
    assert desk.rung() == {"rccb"}
    assert desk.do("hovj", "spoedaanwijzing.end_received", item).status == 409
    desk.do("rccb", "bericht_rccb.acknowledge", word["item"])
    found = desk.item(item)
    assert (found.state, found.gezag and found.gezag.holding) == ("beeindigd", HOVJ)


def test_hb_02_a_review_sets_the_next_one_in_the_same_act(desk: Desk) -> None:
    item, _ = desk.decided()
    done: dict[str, Any] = {"what": "eerste_herbeoordeling", "outcome": "niet_nodig", **CONTENT}
    desk.do("behandelaar", "spoedaanwijzing.follow_up", item, **done)
    assert desk.open(item)["herbeoordeling"].start == POLICY.terms["first_review"].after(NIGHT)


def joined(desk: Desk) -> tuple[str, str]:
    one = desk.submit()
    desk.town.now += MINUTE
    other = desk.submit("namens")
    desk.do("piket", "spoedaanwijzing.receive", other)
    desk.town.now += MINUTE
    desk.do("piket", "spoedaanwijzing.receive", one)
    assert desk.do("piket", "spoedaanwijzing.join", one, with_item=other).status == 201
    return one, other


def test_sa_12_joined_requests_run_on_the_earliest_clocks(desk: Desk) -> None:
    one, other = joined(desk)
    assert {desk.open(item)["besluiten"].start for item in (one, other)} == {NIGHT + MINUTE}
    assert desk.data(one).joined == (other,)
    assert desk.data(other).joined_to == one


def test_sa_12_one_decision_names_both_with_an_outcome_each(desk: Desk) -> None:
    one, other = joined(desk)
    alone = desk.do("piket", "spoedaanwijzing.decide", other, **desk.decision("niet_aangewezen"))
    assert (alone.status, alone.code) == (409, "joined.elsewhere")
    incomplete = desk.do("piket", "spoedaanwijzing.decide", one, **desk.decision())
    assert (incomplete.status, incomplete.code) == (409, "joined.incomplete")
    both = [{"item": other, "outcome": "niet_aangewezen", "content": blob("ander")}]
    assert desk.do("piket", "spoedaanwijzing.decide", one, **desk.decision(joined=both)).status == 201
    assert (desk.item(one).state, desk.item(other).state) == ("aangewezen", "niet_aangewezen")
    with desk.town.unit() as uow:
        contents = {content.blob for content in uow.items.contents(ItemId(other))}
    assert blob("ander") in contents
    assert blob("besluit") not in contents, "neither requester sees the other's content"


def test_sa_12_nobody_joins_a_request_in_which_they_take_no_part(desk: Desk) -> None:
    one, hidden = desk.submit(), desk.new_id()
    request = desk.request(HOVJ) | {"excluded": ["piket"], "wraps": []}
    desk.do("hovj", "spoedaanwijzing.submit", hidden, **request)
    act = desk.sign("piket", "spoedaanwijzing.join", one, with_item=hidden)
    assert desk.refused_unstored(act) == ("item.unknown", "params")


def test_sa_12_withdrawing_one_of_two_lets_the_other_stand_alone(desk: Desk) -> None:
    one, other = joined(desk)
    assert desk.do("hovj", "spoedaanwijzing.withdraw", one).status == 201
    assert desk.data(other).joined_to is None
    assert desk.do("piket", "spoedaanwijzing.decide", other, **desk.decision()).status == 201


def test_x_01_no_clock_decides_ends_or_closes_anything(desk: Desk) -> None:
    item = desk.submit()
    desk.jump(days=2)
    assert (desk.item(item).state, desk.item(item).closed_at) == ("ingediend", None)
    by_clock = {line.tag for line in desk.history(item) if line.act is None}
    assert by_clock == {"rung.reached"}


def test_l_1_the_director_may_receive_only_once_the_rung_is_reached(desk: Desk) -> None:
    item = desk.submit()
    act = desk.sign("dir", "spoedaanwijzing.receive", item)
    assert desk.refused_unstored(act) == ("item.unknown", "item")
    desk.later(minutes=6)
    assert DIRECTEUR in desk.town.participants(desk.item(item))
    assert desk.do("dir", "spoedaanwijzing.receive", item).status == 201


def test_sa_07_who_asked_is_told_of_the_designation_also_when_a_colleague_is_on_duty(desk: Desk) -> None:
    desk.add("avond", NAMENS, slot=None)
    item = desk.new_id()
    desk.do("avond", "spoedaanwijzing.submit", item, holding=NAMENS, **desk.request(NAMENS))
    desk.do("piket", "spoedaanwijzing.receive", item)
    desk.do("piket", "spoedaanwijzing.decide", item, **desk.decision())
    assert "namens" in desk.rung(), "the obligation rings who is on duty"
    assert desk.told() == {"avond"}


def test_sa_07_relief_is_told_to_the_requester_and_to_the_rccb_that_kept_local_measures(desk: Desk) -> None:
    _, linked = desk.decided()
    desk.do("rccb", "bericht_rccb.acknowledge", linked["bericht_rccb"])
    desk.do("lcc", "opdracht.ter_plaatse", linked["opdracht"])
    assert desk.told() == {"hovj", "rccb"}


def test_sa_12_every_joined_requester_hears_how_the_order_goes(desk: Desk) -> None:
    one, other = joined(desk)
    both = [{"item": other, "outcome": "al_onder_gezag_nctv", "content": blob("ander")}]
    decision = desk.decision(joined=both)
    desk.do("piket", "spoedaanwijzing.decide", one, **decision)
    order = decision["linked"][0]["item"]
    desk.do("lcc", "opdracht.answer", order, answer="niet_uitvoerbaar", expected_at=None, **CONTENT)
    assert desk.told() == {"hovj", "namens"}
    desk.do("lcc", "opdracht.ter_plaatse", order)
    assert {"hovj", "namens"} <= desk.told()
    assert desk.data(other).relieved_at == desk.town.now
