"""`piket run --sandbox` with the wall: serves it, shows each night in the terminal, and stays until told to stop."""

from __future__ import annotations

import asyncio
import contextlib
import json
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Final

from rich.console import Console

from sandbox.play import words
from sandbox.play.app import built_app
from sandbox.play.folder import SETTINGS, TIMELINE, WORLD, FolderRefused, clear
from sandbox.play.judge import Verdict
from sandbox.play.reading import MAIN
from sandbox.play.scenario import Scenario
from sandbox.play.service import free_port
from sandbox.play.showing import shown
from sandbox.play.timeline import Timeline
from sandbox.wall.files import PAGES, WallPages
from sandbox.wall.hosts import Hosts
from sandbox.wall.parts import Parts
from sandbox.wall.server import WallServer
from sandbox.wall.show import Show

_PORT: Final = 8080
_UNMADE: Final = 3


def is_built() -> bool:
    """Tell whether `make app` built the app and the wall."""
    return built_app() is not None and (PAGES / "index.html").is_file()


def is_in(folder: Path) -> bool:
    """Tell whether `prepare` made this folder ready for a wall."""
    return "wall" in json.loads((folder / WORLD).read_text())


def prepare(folder: Path) -> int:
    """Make `folder` ready for worlds with a wall, and say in `settings.json` that there is no service to start.

    What an earlier practice left there is removed; a folder with anything else is refused and left as it is.
    """
    try:
        clear(folder)
    except FolderRefused as refused:
        sys.stderr.write(f"{refused}\n")
        return _UNMADE
    (folder / WORLD).write_text(json.dumps({"wall": free_port(_PORT)}))
    (folder / SETTINGS).write_text("null")
    return 0


def run(folder: Path) -> int:
    """Serve the wall and play on it, until told to stop."""
    port = int(json.loads((folder / WORLD).read_text())["wall"])
    with contextlib.suppress(asyncio.CancelledError):
        asyncio.run(_live(folder, Hosts(port)))
    return 0


async def _live(folder: Path, hosts: Hosts) -> None:
    task, loop = asyncio.current_task(), asyncio.get_running_loop()
    if task is not None:
        loop.add_signal_handler(signal.SIGTERM, task.cancel)
    console, parts = Console(), Parts()
    app = built_app()
    assert app is not None, "a wall was prepared where no app was built"
    show = Show(folder, app, hosts, parts, _Terminal(console, folder, hosts))
    server = WallServer(hosts, parts, WallPages(hosts), show)
    await server.open()
    try:
        if sys.stdin.isatty():
            loop.add_reader(sys.stdin, _entered, show)
        else:
            show.pace.play()
        how = words.WALL_UP if sys.stdin.isatty() else words.WALL_PLAYS
        console.print(f"{words.WALL}  [bold]{hosts.wall}[/]\n{how}", highlight=False, soft_wrap=True)
        console.file.flush()
        await show.run(MAIN)
    finally:
        await server.close()


def _entered(show: Show) -> None:
    """Enter in the terminal is the button that plays."""
    if not sys.stdin.readline():
        asyncio.get_running_loop().remove_reader(sys.stdin)
    show.pace.play()


class _Terminal:
    """The terminal beside the wall: where everything is, the live view, and what came of it."""

    def __init__(self, console: Console, folder: Path, hosts: Hosts) -> None:
        self._console, self._folder, self._hosts = console, folder, hosts

    @contextlib.contextmanager
    def watch(
        self, scenario: Scenario, start: datetime, timeline: Timeline, service: str
    ) -> Iterator[Callable[[float], None]]:
        rows = {
            "the service": service,
            "what happened, as JSON lines": str(self._folder / TIMELINE),
            "what the service says": str(self._folder / "service.log"),
        }
        for name, where in rows.items():
            self._console.print(f"  {name:28} {where}", markup=False, highlight=False, soft_wrap=True)
        self._console.file.flush()
        with shown(self._console, scenario, start, timeline) as tick:
            yield tick

    def judged(self, verdicts: Sequence[Verdict], *, touched: bool) -> None:
        if touched:
            self._console.print(words.TOUCHED, soft_wrap=True)
            self._console.file.flush()
            return
        broken = [verdict for verdict in verdicts if not verdict.held]
        said = f"[bold red]{words.BROKEN}[/]" if broken else f"[bold green]{words.HELD}[/]"
        self._console.print(said, soft_wrap=True)
        for verdict in broken:
            self._console.print(f"  {verdict.what}: {verdict.detail}", highlight=False, markup=False, soft_wrap=True)
        self._console.file.flush()
