"""A new key for an item counts only when somebody gave it to whom the item was sealed, and the newest one counts."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from client.age import HybridIdentity
from client.answers import ItemAnswer
from client.envelopes import to_json
from client.itemkeys import wrap_item
from client.phone import Phone
from client.reading import Case, ItemRefused, read_case
from client.signing import Draft
from domain.acts.item import Rekey, WrapLate
from domain.ids import ItemId
from tests.client.service import PATIENT, Running, running
from tests.client.test_malicious_server import Liar
from tests.client.test_over_http import REQUEST
from tests.client.world import LCC, PIKET
from tests.harness.stores import sqlite_template, sqlite_url

__all__ = ["sqlite_template", "sqlite_url"]


@pytest_asyncio.fixture
async def world(tmp_path: Path, sqlite_url: str) -> AsyncIterator[Running]:
    async with running(tmp_path, sqlite_url) as found:
        yield found


async def told(phone: Phone, item: ItemId) -> Any:
    await phone.sync()
    return json.loads((await phone.transport.read("GET", f"/v1/items/{item}")).body)


def proven(phone: Phone, document: Any, item: ItemId) -> Case:
    return read_case(ItemAnswer.model_validate(document), item, phone.directory, phone.roles)


async def test_after_a_rekey_everybody_reads_on_and_answers_to_the_newest_key(world: Running) -> None:
    hanna, pieter = await world.phone("hanna"), await world.phone("pieter")
    item = (await hanna.submit_spoedaanwijzing(REQUEST)).item
    assert item is not None
    first = (await hanna.read(item)).recipient
    for phone in (pieter, hanna):
        assert (await phone.rekey(item)).status == 201
    recipients = {(await phone.read(item)).recipient for phone in (hanna, pieter)}
    assert len(recipients) == 1
    assert first not in recipients
    honest = await told(pieter, item)
    honest["acts"].reverse()
    assert {proven(pieter, honest, item).recipient} == recipients, "the service cannot bring an earlier key back"


async def test_a_key_of_somebody_to_whom_the_item_was_never_sealed_is_refused(world: Running) -> None:
    """The service and one official of another role together cannot turn an item's later content to themselves."""
    hanna, pieter, lies = await world.phone("hanna"), await world.phone("pieter"), await world.phone("lies")
    item = (await hanna.submit_spoedaanwijzing(REQUEST)).item
    assert item is not None
    honest = await told(pieter, item)
    stolen = HybridIdentity.generate(lies.random)
    wraps = wrap_item(stolen, lies.directory, [PIKET, LCC], ())
    params = Rekey(recipient=stolen.recipient().to_string(), wraps=wraps.wraps)
    draft = Draft(lies.new_act(), "item.rekey", params, LCC, item, honest["item"]["version"], wraps.blobs)
    forged = lies.outbox.sign(draft, lies.directory.log_of(lies.person))
    honest["acts"].append(to_json(forged.signed))
    with pytest.raises(ItemRefused, match="never sealed"):
        proven(pieter, honest, item)


async def test_an_act_that_could_carry_a_key_and_carries_none_makes_nothing_unreadable(world: Running) -> None:
    """Whoever takes part may plan something without a key to give: nobody is given one by it."""
    hanna, pieter, lies = await world.phone("hanna"), await world.phone("pieter"), await world.phone("lies")
    item = (await hanna.submit_spoedaanwijzing(REQUEST)).item
    honest = await told(pieter, item)
    draft = Draft(lies.new_act(), "item.wrap", WrapLate(wraps=[]), LCC, item, None, {})
    honest["acts"].append(to_json(lies.outbox.sign(draft, lies.directory.log_of(lies.person)).signed))
    assert proven(pieter, honest, item).recipient == (await hanna.read(item)).recipient


async def test_the_service_cannot_add_a_reader_to_a_new_key(world: Running) -> None:
    hanna = await world.phone("hanna")
    item = (await hanna.submit_spoedaanwijzing(REQUEST)).item
    assert item is not None
    lying = await world.open.enter_async_context(Liar(world.origin, patience=PATIENT))
    deceived = Phone(hanna.folder, lying, clock=world.clock.now)
    await deceived.start()
    lying.path = f"/v1/items/{item}"
    lying.lie = lambda document: document["participants"].append({"functie": LCC.functie, "scope": LCC.scope})
    assert (await deceived.rekey(item)).status == 201
    [rekey] = [act for act in (await hanna.read(item)).acts if isinstance(act.params, Rekey)]
    assert isinstance(rekey.params, Rekey)
    assert PIKET in {one.holding for one in rekey.params.wraps}
    assert LCC not in {one.holding for one in rekey.params.wraps}
