"""Is this instance alive, is it ready (and if not, why), and its figures for insiders; never a secret."""

from __future__ import annotations

import asyncio
import ipaddress
from typing import Final

from aiohttp import web

from bot.http.answers import json_answer
from bot.http.door import DOOR
from bot.http.metrics import figures
from bot.http.problems import problem
from domain.errors import PiketError

_PATIENCE: Final = 2.0
"""Seconds the store may take to answer before this instance calls itself not ready."""


async def live(_request: web.Request) -> web.StreamResponse:
    """The event loop turns."""
    return json_answer({"status": "live"})


async def ready(request: web.Request) -> web.StreamResponse:
    """Requests can be carried out; otherwise 503 with fixed words that say what is not."""
    door = request.app[DOOR]
    reasons = list(door.not_ready())
    try:
        async with asyncio.timeout(_PATIENCE):
            await door.store.read(lambda _unit: None)
    except (PiketError, OSError, TimeoutError):
        reasons.append("store")
    if reasons:
        return problem(request, 503, "service.not_ready", wait=1, more={"reasons": reasons})
    return json_answer({"status": "ready"})


async def loopback_figures(request: web.Request) -> web.StreamResponse:
    """Answer `/metrics` on the public listener to a direct caller on this machine; others see no such path."""
    door = request.app[DOOR]
    direct = "X-Forwarded-For" not in request.headers and "Forwarded" not in request.headers
    if door.settings.metrics_listen is None and direct and _loopback(request.remote):
        return figures(door.registry)
    return problem(request, 404, "path.unknown")


def _loopback(address: str | None) -> bool:
    try:
        return ipaddress.ip_address(address or "").is_loopback
    except ValueError:
        return False
