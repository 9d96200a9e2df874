"""Fifty thousand planned reviews cost the engine nothing until they are due: with them and without (HB-03)."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median
from typing import Final

import aiohttp

from tests.bench.bells import Sides, block
from tests.bench.deadlines import first_bell, probed
from tests.bench.figures import Figure, percentiles
from tests.bench.obligations import FIRST_PROMPT, reviews
from tests.bench.processes import Running, Sink, service, sink
from tests.bench.submits import Request

PLANNED: Final = 50_000
_BLOCK: Final = 30
_PROBES: Final = 120
_RESTARTS: Final = 4
_LOADED: Final = 6
_YEAR: Final = timedelta(days=365)
_TIMES: Final = 1.1
"""Of two sides that do the same the medians differ by less than this; more would be the reviews."""


def fill(data: Path, prototype: int) -> None:
    """Plan them over a year from the day after tomorrow's first prompts on."""
    first = datetime.now(UTC) + FIRST_PROMPT + timedelta(days=2)
    reviews(data / "piket.db", prototype, [first + _YEAR * place / PLANNED for place in range(PLANNED)])


async def planned(none: Path, full: Path, prototype: int, requests: Sequence[Request]) -> list[Figure]:
    """Submit to bell, deadline to bell and start to first bell: with `none` planned, and with `full`."""
    with sink() as bells:
        async with aiohttp.ClientSession() as http:
            await bells.wait(http)
            figures = [await _submits(http, bells, none, full, requests)]
            sides = [await probed(http, bells, data, prototype, _PROBES) for data in (none, full)]
            figures.append(_beside("deadline to bell", sides[0][0], sides[1][0]))
            starts: tuple[list[float], list[float]] = ([], [])
            for turn in range(_RESTARTS):
                for data, found in zip((none, full), starts, strict=True):
                    found.append(await first_bell(http, bells, data, prototype, turn))
            figures.append(_beside("start to first bell", *starts))
    return figures


async def _submits(
    http: aiohttp.ClientSession, bells: Sink, none: Path, full: Path, requests: Sequence[Request]
) -> Figure:
    """Blocks by turns; the first warms both up."""
    bare: list[float] = []
    ours: list[float] = []
    with service(none, bells) as without:
        await without.wait(http)
        with service(full, bells) as beside:
            await beside.wait(http)
            await asyncio.sleep(_LOADED)
            for start in range(0, len(requests), _BLOCK):
                for data, side, found in ((none, without, bare), (full, beside, ours)):
                    taken = await _block(http, bells, data, side, requests[start : start + _BLOCK])
                    found += taken if start else []
    return _beside("submit to bell, idle", bare, ours)


async def _block(
    http: aiohttp.ClientSession, bells: Sink, data: Path, side: Running, some: Sequence[Request]
) -> list[float]:
    found = await block(Sides(http, bells, side, side, data / "piket.db"), side, some)
    return [bell for bell, _ in found]


def _beside(what: str, bare: Sequence[float], ours: Sequence[float]) -> Figure:
    """A figure whose floor is the same service with none planned."""
    name = f"{what}, {PLANNED:,} reviews planned (floor: none)"
    reached = median(ours) <= _TIMES * median(bare)
    goal = f"p50 at most {_TIMES:g} times"
    return Figure(name, len(ours), *percentiles(bare), *percentiles(ours), goal, reached)
