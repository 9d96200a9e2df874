"""A wall to test: a small night, files in place of what `make app` builds, and a browser that is played."""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Self

import aiohttp

from client.invitation import Invitation
from client.phone import Phone
from client.transport import Patience, Transport
from config.areas import load_areas
from sandbox.play.judge import Verdict
from sandbox.play.scenario import Scenario
from sandbox.play.service import free_port
from sandbox.play.timeline import Timeline
from sandbox.wall.files import WallPages
from sandbox.wall.hosts import Hosts
from sandbox.wall.parts import Parts
from sandbox.wall.server import WallServer
from sandbox.wall.show import Show

APP_FILES = {
    "index.html": b"<!doctype html><title>app</title>",
    "sw.js": b"// shell",
    "assets/app-1.js": b"export {};",
}
WALL_FILES = {
    "index.html": b"<!doctype html><title>wall</title>",
    "driver.html": b"<!doctype html><title>driver</title>",
    "assets/wall-1.js": b"export {};",
}
NIGHT = """
title = "A short night"
without = ["hugo", "noor", "coen", "paul", "dirk", "ingrid", "tess", "lisa", "leon", "bram"]
about = "Somebody asks, somebody answers."
starts = "03:12"
lasts = "00:03:00"

[[steps]]
at = "00:00:10"
who = "hanna"
does = "submit"
item = "zaak"
person = "Iemand die bedreigd wordt"
need = "Bescherming vanaf nu"

[[steps]]
rung = "nina"
after = "20s"
who = "nina"
does = "receive"
item = "zaak"

[[steps]]
at = "00:01:00"
who = "nina"
does = "spoken"
item = "zaak"
"""
_SECONDS = 150.0


class Nobody:
    """An audience that only keeps what came of each night, and how many seconds of it passed."""

    def __init__(self) -> None:
        self.ticked = 0.0
        self.verdicts: list[Sequence[Verdict]] = []

    @contextlib.contextmanager
    def watch(
        self, scenario: Scenario, start: datetime, timeline: Timeline, service: str
    ) -> Iterator[Callable[[float], None]]:
        yield self._tick

    def _tick(self, seconds: float) -> None:
        self.ticked += seconds

    def judged(self, verdicts: Sequence[Verdict], *, touched: bool) -> None:
        self.verdicts.append(verdicts)


@dataclass
class Wall:
    """A wall that is up, seen through its stream; `parts` and `told` are what a page would know."""

    hosts: Hosts
    show: Show
    http: aiohttp.ClientSession
    folder: Path
    audience: Nobody
    parts: dict[str, Any] = field(default_factory=dict)
    told: list[dict[str, Any]] = field(default_factory=list)
    _changed: asyncio.Event = field(default_factory=asyncio.Event)

    async def until(self, holds: Callable[[Self], object]) -> None:
        """Return when what the stream said makes this hold."""
        async with asyncio.timeout(_SECONDS):
            while not self._holds(holds):
                self._changed.clear()
                await self._changed.wait()

    def _holds(self, holds: Callable[[Self], object]) -> bool:
        try:
            return bool(holds(self))
        except (KeyError, IndexError):
            return False

    async def do(self, does: str, **more: Any) -> int:
        """Say a command as the wall's own page does; returns the status."""
        headers = {"Origin": self.hosts.wall, "Sec-Fetch-Site": "same-origin"}
        body = {"do": does, **more}
        async with self.http.post(f"{self.hosts.wall}/wall/do", json=body, headers=headers) as answer:
            return answer.status

    async def follow(self) -> None:
        async with self.http.get(f"{self.hosts.wall}/wall/stream") as answer:
            async for line in answer.content:
                if line.startswith(b"data: "):
                    self._take(json.loads(line[6:]))

    async def follow_until(self, holds: Callable[[Self], object]) -> None:
        """Follow for as long as it takes."""
        following = asyncio.create_task(self.follow())
        try:
            await self.until(holds)
        finally:
            following.cancel()
            await asyncio.gather(following, return_exceptions=True)

    def _take(self, said: dict[str, Any]) -> None:
        part, value = said["part"], said["value"]
        if part == "told":
            self.told = [] if value is None else [*self.told, *value]
        elif value is None:
            self.parts.pop(part, None)
        else:
            self.parts[part] = value
        self._changed.set()

    async def ready(self) -> None:
        """Return when the night is set up and stands still at its start."""
        await self.until(lambda wall: wall.parts["clock"]["mode"] == "paused" and wall.parts["phones"])

    def origin(self, who: str) -> str:
        return str(self.parts[f"phone/{who}"]["origin"])

    async def asked(self, who: str) -> dict[str, Any]:
        """What the driver page of this phone is told."""
        async with self.http.get(f"{self.origin(who)}/practice/phone") as answer:
            assert answer.status == 200, await answer.text()
            found: dict[str, Any] = await answer.json()
            return found

    @contextlib.asynccontextmanager
    async def browser(self, who: str) -> AsyncIterator[Phone]:
        """Play this person's browser: enrolled over its own origin, on the service's time."""
        link = (await self.asked(who))["invitation"]
        transport = Transport(self.origin(who), patience=Patience(tries=3, first=0.05, answer=5.0))
        async with transport:
            phone = Phone(self.folder / f"browser-{who}", transport, clock=self.now, eenheid_of=load_areas().eenheid_of)
            await phone.enrol(Invitation.from_url(link))
            await self.until(lambda wall: wall.parts[f"phone/{who}"]["app"] == "ready")
            await phone.start()
            yield phone

    def now(self) -> datetime:
        clock = self.parts["clock"]
        return datetime.fromisoformat(clock["start"]) + timedelta(seconds=clock["at"])


@contextlib.asynccontextmanager
async def wall(folder: Path, night: str = NIGHT) -> AsyncIterator[Wall]:
    """Open a wall on a folder of its own; the night comes up paused."""
    scenario = folder / "short.toml"
    scenario.write_text(night)
    _write(folder / "app", APP_FILES | {"files.json": json.dumps(dict.fromkeys(_paths(APP_FILES), "")).encode()})
    _write(folder / "pages", WALL_FILES)
    hosts, parts, audience = Hosts(free_port()), Parts(), Nobody()
    show = Show(folder / "world", folder / "app", hosts, parts, audience)
    server = WallServer(hosts, parts, WallPages(hosts, folder / "pages"), show)
    await server.open()
    running = asyncio.create_task(show.run(str(scenario)))
    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=None)) as http:
        up = Wall(hosts, show, http, folder, audience)
        following = asyncio.create_task(up.follow())
        try:
            await up.ready()
            yield up
        finally:
            for task in (following, running):
                task.cancel()
            ended = await asyncio.gather(following, running, return_exceptions=True)
            await server.close()
            assert all(isinstance(one, asyncio.CancelledError) for one in ended), ended


def _paths(files: dict[str, bytes]) -> list[str]:
    return [f"/{name}" for name in files]


def _write(folder: Path, files: dict[str, bytes]) -> None:
    for name, body in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(body)
