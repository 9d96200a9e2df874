"""Submit to bell: at idle, and one request that rings 342 phones; the floor and the service take turns."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import aiohttp

from tests.bench.figures import Figure, compared
from tests.bench.obligations import handles
from tests.bench.processes import Running, Sink, floor, service, sink
from tests.bench.submits import Request

ON_CALL: Final = 342
_ALL: Final = ON_CALL + 1
"""The on-call, and the HOvJ on duty, who is rung about the conversation."""
_PACE: Final = 0.01
_SETTLE: Final = 0.6
_LOADED: Final = 6
"""Seconds in which a started service has loaded what it needs for conversations and placed its first leaves."""


@dataclass(frozen=True)
class Sides:
    """The two that are compared, their sink, and the service's database."""

    http: aiohttp.ClientSession
    bells: Sink
    floor: Running
    piket: Running
    database: Path


async def idle(data: Path, rows: Path, requests: Sequence[Request]) -> list[Figure]:
    """One request at a time; the first blocks warm both sides up."""
    blocks = [requests[start : start + 30] for start in range(0, len(requests), 30)]
    bare: list[float] = []
    piket: list[float] = []
    bare_answers: list[float] = []
    piket_answers: list[float] = []
    with sink() as bells, floor(rows, bells) as below, service(data, bells) as ours:
        async with aiohttp.ClientSession() as http:
            sides = await _ready(http, bells, below, ours, data)
            cpu = below.cpu(), ours.cpu()
            for number, some in enumerate(blocks):
                found = await block(sides, below, some)
                ours_found = await block(sides, ours, some)
                if number == 0:
                    cpu = below.cpu(), ours.cpu()
                else:
                    bare += [bell for bell, _ in found]
                    bare_answers += [answer for _, answer in found]
                    piket += [bell for bell, _ in ours_found]
                    piket_answers += [answer for _, answer in ours_found]
            count = sum(map(len, blocks[1:]))
            spent = [(side.cpu() - before) / count * 1e3 for side, before in zip((below, ours), cpu, strict=True)]
            resident = below.rss(), ours.rss()
    return [
        compared("submit to bell, idle", bare, piket, 2),
        compared("submit to answer, idle", bare_answers, piket_answers, None),
        Figure("CPU of a submit with its bell", count, spent[0], None, spent[1], None, "", None),
        Figure("resident memory", 1, resident[0], None, resident[1], None, "", None, "MiB"),
    ]


async def burst(data: Path, rows: Path, requests: Sequence[Request]) -> list[Figure]:
    """One request at a time, each ringing everybody; the first warms both sides up."""
    bare: list[float] = []
    piket: list[float] = []
    with sink() as bells, floor(rows, bells) as below, service(data, bells) as ours:
        async with aiohttp.ClientSession() as http:
            sides = await _ready(http, bells, below, ours, data)
            cpu = below.cpu(), ours.cpu()
            for number, request in enumerate(requests):
                if number == 1:
                    cpu = below.cpu(), ours.cpu()
                for side, lasts in ((below, bare), (ours, piket)):
                    last = await _burst(sides, side, request)
                    if number:
                        lasts.append(last)
            bells_rung = _ALL * (len(requests) - 1)
            spent = [(side.cpu() - before) / bells_rung * 1e3 for side, before in zip((below, ours), cpu, strict=True)]
    return [
        compared(f"one request, {ON_CALL} phones: last bell", bare, piket, 2.5),
        Figure("CPU of a bell in such a burst", bells_rung, spent[0], None, spent[1], None, "", None),
    ]


async def _ready(http: aiohttp.ClientSession, bells: Sink, below: Running, ours: Running, data: Path) -> Sides:
    for process in (bells, below, ours):
        await process.wait(http)
    await asyncio.sleep(_LOADED)
    await bells.rings(http)
    return Sides(http, bells, below, ours, data / "piket.db")


async def block(sides: Sides, side: Running, block: Sequence[Request]) -> list[tuple[float, float]]:
    """Send a block at an even pace; returns seconds to the bell and to the answer, of each request."""
    sent: dict[str, tuple[float, float]] = {}
    for request in block:
        sent[request.item] = await _send(sides.http, side, request)
        await asyncio.sleep(_PACE)
    await asyncio.sleep(_SETTLE)
    rung, items = await sides.bells.rings(sides.http), handles(sides.database)
    heard: dict[str, float] = {}
    for moment, handle in rung:
        heard.setdefault(items.get(handle, handle), moment)
    return [(heard[item] - began, answered - began) for item, (began, answered) in sent.items()]


async def _burst(sides: Sides, side: Running, request: Request) -> float:
    began, _ = await _send(sides.http, side, request)
    await sides.bells.wait_for(sides.http, _ALL, 10)
    await asyncio.sleep(_SETTLE)
    rung, items = await sides.bells.rings(sides.http), handles(sides.database)
    mine = [moment for moment, handle in rung if items.get(handle, handle) == request.item]
    if len(mine) != _ALL:
        raise RuntimeError(f"One request rang {len(mine)} phones, not {_ALL}; the figures would mean nothing.")
    return mine[-1] - began


async def _send(http: aiohttp.ClientSession, side: Running, request: Request) -> tuple[float, float]:
    """Send one request; returns when it was sent and when it was answered."""
    began = time.monotonic()
    async with http.post(f"{side.origin}/v1/acts", data=request.body, headers={"Content-Type": request.kind}) as answer:
        text = await answer.text()
    answered = time.monotonic()
    if answer.status != 201:
        raise RuntimeError(f"A request was answered with {answer.status}: {text[:500]}")
    return began, answered
