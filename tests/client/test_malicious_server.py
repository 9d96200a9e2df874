"""The service lies in its answers: every change ends in a hard refusal, or in the same proven meaning."""

from __future__ import annotations

import copy
import json
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from pydantic import ValidationError

from client.answers import ItemAnswer
from client.content import ContentRefused
from client.directory import DirectoryRefused
from client.logs import LogRefused
from client.phone import Phone
from client.reading import Case, ItemRefused, read_case
from client.sealing import SealingError
from client.transport import Reply, ServerRefused, Transport
from domain.content import AntwoordContent, VraagContent
from domain.errors import Malformed
from domain.flows.spoedaanwijzing.content import BesluitContent
from domain.ids import ItemId
from tests.client.service import PATIENT, Running, running
from tests.client.test_over_http import DECISION, ORDER, REQUEST, WORD
from tests.client.world import HOVJ, practice_world
from tests.harness.stores import sqlite_template, sqlite_url

__all__ = ["sqlite_template", "sqlite_url"]

REFUSALS = (
    ItemRefused, ContentRefused, SealingError, DirectoryRefused, LogRefused, ServerRefused, Malformed, ValidationError,
)  # fmt: skip


class Liar(Transport):
    """A connection on which the service changes one answer: the JSON of paths that begin with `path`."""

    path = ""
    lie: Any = None

    async def _once(self, *args: Any, **more: Any) -> Reply:
        reply = await super()._once(*args, **more)
        if self.lie is None or not str(args[1]).startswith(self.path):
            return reply
        document = json.loads(reply.body)
        if document.get("facts") != []:
            self.lie(document)
        return Reply(reply.status, json.dumps(document).encode(), reply.nonce)


@pytest_asyncio.fixture
async def world(tmp_path: Path, sqlite_url: str) -> AsyncIterator[Running]:
    async with running(tmp_path, sqlite_url) as found:
        yield found


def leaves(node: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Every place in a JSON document that holds a plain value."""
    if isinstance(node, dict | list):
        for key in node if isinstance(node, dict) else range(len(node)):
            yield from leaves(node[key], (*path, key))
    else:
        yield path


def weighty(document: Any) -> Iterator[tuple[Any, ...]]:
    """Every place that a phone draws a conclusion from, and a tenth of what it only shows as the service's word."""
    for number, path in enumerate(leaves(document)):
        if path[0] not in {"obligations", "history", "participants"} or number % 10 == 0:
            yield path


def changed(document: Any, path: tuple[Any, ...]) -> Any:
    """The document with the value at `path` made another of its kind."""
    found = copy.deepcopy(document)
    holder = found
    for step in path[:-1]:
        holder = holder[step]
    value = holder[path[-1]]
    if isinstance(value, bool):
        value = not value
    elif isinstance(value, int):
        value += 1
    elif isinstance(value, str) and value:
        middle = len(value) // 2
        value = value[:middle] + ("A" if value[middle] != "A" else "B") + value[middle + 1 :]
    else:
        value = "A" * 22 if value is None else "x"
    holder[path[-1]] = value
    return found


async def told(phone: Phone, item: ItemId) -> Any:
    """What the service honestly answers."""
    return json.loads((await phone.transport.read("GET", f"/v1/items/{item}")).body)


def proven(phone: Phone, document: Any, item: ItemId) -> Case:
    return read_case(ItemAnswer.model_validate(document), item, phone.directory, phone.roles)


async def test_every_changed_value_of_an_item_is_refused_or_changes_nothing_proven(world: Running) -> None:
    hanna, pieter = await world.phone("hanna"), await world.phone("pieter")
    item = (await hanna.submit_spoedaanwijzing(REQUEST)).item
    await pieter.receive(item)
    await pieter.ask(item, VraagContent(kind="vraag", text="Waar?"))
    await pieter.decide(item, "aangewezen", DECISION, order=ORDER, word=WORD)
    await pieter.sync()
    honest = await told(pieter, item)
    truth = proven(pieter, honest, item)
    assert len(truth.contents) == 3
    refused = 0
    for path in weighty(honest):
        try:
            case = proven(pieter, changed(honest, path), item)
        except REFUSALS:
            refused += 1
            continue
        assert set(map(repr, case.contents)) <= set(map(repr, truth.contents)), path
        assert (case.acts, case.recipient, case.excluded) == (truth.acts, truth.recipient, truth.excluded), path
    assert refused > len(honest["acts"]) * 4


async def test_a_linked_item_with_another_key_is_never_answered_to(world: Running) -> None:
    hanna, pieter, lies = await world.phone("hanna"), await world.phone("pieter"), await world.phone("lies")
    item = (await hanna.submit_spoedaanwijzing(REQUEST)).item
    await pieter.decide(item, "aangewezen", DECISION, order=ORDER, word=WORD)
    [line] = await lies.open_items()
    await lies.sync()
    honest = await told(lies, line.id)
    truth = proven(lies, honest, line.id)
    for path in weighty(honest):
        try:
            case = proven(lies, changed(honest, path), line.id)
        except REFUSALS:
            continue
        assert case.recipient in (truth.recipient, None), path
        assert set(map(repr, case.contents)) <= set(map(repr, truth.contents)), path


@pytest.mark.parametrize("part", ["acts", "wraps", "contents", "recipient", "excluded"])
async def test_parts_of_two_items_cannot_be_mixed(world: Running, part: str) -> None:
    nadia, pieter = await world.phone("nadia"), await world.phone("pieter")
    one = (await nadia.submit_spoedaanwijzing(REQUEST)).item
    two = (await nadia.submit_spoedaanwijzing(REQUEST, excluded=[])).item
    await pieter.sync()
    mixed, other = await told(pieter, one), await told(pieter, two)
    mixed[part] = other[part] if part != "excluded" else ["dirk"]
    if part == "recipient":
        assert proven(pieter, mixed, one).recipient == proven(pieter, await told(pieter, one), one).recipient
        return
    with pytest.raises(REFUSALS):
        proven(pieter, mixed, one)


async def test_an_item_of_somebody_else_in_its_place_is_refused(world: Running) -> None:
    nadia, pieter = await world.phone("nadia"), await world.phone("pieter")
    one = (await nadia.submit_spoedaanwijzing(REQUEST)).item
    two = (await nadia.submit_spoedaanwijzing(REQUEST)).item
    await pieter.sync()
    with pytest.raises(ItemRefused, match="another item"):
        proven(pieter, await told(pieter, two), one)


async def liar(world: Running, name: str) -> tuple[Phone, Liar]:
    phone = await world.phone(name, start=False)
    lying = await world.open.enter_async_context(Liar(world.origin, patience=PATIENT))
    other = Phone(phone.folder, lying, clock=world.clock.now)
    return other, lying


async def test_a_directory_with_a_changed_key_stops_the_phone(world: Running) -> None:
    phone, lying = await liar(world, "pieter")

    def swap(document: Any) -> None:
        fact = document["facts"][5]["act"]
        fact["payload"] = fact["payload"][:80] + ("A" if fact["payload"][80] != "A" else "B") + fact["payload"][81:]

    lying.path, lying.lie = "/v1/directory", swap
    with pytest.raises(DirectoryRefused):
        await phone.start()


async def test_a_fact_that_is_held_back_stops_the_phone(world: Running) -> None:
    phone, lying = await liar(world, "pieter")
    lying.path, lying.lie = "/v1/directory", lambda document: document["facts"].pop(7)
    with pytest.raises(DirectoryRefused):
        await phone.start()


async def test_a_role_key_that_is_swapped_stops_the_phone(world: Running) -> None:
    phone, lying = await liar(world, "pieter")

    def swap(document: Any) -> None:
        document["role_keys"][0]["data"] = document["role_keys"][0]["blob"]

    lying.path, lying.lie = "/v1/me", swap
    with pytest.raises(SealingError):
        await phone.start()


async def test_an_answer_about_another_act_keeps_the_act(world: Running) -> None:
    """Whether it was stored is not known then: the same bytes are sent again, and get the true answer."""
    phone, lying = await liar(world, "hanna")
    await phone.start()

    def other(document: Any) -> None:
        document["answers"][0]["act"] = "019c0000-0000-7000-8000-000000000001"

    lying.path, lying.lie = "/v1/acts", other
    with pytest.raises(ServerRefused):
        await phone.submit_spoedaanwijzing(REQUEST)
    lying.lie = None
    [answer] = await phone.resume()
    assert (answer.status, answer.state, answer.flags) == (201, "ingediend", answer.flags)
    assert len(await phone.open_items()) == 1


async def test_the_one_who_answers_is_the_one_who_was_asked(world: Running) -> None:
    """A stale directory cannot bring back who was removed; content of somebody outside the role never shows."""
    hanna, pieter = await world.phone("hanna"), await world.phone("pieter")
    item = (await hanna.submit_spoedaanwijzing(REQUEST)).item
    await hanna.answer(item, AntwoordContent(kind="antwoord", text="Thuis"))
    case = await pieter.read(item)
    opened = case.content("antwoord")
    assert opened is not None
    assert (opened.person, opened.holding) == ("hanna", HOVJ)
    assert case.content("besluit") is None
    assert not isinstance(opened.content, BesluitContent)
    assert practice_world().directory.holds(opened.person, opened.holding)
