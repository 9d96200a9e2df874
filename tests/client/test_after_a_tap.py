"""From a tap on a bell to the open item in two round trips, and hearing of changes instead of asking for them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from client.events import Event, EventsRefused, events
from client.keyring import Keyring
from client.phone import Phone
from client.transport import Patience, Reply, ServerRefused, Transport
from domain.ids import PersonId
from tests.client.service import PATIENT, Running, running
from tests.client.test_over_http import REQUEST, said
from tests.client.world import keyring_of
from tests.harness.stores import sqlite_template, sqlite_url

__all__ = ["sqlite_template", "sqlite_url"]


class Counting(Transport):
    """A connection that keeps what went over it."""

    def __init__(self, origin: str, *, patience: Patience | None = None) -> None:
        super().__init__(origin, patience=patience)
        self.trips: list[str] = []

    async def _once(self, *args: Any, **more: Any) -> Reply:
        self.trips.append(f"{args[0]} {args[1]}")
        return await super()._once(*args, **more)


@pytest_asyncio.fixture
async def world(tmp_path: Path, sqlite_url: str) -> AsyncIterator[Running]:
    async with running(tmp_path, sqlite_url) as found:
        yield found


async def cold(world: Running, keyring: Keyring, folder: str = "cold") -> tuple[Phone, Counting]:
    """A phone whose app was just opened: keys and directory are on it, a session is not."""
    transport = await world.open.enter_async_context(Counting(world.origin, patience=PATIENT))
    phone = Phone(world.folder / folder, transport, clock=world.clock.now)
    phone.install(keyring, world.world.genesis)
    return phone, transport


async def test_a_cold_app_shows_the_item_that_rings_after_two_round_trips(world: Running) -> None:
    hanna = await world.phone("hanna")
    item = (await hanna.submit_spoedaanwijzing(REQUEST)).item
    pieter, transport = await cold(world, keyring_of("pieter"))
    case = await pieter.open_after_tap()
    assert case is not None
    assert (case.id, said(case.content("spoedaanwijzing"))) == (item, REQUEST)
    assert transport.trips == ["POST /v1/challenges", "POST /v1/sessions"]
    assert (await pieter.receive(item)).status == 201


async def test_when_nothing_waits_the_app_opens_on_nothing(world: Running) -> None:
    lies, transport = await cold(world, keyring_of("lies"))
    assert await lies.open_after_tap() is None
    assert len(transport.trips) == 2
    assert (await lies.sync()).people[PersonId("lies")] == "politie"


async def test_a_reader_is_told_of_a_new_item_of_what_happens_in_it_and_of_its_own_end(world: Running) -> None:
    hanna, pieter, lies = await world.phone("hanna"), await world.phone("pieter"), await world.phone("lies")
    heard: asyncio.Queue[Event] = asyncio.Queue()
    elsewhere: asyncio.Queue[Event] = asyncio.Queue()

    async def listen(phone: Phone, queue: asyncio.Queue[Event]) -> None:
        async for event in phone.api.events():
            await queue.put(event)

    async with asyncio.TaskGroup() as group, asyncio.timeout(30):
        listening = group.create_task(listen(pieter, heard))
        stranger = group.create_task(listen(lies, elsewhere))
        while len(world.service.changes) < 2:  # noqa: ASYNC110  # until both wait
            await asyncio.sleep(0)
        item = (await hanna.submit_spoedaanwijzing(REQUEST)).item
        first = await heard.get()
        assert (first.name, first.data["item"]) == ("item", item)
        answer = await pieter.receive(item)
        while (event := await heard.get()).data["version"] != answer.version:
            assert event.name == "item"
        assert event.cursor is not None
        assert (await pieter.read(item)).version == answer.version
        second = [keyring_of("stichter-b")]
        officer = await world.phone("stichter-a")
        lost = officer.officer().revoke_device(pieter.keyring.device)
        assert (await officer.carry_out(lost, also=second)).status == 201
        while (event := await heard.get()).name != "end":
            pass
        assert event.data == {"reason": "session"}
        await listening
        assert elsewhere.empty()
        stranger.cancel()


async def test_the_service_stops_though_somebody_listens(tmp_path: Path, sqlite_url: str) -> None:
    heard: list[Event] = []

    async def listen(phone: Phone) -> None:
        async for event in phone.api.events():
            heard.append(event)

    async with asyncio.timeout(30), running(tmp_path, sqlite_url) as world:
        listening = asyncio.create_task(listen(await world.phone("pieter")))
        while not len(world.service.changes):  # noqa: ASYNC110  # until it waits
            await asyncio.sleep(0)
        world.service.changes.close()
        await listening
    assert [(event.name, event.data) for event in heard] == [("end", {"reason": "service"})]


async def test_a_stream_that_cannot_be_had_is_a_refusal_with_its_code(world: Running) -> None:
    pieter = await world.phone("pieter")
    lost = (await world.phone("stichter-a")).officer().revoke_device(pieter.keyring.device)
    officer = await world.phone("stichter-a")
    assert (await officer.carry_out(lost, also=[keyring_of("stichter-b")])).status == 201
    with pytest.raises(ServerRefused):
        async for _event in pieter.api.events():
            pass


async def lines(*raw: bytes) -> AsyncIterator[bytes]:
    for line in raw:
        yield line


async def test_events_are_read_as_the_standard_spells_them() -> None:
    raw = (b":\n", b"\n", b"event: item\n", b'data: {"item": "x", "version": 2}\n', b"\n",
           b"id: c\r\n", b"event: board\r\n", b"data: {}\r\n", b"\r\n", b"event: item\n")  # fmt: skip
    found = [event async for event in events(lines(*raw))]
    assert found == [Event("item", {"item": "x", "version": 2}, None), Event("board", {}, "c")]


@pytest.mark.parametrize(
    "raw", [b"HTTP/1.1 200 OK\n", b"data: {\n", b"\xff\n", b"retry: 1\n", b"data: " + b" " * 5000 + b"{}\n"],
    ids=["no stream", "half a document", "no text", "an unknown field", "endless"],
)  # fmt: skip
async def test_what_is_no_stream_of_events_is_refused(raw: bytes) -> None:
    with pytest.raises(EventsRefused):
        async for _event in events(lines(raw, b"\n")):
            pass
