"""`piket demo`: play scenarios, show them or print them, and say by the exit status whether all of them held."""

from __future__ import annotations

import asyncio
import math
import sys
import time
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from collections.abc import Callable
from datetime import UTC, datetime

from rich.console import Console

from sandbox.play import words
from sandbox.play.conductor import Headless, Pace, Speed, TimeStuck
from sandbox.play.playing import Outcome, play
from sandbox.play.reading import MAIN, ScenarioInvalid, load_scenario, shipped
from sandbox.play.scenario import Scenario
from sandbox.play.service import ServiceFailed
from sandbox.play.showing import shown
from sandbox.play.stage import NeverStill
from sandbox.play.timeline import Timeline

SPEED = 15.0
HELD, BROKEN, UNPLAYED = 0, 1, 3


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--scenario", default=MAIN, metavar="NAME|FILE", help=f"which one (default {MAIN}), or `all`")
    parser.add_argument("--list", action="store_true", help="name the scenarios that come with Piket")
    parser.add_argument("--headless", action="store_true", help="no view, as fast as it goes; one line of outcome")
    parser.add_argument("--json", action="store_true", help="the timeline as JSON lines, the verdicts last")
    parser.add_argument("--speed", type=_speed, metavar="N", help=f"N times real time (default {SPEED:g})")


def _speed(text: str) -> float:
    try:
        speed = float(text)
    except ValueError:
        speed = math.nan
    if not 0 < speed < math.inf:
        raise ArgumentTypeError("give a number above 0, such as 60; --headless does not wait at all")
    return speed


def run(given: Namespace) -> int:
    """Play what was asked for; 0 only if every expectation and every promise held."""
    if given.list:
        for name in shipped():
            sys.stdout.write(f"{name:42} {load_scenario(name).about}\n")
        return HELD
    names = shipped() if given.scenario == "all" else [given.scenario]
    status = HELD
    for name in names:
        try:
            status = max(status, asyncio.run(_one(name, given)))
        except (ScenarioInvalid, ServiceFailed, NeverStill, TimeStuck) as wrong:
            sys.stderr.write(f"piket demo: {wrong}\n")
            status = UNPLAYED
    return status


async def _one(name: str, given: Namespace) -> int:
    scenario = load_scenario(name)
    timeline, began = Timeline(), time.monotonic()
    if given.json:
        timeline.listen(lambda entry: _line(entry.as_json()))
        outcome = await play(scenario, _pace(given), timeline)
        for verdict in outcome.verdicts:
            _line(verdict.as_json())
    elif given.headless:
        outcome = await play(scenario, _pace(given), timeline)
        _summary(Console(), scenario, outcome, time.monotonic() - began)
    else:
        outcome = await _shown(scenario, given, timeline, began)
    return HELD if outcome.held else BROKEN


async def _shown(scenario: Scenario, given: Namespace, timeline: Timeline, began: float) -> Outcome:
    console = Console()
    with shown(console, scenario, scenario.start_after(datetime.now(UTC)), timeline) as tick:
        outcome = await play(scenario, _pace(given, SPEED, tick), timeline)
    console.print()
    _summary(console, scenario, outcome, time.monotonic() - began)
    return outcome


def _pace(given: Namespace, otherwise: float | None = None, tick: Callable[[float], None] | None = None) -> Pace:
    speed = otherwise if given.speed is None else given.speed
    return Headless() if speed is None else Speed(speed, tick)


def _summary(console: Console, scenario: Scenario, outcome: Outcome, seconds: float) -> None:
    checked = f"{len(outcome.verdicts)} checked, {seconds:.1f} s"
    if outcome.held:
        console.print(f"[bold green]{words.HELD}[/] · {scenario.title} · {checked}", highlight=False, soft_wrap=True)
        return
    console.print(f"[bold red]{words.BROKEN}[/] · {scenario.title} · {checked}", highlight=False, soft_wrap=True)
    for verdict in outcome.broken:
        console.print(f"  {verdict.what}: {verdict.detail}", highlight=False, markup=False, soft_wrap=True)


def _line(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()
