"""`piket run --sandbox`: the world around a running practice service; the main scenario live, and then it stays up."""

from __future__ import annotations

import asyncio
import contextlib
import json
import signal
import sys
from argparse import ArgumentParser
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from rich.console import Console

from sandbox.botapi.control import TOKEN
from sandbox.botapi.control_http import ControlServer
from sandbox.play import words
from sandbox.play.app import app_environment, built_app
from sandbox.play.clock import ClockLost
from sandbox.play.conductor import Conductor, Headless, Speed
from sandbox.play.demo import SPEED
from sandbox.play.folder import SETTINGS, TIMELINE, WORLD, FolderRefused, clear
from sandbox.play.founding import found
from sandbox.play.judge import judge
from sandbox.play.night import SETTING_UP, Night, enter, initialise, open_bot_api, write_token
from sandbox.play.player import Player
from sandbox.play.reading import MAIN, load_scenario
from sandbox.play.service import Installation, ServiceFailed, ServiceProcess, free_port, practice_environment
from sandbox.play.showing import shown
from sandbox.play.timeline import Entry, Timeline

_PORT: Final = 8080
_APP_PORT: Final = 8081
_TICK: Final = 1.0
_UNMADE: Final = 3


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--data", type=Path, required=True, metavar="FOLDER", help="the practice folder")


def prepare(folder: Path) -> int:
    """Found a fresh practice world in `folder`, and say in `settings.json` how its service is to run.

    What an earlier practice left there is removed; a folder with anything else is refused and left as it is.
    """
    try:
        clear(folder)
    except FolderRefused as refused:
        sys.stderr.write(f"{refused}\n")
        return _UNMADE
    scenario = load_scenario(MAIN)
    start = scenario.start_after(datetime.now(UTC))
    found(scenario, folder, start, start - SETTING_UP)
    try:
        asyncio.run(initialise(Installation(folder, {})))
    except ServiceFailed as wrong:
        sys.stderr.write(f"{wrong}\n")
        return _UNMADE
    bot_api = free_port()
    token = write_token(folder, TOKEN)
    environment = practice_environment(
        port=free_port(_PORT),
        telegram=f"http://127.0.0.1:{bot_api}",
        token_file=token.resolve(),
        start=start - SETTING_UP,
    )
    app = built_app()
    if app is not None:
        environment |= app_environment(app, free_port(_APP_PORT))
    (folder / WORLD).write_text(json.dumps({"bot_api": bot_api, "environment": environment}))
    (folder / SETTINGS).write_text(json.dumps(as_settings(environment), indent=2))
    return 0


def run(folder: Path) -> int:
    """Play the main scenario in the terminal, then keep Bot API, phones and clock going until told to stop."""
    try:
        asyncio.run(_live(folder))
    except (ServiceFailed, ClockLost):
        return 0
    except asyncio.CancelledError:
        return 0
    return 0


async def _live(folder: Path) -> None:
    task = asyncio.current_task()
    if task is not None:
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)
    world = json.loads((folder / WORLD).read_text())
    scenario, timeline = load_scenario(MAIN), Timeline()
    service = ServiceProcess(Installation(folder, world["environment"]))
    async with contextlib.AsyncExitStack() as stack:
        start = datetime.fromisoformat(world["environment"]["PIKET_PRACTICE_START"]) + SETTING_UP
        api = await open_bot_api(stack, start, int(world["bot_api"]))
        control = ControlServer(api)
        await control.open()
        stack.push_async_callback(control.close)
        await service.attach()
        written = stack.enter_context((folder / TIMELINE).open("w", encoding="utf-8"))

        def write(entry: Entry) -> None:
            written.write(f"{entry.as_json()}\n")
            written.flush()

        timeline.listen(write)
        night = await enter(stack, scenario, service, api, timeline)
        await _play(night)
        _say_where(Console(), folder, world["environment"], api.url, control.url)
        await _stay(night)


async def _play(night: Night) -> None:
    console = Console()
    with shown(console, night.scenario, night.start, night.timeline) as tick:
        await Player(night, Speed(SPEED, tick)).play()
    console.print()
    broken = [verdict for verdict in judge(night.scenario, night.timeline) if not verdict.held]
    console.print(f"[bold red]{words.BROKEN}[/]" if broken else f"[bold green]{words.HELD}[/]", soft_wrap=True)
    for verdict in broken:
        console.print(f"  {verdict.what}: {verdict.detail}", highlight=False, markup=False, soft_wrap=True)


async def _stay(night: Night) -> None:
    """From now on practice time goes as fast as real time; whoever must be rung is."""
    conductor = Conductor(night.stage, night.stage.now, Headless())
    while True:
        await asyncio.sleep(_TICK)
        await conductor.run(night.stage.now + timedelta(seconds=_TICK))


def _say_where(console: Console, folder: Path, settings: dict[str, str], bot_api: str, control: str) -> None:
    service = settings["PIKET_API_ORIGIN"]
    rows = {
        "the app, in a browser": settings.get("PIKET_APP_ORIGIN", words.APP_NOT_BUILT),
        "the service": service,
        "its API, described": f"{service}/v1/openapi.json",
        "is it ready?": f"{service}/v1/health/ready",
        "the local Bot API": bot_api,
        "all chats, as JSON": f"{control}/_control/transcript",
        "what happened, as JSON lines": str(folder / TIMELINE),
        "what the service says": str(folder / "service.log"),
        "play another scenario": ".venv/bin/piket demo --list",
    }
    console.print(f"\n{words.STAYS_UP}")
    for name, where in rows.items():
        console.print(f"  {name:28} {where}", markup=False, highlight=False, soft_wrap=True)
    console.file.flush()


def as_settings(environment: dict[str, str]) -> dict[str, object]:
    """The same settings as the service takes them in its own process: names in lower case, groups as tables."""
    found: dict[str, object] = {}
    for name, value in environment.items():
        group, _, one = name.removeprefix("PIKET_").lower().partition("__")
        given = json.loads(value) if value.startswith("[") else value
        if not one:
            found[group] = given
            continue
        table = found.setdefault(group, {})
        assert isinstance(table, dict)
        table[one] = given
    return found
