"""The webhook door: Telegram brings each update here; it is stored as little as ever before it is confirmed with 200.

Path and secret both come from the bot's token, so that every instance knows them and a new token changes them.
"""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
from base64 import urlsafe_b64encode
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Final

from aiohttp import web

from bot.telegram.batch import Batch, reduced
from bot.telegram.health import Health
from domain.errors import StorageBusy
from domain.ports import Clock

HEADER: Final = "X-Telegram-Bot-Api-Secret-Token"
FOLDER: Final = "/v1/telegram/"
MOST: Final = 1 << 20
"""Bytes of one update; Telegram's are far smaller."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """Where Telegram brings our updates: the address, its secret last part, and the secret in the header."""

    url: str
    path: str
    secret: str

    @classmethod
    def of(cls, token: str, origin: str) -> Delivery:
        """Return what belongs to this token, behind this origin."""
        path = FOLDER + _derived(token, b"piket telegram webhook path")
        return cls(origin + path, path, _derived(token, b"piket telegram webhook secret"))

    def is_ours(self, url: str) -> bool:
        """Whether an address is one of ours: behind whatever origin, only we know the path."""
        return hmac.compare_digest(url[-len(self.path) :].encode(), self.path.encode())

    def __repr__(self) -> str:
        return "Delivery(…)"


def _derived(token: str, purpose: bytes) -> str:
    return urlsafe_b64encode(hmac.digest(token.encode(), purpose, hashlib.sha256)).rstrip(b"=").decode("ascii")


class Webhook:
    """Takes updates from whoever knows path and secret; any instance may, whichever holds the reader's lease.

    Args:
        store: stores a batch with conflict-ignore; durable on return; may raise StorageBusy.
        body_seconds: how long a body may take to arrive.
    """

    def __init__(
        self,
        delivery: Delivery,
        *,
        store: Callable[[Batch], Awaitable[None]],
        clock: Clock,
        health: Health,
        body_seconds: float,
    ) -> None:
        self._delivery, self._store, self._clock, self._health = delivery, store, clock, health
        self._body_seconds = body_seconds

    def add_to(self, app: web.Application) -> None:
        """Open the door in an application that has not started."""
        app.router.add_post(FOLDER + "{door}", self.answer)

    async def answer(self, request: web.Request) -> web.Response:
        """Store one update, then confirm it with an empty 200; a repeated one changes nothing.

        401 without the secret, 413 or 408 for a body that is too large or too slow, 503 while the store is busy:
        Telegram then brings it again. What cannot be read is kept as its shape, and confirmed, or it would block
        what comes behind it.
        """
        if not _same(request.path, self._delivery.path):
            raise web.HTTPNotFound
        if not _same(request.headers.get(HEADER, ""), self._delivery.secret):
            return web.Response(status=401)
        try:
            async with asyncio.timeout(self._body_seconds):
                body = await _read(request)
        except TimeoutError:
            return web.Response(status=408)
        if body is None:
            return web.Response(status=413)
        self._health.calls += 1
        try:
            await self._store(reduced([_decoded(body)], self._clock.now(), self._health))
        except StorageBusy:
            return web.Response(status=503, headers={"Retry-After": "1"})
        return web.Response()


def _same(given: str, ours: str) -> bool:
    """Compare in constant time, as bytes: what is not ASCII is simply not the same."""
    return hmac.compare_digest(given.encode("utf-8", "surrogateescape"), ours.encode())


async def _read(request: web.Request) -> bytes | None:
    body = bytearray()
    async for chunk in request.content.iter_any():
        body += chunk
        if len(body) > MOST:
            return None
    return bytes(body)


def _decoded(body: bytes) -> object:
    try:
        found: object = json.loads(body)
    except (ValueError, RecursionError):
        return None
    return found
