"""A notice to all mayors: how long the whole gesture takes the service, and how an emergency fares meanwhile."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import median
from typing import Final

import aiohttp

from config.areas import load_areas
from domain.functies import Scope
from tests.bench.figures import Figure, percentiles
from tests.bench.notices import Desk
from tests.bench.obligations import handles
from tests.bench.processes import Running, Sink, service, sink
from tests.bench.submits import Request

GESTURES: Final = 5
"""Of each kind, with nothing beside them; as many again with emergencies beside them."""
EMERGENCIES: Final = 10
"""Beside every second gesture; as many at idle before it."""
_PACE: Final = 0.08
_SETTLE: Final = 1.5
_LOADED: Final = 6

Body = tuple[bytes, str]


def gemeenten() -> list[Scope]:
    """Return every gemeente that has a mayor."""
    return sorted(load_areas().gemeenten)


async def all_mayors(data: Path, desk: Desk, requests: Sequence[Request]) -> list[Figure]:
    """Take the figures; `requests` are `1 + 4 * GESTURES * EMERGENCIES` emergencies, each from a device of its own."""
    figures = []
    left = list(requests)
    with sink() as bells, service(data, bells) as piket:
        async with aiohttp.ClientSession() as http:
            for process in (bells, piket):
                await process.wait(http)
            await asyncio.sleep(_LOADED)
            night = _Night(http, bells, piket, data / "piket.db")
            await night.emergencies(left[:1])
            del left[:1]
            for acute in (False, True):
                alone, shared, idle, beside = [], [], [], []
                for _ in range(GESTURES):
                    took, _ = await night.gesture(await desk.to_all(acute=acute), ())
                    alone.append(took)
                    gesture = await desk.to_all(acute=acute)
                    idle += await night.emergencies(left[:EMERGENCIES])
                    took, found = await night.gesture(gesture, left[EMERGENCIES : 2 * EMERGENCIES])
                    del left[: 2 * EMERGENCIES]
                    shared.append(took)
                    beside += found
                figures += _figures("acute notices" if acute else "notices", alone, shared, idle, beside)
    return figures


def _figures(
    what: str, alone: Sequence[float], shared: Sequence[float], idle: Sequence[float], beside: Sequence[float]
) -> list[Figure]:
    what = f"{len(gemeenten())} {what}"
    took, (quiet, quiet_worst), (rang, worst) = median(alone), percentiles(idle), percentiles(beside)
    return [
        Figure(f"{what}, whole gesture", len(alone), None, None, took * 1e3, None, "at most 1 s", took <= 1),
        Figure(
            f"{what}, {EMERGENCIES} emergencies beside", len(shared), None, None, median(shared) * 1e3, None, "", None
        ),
        Figure(
            f"emergency during {what} (floor: idle)", len(beside), quiet, quiet_worst, rang, worst,
            "p50 at most 1.5 times", rang <= 1.5 * quiet,
        ),
    ]  # fmt: skip


class _Night:
    def __init__(self, http: aiohttp.ClientSession, bells: Sink, piket: Running, database: Path) -> None:
        self._http, self._bells, self._database = http, bells, database
        self._acts = f"{piket.origin}/v1/acts"

    async def gesture(self, bodies: Sequence[Body], requests: Sequence[Request]) -> tuple[float, list[float]]:
        """Send a gesture, request after request as one app does, and emergencies beside it."""
        took: list[float] = []

        async def whole() -> None:
            began = time.monotonic()
            for body in bodies:
                await self._post(body)
            took.append(time.monotonic() - began)

        sending = asyncio.create_task(whole())
        found = await self.emergencies(requests)
        await sending
        return took[0], found

    async def emergencies(self, requests: Sequence[Request]) -> list[float]:
        """Send these at an even pace; returns the seconds to the first bell of each."""
        await self._bells.rings(self._http)
        sent: dict[str, float] = {}
        answers = []
        for request in requests:
            await asyncio.sleep(_PACE)
            sent[request.item] = time.monotonic()
            answers.append(asyncio.create_task(self._post((request.body, request.kind))))
        await asyncio.gather(*answers)
        await asyncio.sleep(_SETTLE)
        rung, items = await self._bells.rings(self._http), handles(self._database)
        heard: dict[str, float] = {}
        for moment, handle in rung:
            heard.setdefault(items.get(handle, handle), moment)
        return [heard[item] - began for item, began in sent.items()]

    async def _post(self, body: Body) -> None:
        async with self._http.post(self._acts, data=body[0], headers={"Content-Type": body[1]}) as answer:
            text = await answer.text()
            if answer.status >= 300 or '"status": 4' in text:
                raise RuntimeError(f"An act was answered with {answer.status}: {text[:500]}")
