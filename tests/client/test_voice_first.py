"""SA-08 over real HTTP: before the call the requester's phone is given nothing that tells a refusal."""

from __future__ import annotations

import base64
import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from client.phone import Phone
from client.transport import ServerRefused
from domain.flows.spoedaanwijzing.content import OverbruggingContent
from domain.ids import ItemId, Sha256Hex
from tests.client.service import Running, running
from tests.client.test_over_http import REQUEST
from tests.client.test_stories_over_http import REFUSAL
from tests.harness.stores import sqlite_template, sqlite_url

__all__ = ["sqlite_template", "sqlite_url"]


@pytest_asyncio.fixture
async def world(tmp_path: Path, sqlite_url: str) -> AsyncIterator[Running]:
    async with running(tmp_path, sqlite_url) as found:
        yield found


async def refused(world: Running) -> tuple[Phone, Phone, ItemId]:
    """Somebody asked on behalf of the HOvJ, and the NCTV refused: requester, decider, item."""
    nadia, pieter = await world.phone("nadia"), await world.phone("pieter")
    item = (await nadia.submit_spoedaanwijzing(REQUEST)).item
    await pieter.receive(item)
    assert (await pieter.decide(item, "niet_aangewezen", REFUSAL)).state == "niet_aangewezen"
    return nadia, pieter, item


async def body(phone: Phone, item: ItemId) -> str:
    """The answer about an item as text, its signed acts opened."""
    answer = json.loads((await phone.transport.read("GET", f"/v1/items/{item}")).body)
    signed = [base64.b64decode(act["payload"]).decode() for act in answer["acts"]]
    return json.dumps([answer, signed])


async def test_sa_08_no_byte_of_a_refusal_reaches_the_requesters_side_before_the_call(world: Running) -> None:
    nadia, pieter, item = await refused(world)
    hanna = await world.phone("hanna")
    decision = next(one.blob for one in (await pieter.read(item)).answer.contents if one.kind == "besluit")
    for phone in (nadia, hanna):
        case = await phone.read(item)
        assert (case.state, case.content("besluit")) == ("besloten", None)
        assert [line.state for line in await phone.open_items()] == ["besloten"]
        text = await body(phone, item)
        assert not [word for word in ("niet_aangewezen", "weigering", decision) if word in text]
        with pytest.raises(ServerRefused) as found:
            await phone.api.download(item, Sha256Hex(decision), phone.folder / "blob")
        assert found.value.status == 404


async def test_sa_08_the_call_releases_it_and_what_follows_can_be_done(world: Running) -> None:
    nadia, pieter, item = await refused(world)
    assert (await pieter.spoken(item)).status == 201
    case = await nadia.read(item)
    opened = case.content("besluit")
    assert opened is not None
    assert (case.state, opened.content) == (
        "niet_aangewezen",
        REFUSAL.model_copy(update={"outcome": "niet_aangewezen"}),
    )
    bridging = OverbruggingContent(kind="overbrugging", measures="Surveillance elk halfuur")
    assert (await (await world.phone("hanna")).overbrugging(item, bridging)).status == 201


async def test_sa_08_the_requester_may_record_the_call_as_well(world: Running) -> None:
    nadia, _, item = await refused(world)
    assert (await nadia.spoken(item)).state == "niet_aangewezen"


async def test_sa_08_without_a_call_it_is_released_after_what_the_policy_says(world: Running) -> None:
    nadia, _, item = await refused(world)
    await world.settle(world.service.policy.durations["voice_first"].total_seconds())
    assert (await nadia.read(item)).content("besluit") is not None
