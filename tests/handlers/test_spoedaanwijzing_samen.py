"""Joined requests of different areas: each side goes on with its own, and sees nothing of the other's (SA-12)."""

from __future__ import annotations

from typing import Any

import pytest

from domain.flows.spoedaanwijzing.acts import MOST_JOINED
from domain.functies import Functie, Holding, Scope
from domain.ids import ItemId
from tests.harness.desk import Desk, blob, wrap
from tests.harness.ladders import POLICY

ELSEWHERE = Holding(Functie.HOVJ, Scope("arr:amsterdam"))
RCCB_ELSEWHERE = Holding(Functie.RCCB, POLICY.eenheid_of[ELSEWHERE.scope])


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
    decision = desk.decision(joined=both)
    decision["linked"].append(desk.linked("bericht_rccb", joined=other, rccb=RCCB_ELSEWHERE))
    assert desk.do("piket", "spoedaanwijzing.decide", one, **decision).status == 201
    told: dict[str, Any] = {"what": "verzoeker_geinformeerd"}
    assert desk.do("hovj", "spoedaanwijzing.acknowledge", one, **told).status == 201
    assert desk.do("ander", "spoedaanwijzing.acknowledge", other, holding=ELSEWHERE, **told).status == 201


def outcome(item: str, word: str = "aangewezen") -> list[dict[str, Any]]:
    return [{"item": item, "outcome": word, "content": blob("ander")}]


def test_sa_12_every_rccb_of_a_joined_decision_gets_word_of_its_own(desk: Desk) -> None:
    desk.add("rccb_elders", RCCB_ELSEWHERE)
    one, other = joined(desk)
    decision = desk.decision(joined=outcome(other))
    word = desk.linked("bericht_rccb", joined=other, rccb=RCCB_ELSEWHERE)
    decision["linked"].append(word)
    assert desk.do("piket", "spoedaanwijzing.decide", one, **decision).status == 201
    assert {"rccb", "rccb_elders"} <= desk.rung()
    assert desk.item(word["item"]).parent == other, "it hangs on the request it is about"
    assert desk.data(word["item"]).rccb == RCCB_ELSEWHERE
    order = decision["linked"][0]["item"]
    desk.do("lcc", "opdracht.ter_plaatse", order)
    assert {"rccb", "rccb_elders"} <= desk.told(), "SA-07: each kept local measures until relief"


@pytest.mark.parametrize("more", ["none", "twice", "another"])
def test_sa_12_a_decision_without_word_for_each_rccb_once_is_malformed_and_says_so(desk: Desk, more: str) -> None:
    one, other = joined(desk)
    decision = desk.decision(joined=outcome(other))
    if more != "none":
        about = one if more == "another" else other
        decision["linked"] += [desk.linked("bericht_rccb", joined=about) for _ in range(2)]
    act = desk.sign("piket", "spoedaanwijzing.decide", one, **decision)
    assert desk.refused_unstored(act) == ("linked.word_missing", "params.linked")


def test_sa_12_joined_requests_of_one_eenheid_share_one_word_and_a_refused_one_needs_none(desk: Desk) -> None:
    one, other = joined(desk)
    refused = desk.decision(joined=outcome(other, "niet_aangewezen"))
    assert desk.do("piket", "spoedaanwijzing.decide", one, **refused).status == 201
    here, there = desk.submit(), desk.submit("namens")
    desk.do("piket", "spoedaanwijzing.join", here, with_item=there)
    assert desk.do("piket", "spoedaanwijzing.decide", here, **desk.decision(joined=outcome(there))).status == 201


def test_sa_12_an_rccb_without_keys_is_a_gap_that_shows_and_never_a_refusal(desk: Desk) -> None:
    one, other = joined(desk)
    decision = desk.decision(joined=outcome(other))
    word = desk.linked("bericht_rccb", joined=other) | {"wraps": []}
    decision["linked"].append(word)
    answer = desk.do("piket", "spoedaanwijzing.decide", one, **decision)
    assert (answer.status, answer.flags) == (201, ("role_without_keys",))
    assert ("role_without_keys", f"{word['item']}/{RCCB_ELSEWHERE}") in desk.town.alarms()


def test_p_02_word_about_a_joined_request_keeps_the_exclusions_of_that_request(desk: Desk) -> None:
    desk.add("ander", ELSEWHERE)
    one, other = desk.submit(), desk.new_id()
    request = desk.request(ELSEWHERE) | {"excluded": ["teamleider"]}
    request["wraps"] = [one for one in request["wraps"] if one["functie"] != "nctv_teamleider"]
    assert desk.do("ander", "spoedaanwijzing.submit", other, holding=ELSEWHERE, **request).status == 201
    desk.do("piket", "spoedaanwijzing.join", one, with_item=other)
    decision = desk.decision(joined=outcome(other))
    word = desk.linked("bericht_rccb", joined=other, rccb=RCCB_ELSEWHERE)
    decision["linked"].append(word)
    order = decision["linked"][0]
    order["wraps"] = [one for one in order["wraps"] if one["functie"] != "nctv_teamleider"]
    act = desk.sign("piket", "spoedaanwijzing.decide", one, **decision)
    assert desk.refused_unstored(act) == ("wrap.excluded", "params.linked.2.wraps.2.device")
    word["wraps"] = [wrap(RCCB_ELSEWHERE)]
    assert desk.do("piket", "spoedaanwijzing.decide", one, **decision).status == 201
    with desk.town.unit() as uow:
        kept = uow.items.load(ItemId(word["item"]))
    assert kept is not None
    assert kept.excluded == {"teamleider"}


def test_p_01_a_decision_names_no_request_in_which_the_decider_takes_no_part(desk: Desk) -> None:
    one, other = joined(desk)
    hidden = desk.new_id()
    request = desk.request(ELSEWHERE) | {"excluded": ["piket"], "wraps": []}
    assert desk.do("ander", "spoedaanwijzing.submit", hidden, holding=ELSEWHERE, **request).status == 201
    both = [{"item": item, "outcome": "aangewezen", "content": blob("ander")} for item in (other, hidden)]
    act = desk.sign("piket", "spoedaanwijzing.decide", one, **desk.decision(joined=both))
    assert desk.refused_unstored(act) == ("item.unknown", "params")


def test_sa_12_a_joined_request_is_designated_at_once_when_the_other_will_be_refused(desk: Desk) -> None:
    one, other = joined(desk)
    decision = desk.decision(linked=[desk.linked("opdracht"), desk.linked("bericht_rccb", rccb=RCCB_ELSEWHERE)])
    assert desk.do("piket", "spoedaanwijzing.decide", other, **decision).state == "aangewezen"
    assert (desk.data(one).joined, desk.data(other).joined_to) == ((), None)
    assert "besluiten" in desk.open(one), "and the other waits for a decision of its own"
    assert desk.do("piket", "spoedaanwijzing.decide", one, **desk.decision("niet_aangewezen")).status == 201


@pytest.mark.parametrize("word", ["aangewezen", "niet_aangewezen"])
@pytest.mark.parametrize("first", ["aangewezen", "niet_aangewezen"])
def test_sa_08_a_joined_request_that_was_refused_and_disputed_is_decided_again(
    desk: Desk, first: str, word: str
) -> None:
    one, other = desk.submit(), desk.submit("namens")
    desk.do("piket", "spoedaanwijzing.join", one, with_item=other)
    decision = desk.decision(first, joined=outcome(other, "niet_aangewezen"))
    assert desk.do("piket", "spoedaanwijzing.decide", one, **decision).status == 201
    dispute = desk.linked("geschil")
    assert desk.do("hovj", "spoedaanwijzing.dispute", other, linked=dispute).status == 201
    for side in ("coord", "dir"):
        desk.do(side, "geschil.record", dispute["item"], rung=1, outcome="alsnog_aanwijzen", content=blob(side))
    assert "besluiten" in desk.open(other)
    assert desk.do("piket", "spoedaanwijzing.decide", other, **desk.decision(word)).state == word
    assert (desk.data(one).joined, desk.data(other).joined_to) == ((), None)


def test_sa_12_no_more_are_joined_than_one_decision_can_name(desk: Desk) -> None:
    one, others = desk.submit(), [desk.submit() for _ in range(MOST_JOINED + 1)]
    answers = [desk.do("piket", "spoedaanwijzing.join", one, with_item=other).status for other in others]
    assert answers == [201] * MOST_JOINED + [409]
    named = [outcome(other)[0] for other in others[:MOST_JOINED]]
    assert desk.do("piket", "spoedaanwijzing.decide", one, **desk.decision(joined=named)).status == 201
    assert desk.do("piket", "spoedaanwijzing.decide", others[-1], **desk.decision()).status == 201


@pytest.mark.parametrize("first", [0, 1])
def test_sa_12_the_one_order_goes_on_until_the_protection_of_each_has_ended(desk: Desk, first: int) -> None:
    one, other = desk.submit(), desk.submit("namens")
    desk.do("piket", "spoedaanwijzing.join", one, with_item=other)
    decision = desk.decision(joined=outcome(other))
    assert desk.do("piket", "spoedaanwijzing.decide", one, **decision).status == 201
    order, requests = decision["linked"][0]["item"], (one, other)
    ended(desk, requests[first])
    assert "beantwoorden" in desk.open(order), "somebody is designated still: the LCC is rung until a unit comes"
    ended(desk, requests[1 - first])
    assert (desk.item(order).state, dict(desk.open(order))) == ("vervallen", {})


def test_sa_07_relief_is_told_to_a_joined_side_also_when_the_other_has_ended(desk: Desk) -> None:
    one, other = desk.submit(), desk.submit("namens")
    desk.do("piket", "spoedaanwijzing.join", one, with_item=other)
    decision = desk.decision(joined=outcome(other))
    desk.do("piket", "spoedaanwijzing.decide", one, **decision)
    ended(desk, one)
    desk.do("lcc", "opdracht.ter_plaatse", decision["linked"][0]["item"])
    assert "namens" in desk.told()
    assert desk.data(other).relieved_at == desk.town.now


def ended(desk: Desk, item: str) -> None:
    desk.do("piket", "spoedaanwijzing.end", item, to="hovj", linked=None, content=blob("einde"))
    assert desk.do("hovj", "spoedaanwijzing.end_received", item).state == "beeindigd"
