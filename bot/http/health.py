"""Is this instance alive, is it ready (and if not, why), and its troubles and figures for insiders; never a secret."""

from __future__ import annotations

import asyncio
import ipaddress
from typing import Final, Literal

from aiohttp import web
from pydantic import BaseModel

from bot.http.answers import json_answer
from bot.http.door import DOOR
from bot.http.metrics import figures
from bot.http.problems import problem
from domain.errors import PiketError
from handlers.troubles import troubles

_PATIENCE: Final = 2.0
"""Seconds the store may take to answer before this instance calls itself not ready."""


class Ready(BaseModel):
    """Requests can be carried out; `troubles`, for a direct caller on this machine only, says what else is wrong."""

    status: Literal["ready"]
    troubles: tuple[str, ...] = ()


async def live(_request: web.Request) -> web.StreamResponse:
    """The event loop turns."""
    return json_answer({"status": "live"})


async def ready(request: web.Request) -> web.StreamResponse:
    """Requests can be carried out; otherwise 503 with fixed words that say what is not.

    A channel that is down, a bot token that is refused or a log that lags never makes an instance unready: another
    one would fare no better, and without this one the other channels would fall silent as well.
    """
    door = request.app[DOOR]
    reasons, found = list(door.not_ready()), list(door.channels_down())
    try:
        async with asyncio.timeout(_PATIENCE):
            late, now = door.settings.sequencing.late, door.clock.now()
            found += await door.store.read(lambda unit: troubles(unit, now, late))
    except (PiketError, OSError, TimeoutError):
        reasons = list(dict.fromkeys([*reasons, "store"]))
    if reasons:
        return problem(request, 503, "service.not_ready", wait=1, more={"reasons": reasons})
    return json_answer({"status": "ready", **({"troubles": found} if found and _direct(request) else {})})


async def loopback_figures(request: web.Request) -> web.StreamResponse:
    """Answer `/metrics` on the public listener to a direct caller on this machine; others see no such path."""
    door = request.app[DOOR]
    if door.settings.metrics_listen is None and _direct(request):
        return figures(door.registry)
    return problem(request, 404, "path.unknown")


def _direct(request: web.Request) -> bool:
    """Whether this is a caller on this machine, and not a proxy on behalf of somebody else."""
    forwarded = "X-Forwarded-For" in request.headers or "Forwarded" in request.headers
    return not forwarded and _loopback(request.remote)


def _loopback(address: str | None) -> bool:
    try:
        return ipaddress.ip_address(address or "").is_loopback
    except ValueError:
        return False
