"""Two instances on one PostgreSQL: what is done at one is heard at once by whoever reads at the other."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from bot.bootstrap import Service, open_service
from bot.clock import VirtualClock
from client.events import Event
from client.phone import Phone
from client.transport import Transport
from config.settings import load_settings
from domain.flows.spoedaanwijzing.content import SpoedaanwijzingContent
from domain.ids import PersonId
from storage.migrate import migrate
from tests.client.service import GENEROUS, PATIENT, Running, running
from tests.client.world import ARR, EENHEID, NOW
from tests.harness.postgres import Postgres

REQUEST = SpoedaanwijzingContent(
    kind="spoedaanwijzing", person="Wethouder V. de Wit", need="Persoonsbeveiliging, nu", callback="+31 30 555 0002"
)


@asynccontextmanager
async def another(world: Running) -> AsyncIterator[Service]:
    """A second instance beside the one that runs, with the same log keys."""
    settings = load_settings(
        listen="127.0.0.1:0",
        database_url_file=world.folder / "database-url",
        log_key_file=world.folder / "log-keys",
        instance="twee",
        practice=True,
        limits=GENEROUS,
    )
    service = await open_service(settings, VirtualClock(NOW))
    serving = asyncio.create_task(service.run())
    try:
        while not (service.listening and service.wakes and service.wakes.connected):  # both ears open
            assert not serving.done(), serving.exception()
            await asyncio.sleep(0.01)
        yield service
    finally:
        serving.cancel()
        await asyncio.gather(serving, return_exceptions=True)
        await service.store.close()


async def phone_at(service: Service, world: Running, name: str) -> Phone:
    host, port = service.listening[0][:2]
    transport = await world.open.enter_async_context(Transport(f"http://{host}:{port}", patience=PATIENT))
    keyring = world.world.keyrings_of(PersonId(name))[0]
    phone = Phone(world.folder / keyring.device, transport, clock=world.clock.now, eenheid_of={ARR: EENHEID})
    phone.install(keyring, world.world.genesis, {})
    await phone.start()
    return phone


def streams(service: Service) -> float | None:
    """What the figures say; 0 before anybody reads."""
    return service.registry.get_sample_value("piket_event_streams")


@pytest.mark.postgres
async def test_an_act_at_one_instance_is_heard_by_a_reader_at_the_other_before_any_sweep(
    tmp_path: Path, postgres: Postgres, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.calendar.Calendar.every", lambda *_: None)  # nothing but the hint can tell
    database = postgres.database(postgres.template("piket", migrate))
    async with asyncio.timeout(60), running(tmp_path, database) as world, another(world) as second:
        hanna, pieter = await world.phone("hanna"), await phone_at(second, world, "pieter")
        heard: asyncio.Queue[Event] = asyncio.Queue()

        async def listen() -> None:
            async for event in pieter.api.events():
                heard.put_nowait(event)

        assert (streams(world.service), streams(second)) == (0, 0)
        listening = asyncio.create_task(listen())
        while not streams(second):  # noqa: ASYNC110  # until the reader waits
            await asyncio.sleep(0)
        assert (streams(world.service), streams(second)) == (0, 1)
        sent = await hanna.submit_spoedaanwijzing(REQUEST)
        told = await heard.get()
        assert (told.name, told.data["item"]) == ("item", sent.item)
        assert (await pieter.receive(sent.item)).status == 201  # and at the other he can act on it at once
        listening.cancel()
        await asyncio.gather(listening, return_exceptions=True)
        while streams(second):  # noqa: ASYNC110  # until the reader has gone
            await asyncio.sleep(0.01)
    postgres.drop(database)
