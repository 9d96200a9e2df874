"""GET /v1/events tells a holder that something changed, at once, and never of what is not theirs (P-01, P-02)."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial
from typing import Any

import aiohttp
import pytest
from aiohttp import web

from bot.http.app import requests_in_flight
from bot.http.events import send
from config.settings import Limits
from domain.flows import spoedaanwijzing
from domain.ids import ItemId, PersonId
from domain.obligations import Obligation
from storage.unit_of_work import SqlUnitOfWork
from tests.bot.http.conftest import HOVJ, ITEM, LCC, PIKET, REQUEST, START, WATCH, Make, World, peopled
from tests.bot.http.phones import Phone
from tests.contracts.samples import make_obligation

OTHER = ItemId("item-bbbbbbbbbbbbbbbbb")


@dataclass
class Reading:
    """One open stream, read event by event; a test that waits in vain fails by its own limit."""

    answer: aiohttp.ClientResponse

    async def block(self) -> dict[str, str]:
        """The fields of the next event, or of a comment."""
        found: dict[str, str] = {}
        async with asyncio.timeout(10):
            while line := (await self.answer.content.readline()).decode().rstrip("\n"):
                field, _, value = line.partition(": ")
                found[field] = value
        return found

    async def event(self) -> tuple[str, Any]:
        """The next event that is no sign of life."""
        while (found := await self.block()) == {":": ""}:
            pass
        return found["event"], json.loads(found["data"])

    async def over(self) -> bool:
        async with asyncio.timeout(10):
            return await self.answer.content.read() == b""


@asynccontextmanager
async def reading(phone: Phone, **headers: str) -> AsyncIterator[Reading]:
    if not phone.token:
        await phone.open_session()
    async with phone.client.get("/v1/events", headers={**phone.headers("GET", "/v1/events"), **headers}) as answer:
        phone.nonce = answer.headers["Piket-Nonce"]
        assert answer.status == 200, await answer.text()
        yield Reading(answer)


async def change(world: World, unit: Callable[[SqlUnitOfWork], object]) -> None:
    """Commit something, and have the readers woken as every commit does."""
    await world.opened.write(unit)
    world.door.changes.changed()


async def save(world: World, item: ItemId = ITEM, **changes: Any) -> None:
    def unit(uow: SqlUnitOfWork) -> None:
        found = uow.items.load(item)
        assert found is not None
        uow.items.save(replace(found, version=found.version + 1, **changes), seen_version=found.version)

    await change(world, unit)


def quick(make: Make, **limits: Any) -> Make:
    """Worlds whose readers look again without a pause."""
    return partial(make, events_pace=timedelta(0), **limits)


@pytest.fixture
def anna(world: World) -> Phone:
    return world.phones["anna"]


async def test_a_holder_hears_of_an_item_at_once_with_nothing_but_its_version(make_world: Make) -> None:
    world = await peopled(quick(make_world))
    async with reading(world.phones["anna"]) as stream:
        assert await stream.block() == {":": ""}
        await world.put_item()
        world.door.changes.changed()
        found = await stream.block()
        assert (found["event"], json.loads(found["data"])) == ("item", {"item": ITEM, "version": 1})
        assert set(found) == {"id", "event", "data"}
        await save(world, state="ontvangen")
        assert await stream.event() == ("item", {"item": ITEM, "version": 2})


async def test_p_01_who_takes_no_part_hears_nothing_of_an_item(make_world: Make) -> None:
    world = await peopled(quick(make_world))
    async with reading(world.phones["cees"]) as stream:
        assert await stream.block() == {":": ""}
        await world.put_item()
        world.door.changes.changed()
        assert await stream.block() == {":": ""}
        await change(world, lambda uow: uow.items.add_participant(ITEM, LCC, world.clock.now(), "rung"))
        assert await stream.event() == ("item", {"item": ITEM, "version": 1})


async def test_p_02_who_is_excluded_hears_nothing_and_an_item_that_closes_to_somebody_is_gone(make_world: Make) -> None:
    world = await peopled(quick(make_world))
    await world.put_item(excluded=frozenset({PersonId("anna")}))
    await world.put_item(OTHER)
    async with reading(world.phones["anna"]) as stream:
        assert await stream.event() == ("item", {"item": OTHER, "version": 1})
        await save(world, state="ontvangen")
        assert await stream.block() == {":": ""}
        await save(world, OTHER, excluded=frozenset({PersonId("anna")}))
        assert await stream.event() == ("gone", {"item": OTHER})


async def test_p_01_a_functie_that_ends_closes_its_items_in_the_open_stream(make_world: Make) -> None:
    world = await peopled(quick(make_world))
    await world.put_item()
    async with reading(world.phones["anna"]) as stream:
        assert await stream.event() == ("item", {"item": ITEM, "version": 1})
        later = world.clock.now() + timedelta(seconds=1)
        world.later(seconds=2)
        await change(world, lambda uow: uow.directory.end_membership(PersonId("anna"), HOVJ, later))
        assert await stream.event() == ("gone", {"item": ITEM})


def obligation() -> Obligation:
    return make_obligation(item=ITEM, next_at=START, rung=0)


async def test_a_ladder_that_climbs_is_a_change_of_its_item_and_of_the_board_of_watchers(make_world: Make) -> None:
    world = await peopled(quick(make_world))
    watcher = await world.add("wies", "nctv", WATCH)
    await world.put_item()
    kept: list[Obligation] = []
    async with reading(world.phones["bram"]) as bram, reading(watcher) as board:
        assert await bram.event() == ("item", {"item": ITEM, "version": 1})
        assert await board.event() == ("board", {})
        await change(world, lambda uow: kept.append(uow.obligations.open(obligation())))
        assert await bram.event() == ("item", {"item": ITEM, "version": 1})
        assert await board.event() == ("board", {})
        await change(world, lambda uow: uow.obligations.save(replace(kept[0], rung=1)))
        assert await bram.event() == ("item", {"item": ITEM, "version": 1})
        assert await board.event() == ("board", {})
        await change(world, lambda uow: uow.alarms.raise_("roster.gap", str(PIKET), world.clock.now()))
        assert await board.event() == ("board", {})
        assert await bram.block() == {":": ""}


async def test_whoever_comes_back_with_the_cursor_hears_only_what_happened_since(make_world: Make) -> None:
    world = await peopled(quick(make_world))
    anna = world.phones["anna"]
    await world.put_item()
    async with reading(anna) as stream:
        cursor = (await stream.block())["id"]
    async with reading(anna, **{"Last-Event-ID": cursor}) as stream:
        assert await stream.block() == {":": ""}
        await save(world, state="ontvangen")
        assert await stream.event() == ("item", {"item": ITEM, "version": 2})
    async with reading(anna, **{"Last-Event-ID": cursor}) as stream:
        assert await stream.event() == ("item", {"item": ITEM, "version": 2})
    async with reading(anna, **{"Last-Event-ID": "x" * 3000}) as stream:
        assert await stream.event() == ("item", {"item": ITEM, "version": 2})


async def test_only_the_last_event_of_a_turn_names_the_cursor(make_world: Make) -> None:
    """Whoever loses the connection half-way through has not seen the rest, so must not be taken at its word."""
    world = await peopled(quick(make_world))
    await world.put_item()
    await world.put_item(OTHER)
    async with reading(world.phones["anna"]) as stream:
        assert ["id" in await stream.block() for _ in range(2)] == [False, True]


async def test_the_list_gives_the_same_cursor_and_is_304_until_a_stream_would_speak(make_world: Make) -> None:
    world = await peopled(quick(make_world))
    anna = world.phones["anna"]
    await world.put_item()
    await anna.open_session()

    async def ask(tag: str = "") -> tuple[int, str, bytes]:
        headers = {**anna.headers("GET", "/v1/items"), **({"If-None-Match": tag} if tag else {})}
        async with anna.client.get("/v1/items", headers=headers) as answer:
            anna.nonce = answer.headers["Piket-Nonce"]
            return answer.status, answer.headers["ETag"], await answer.read()

    status, tag, body = await ask()
    assert (status, len(json.loads(body)["items"])) == (200, 1)
    assert await ask(tag) == (304, tag, b"")
    async with reading(anna, **{"Last-Event-ID": tag}) as stream:
        assert await stream.block() == {":": ""}
        await change(world, lambda uow: uow.obligations.open(obligation()))
        assert (await stream.block())["id"] == (await ask(tag))[1].strip('"') != tag.strip('"')


async def test_the_stream_ends_when_its_session_runs_out(make_world: Make) -> None:
    world = await peopled(quick(make_world))
    async with reading(world.phones["anna"]) as stream:
        assert await stream.block() == {":": ""}
        world.later(minutes=11)
        world.door.changes.changed()
        assert await stream.event() == ("end", {"reason": "session"})
        assert await stream.over()


@pytest.mark.parametrize("how", ["revoke_device", "freeze_device"])
async def test_the_stream_ends_when_its_device_is_taken_out_of_use(make_world: Make, how: str) -> None:
    world = await peopled(quick(make_world))
    anna, now = world.phones["anna"], world.clock.now()
    async with reading(anna) as stream:
        assert await stream.block() == {":": ""}
        await change(world, lambda uow: getattr(uow.directory, how)(anna.id, now))
        assert await stream.event() == ("end", {"reason": "session"})


async def test_a_devices_newest_streams_end_its_oldest(make_world: Make) -> None:
    world = await peopled(quick(make_world))
    anna = world.phones["anna"]
    async with reading(anna) as first, reading(anna) as second:
        assert await first.block() == await second.block() == {":": ""}
        async with reading(anna) as third:
            assert await third.block() == {":": ""}
            assert await first.event() == ("end", {"reason": "newer"})
            await world.put_item()
            world.door.changes.changed()
            assert (await second.event())[0] == (await third.event())[0] == "item"
    assert len(world.door.changes) <= 2


async def test_as_many_wait_as_may_and_whoever_comes_too_late_is_told_to_ask(make_world: Make) -> None:
    world = await peopled(quick(make_world, streams=1, device_streams=1))
    anna, bram = world.phones["anna"], world.phones["bram"]
    async with reading(anna) as stream:
        assert await stream.block() == {":": ""}
        await bram.open_session()
        status, problem = await bram.ask("GET", "/v1/events")
        assert (status, problem["code"]) == (429, "events.full")
        async with reading(anna) as again:
            assert await again.block() == {":": ""}
            assert await stream.event() == ("end", {"reason": "newer"})


async def test_a_sign_of_life_comes_when_nothing_changes_and_what_no_commit_told_is_found_then(
    make_world: Make,
) -> None:
    world = await peopled(quick(make_world, events_heartbeat=timedelta(milliseconds=5)))
    async with reading(world.phones["anna"]) as stream:
        assert [await stream.block() for _ in range(3)] == [{":": ""}] * 3
        await world.put_item()
        assert await stream.event() == ("item", {"item": ITEM, "version": 1})


async def test_a_reader_that_does_not_read_is_dropped() -> None:
    class Full(web.StreamResponse):
        async def write(self, data: bytes | bytearray | memoryview) -> None:
            await asyncio.Event().wait()

    with pytest.raises(TimeoutError):
        await send(Full(), b"event", Limits(events_time=timedelta(microseconds=1)))


async def test_waiting_streams_do_not_hold_up_virtual_time_nor_the_end_of_the_service(make_world: Make) -> None:
    world = await peopled(quick(make_world))
    server = world.client.server
    assert isinstance(server, aiohttp.test_utils.TestServer)
    app = server.app
    assert app is not None
    async with reading(world.phones["anna"]) as stream:
        assert await stream.block() == {":": ""}
        async with asyncio.timeout(10):
            while requests_in_flight(app):  # noqa: ASYNC110  # until the reader has gone to wait
                await asyncio.sleep(0)
        world.door.changes.close()
        assert await stream.event() == ("end", {"reason": "service"})
    async with reading(world.phones["bram"]) as late:
        assert await late.event() == ("end", {"reason": "service"})


@pytest.mark.parametrize("lacking", ["Authorization", "Piket-Proof", "Piket-Nonce"])
async def test_a_stream_is_proven_as_every_read_is(world: World, anna: Phone, lacking: str) -> None:
    await anna.open_session()
    headers = {name: value for name, value in anna.headers("GET", "/v1/events").items() if name != lacking}
    answer = await anna.client.get("/v1/events", headers=headers)
    assert answer.status == 401
    assert len(world.door.changes) == 0


async def test_sa_08_of_a_refusal_that_is_kept_until_it_is_told_nothing_shows_but_that_it_was_decided(
    make_world: Make,
) -> None:
    world = await peopled(quick(make_world))
    until = START + timedelta(minutes=5)
    told_later = spoedaanwijzing.write(replace(spoedaanwijzing.read(REQUEST), voice_until=until))
    await world.put_item(state="niet_aangewezen", data=told_later)
    async with reading(world.phones["anna"]) as anna, reading(world.phones["bram"]) as bram:
        assert await anna.event() == await bram.event() == ("item", {"item": ITEM, "version": 1})
        await change(world, lambda uow: uow.obligations.open(obligation()))
        assert await bram.event() == ("item", {"item": ITEM, "version": 1})
        assert await anna.block() == {":": ""}
        world.later(minutes=6)
        world.door.changes.changed()
        assert await anna.event() == ("item", {"item": ITEM, "version": 1})
