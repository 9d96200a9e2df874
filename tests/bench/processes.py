"""Starts the service, the floor and the sink as processes of their own, asks them things, and ends them by their id."""

from __future__ import annotations

import asyncio
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import aiohttp
import psutil

from config.settings import Settings

_START_SECONDS: Final = 20
_STOP_SECONDS: Final = 10
BYTECODE: Final = {"PYTHONDONTWRITEBYTECODE": ""}
"""Modules are compiled once, as in every installation that has been started before."""
APP_ORIGIN: Final = "https://app.example"


_given: Final[set[int]] = set()


def free_port() -> int:
    """Return a port that nobody listens on now, and that was given to nobody before: else one side would be measured
    twice."""
    while True:
        with socket.socket() as found:
            found.bind(("127.0.0.1", 0))
            port = int(found.getsockname()[1])
        if port not in _given:
            _given.add(port)
            return port


class Running:
    """One process with an HTTP door."""

    def __init__(self, arguments: Sequence[str], port: int, ready: str, environment: dict[str, str]) -> None:
        self.origin = f"http://127.0.0.1:{port}"
        self._ready = ready
        self.began = time.monotonic()
        self._process = subprocess.Popen(
            [sys.executable, *arguments],
            env={**os.environ, **environment, **BYTECODE},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        self.usage = psutil.Process(self._process.pid)

    async def wait(self, http: aiohttp.ClientSession) -> None:
        """Return once it serves; raises RuntimeError when it does not."""
        deadline = time.monotonic() + _START_SECONDS
        while time.monotonic() < deadline and self._process.poll() is None:
            try:
                async with http.get(self.origin + self._ready) as answer:
                    if answer.status < 500 and self._process.poll() is None:
                        return
            except aiohttp.ClientError:
                pass
            await asyncio.sleep(0.02)
        raise RuntimeError("A measured process did not start.")

    def cpu(self) -> float:
        """Seconds of processor time so far."""
        times = self.usage.cpu_times()
        return float(times.user + times.system)

    def rss(self) -> float:
        """Resident memory in MiB."""
        return float(self.usage.memory_info().rss) / 2**20

    def kill(self) -> None:
        """End it as a crash would."""
        self._process.kill()
        self._process.wait()

    def stop(self) -> None:
        """End it; safe to repeat."""
        if self._process.poll() is None:
            self._process.terminate()
            try:
                self._process.wait(_STOP_SECONDS)
            except subprocess.TimeoutExpired:
                self.kill()


class Sink(Running):
    """The bell sink."""

    async def count(self, http: aiohttp.ClientSession) -> int:
        return int(await _json(http, f"{self.origin}/count"))

    async def wait_for(self, http: aiohttp.ClientSession, bells: int, seconds: float) -> None:
        """Return once so many calls arrived since the last dump, or when the time is over."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if await self.count(http) >= bells:
                return
            await asyncio.sleep(0.05)

    async def rings(self, http: aiohttp.ClientSession) -> list[tuple[float, str]]:
        """Return and forget the (moment, handle) of each message that rang, in order."""
        found = await _json(http, f"{self.origin}/dump")
        return [(moment, handle) for moment, method, handle in found if method == "sendMessage" and handle]


@contextmanager
def sink() -> Iterator[Sink]:
    port = free_port()
    process = Sink(["-m", "tests.bench.sink", str(port)], port, "/count", {})
    with _ended(process):
        yield process


@contextmanager
def floor(folder: Path, bells: Sink) -> Iterator[Running]:
    """The floor; `folder` has its rows and keys."""
    port = free_port()
    process = Running(["-m", "tests.bench.floor", str(port), bells.origin, str(folder)], port, "/", {})
    with _ended(process):
        yield process


@contextmanager
def service(data: Path, bells: Sink) -> Iterator[Running]:
    """The real service, as anybody starts it, on the installation in `data`; its bells go to the sink, unpaced.

    Its policy repeats no ring within the time of a case, so that only what is measured rings.
    """
    rules = data / "policies"
    rules.mkdir(exist_ok=True)
    for path in Settings.model_fields["policies"].default.glob("*.toml"):
        (rules / path.name).write_text(path.read_text().replace('repeat = "30s"', 'repeat = "1h"'))
    token = data / "token"
    token.write_text("1000000001:bench")
    port = free_port()
    environment = {
        "PIKET_LISTEN": f"127.0.0.1:{port}",
        "PIKET_POLICIES": str(rules),
        "PIKET_BOT_TOKEN_FILE": str(token),
        "PIKET_APP_ORIGIN": APP_ORIGIN,
        "PIKET_BELLS__TELEGRAM_API": bells.origin,
        "PIKET_BELLS__PACED": "false",
    }
    process = Running(["-m", "bot", "run", "--data", str(data)], port, "/v1/health/ready", environment)
    with _ended(process):
        yield process


@contextmanager
def _ended(process: Running) -> Iterator[None]:
    try:
        yield
    finally:
        process.stop()


async def _json(http: aiohttp.ClientSession, url: str) -> Any:
    async with http.get(url) as answer:
        return await answer.json()
