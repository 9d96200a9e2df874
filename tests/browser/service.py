"""The real service as a process of its own, serving API and app, on a copy of one founded practice world."""

from __future__ import annotations

import asyncio
import os
import shutil
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from client.api import Api
from client.transport import Transport
from sandbox.play.app import app_environment
from sandbox.play.founding import found, read_founded
from sandbox.play.night import initialise, write_token
from sandbox.play.reading import load_scenario
from sandbox.play.service import Installation, free_port, practice_environment

SCENARIO: Final = "answered_at_once"
_PATIENCE: Final = 30.0
_LOOK_EVERY: Final = 0.02
_AT_ONCE: Final = 100


async def found_world(folder: Path, scenario: str = SCENARIO) -> None:
    """Found the world of a scenario in `folder`, from now on, and let a service carry out the founders' acts in it."""
    now = datetime.now(UTC)
    found(load_scenario(scenario), folder, now, now)
    await initialise(Installation(folder, {}))
    founded = read_founded(folder)
    service = Service(folder, {"PIKET_LISTEN": f"127.0.0.1:{free_port()}", **PLAIN})
    async with service.running(), Transport(service.api) as transport:
        acts = founded.acts[1:]
        for place in range(0, len(acts), _AT_ONCE):
            for answer in await Api(transport).send(acts[place : place + _AT_ONCE]):
                assert answer.status == 201, answer.code


PLAIN: Final = {
    "PIKET_PRACTICE": "true",
    "PIKET_LIMITS__ADDRESS_BURST": "1000000",
    "PIKET_LIMITS__DEVICE_BURST": "1000000",
}


def installed(world: Path, folder: Path, *, app: Path, telegram: str, token: str) -> Service:
    """Return a service on a copy of a founded world, which serves the app built in `app`; it does not run yet."""
    shutil.copytree(world, folder)
    environment = practice_environment(
        port=free_port(), telegram=telegram, token_file=write_token(folder, token), start=datetime.now(UTC)
    )
    return Service(folder, environment | app_environment(app, free_port()))


@dataclass
class Service:
    """One installation; real time, real process."""

    folder: Path
    environment: dict[str, str]
    _process: asyncio.subprocess.Process | None = None

    @property
    def api(self) -> str:
        """The origin of its API."""
        return f"http://{self.environment['PIKET_LISTEN']}"

    @property
    def app(self) -> str:
        """The origin of the app."""
        return self.environment["PIKET_APP_ORIGIN"]

    async def start(self) -> None:
        """Start it; on return it takes connections."""
        with (self.folder / "service.log").open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "bot", "run", "--data", str(self.folder),
                env=os.environ | self.environment, stdin=asyncio.subprocess.DEVNULL, stdout=log, stderr=log,
            )  # fmt: skip
        places = [self.environment[name] for name in ("PIKET_LISTEN", "PIKET_APP_LISTEN") if name in self.environment]
        async with asyncio.timeout(_PATIENCE):
            for place in places:
                await self._reachable(*place.split(":"))

    async def kill(self) -> None:
        """Kill it at whatever instruction it is; on return it is gone."""
        if self._process is None:
            return
        if self._process.returncode is None:
            self._process.kill()
        await self._process.wait()
        self._process = None

    @asynccontextmanager
    async def running(self) -> AsyncIterator[Service]:
        """Run until the end."""
        try:
            await self.start()
            yield self
        finally:
            await self.kill()

    async def _reachable(self, host: str, port: str) -> None:
        while True:
            assert self._process is not None
            assert self._process.returncode is None, (self.folder / "service.log").read_text()
            try:
                _, writer = await asyncio.open_connection(host, int(port))
            except OSError:
                await asyncio.sleep(_LOOK_EVERY)
                continue
            writer.close()
            await writer.wait_closed()
            return
