"""Keeps Telegram's idea of our webhook right: set and watched when updates come by it, gone when they are polled.

Under the reader's lease, so that one instance does it. Nothing that waits at Telegram is ever dropped.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any, Final, Protocol

import aiohttp

from bot.telegram.calls import Calls
from bot.telegram.health import Health
from bot.telegram.webhook import Delivery
from domain.errors import StorageBusy
from domain.ports import Clock

ALLOWED: Final = '["message","callback_query","my_chat_member"]'
_CALL_SECONDS: Final = 15


class Holds(Protocol):
    """Tells whether this process still holds the reader's lease; asked before every call."""

    async def __call__(self) -> bool: ...


class Keeper:
    """`run` for updates by webhook; `leave` for polling, when Telegram says that a webhook stands in the way.

    Args:
        every: how often Telegram is asked where it delivers.
        pause_seconds: how long to rest after a call that failed.
        rest: waits so many seconds of real time (or until cancelled); replaced in tests.
    """

    def __init__(
        self,
        calls: Calls,
        delivery: Delivery,
        *,
        holds: Holds,
        rest: Callable[[float], Awaitable[None]],
        clock: Clock,
        health: Health,
        every: timedelta,
        pause_seconds: float,
    ) -> None:
        self._calls, self._delivery, self._holds, self._rest = calls, delivery, holds, rest
        self._clock, self._health, self._every, self._pause = clock, health, every, pause_seconds
        self._set = False

    async def run(self) -> None:
        """See to it, for ever, that Telegram delivers to us and to nobody else."""
        async with self._calls.session() as http:
            while True:
                try:
                    went_well = await self._holds() and await self._look(http)
                except StorageBusy:
                    went_well = False
                await self._rest(self._every.total_seconds() if went_well else self._pause)

    async def leave(self, http: aiohttp.ClientSession) -> None:
        """Take away a webhook of ours, left by an earlier setting; one that is not ours is somebody with our token."""
        info = await self._calls.call(http, "getWebhookInfo", {}, seconds=_CALL_SECONDS)
        url = info.result.get("url") if isinstance(info.result, dict) else None
        if not isinstance(url, str) or not url:
            return
        if self._delivery.is_ours(url):
            await self._calls.call(http, "deleteWebhook", {}, seconds=_CALL_SECONDS)
        else:
            self._health.foreign = True

    async def _look(self, http: aiohttp.ClientSession) -> bool:
        self._health.calls += 1
        found = await self._calls.call(http, "getWebhookInfo", {}, seconds=_CALL_SECONDS)
        if found.status:
            self._health.revoked = found.status == 401
        if not isinstance(found.result, dict):
            self._health.failures += 1
            return False
        url = found.result.get("url")
        if url == self._delivery.url and self._set:
            self._health.undelivered = self._stuck(found.result)
            return True
        if isinstance(url, str) and url and not self._delivery.is_ours(url):
            self._health.foreign = True
        fields = {"url": self._delivery.url, "secret_token": self._delivery.secret, "allowed_updates": ALLOWED}
        done = await self._calls.call(http, "setWebhook", fields, seconds=_CALL_SECONDS)
        self._set = done.result is True
        self._health.undelivered = not self._set
        self._health.failures += not self._set
        return self._set

    def _stuck(self, info: dict[str, Any]) -> bool:
        """Whether updates wait and the newest attempt to bring one failed within the last two looks."""
        failed, waiting = info.get("last_error_date"), info.get("pending_update_count")
        if not isinstance(failed, int) or not waiting:
            return False
        return self._clock.now().timestamp() - failed < 2 * self._every.total_seconds()
