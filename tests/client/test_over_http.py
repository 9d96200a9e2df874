"""Phones against the real service over HTTP: the main job from request to a unit on the spot, with real keys."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
import pytest_asyncio

from client.content import Opened
from domain.content import AntwoordContent, VraagContent
from domain.flows.bericht_rccb.content import BerichtRccbContent
from domain.flows.opdracht.content import OpdrachtContent
from domain.flows.spoedaanwijzing.content import BesluitContent, SpoedaanwijzingContent
from tests.client.service import Running, running
from tests.client.world import NOW
from tests.harness.stores import sqlite_template, sqlite_url

__all__ = ["sqlite_template", "sqlite_url"]

REQUEST = SpoedaanwijzingContent(
    kind="spoedaanwijzing", person="Wethouder V. de Wit", need="Persoonsbeveiliging, nu", callback="+31 30 555 0002"
)
DECISION = BesluitContent(kind="besluit", reasons="Concrete dreiging, directe noodzaak", kerngezin=None)
ORDER = OpdrachtContent(
    kind="opdracht",
    person="Wethouder V. de Wit",
    where="Thuis",
    measures="Persoonsbeveiliging",
    callback="+31 70 555 0001",
)
WORD = BerichtRccbContent(kind="bericht_rccb", text="Houd de surveillance aan", callback="+31 70 555 0001")


@pytest_asyncio.fixture
async def world(tmp_path: Path, sqlite_url: str) -> AsyncIterator[Running]:
    async with running(tmp_path, sqlite_url) as found:
        yield found


def said(opened: Opened | None) -> object:
    assert opened is not None
    return opened.content


async def test_from_request_to_a_unit_on_the_spot(world: Running) -> None:
    hanna, pieter = await world.phone("hanna"), await world.phone("pieter")
    sent = await hanna.submit_spoedaanwijzing(REQUEST)
    assert (sent.answer.status, sent.answer.state) == (201, "ingediend")

    [line] = await pieter.open_items()
    case = await pieter.read(line.id)
    assert said(case.content("spoedaanwijzing")) == REQUEST
    assert case.callback_verified(pieter.directory)
    assert (await pieter.receive(line.id)).state == "ontvangen"
    assert (await pieter.ask(line.id, VraagContent(kind="vraag", text="Waar is hij nu?"))).status == 201
    assert (await hanna.answer(line.id, AntwoordContent(kind="antwoord", text="Thuis"))).status == 201
    assert (await hanna.spoken(line.id)).status == 201
    assert said((await pieter.read(line.id)).content("antwoord")) == AntwoordContent(kind="antwoord", text="Thuis")

    decided = await pieter.decide(line.id, "aangewezen", DECISION, order=ORDER, word=WORD)
    assert (decided.status, decided.state) == (201, "aangewezen")
    assert said((await hanna.read(line.id)).content("besluit")) == DECISION.model_copy(update={"outcome": "aangewezen"})
    gezag = (await hanna.read(line.id)).answer.item.gezag
    assert gezag is not None
    assert gezag.holder.functie == "nctv"

    lies, rob = await world.phone("lies"), await world.phone("rob")
    [order] = await lies.open_items()
    assert said((await lies.read(order.id)).content("opdracht")) == ORDER
    reply = AntwoordContent(kind="antwoord", text="Eenheid 12, tien minuten")
    answered = await lies.lcc_answer(order.id, "uitvoerbaar", reply, expected_at=NOW + timedelta(minutes=10))
    assert answered.state == "uitvoerbaar"
    assert said((await pieter.read(order.id)).content("antwoord")) == reply
    assert (await lies.ter_plaatse(order.id)).state == "ter_plaatse"
    [word] = await rob.open_items()
    assert said((await rob.read(word.id)).content("bericht_rccb")) == WORD
    assert (await rob.acknowledge_word(word.id)).status == 201
    assert (await hanna.acknowledge(line.id, "verzoeker_geinformeerd")).status == 201


async def test_who_takes_no_part_sees_nothing(world: Running) -> None:
    hanna, lies = await world.phone("hanna"), await world.phone("lies")
    await hanna.submit_spoedaanwijzing(REQUEST)
    assert await lies.open_items() == []


@pytest.mark.parametrize("device", [0, 1])
async def test_both_devices_of_a_person_read_the_same(world: Running, device: int) -> None:
    pieter, hanna = await world.phone("pieter"), await world.phone("hanna", device)
    sent = await (await world.phone("nadia")).submit_spoedaanwijzing(REQUEST)
    assert said((await pieter.read(sent.item)).content("spoedaanwijzing")) == REQUEST
    assert said((await hanna.read(sent.item)).content("spoedaanwijzing")) == REQUEST
