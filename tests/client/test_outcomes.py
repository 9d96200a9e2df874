"""A decision is what its decider signed: no state against it, no content without it, also where it was joined."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from itertools import permutations
from pathlib import Path
from typing import Any, Final, get_args

import pytest
import pytest_asyncio

from client.content import ContentRefused
from client.content_rules import OUTCOMES_OF, may_stand_in, must_say_its_outcome, newest_outcome
from client.phone import Phone
from client.reading import ItemRefused
from domain.content import VraagContent
from domain.flows.geschil.content import GeschilContent
from domain.flows.spoedaanwijzing.acts import Decide, JoinedOutcome, Outcome
from domain.flows.spoedaanwijzing.state import State
from domain.flows.spoedaanwijzing.voice import SHOWN_MEANWHILE
from domain.ids import ItemId
from domain.items import SUSPENDED
from tests.client.service import Running, running
from tests.client.test_malicious_server import proven, told
from tests.client.test_over_http import DECISION, ORDER, REQUEST, WORD
from tests.client.world import NOW
from tests.harness.stores import sqlite_template, sqlite_url

__all__ = ["sqlite_template", "sqlite_url"]
REFUSAL: Final = "niet_aangewezen"
DESIGNATION: Final = "aangewezen"
ALREADY: Final = "al_onder_gezag_nctv"

TABLE = [  # state; whether it can stand beside: no outcome, a refusal, a designation, al onder gezag
    ("ingediend", "yes", "yes", "no", "no"),  # the receipt was reopened after a dispute sent it back
    ("ontvangen", "yes", "yes", "no", "no"),  # a dispute sent it back
    ("aangewezen", "no", "no", "yes", "yes"),
    ("niet_aangewezen", "no", "yes", "no", "no"),
    ("betwist", "no", "yes", "no", "no"),
    ("einde_aangekondigd", "no", "no", "yes", "yes"),
    ("beeindigd", "no", "no", "yes", "yes"),
    ("ingetrokken", "yes", "no", "no", "no"),
    ("afgerond", "no", "yes", "no", "no"),
    ("besloten", "yes", "yes", "no", "no"),  # a refusal that is kept back, perhaps the second
    ("opgeschort", "yes", "yes", "yes", "yes"),
    ("", "no", "no", "no", "no"),
    ("Aangewezen", "no", "no", "no", "no"),
    ("trede_1", "no", "no", "no", "no"),
]


@pytest_asyncio.fixture
async def world(tmp_path: Path, sqlite_url: str) -> AsyncIterator[Running]:
    async with running(tmp_path, sqlite_url) as found:
        yield found


@pytest.mark.parametrize(("state", "none", "refusal", "designation", "already"), TABLE, ids=[row[0] for row in TABLE])
def test_sa_06_which_state_stands_beside_which_newest_signed_outcome(
    state: str, none: str, refusal: str, designation: str, already: str
) -> None:
    beside: dict[Outcome | None, str] = {None: none, REFUSAL: refusal, DESIGNATION: designation, ALREADY: already}
    assert {outcome: may_stand_in(state, outcome, unread=False) for outcome in beside} == {
        outcome: said == "yes" for outcome, said in beside.items()
    }


def test_every_state_that_can_be_shown_is_in_the_table() -> None:
    assert OUTCOMES_OF.keys() == {*State, SHOWN_MEANWHILE, SUSPENDED}
    assert OUTCOMES_OF.keys() < {row[0] for row in TABLE}


@pytest.mark.parametrize(("state", "none"), [(row[0], row[1]) for row in TABLE], ids=[row[0] for row in TABLE])
def test_beside_a_decision_that_does_not_open_stands_any_state_of_a_decision(state: str, none: str) -> None:
    decided = {"aangewezen", "niet_aangewezen", "betwist", "einde_aangekondigd", "beeindigd", "afgerond"}
    open_again = {"ingediend", "ontvangen", "besloten", "opgeschort"}
    undesignated: tuple[Outcome | None, ...] = (None, REFUSAL)
    for outcome in undesignated:
        assert may_stand_in(state, outcome, unread=True) == (state in decided | open_again)
    assert may_stand_in(state, DESIGNATION, unread=True) == may_stand_in(state, DESIGNATION, unread=False)


@pytest.mark.parametrize(
    ("signed", "newest"),
    [
        ([], None),
        ([REFUSAL], REFUSAL),
        ([REFUSAL, REFUSAL], REFUSAL),
        ([REFUSAL, DESIGNATION], DESIGNATION),
        ([REFUSAL, REFUSAL, ALREADY], ALREADY),
    ],
)
def test_sa_08_a_designation_is_the_newest_outcome_in_whatever_order_the_service_tells_them(
    signed: Sequence[Outcome], newest: Outcome | None
) -> None:
    assert {newest_outcome(order) for order in permutations(signed)} == {newest}


@pytest.mark.parametrize("decided", [None, *get_args(Outcome)])
@pytest.mark.parametrize("said", [None, *get_args(Outcome)])
def test_sa_12_a_decision_says_its_outcome_and_the_one_that_its_act_decides(
    said: Outcome | None, decided: Outcome | None
) -> None:
    content = DECISION.model_copy(update={"outcome": said})
    if said is not None and decided in (None, said):
        must_say_its_outcome(content, decided)
        return
    with pytest.raises(ContentRefused) as found:
        must_say_its_outcome(content, decided)
    assert found.value.code == "content.outcome"


def test_what_is_no_decision_says_no_outcome_and_goes_with_none() -> None:
    question = VraagContent(kind="vraag", text="Waar?")
    must_say_its_outcome(question, None)
    with pytest.raises(ContentRefused):
        must_say_its_outcome(question, DESIGNATION)


async def joined(world: Running, said: Outcome | None, decided: Outcome) -> tuple[Phone, Phone, ItemId, ItemId]:
    """A request joined to one that is refused; its act decides one thing, and its content says another."""
    nadia, hanna, pieter = await world.phone("nadia"), await world.phone("hanna"), await world.phone("pieter")
    one = (await nadia.submit_spoedaanwijzing(REQUEST)).item
    two = (await hanna.submit_spoedaanwijzing(REQUEST)).item
    assert (await pieter.join(one, two)).status == 201
    doing = await pieter.on(one, "spoedaanwijzing.decide")
    theirs = doing.seal(DECISION.model_copy(update={"outcome": said}), await pieter.read(two))
    decision = Decide(
        outcome="niet_aangewezen",
        content=doing.seal(DECISION.model_copy(update={"outcome": REFUSAL})),
        from_at=NOW,
        ends_at=None,
        review_at=None,
        linked=[],
        joined=[JoinedOutcome(item=two, outcome=decided, content=theirs)],
    )
    assert (await doing.send(decision)).status == 201, "the server cannot see it"
    await world.settle(3600)
    return hanna, pieter, one, two


@pytest.mark.parametrize(("said", "refusal"), [(None, ContentRefused), (DESIGNATION, ItemRefused)])
async def test_sa_12_a_joined_decision_whose_content_says_another_outcome_or_none_is_refused(
    world: Running, said: Outcome | None, refusal: type[Exception]
) -> None:
    hanna, pieter, _, two = await joined(world, said, "niet_aangewezen")
    for phone in (hanna, pieter):
        with pytest.raises(refusal):
            await phone.read(two)


async def test_sa_12_who_read_the_act_holds_the_joined_request_to_it_also_where_the_service_lies_along(
    world: Running,
) -> None:
    """The decider tells the requester one outcome and signs another; a service of his tells the same state."""
    _, pieter, one, two = await joined(world, DESIGNATION, "niet_aangewezen")
    honest = pieter.api.item

    async def along(item: ItemId) -> Any:
        answer = await honest(item)
        line = answer.item.model_copy(update={"state": "aangewezen"})
        return answer.model_copy(update={"item": line}) if item == two else answer

    pieter.api.item = along  # type: ignore[method-assign]  # what a lying service would answer
    assert (await pieter.read(two)).outcome == DESIGNATION
    assert (await pieter.read(one)).outcome == REFUSAL
    with pytest.raises(ContentRefused) as found:
        await pieter.read(two)
    assert found.value.code == "content.outcome"


async def refused(world: Running) -> tuple[Phone, Phone, ItemId]:
    hanna, pieter = await world.phone("hanna"), await world.phone("pieter")
    item = (await hanna.submit_spoedaanwijzing(REQUEST)).item
    assert (await pieter.decide(item, "niet_aangewezen", DECISION)).status == 201
    await world.settle(3600)
    await hanna.sync()
    return hanna, pieter, item


async def test_sa_06_a_state_against_what_was_signed_is_refused_in_every_way_it_can_be_told(world: Running) -> None:
    hanna, _, item = await refused(world)
    honest = await told(hanna, item)
    assert honest["item"]["state"] == "niet_aangewezen"
    bare = {"acts": honest["acts"][:1], "contents": honest["contents"][:1]}
    beside = [one | {"data": None} if one["kind"] == "besluit" else one for one in honest["contents"]]
    for state in ("aangewezen", "beeindigd", "ingetrokken", "Niet_aangewezen", "opgeschort"):
        for lie in ({}, {"acts": honest["acts"][:1]}, {"contents": honest["contents"][:1]}, bare, {"contents": beside}):
            answer = honest | lie | {"item": honest["item"] | {"state": state}}
            if lie is bare and state == "ingetrokken":  # withheld altogether: nothing tells that it is there
                assert proven(hanna, answer, item).outcome is None
                continue
            with pytest.raises(ItemRefused) as found:
                proven(hanna, answer, item)
            assert found.value.code == "item.state", (state, lie.keys())
    with pytest.raises(ItemRefused, match="another state"):
        proven(hanna, honest | bare, item)


async def test_sa_06_no_request_passes_for_an_item_of_another_flow(world: Running) -> None:
    hanna, _, item = await refused(world)
    honest = await told(hanna, item)
    with pytest.raises(ItemRefused) as found:
        proven(hanna, honest | {"item": honest["item"] | {"flow": "geschil", "state": "trede_1"}}, item)
    assert found.value.code == "item.flow"


async def test_sa_12_a_decision_that_opens_nowhere_here_is_shown_as_one_and_never_as_which(world: Running) -> None:
    """Without a key and without the act (of a joined request) the state would be the service's word alone."""
    hanna, pieter, one, two = await joined(world, REFUSAL, "niet_aangewezen")
    await hanna.sync()
    honest = await told(hanna, two)
    keyless = honest | {"wraps": []}
    assert proven(hanna, honest, two).state == "niet_aangewezen"
    for state in ("niet_aangewezen", "aangewezen", "beeindigd"):
        case = proven(hanna, keyless | {"item": honest["item"] | {"state": state}}, two)
        assert (case.state, case.outcome, case.contents) == ("besloten", None, ())
    with pytest.raises(ItemRefused):
        proven(hanna, keyless | {"item": honest["item"] | {"state": "ingetrokken"}}, two)
    await pieter.sync()
    shown = await told(pieter, one)
    case = proven(pieter, shown | {"wraps": []}, one)
    assert (case.state, case.contents) == ("niet_aangewezen", ()), "the act that is shown proves it"


async def test_sa_08_a_refusal_that_becomes_a_designation_is_read_as_one(world: Running) -> None:
    hanna, pieter, item = await refused(world)
    assert (await pieter.decide(item, "aangewezen", DECISION, order=ORDER, word=WORD)).status == 201
    for phone in (hanna, pieter):
        case = await phone.read(item)
        assert (case.state, case.outcome) == ("aangewezen", DESIGNATION)
    await hanna.sync()
    honest = await told(hanna, item)
    turned = honest | {"acts": honest["acts"][::-1], "contents": honest["contents"][::-1]}
    assert proven(hanna, turned, item).outcome == DESIGNATION
    for state in ("niet_aangewezen", "afgerond", "ontvangen", "besloten"):
        with pytest.raises(ItemRefused):
            proven(hanna, turned | {"item": honest["item"] | {"state": state}}, item)


async def test_sa_08_a_disputed_refusal_stands_beside_every_state_that_can_follow_it(world: Running) -> None:
    """Back with the decider it may be refused again, which is kept back in turn; what is shown then is the first."""
    hanna, _, item = await refused(world)
    assert (await hanna.dispute(item, GeschilContent(kind="geschil", text="Dreiging is acuut"))).status == 201
    case = await hanna.read(item)
    assert (case.state, case.outcome) == ("betwist", REFUSAL)
    [dispute] = [one.id for one in case.answer.linked if one.flow == "geschil"]
    assert (await hanna.read(dispute)).state == "trede_1"
    honest = await told(hanna, item)
    for state in ("niet_aangewezen", "ontvangen", "ingediend", "besloten", "afgerond"):
        case = proven(hanna, honest | {"item": honest["item"] | {"state": state}}, item)
        assert (case.state, case.outcome) == (state, REFUSAL)


async def test_x_05_a_suspended_drill_is_read_whatever_was_decided_in_it(world: Running) -> None:
    hanna, pieter = await world.phone("hanna"), await world.phone("pieter")
    drill = (await hanna.submit_spoedaanwijzing(REQUEST, drill=True)).item
    assert (await pieter.decide(drill, "aangewezen", DECISION, order=ORDER, word=WORD)).status == 201
    await hanna.submit_spoedaanwijzing(REQUEST)
    case = await hanna.read(drill)
    assert (case.state, case.outcome) == ("opgeschort", DESIGNATION)
