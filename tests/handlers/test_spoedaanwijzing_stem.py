"""SA-08: a refusal is told by voice first; until then the requester's side is given none of the words or reasons."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from dataclasses import asdict
from datetime import timedelta
from typing import Any

import pytest

from domain.acts.payload import parse_payload
from domain.errors import NotFound
from domain.flows.spoedaanwijzing import sealed_for
from domain.flows.spoedaanwijzing.voice import KEPT
from domain.functies import Holding
from domain.ids import DeviceId, ItemId, OrganisationId, PersonId, Sha256Hex
from handlers.queries import blob_of_item, item_detail, list_items
from handlers.sessions import Viewer
from handlers.views import ItemView
from tests.harness.desk import DIRECTEUR, NAMENS, PG, STAFF, Desk, blob
from tests.harness.ladders import NIGHT, POLICY
from tests.harness.town import HOVJ

VOICE = POLICY.durations["voice_first"]
SMALL = 65536
DECIDE = "spoedaanwijzing.decide"
TELLING = ("niet_aangewezen", "weiger", "overbrugging", "berusten", "directeur_ingelicht")
"""No such word may reach the requester's side before the call, wherever it stands in an answer."""


def viewer(name: str, *holdings: Holding) -> Viewer:
    held = holdings or (STAFF[name],)
    return Viewer(PersonId(name), DeviceId(f"{name}-1"), OrganisationId("om"), held, Sha256Hex(""))


def seen(desk: Desk, item: str, name: str, *holdings: Holding) -> ItemView:
    with desk.town.unit() as uow:
        return item_detail(uow, viewer(name, *holdings), ItemId(item), SMALL, POLICY, desk.town.now)


def signed(desk: Desk, item: str, name: str) -> list[str]:
    """The signed acts that somebody is given of an item."""
    return [parse_payload(base64.b64decode(act.payload)).act for act in seen(desk, item, name).acts]


def words(view: ItemView) -> Iterator[str]:
    """Everything in an answer that can tell, ladders of other obligations (who may be rung later) left out."""
    document = asdict(view)
    for one in document["obligations"]:
        one["rungs"] = ()
    text = json.dumps(document, default=str)
    return (word for word in TELLING if word in text)


def stored(desk: Desk, *texts: str) -> None:
    """Put these bytes where `blob` names them, as an act brings its ciphertexts."""
    device = DeviceId("piket-1")
    with desk.town.unit() as uow:
        for text in texts:
            name, data = Sha256Hex(blob(text)), text.encode()
            uow.blobs.put_chunk(name, 0, data, device, desk.town.now, quota=SMALL)
            uow.blobs.complete(name, device, len(data), desk.town.now)


def keep(desk: Desk) -> None:
    """Everything that a request, its decision and its readers' wraps name."""
    stored(desk, "verzoek", "besluit", "ander", *(f"{one}/None" for one in sealed_for(NAMENS)))


def refused(desk: Desk, name: str = "namens") -> str:
    """A request that was refused, with its sealed contents stored."""
    keep(desk)
    item, _ = desk.decided("niet_aangewezen", name)
    return item


@pytest.mark.parametrize("name", ["namens", "hovj"])
def test_sa_08_before_the_call_the_requesters_side_reads_that_it_was_decided_and_not_what(
    desk: Desk, name: str
) -> None:
    item = refused(desk)
    view = seen(desk, item, name)
    assert view.item.state == "besloten"
    assert list(words(view)) == []
    assert DIRECTEUR.functie not in {one.functie for one in view.participants}, "whom only a refusal calls in"
    assert [one.kind for one in view.contents] == ["verzoek"]
    assert len(view.acts) == 2, "submit and receive: the signed decision is held back too"
    assert {one.what: one.outcome for one in view.obligations}["besluiten"] == "besloten"


def test_sa_08_a_list_and_an_answer_to_an_act_tell_no_more(desk: Desk) -> None:
    item = refused(desk)
    with desk.town.unit() as uow:
        [line] = list_items(uow, viewer("hovj"), 10, desk.town.now).items
    assert line.state == "besloten"
    assert desk.do("namens", "spoedaanwijzing.supplement", item, content=blob("meer")).state == "besloten"
    stored(desk, "meer")
    assert [one.kind for one in seen(desk, item, "namens").contents] == ["verzoek", "aanvulling"], "their own stays"


def test_sa_08_the_sealed_decision_is_not_released_under_its_own_address_either(desk: Desk) -> None:
    item = refused(desk)
    decision = Sha256Hex(blob("besluit"))
    with desk.town.unit() as uow:
        with pytest.raises(NotFound):
            blob_of_item(uow, viewer("hovj"), ItemId(item), decision, desk.town.now)
        assert blob_of_item(uow, viewer("piket"), ItemId(item), decision, desk.town.now)[1] == len("besluit")


def test_sa_08_once_the_two_sides_spoke_everything_is_released(desk: Desk) -> None:
    item = refused(desk)
    desk.do("piket", "spoedaanwijzing.spoken", item)
    view = seen(desk, item, "namens")
    assert (view.item.state, [one.kind for one in view.contents]) == ("niet_aangewezen", ["verzoek", "besluit"])
    with desk.town.unit() as uow:
        blob_of_item(uow, viewer("namens"), ItemId(item), Sha256Hex(blob("besluit")), desk.town.now)


def test_sa_08_nobody_waits_longer_for_a_call_than_the_policy_says(desk: Desk) -> None:
    item = refused(desk)
    desk.town.now = NIGHT + VOICE - timedelta(seconds=1)
    assert seen(desk, item, "hovj").item.state == "besloten"
    desk.town.now = NIGHT + VOICE
    assert seen(desk, item, "hovj").item.state == "niet_aangewezen"


@pytest.mark.parametrize("name", ["piket", "dir"])
def test_sa_08_deciders_and_the_director_read_it_at_once(desk: Desk, name: str) -> None:
    assert seen(desk, refused(desk), name).item.state == "niet_aangewezen"


def test_sa_08_who_takes_part_in_another_functie_too_is_not_of_the_requesters_side(desk: Desk) -> None:
    item = refused(desk)
    with desk.town.unit() as uow:
        uow.items.add_participant(ItemId(item), PG, desk.town.now, "college")
    assert seen(desk, item, "namens", NAMENS, PG).item.state == "niet_aangewezen"
    assert seen(desk, item, "namens", NAMENS, HOVJ).item.state == "besloten"


def test_sa_08_a_designation_is_never_kept_and_a_refusal_after_a_dispute_is_told_by_voice_again(desk: Desk) -> None:
    other = refused(desk, "hovj")
    item, _ = desk.decided()
    assert seen(desk, item, "hovj").item.state == "aangewezen"
    desk.do("piket", "spoedaanwijzing.spoken", other)
    dispute = desk.linked("geschil")
    desk.do("hovj", "spoedaanwijzing.dispute", other, linked=dispute)
    for name in ("coord", "dir"):
        record: dict[str, Any] = {"rung": 1, "outcome": "alsnog_aanwijzen", "content": blob("x")}
        desk.do(name, "geschil.record", dispute["item"], **record)
    desk.town.now += timedelta(minutes=1)
    desk.do("piket", "spoedaanwijzing.decide", other, **desk.decision("niet_aangewezen", content=blob("tweede")))
    view = seen(desk, other, "hovj")
    assert view.item.state == "besloten"
    assert {one.state for one in view.linked} == {"alsnog_aanwijzen"}
    kept = {one.what for one in view.obligations if one.settled_at is None}
    assert kept & KEPT == {"overbrugging", "directeur_ingelicht"}, "of the first refusal, which they know"


def test_sa_08_a_joined_request_that_is_refused_is_told_to_its_own_side_by_voice_first(desk: Desk) -> None:
    keep(desk)
    one, other = desk.submit(), desk.submit("namens")
    desk.do("piket", "spoedaanwijzing.join", one, with_item=other)
    both = [{"item": other, "outcome": "niet_aangewezen", "content": blob("ander")}]
    assert desk.do("piket", "spoedaanwijzing.decide", one, **desk.decision(joined=both)).status == 201
    view = seen(desk, other, "namens")
    assert (view.item.state, list(words(view))) == ("besloten", [])
    assert DECIDE not in signed(desk, one, "hovj"), "the one signed decision names the outcome of both (SA-12)"
    desk.do("namens", "spoedaanwijzing.spoken", other)
    assert seen(desk, other, "namens").item.state == "niet_aangewezen"
    assert DECIDE in signed(desk, one, "hovj")


def test_sa_12_p_01_neither_requester_is_given_the_act_that_tells_the_outcome_of_the_others_request(desk: Desk) -> None:
    keep(desk)
    one, other = desk.submit("namens"), desk.submit("hovj")
    desk.do("piket", "spoedaanwijzing.join", one, with_item=other)
    both = [{"item": other, "outcome": "al_onder_gezag_nctv", "content": blob("ander")}]
    assert desk.do("piket", "spoedaanwijzing.decide", one, **desk.decision(joined=both)).status == 201
    assert signed(desk, one, "namens") == ["spoedaanwijzing.submit", "spoedaanwijzing.join"]
    assert seen(desk, one, "namens").item.state == "aangewezen", "their own outcome they know"
    assert DECIDE not in signed(desk, other, "hovj"), "it is an act on the first"
    assert DECIDE in signed(desk, one, "hovj"), "takes part in both"
    assert DECIDE in signed(desk, one, "piket")


def test_sa_12_a_decision_on_one_request_alone_is_given_to_its_requester(desk: Desk) -> None:
    keep(desk)
    item, _ = desk.decided(name="namens")
    assert DECIDE in signed(desk, item, "namens")


def test_p_02_who_is_excluded_from_a_joined_request_is_not_given_the_decision_that_tells_its_outcome(
    desk: Desk,
) -> None:
    keep(desk)
    one, other = desk.submit("namens"), desk.new_id()
    request = desk.request(NAMENS) | {"excluded": ["hovj"], "wraps": []}
    assert desk.do("namens", "spoedaanwijzing.submit", other, **request).status == 201
    desk.do("piket", "spoedaanwijzing.join", one, with_item=other)
    both = [{"item": other, "outcome": "al_onder_gezag_nctv", "content": blob("ander")}]
    assert desk.do("piket", "spoedaanwijzing.decide", one, **desk.decision(joined=both)).status == 201
    assert DECIDE in signed(desk, one, "namens")
    assert signed(desk, one, "hovj") == ["spoedaanwijzing.submit", "spoedaanwijzing.join"]


def test_sa_08_asking_for_what_only_a_refusal_opens_is_answered_as_if_it_were_not_there(desk: Desk) -> None:
    item = refused(desk)
    for what in sorted(KEPT):
        answer = desk.do("namens", "item.ik_bel", item, what=what)
        assert (what, answer.status, answer.code) == (what, 409, "obligation.not_open")
    desk.do("piket", "spoedaanwijzing.spoken", item)
    assert desk.do("hovj", "item.ik_bel", item, what="overbrugging").status == 201


def test_sa_08_who_does_what_follows_from_a_refusal_has_heard_it(desk: Desk) -> None:
    item = refused(desk, "hovj")
    settled: dict[str, Any] = {"content": blob("x")}
    assert desk.do("hovj", "spoedaanwijzing.overbrugging", item, **settled).state == "niet_aangewezen"
