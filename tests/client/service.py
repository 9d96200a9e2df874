"""The real service on loopback, with the practice world founded in it, and phones of its officials."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from pathlib import Path

from bot.bootstrap import Service, open_service
from bot.clock import VirtualClock
from client.genesis import World
from client.phone import Phone
from client.transport import Patience, Transport
from config.settings import Limits, load_settings
from domain.ids import PersonId
from domain.ports import VerifiedAct
from handlers.pipeline import perform
from tests.client.world import ARR, EENHEID, LOGS, NOW, practice_world
from tests.harness.ladders import KEPT

PATIENT = Patience(tries=3, first=0.0, most=0.0)
GENEROUS = Limits(device_rate=10_000, device_burst=10_000, address_rate=10_000, address_burst=10_000)


@dataclass
class Running:
    """The service, where it listens, and whose phones are open."""

    service: Service
    clock: VirtualClock
    world: World
    folder: Path
    open: AsyncExitStack

    @property
    def origin(self) -> str:
        host, port = self.service.listening[0][:2]
        return f"http://{host}:{port}"

    async def phone(self, name: str, device: int = 0, *, start: bool = True) -> Phone:
        """Somebody's phone, in a folder of its own that outlives it."""
        keyring = self.world.keyrings_of(PersonId(name))[device]
        transport = await self.open.enter_async_context(Transport(self.origin, patience=PATIENT))
        phone = Phone(self.folder / keyring.device, transport, clock=self.clock.now, eenheid_of={ARR: EENHEID})
        chains = {log: where for (owner, log), where in self.world.chains.items() if owner == keyring.device}
        phone.install(keyring, self.world.genesis, chains)
        if start:
            await phone.start()
        return phone

    async def settle(self, seconds: float = 1.0) -> None:
        """Let virtual time pass, and wait, in real time, until only virtual time can make anything happen."""
        self.clock.advance(self.clock.now() + timedelta(seconds=seconds))
        calm = 0
        while calm < 3:
            await asyncio.sleep(0.001)
            calm = 0 if self.service.busy() else calm + 1


@asynccontextmanager
async def running(folder: Path, database: str) -> AsyncIterator[Running]:
    """Start the service on `database` (migrated, empty), with the practice world carried out in it."""
    keys = folder / "log-keys"
    keys.mkdir()
    for log, key in LOGS.items():
        (keys / f"{log}.key").write_text(key.encode() + "\n")
    address = folder / "database-url"
    address.write_text(database)
    settings = load_settings(
        listen="127.0.0.1:0",
        database_url_file=address,
        log_key_file=keys,
        instance="een",
        practice=True,
        limits=GENEROUS,
    )
    clock = VirtualClock(NOW)
    service = await open_service(settings, clock, KEPT)
    world = practice_world()
    try:
        for ready in world.acts:
            verified = VerifiedAct(ready.signed, ready.payload, ready.blobs)
            answer = await service.store.write(partial(perform, act=verified, now=clock.now(), policy=service.policy))
            assert answer.status == 201, (ready.payload.act, answer.code)
        serving = asyncio.create_task(service.run())
        try:
            while not service.listening:
                assert not serving.done(), serving.exception()
                await asyncio.sleep(0.01)
            async with AsyncExitStack() as stack:
                yield Running(service, clock, world, folder, stack)
        finally:
            serving.cancel()
            await asyncio.gather(serving, return_exceptions=True)
    finally:
        await service.store.close()
