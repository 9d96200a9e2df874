"""What receivers check of each other: the named official, the requester's own number, exclusions, removed devices."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from client.age import HybridIdentity
from client.content import ContentRefused
from client.content_rules import must_say_what_its_act_asks
from client.envelopes import to_json
from client.itemkeys import wrap_item
from client.phone import Phone
from client.reading import ItemRefused
from client.signing import Draft
from domain.acts.item import IkBel, Rekey
from domain.content import VraagContent
from domain.contents import AnyContent
from domain.flows.spoedaanwijzing.acts import Decide, FollowUp, Outcome
from domain.flows.spoedaanwijzing.content import BesluitContent, VervolgContent
from domain.functies import Functie, Holding, Scope
from domain.ids import ItemId, PersonId
from tests.client.service import Running, running
from tests.client.test_malicious_server import proven, told
from tests.client.test_over_http import DECISION, ORDER, REQUEST, WORD
from tests.client.test_stories_over_http import SECOND
from tests.client.world import ARR, EENHEID, HOVJ, NOW, PIKET
from tests.harness.stores import sqlite_template, sqlite_url

__all__ = ["sqlite_template", "sqlite_url"]
SHA = "a" * 64
NAMED = VervolgContent(kind="vervolg", text="Gebeld", official="N. van Dam")
NAMELESS = VervolgContent(kind="vervolg", text="Gebeld")


@pytest_asyncio.fixture
async def world(tmp_path: Path, sqlite_url: str) -> AsyncIterator[Running]:
    async with running(tmp_path, sqlite_url) as found:
        yield found


def follow_up(what: str, outcome: str) -> FollowUp:
    return FollowUp.model_validate({"what": what, "outcome": outcome, "content": SHA})


@pytest.mark.parametrize(
    ("what", "outcome", "content", "good"),
    [
        ("persoon_geinformeerd", "gedaan", NAMED, True),
        ("persoon_geinformeerd", "gedaan", NAMELESS, False),
        ("persoon_geinformeerd", "gedaan", VraagContent(kind="vraag", text="?"), False),
        ("persoon_geinformeerd", "niet_nodig", NAMELESS, True),
        ("bezwaar", "gedaan", NAMELESS, True),
    ],
    ids=["named", "nameless", "another kind", "not needed, because", "another follow-up"],
)
def test_sa_07_the_person_is_told_by_a_named_official(what: str, outcome: str, content: AnyContent, good: bool) -> None:
    if good:
        must_say_what_its_act_asks(follow_up(what, outcome), content)
        return
    with pytest.raises(ContentRefused) as found:
        must_say_what_its_act_asks(follow_up(what, outcome), content)
    assert found.value.code == "content.official"


async def designated(world: Running, **more: Any) -> tuple[Phone, Phone, ItemId]:
    """A request that was designated: requester, decider, item."""
    hanna, pieter = await world.phone("hanna"), await world.phone("pieter")
    item = (await hanna.submit_spoedaanwijzing(REQUEST, **more)).item
    assert (await pieter.decide(item, "aangewezen", DECISION, order=ORDER, word=WORD)).status == 201
    return hanna, pieter, item


async def test_sa_07_the_sender_cannot_and_the_receiver_refuses_who_does_it_all_the_same(world: Running) -> None:
    hanna, pieter, item = await designated(world)
    with pytest.raises(ContentRefused):
        await pieter.follow_up(item, "persoon_geinformeerd", "gedaan", NAMELESS)
    doing = await pieter.on(item, "spoedaanwijzing.follow_up")
    params = {"what": "persoon_geinformeerd", "outcome": "gedaan", "content": doing.seal(NAMELESS)}
    assert (await doing.send(FollowUp.model_validate(params))).status == 201, "the server cannot see it"
    with pytest.raises(ContentRefused) as found:
        await hanna.read(item)
    assert found.value.code == "content.official"


async def test_sa_07_a_named_official_is_read_by_everybody(world: Running) -> None:
    hanna, pieter, item = await designated(world)
    assert (await pieter.follow_up(item, "persoon_geinformeerd", "gedaan", NAMED)).status == 201
    opened = (await hanna.read(item)).content("vervolg")
    assert opened is not None
    assert opened.content == NAMED


@pytest.mark.parametrize(
    ("callback", "verified"),
    [
        ("+31 6 5550002", False),
        ("+31-30-5550002", True),
        ("0031 (0)30 555 0002", True),
        ("+31 70 555 0001", False),
    ],
)
async def test_sa_01_only_the_requesters_own_number_is_verified(world: Running, callback: str, verified: bool) -> None:
    hanna, pieter = await world.phone("hanna"), await world.phone("pieter")
    item = (await hanna.submit_spoedaanwijzing(REQUEST.model_copy(update={"callback": callback}))).item
    assert (await pieter.read(item)).callback_verified(pieter.directory) is verified


async def test_sa_03_by_telephone_it_is_the_callers_number_and_not_the_officers(world: Running) -> None:
    pieter = await world.phone("pieter")
    own = REQUEST.model_copy(update={"callback": "+31 70 555 0001"})
    for content, verified in ((REQUEST, True), (own, False)):
        item = (await pieter.register(content, HOVJ, NOW)).item
        assert (await pieter.read(item)).callback_verified(pieter.directory) is verified


async def test_sa_01_another_functie_of_the_area_has_a_number_of_its_own(world: Running) -> None:
    nadia, pieter = await world.phone("nadia"), await world.phone("pieter")
    item = (await nadia.submit_spoedaanwijzing(REQUEST)).item
    assert not (await pieter.read(item)).callback_verified(pieter.directory), "the number is the HOvJ's, not hers"


async def test_p_02_a_linked_items_exclusion_is_the_one_that_was_signed(world: Running) -> None:
    nadia, paula, lies = await world.phone("nadia"), await world.phone("paula"), await world.phone("lies")
    item = (await nadia.submit_spoedaanwijzing(REQUEST, excluded=[PersonId("pieter")])).item
    assert (await paula.decide(item, "aangewezen", DECISION, order=ORDER, word=WORD)).status == 201
    [order] = await lies.open_items()
    await lies.sync()
    honest = await told(lies, order.id)
    case = proven(lies, honest, order.id)
    assert case.excluded == case.contents[0].excluded == frozenset({PersonId("pieter")})
    for excluded in ([], ["paula"], ["pieter", "paula"]):
        with pytest.raises(ItemRefused) as found:
            proven(lies, honest | {"excluded": excluded}, order.id)
        assert found.value.code == "item.excluded"


async def test_p_02_sa_12_an_order_is_signed_over_the_exclusions_of_a_joined_request_too(world: Running) -> None:
    nadia, paula, lies = await world.phone("nadia"), await world.phone("paula"), await world.phone("lies")
    one = (await nadia.submit_spoedaanwijzing(REQUEST)).item
    two = (await nadia.submit_spoedaanwijzing(REQUEST, excluded=[PersonId("pieter")])).item
    assert (await paula.join(one, two)).status == 201
    decided = await paula.decide(
        one, "aangewezen", DECISION, order=ORDER, word=WORD, joined={two: ("aangewezen", DECISION)}
    )
    assert decided.status == 201
    [order] = await lies.open_items()
    await lies.sync()
    honest = await told(lies, order.id)
    assert proven(lies, honest, order.id).contents[0].excluded == frozenset({PersonId("pieter")})
    with pytest.raises(ItemRefused):
        proven(lies, honest | {"excluded": []}, order.id)


async def test_sa_12_each_requester_reads_the_signed_outcome_of_their_own_request_alone(world: Running) -> None:
    nadia, hanna, pieter = await world.phone("nadia"), await world.phone("hanna"), await world.phone("pieter")
    one = (await nadia.submit_spoedaanwijzing(REQUEST)).item
    two = (await hanna.submit_spoedaanwijzing(REQUEST)).item
    assert (await pieter.join(one, two)).status == 201
    both: dict[ItemId, tuple[Outcome, BesluitContent]] = {two: ("al_onder_gezag_nctv", DECISION)}
    assert (await pieter.decide(one, "aangewezen", DECISION, order=ORDER, word=WORD, joined=both)).status == 201
    hers = await nadia.read(one)
    assert [type(act.params).__name__ for act in hers.acts] == ["Submit", "Join"], "no act that names the other outcome"
    for case, outcome in ((hers, "aangewezen"), (await hanna.read(two), "al_onder_gezag_nctv")):
        opened = case.content("besluit")
        assert opened is not None
        assert isinstance(opened.content, BesluitContent)
        assert (opened.content.outcome, opened.person) == (outcome, "pieter")


async def test_sa_12_a_decision_whose_content_says_another_outcome_is_refused(world: Running) -> None:
    hanna, pieter = await world.phone("hanna"), await world.phone("pieter")
    item = (await hanna.submit_spoedaanwijzing(REQUEST)).item
    doing = await pieter.on(item, "spoedaanwijzing.decide")
    content = doing.seal(DECISION.model_copy(update={"outcome": "aangewezen"}))
    decision = Decide(
        outcome="niet_aangewezen", content=content, from_at=NOW, ends_at=None, review_at=None, linked=[], joined=[]
    )
    assert (await doing.send(decision)).status == 201, "the server cannot see it"
    with pytest.raises(ContentRefused) as found:
        await pieter.read(item)
    assert found.value.code == "content.outcome"


async def test_p_02_no_key_of_a_linked_item_is_given_on_the_services_word_alone(world: Running) -> None:
    _, _, _ = await designated(world)
    lies = await world.phone("lies")
    [order] = await lies.open_items()
    honest = lies.api.item

    async def emptied(item: ItemId) -> Any:
        return (await honest(item)).model_copy(update={"contents": (), "excluded": ()})

    lies.api.item = emptied  # type: ignore[method-assign]  # what a lying service would answer
    for attempt in (lies.rekey(order.id), lies.wrap_late(order.id, [PIKET])):
        with pytest.raises(ContentRefused) as found:
            await attempt
        assert found.value.code == "item.excluded"


async def test_p_02_with_the_own_rccb_excluded_the_app_chooses_another_eenheid(world: Running) -> None:
    hanna = await world.phone("hanna")
    other = Scope("eenheid:den-haag")
    hanna.eenheid_of = {ARR: EENHEID, Scope("arr:den-haag"): other}
    assert hanna.other_eenheid(ARR, [PersonId("pieter")]) is None
    assert hanna.other_eenheid(ARR, [PersonId("rob")]) == other
    sent = await hanna.submit_spoedaanwijzing(REQUEST, excluded=[PersonId("rob")])
    assert sent.answer.status == 201
    pieter = await world.phone("pieter")
    pieter.eenheid_of = hanna.eenheid_of
    decided = await pieter.decide(sent.item, "aangewezen", DECISION, order=ORDER, word=WORD)
    assert decided.status == 201
    [word] = [one.id for one in (await pieter.read(sent.item)).answer.linked if one.flow == "bericht_rccb"]
    waits = (await pieter.read(word)).answer.obligations[0].waits_for
    assert [one.holding for one in waits] == [Holding(Functie.RCCB, other)]
    assert await (await world.phone("rob")).open_items() == []


async def revoke(world: Running, name: str) -> None:
    officer, phone = await world.phone("stichter-a"), await world.phone(name)
    lost = officer.officer().revoke_device(phone.keyring.device)
    assert (await officer.carry_out(lost, also=SECOND)).status == 201


async def stolen_rekey(world: Running, phone: Phone, item: ItemId, version: int) -> Any:
    """What whoever holds `phone` signs: a new key of the item, given to the functie that the phone's person holds."""
    key = HybridIdentity.generate(phone.random)
    wraps = wrap_item(key, phone.directory, [PIKET], ())
    params = Rekey(recipient=key.recipient().to_string(), wraps=wraps.wraps)
    draft = Draft(phone.new_act(), "item.rekey", params, PIKET, item, version, wraps.blobs)
    return to_json(phone.outbox.sign(draft, phone.directory.log_of(phone.person)).signed)


async def test_a_key_that_a_device_gave_after_its_revocation_is_refused(world: Running) -> None:
    hanna, pieter = await world.phone("hanna"), await world.phone("pieter")
    item = (await hanna.submit_spoedaanwijzing(REQUEST)).item
    await revoke(world, "pieter")
    await world.settle(60)
    await hanna.sync()
    honest = await told(hanna, item)
    proven(hanna, honest, item)
    honest["acts"].append(await stolen_rekey(world, pieter, item, honest["item"]["version"]))
    with pytest.raises(ItemRefused) as found:
        proven(hanna, honest, item)
    assert found.value.code == "item.removed"


async def test_a_key_cannot_be_moved_before_the_revocation_past_the_key_made_because_of_it(world: Running) -> None:
    """A thief writes an earlier moment into the act; the version it must name gives it away."""
    hanna, pieter = await world.phone("hanna"), await world.phone("pieter")
    item = (await hanna.submit_spoedaanwijzing(REQUEST)).item
    version = (await pieter.read(item)).version
    await world.settle(60)
    await revoke(world, "pieter")
    await world.settle(60)
    assert (await hanna.rekey(item)).status == 201
    await hanna.sync()
    honest = await told(hanna, item)
    newest = proven(hanna, honest, item).recipient
    pieter.outbox._clock = lambda: NOW + timedelta(seconds=1)
    late = await stolen_rekey(world, pieter, item, version + 1)
    with pytest.raises(ItemRefused) as found:
        proven(hanna, honest | {"acts": [*honest["acts"], late]}, item)
    assert found.value.code == "item.removed"
    pieter.outbox.answered("nctv", stored=True)
    early = await stolen_rekey(world, pieter, item, version)
    case = proven(hanna, honest | {"acts": [*honest["acts"], early]}, item)
    assert case.recipient == newest, "a key said to be older never becomes the one that is answered to"


async def test_what_a_device_signed_before_its_revocation_stays_good(world: Running) -> None:
    hanna, pieter = await world.phone("hanna"), await world.phone("pieter")
    item = (await pieter.register(REQUEST, HOVJ, NOW)).item
    assert (await pieter.rekey(item)).status == 201
    given = (await pieter.read(item)).recipient
    await world.settle(60)
    await revoke(world, "pieter")
    case = await hanna.read(item)
    assert (case.recipient, case.content("spoedaanwijzing") is not None) == (given, True)
    assert not any(act.since_removed for act in case.acts)


async def test_another_act_of_a_revoked_device_is_shown_as_what_it_is(world: Running) -> None:
    hanna, pieter = await world.phone("hanna"), await world.phone("pieter")
    item = (await hanna.submit_spoedaanwijzing(REQUEST)).item
    await revoke(world, "pieter")
    await world.settle(60)
    await hanna.sync()
    draft = Draft(pieter.new_act(), "item.ik_bel", IkBel(what="ontvangen"), PIKET, item)
    forged = pieter.outbox.sign(draft, pieter.directory.log_of(pieter.person))
    honest = await told(hanna, item)
    case = proven(hanna, honest | {"acts": [*honest["acts"], to_json(forged.signed)]}, item)
    assert [act.payload.act for act in case.acts if act.since_removed] == ["item.ik_bel"]
