"""The life of the wall: one night after the other, each founded, set up, played, and taken down again."""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Final, Protocol

import aiohttp

from sandbox.play.app import app_environment
from sandbox.play.clock import ClockLost
from sandbox.play.conductor import TimeStuck
from sandbox.play.demo import SPEED
from sandbox.play.folder import SETTINGS, TIMELINE, FolderRefused, clear
from sandbox.play.judge import Verdict
from sandbox.play.live import as_settings
from sandbox.play.night import night
from sandbox.play.reading import load_scenario, shipped
from sandbox.play.scenario import Scenario
from sandbox.play.service import ServiceFailed, free_port
from sandbox.play.stage import NeverStill
from sandbox.play.timeline import Timeline
from sandbox.wall.files import AppFiles, FilesMissing
from sandbox.wall.hosts import Hosts
from sandbox.wall.pace import HandPace, Mode
from sandbox.wall.parts import Parts
from sandbox.wall.performance import NotNow, Performance
from sandbox.wall.telephones import order
from sandbox.wall.witnesses import witness_beside


class Audience(Protocol):
    """Who follows the nights besides the wall: a terminal."""

    def watch(
        self, scenario: Scenario, start: datetime, timeline: Timeline, service: str
    ) -> contextlib.AbstractContextManager[Callable[[float], None]]:
        """Show a night until the block ends; yields what hears of the seconds that pass."""

    def judged(self, verdicts: Sequence[Verdict], *, touched: bool) -> None:
        """Say what came of a night; `touched` when somebody at the wall took part, which no scenario foresaw."""


_FAILURES: Final[dict[type[Exception], str]] = {
    ServiceFailed: "service", ClockLost: "service", NeverStill: "time", TimeStuck: "time",
    FilesMissing: "files", FolderRefused: "folder",
}  # fmt: skip
"""Why a night cannot go on, and what the wall calls that."""
_CLOCK_EVERY: Final = 0.2
"""Real seconds between two times that the clock is shown."""


class Show:
    """Plays in one folder, as a practice world that may be wiped; somebody at the wall says what, and how fast."""

    def __init__(self, folder: Path, app: Path, hosts: Hosts, parts: Parts, audience: Audience) -> None:
        """`app` is where the app was built."""
        self._folder, self._app, self._hosts, self._parts = folder, app, hosts, parts
        self._audience = audience
        self.pace = HandPace(Mode.PAUSED, SPEED, self.show_clock)
        self.files = AppFiles(hosts)
        self.playing: Performance | None = None
        self._wishes: asyncio.Queue[str] = asyncio.Queue()
        self._name = ""
        self._scenario: Scenario | None = None
        self._start: datetime | None = None
        self._error: str | None = None
        self._fault: str | None = None
        self._shown = 0.0

    def present(self) -> Performance:
        """Return the night that plays; raises NotNow while one is being made."""
        if self.playing is None:
            raise NotNow("The practice is being made; wait a moment.")
        return self.playing

    def restart(self, name: str | None) -> None:
        """Take this night down and make another: the scenario of this name, or the same again; it comes up paused.

        Raises NotNow while one is being made.
        """
        if self._error is None:
            self.present()
        self._wishes.put_nowait(name or self._name)

    async def run(self, name: str) -> None:
        """Play night after night, until cancelled; one that cannot go on is shown, and waits for a restart."""
        while True:
            playing, wish = asyncio.create_task(self._one(name)), asyncio.create_task(self._wishes.get())
            try:
                await asyncio.wait((playing, wish), return_when=asyncio.FIRST_COMPLETED)
                if not wish.done():
                    self._broken(playing)
                name = await wish
            finally:
                playing.cancel()
                wish.cancel()
                await asyncio.gather(playing, wish, return_exceptions=True)
            self.pace.pause()
            self.pace.at(SPEED)  # what was played by hand, or came to its end, left it at real time

    def show_clock(self, *, moved: bool = False) -> None:
        """Put the clock on the wall; what only moved is shown some times a second."""
        now = asyncio.get_running_loop().time()
        if self._scenario is None or self._start is None or (moved and now - self._shown < _CLOCK_EVERY):
            return
        self._shown = now
        playing = self.playing if self.playing is not None and self.playing.begun else None
        mode = str(self.pace.mode)
        if playing is None or self._error is not None:
            mode = "preparing" if self._error is None else "broken"
        clock = {
            "at": 0.0 if playing is None else playing.at,
            "start": self._start.isoformat(),
            "mode": mode,
            "over": playing is not None and playing.over,
            "speed": self.pace.speed,
            "lasts": self._scenario.lasts.total_seconds(),
            "error": self._error,
            "fault": self._fault,
        }
        self._parts.put("clock", clock)

    async def _one(self, name: str) -> None:
        scenario = load_scenario(name)
        self._begin(name, scenario)
        await asyncio.to_thread(clear, self._folder)
        timeline = Timeline()
        async with contextlib.AsyncExitStack() as stack:
            written = stack.enter_context((self._folder / TIMELINE).open("w", encoding="utf-8", buffering=1))
            timeline.listen(lambda entry: print(entry.as_json(), file=written))
            witness = await stack.enter_async_context(witness_beside(self._folder, self._now))
            settings = self._settings(free_port()) | {"PIKET_WITNESSES_FILE": str(witness.resolve())}
            world = await stack.enter_async_context(night(scenario, self._folder, timeline, settings))
            environment = world.service.installation.environment
            (self._folder / SETTINGS).write_text(json.dumps(as_settings(environment), indent=2))
            await self.files.load(f"http://{environment['PIKET_APP_LISTEN']}", environment["PIKET_API_ORIGIN"])
            http = await stack.enter_async_context(
                aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=None, sock_connect=5), auto_decompress=False)
            )
            self._start = world.start
            watching = self._audience.watch(scenario, world.start, timeline, environment["PIKET_API_ORIGIN"])
            tick = stack.enter_context(watching)

            def moved(seconds: float) -> None:
                tick(seconds)
                self.show_clock(moved=True)

            self.playing = Performance(world, self.pace, self._hosts, self._parts, http, moved)
            stack.callback(self._leave, self.playing)
            self.show_clock()
            verdicts = await self.playing.play()
            self._audience.judged(verdicts, touched=self.playing.touched)
            await self.playing.stay()

    def _begin(self, name: str, scenario: Scenario) -> None:
        self._name, self._scenario, self._error, self._fault = name, scenario, None, None
        self._start = scenario.start_after(datetime.now(UTC))
        self._parts.clear()
        every = [(one, load_scenario(one)) for one in shipped()]
        self._parts.put(
            "scenario",
            {
                "name": name,
                "title": scenario.title,
                "about": scenario.about,
                "all": [
                    {"name": one, "title": found.title, "about": found.about, "lasts": found.lasts.total_seconds()}
                    for one, found in every
                ],
            },
        )
        self._parts.put("world", {"id": None, "service": "starting", "telegram": "up", "touched": False})
        self.show_clock()

    def _settings(self, app_port: int) -> dict[str, str]:
        """What the service of a wall has besides: the app's files, and every phone's own origin (decision 0028)."""
        scenario = self._scenario
        assert scenario is not None
        origins = [self._hosts.phone(number) for number, _ in enumerate(order(scenario), 1)]
        listed = ", ".join(f'"{origin}"' for origin in origins)
        return app_environment(self._app, app_port) | {
            "PIKET_APP_ORIGIN": self._hosts.wall,
            "PIKET_PRACTICE_ORIGINS": f"[{listed}]",
        }

    def _now(self) -> datetime:
        """The moment of the night, for who lives beside it."""
        assert self._start is not None
        return self._start if self.playing is None else self.playing.now

    def _leave(self, performance: Performance) -> None:
        self.playing = None
        performance.close()

    def _broken(self, playing: asyncio.Task[None]) -> None:
        """Show why a night cannot go on; what nobody foresaw ends the wall."""
        try:
            playing.result()
        except tuple(_FAILURES) as wrong:
            self._error, self._fault = str(wrong), _FAILURES[type(wrong)]
        self._parts.put("world", self._parts["world"] | {"service": "ended", "telegram": "ended"})
        self.show_clock()
