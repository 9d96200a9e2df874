"""Calls of the Bot API by the conversation door; the token stands in their path, so no error is ever passed on."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

import aiohttp

from domain.ports import Clock, Timer

_CONNECT_SECONDS: Final = 5


@dataclass(frozen=True, slots=True)
class Answered:
    """What came back; `status` 0 when nothing did, `result` None unless Telegram said ok."""

    status: int
    result: Any


class Calls:
    """Makes calls; one that takes too long by the engine's clock is given up, also when that clock is virtual."""

    def __init__(self, api_root: str, token: str, clock: Clock, timer: Timer) -> None:
        self._api_root, self._token, self._clock, self._timer = api_root, token, clock, timer

    def __repr__(self) -> str:
        return "Calls(…)"

    def session(self) -> aiohttp.ClientSession:
        """Return a new session, for the caller to close."""
        return aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=None, sock_connect=_CONNECT_SECONDS))

    async def call(
        self, http: aiohttp.ClientSession, method: str, fields: Mapping[str, str], *, seconds: float
    ) -> Answered:
        """Make one call, which may take so many seconds; never raises for what Telegram or the network does."""
        posting = asyncio.ensure_future(self._post(http, method, fields))

        def give_up() -> None:
            posting.cancel()

        stop = self._timer.call_at(self._clock.now() + timedelta(seconds=seconds), give_up)
        try:
            await asyncio.wait([posting])
            return Answered(0, None) if posting.cancelled() else posting.result()
        finally:
            stop()
            give_up()

    async def _post(self, http: aiohttp.ClientSession, method: str, fields: Mapping[str, str]) -> Answered:
        url = f"{self._api_root}/bot{self._token}/{method}"
        try:
            async with http.post(url, data=fields, allow_redirects=False) as answer:
                status, body = answer.status, await answer.read()
        except (aiohttp.ClientError, TimeoutError, OSError, ValueError):
            return Answered(0, None)
        try:
            found: Any = json.loads(body)
            return Answered(status, found["result"] if status == 200 and found["ok"] is True else None)
        except (ValueError, KeyError, TypeError, RecursionError):
            return Answered(status, None)
