"""Our own `getUpdates` reader: stores what may be kept, and only then lets Telegram forget it.

One reader per bot, by lease. The offset is confirmed by the next call, after the commit of the previous batch, so a
crash in between redelivers and the inbox's unique key swallows it. An update that cannot be read never blocks the
ones behind it. Dedup is by what happened, never by the update id, which may jump back.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import Final

import aiohttp

from bot.telegram.allowlist import update_id_of
from bot.telegram.batch import Batch, reduced
from bot.telegram.calls import Calls
from bot.telegram.health import Health
from bot.telegram.keeper import ALLOWED, Holds
from domain.errors import StorageBusy
from domain.ports import Clock

_BATCH: Final = 100
_PATIENCE: Final = 15
"""Seconds, by the engine's clock, that a call may take beyond the time for which Telegram holds it."""


class Reader:
    """Reads for ever; `run` returns only by cancellation.

    Args:
        poll_seconds: how long Telegram holds an empty call.
        pause_seconds: how long to rest after a call that failed.
        store: stores a batch with conflict-ignore; durable on return.
        holds: renews and tells the lease.
        in_the_way: called when Telegram refuses because something else takes the updates.
        rest: waits so many seconds of real time (or until cancelled); replaced in tests.
    """

    def __init__(
        self,
        calls: Calls,
        *,
        poll_seconds: int,
        pause_seconds: float,
        store: Callable[[Batch], Awaitable[None]],
        holds: Holds,
        in_the_way: Callable[[aiohttp.ClientSession], Awaitable[None]],
        rest: Callable[[float], Awaitable[None]],
        clock: Clock,
        health: Health,
    ) -> None:
        self._calls, self._poll, self._pause = calls, poll_seconds, pause_seconds
        self._store, self._holds, self._in_the_way, self._rest = store, holds, in_the_way, rest
        self._clock = clock
        self._offset = 0
        self.health = health

    async def run(self) -> None:
        """Read, store, confirm; a failing call is counted and tried again after a pause."""
        async with self._calls.session() as http:
            while True:
                try:
                    went_well = await self._once(http)
                except StorageBusy:
                    went_well = False  # nothing was confirmed, so Telegram keeps it and hands it out again
                if not went_well:
                    await self._rest(self._pause)

    async def _once(self, http: aiohttp.ClientSession) -> bool:
        if not await self._holds():
            return False
        updates = await self._fetch(http)
        if updates:
            await self._store(reduced(updates, self._clock.now(), self.health))
            self._offset = self._after(updates)
        return updates is not None

    async def _fetch(self, http: aiohttp.ClientSession) -> Sequence[object] | None:
        self.health.calls += 1
        fields = {
            "timeout": str(self._poll),
            "limit": str(_BATCH),
            "allowed_updates": ALLOWED,
            **({"offset": str(self._offset)} if self._offset else {}),
        }
        answer = await self._calls.call(http, "getUpdates", fields, seconds=self._poll + _PATIENCE)
        if answer.status:
            self.health.revoked, self.health.refused = answer.status == 401, answer.status == 409
        if isinstance(answer.result, list):
            return answer.result
        self.health.failures += 1
        if answer.status == 409:
            self.health.conflicts += 1
            await self._in_the_way(http)
        return None

    def _after(self, updates: Sequence[object]) -> int:
        """The next offset; a batch of which no id can be read is passed over by one, so that it cannot block."""
        ids = [found for raw in updates if (found := update_id_of(raw)) is not None]
        return max(ids) + 1 if ids else self._offset + len(updates)
