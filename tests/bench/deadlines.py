"""Deadline to bell, and start to first bell, with 100,000 open obligations in the store."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import time
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median
from typing import Final

import aiohttp

from tests.bench.figures import Figure, percentiles
from tests.bench.obligations import copies, engine_offset, forget_rings, handles
from tests.bench.processes import BYTECODE, Running, Sink, floor, service, sink

OPEN: Final = 100_000
_PROBES: Final = 240
_EVERY: Final = 0.025
_LEAD: Final = 8
"""Seconds between writing the probes and the first of them: the service starts, loads and comes to rest."""
_RESTARTS: Final = 4
_OVERDUE: Final = 20
_MODULES: Final = "import bot.__main__, bot.cli.run, bot.bootstrap, config.logs"


def fill(data: Path, prototype: int) -> None:
    """Put the open obligations in the store, due far away, one a second."""
    far = datetime.now(UTC) + timedelta(days=30)
    copies(data / "piket.db", prototype, [far + timedelta(seconds=place) for place in range(OPEN)], "ver")


async def probed(
    http: aiohttp.ClientSession, bells: Sink, data: Path, prototype: int, count: int
) -> tuple[list[float], float]:
    """Let so many obligations come due one by one; returns how late each one's bell was, and the resident memory."""
    database = data / "piket.db"
    first = datetime.now(UTC) + timedelta(seconds=_LEAD)
    moments = [first + timedelta(seconds=place * _EVERY) for place in range(count)]
    probes = copies(database, prototype, moments, "proef")
    with service(data, bells) as ours:
        await ours.wait(http)
        await asyncio.sleep((first - datetime.now(UTC)).total_seconds() + count * _EVERY + 1)
        rung, items, offset = await bells.rings(http), handles(database), engine_offset(database)
        resident = ours.rss()
        ours.kill()
    return _late([(moment + offset, items[handle]) for moment, handle in rung], probes), resident


async def lateness(data: Path, rows: Path, prototype: int) -> list[Figure]:
    """Probes come due one by one: how late does each one's bell arrive?"""
    with sink() as bells, floor(rows, bells) as below:
        async with aiohttp.ClientSession() as http:
            for process in (bells, below):
                await process.wait(http)
            bare = await _bare(http, below, bells)
            late, resident = await probed(http, bells, data, prototype, _PROBES)
            bare += await _bare(http, below, bells)
            resident_bare = below.rss()
    if not bare:
        raise RuntimeError("The floor rang no bell; the figures would mean nothing.")
    floor_p50, floor_p99 = percentiles(bare)
    p50, p99 = percentiles(late)
    name = f"deadline to bell, {OPEN:,} open"
    return [
        Figure(name, _PROBES, floor_p50, floor_p99, p50, p99, "p99 at most 5 ms", p99 <= 5),
        Figure(f"resident memory, {OPEN:,} open", 1, resident_bare, None, resident, None, "", None, "MiB"),
    ]


async def first_bell(http: aiohttp.ClientSession, bells: Sink, data: Path, prototype: int, turn: int) -> float:
    """Start on a store with bells overdue; returns the seconds from the start of the process to the first bell."""
    forget_rings(data / "piket.db")
    overdue = datetime.now(UTC) - timedelta(seconds=5)
    copies(data / "piket.db", prototype, [overdue] * _OVERDUE, f"te-laat-{turn}")
    with service(data, bells) as ours:
        await bells.wait_for(http, 1, 15)
        rung = await bells.rings(http)
        ours.kill()
    await bells.rings(http)
    return rung[0][0] - ours.began


async def restart(data: Path, prototype: int) -> list[Figure]:
    """Killed and started again with bells overdue: from the start of the process to the first bell."""
    imports: list[float] = []
    firsts: list[float] = []
    with sink() as bells:
        async with aiohttp.ClientSession() as http:
            await bells.wait(http)
            for turn in range(_RESTARTS):
                imports.append(_import_seconds())
                firsts.append(await first_bell(http, bells, data, prototype, turn))
    floor_p50, floor_p99 = percentiles(imports)
    p50, p99 = percentiles(firsts)
    reached = median(firsts) <= median(imports) + 0.5
    name = f"start to first bell, {OPEN:,} open (floor: the imports)"
    return [Figure(name, _RESTARTS, floor_p50, floor_p99, p50, p99, "p50 at most imports + 500 ms", reached)]


def _late(rung: Sequence[tuple[float, str]], probes: Mapping[str, datetime]) -> list[float]:
    """Return how late each probe's bell was.

    A phone gets one bell a transaction: probes that were advanced together share one, the first after their moment.
    """
    own: dict[str, float] = {}
    for moment, item in rung:
        own.setdefault(item, moment)
    moments = sorted(moment for moment, item in rung if item in probes)
    late = []
    for item, deadline in probes.items():
        due = deadline.timestamp()
        after = bisect_left(moments, due)
        if item not in own and after == len(moments):
            raise RuntimeError("A deadline passed without a bell; the figures would mean nothing.")
        late.append((own[item] if item in own else moments[after]) - due)
    return late


async def _bare(http: aiohttp.ClientSession, below: Running, bells: Sink) -> list[float]:
    query = {"pending": str(OPEN), "count": str(_PROBES // 2), "every": str(_EVERY)}
    async with http.post(f"{below.origin}/arm", params=query) as answer:
        first = float(await answer.json())
    await asyncio.sleep(first - time.monotonic() + _PROBES // 2 * _EVERY + 0.5)
    return [
        moment - first - int(handle.removeprefix("probe-")) * _EVERY
        for moment, handle in await bells.rings(http)
        if handle.startswith("probe-")
    ]


def _import_seconds() -> float:
    """How long a fresh interpreter takes to import what the service imports before it serves, and to end."""
    began = time.monotonic()
    subprocess.run([sys.executable, "-c", _MODULES], check=True, env={**os.environ, **BYTECODE})
    return time.monotonic() - began
