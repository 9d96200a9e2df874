"""The real service on loopback, and Python's phones beside it, for the app's own tests to play against.

The test in TypeScript leads: it asks for a step by its name over HTTP and gets what became of it.
"""

from __future__ import annotations

import asyncio
import base64
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from aiohttp import web
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from client.age import bech32
from client.keyring import Keyring
from client.phone import Phone
from domain.ids import PersonId
from tests.client.service import Running, running
from tests.client.world import ARR, EENHEID, NOW
from tests.webapp.node import vitest

_IDENTITY: Final = "age-secret-key-"

Step = Callable[[dict[str, Any]], Awaitable[Any]]


@dataclass
class Stage:
    """The service, the phones that Python holds, and what the app's test may ask of them."""

    world: Running
    steps: dict[str, Step] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._phones: dict[str, Phone] = {}

    async def phone(self, name: str) -> Phone:
        """Return Python's phone of somebody, opened once."""
        if name not in self._phones:
            self._phones[name] = await self.world.phone(name)
        return self._phones[name]

    async def play(self, file: str, folder: Path, *people: str) -> None:
        """Run a test of the app with the keys of these people, until it ends; its vectors go into a new folder."""
        server = web.AppRunner(self._app())
        await server.setup()
        try:
            site = web.TCPSite(server, "127.0.0.1", 0)
            await site.start()
            host, port = server.addresses[0][:2]
            self._write(folder, people, f"http://{host}:{port}")
            await asyncio.to_thread(vitest, file, vectors=folder)
        finally:
            await server.cleanup()

    def _write(self, folder: Path, people: Sequence[str], address: str) -> None:
        folder.mkdir()
        document = {
            "origin": self.world.origin,
            "stage": address,
            "genesis": self.world.world.genesis,
            "now": NOW.isoformat(),
            "eenheid_of": {ARR: EENHEID},
            "people": {name: self._keys(name) for name in people},
        }
        (folder / "world.json").write_text(json.dumps(document))

    def _app(self) -> web.Application:
        async def step(request: web.Request) -> web.Response:
            told = await self.steps[request.match_info["step"]](await request.json())
            return web.json_response(told)

        app = web.Application()
        app.add_routes([web.post("/{step}", step)])
        return app

    def _keys(self, name: str) -> dict[str, object]:
        keyring = self.world.world.keyrings_of(PersonId(name))[0]
        chains = self.world.world.chains.items()
        return {
            "person": keyring.person,
            "organisation": keyring.organisation,
            "device": keyring.device,
            "signing": _pkcs8(keyring),
            "point": keyring.public.signing_key,
            "x25519": _x25519(keyring),
            "hybrid": keyring.hybrid.to_string(),
            "chains": {log: list(where) for (owner, log), where in chains if owner == keyring.device},
        }


@asynccontextmanager
async def stage(folder: Path, database: str) -> AsyncIterator[Stage]:
    """Start the service on an empty, migrated database, with the practice world carried out in it."""
    async with running(folder, database) as world:
        yield Stage(world)


def _pkcs8(keyring: Keyring) -> str:
    raw = keyring.signing.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    return base64.b64encode(raw).decode("ascii")


def _x25519(keyring: Keyring) -> str:
    key = X25519PrivateKey.from_private_bytes(bech32.decode_upper(_IDENTITY, keyring.x25519.to_string()))
    raw = key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    return base64.b64encode(raw).decode("ascii")
