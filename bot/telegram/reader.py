"""Our own `getUpdates` reader: stores what may be kept, and only then lets Telegram forget it.

One reader per bot, by lease. The offset is confirmed by the next call, after the commit of the previous batch, so a
crash in between redelivers and the inbox's unique key swallows it. An update that cannot be read never blocks the
ones behind it. Dedup is by what happened, never by the update id, which may jump back.
"""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Protocol

import aiohttp

from bot.telegram.allowlist import Unreadable, reduce, update_id_of
from domain.errors import StorageBusy
from domain.inbox import InboxEntry
from domain.ports import Clock

ALLOWED: Final = '["message","callback_query","my_chat_member"]'
_BATCH: Final = 100


@dataclass(frozen=True, slots=True)
class Batch:
    """What one call brought: entries to store, and the shapes of what could not be read."""

    entries: tuple[InboxEntry, ...]
    unreadable: tuple[tuple[str, str], ...]
    """(source key, shape) of each update that is kept only as its keys and types."""


@dataclass(frozen=True, slots=True)
class ReaderSettings:
    """`poll_seconds` is how long Telegram holds an empty call; the client waits 15 s more."""

    api_root: str
    token: str
    poll_seconds: int
    pause_seconds: float
    """How long to rest after a call that failed."""

    def __repr__(self) -> str:
        return "ReaderSettings(…)"


class Holds(Protocol):
    """Tells whether this process still holds the reader's lease; asked before every call."""

    async def __call__(self) -> bool: ...


@dataclass(slots=True)
class Health:
    """What the metrics and `ready` show of the reader."""

    calls: int = 0
    failures: int = 0
    conflicts: int = 0
    revoked: bool = False
    refused: bool = False
    """Another reader takes our updates: the newest calls were answered 409."""
    quarantined: int = 0
    kinds: dict[str, int] = field(default_factory=dict)


class Reader:
    """Reads for ever; `run` returns only by cancellation.

    Args:
        store: stores a batch with conflict-ignore; durable on return.
        holds: renews and tells the lease.
        rest: waits so many seconds of real time (or until cancelled); replaced in tests.
    """

    def __init__(
        self,
        settings: ReaderSettings,
        *,
        store: Callable[[Batch], Awaitable[None]],
        holds: Holds,
        rest: Callable[[float], Awaitable[None]],
        clock: Clock,
    ) -> None:
        self._settings = settings
        self._store = store
        self._holds = holds
        self._rest = rest
        self._clock = clock
        self._offset = 0
        self.health = Health()

    async def run(self) -> None:
        """Read, store, confirm; a failing call is counted and tried again after a pause."""
        timeout = aiohttp.ClientTimeout(total=self._settings.poll_seconds + 15, sock_connect=5)
        async with aiohttp.ClientSession(timeout=timeout) as http:
            while True:
                try:
                    went_well = await self._once(http)
                except StorageBusy:
                    went_well = False  # nothing was confirmed, so Telegram keeps it and hands it out again
                if not went_well:
                    await self._rest(self._settings.pause_seconds)

    async def _once(self, http: aiohttp.ClientSession) -> bool:
        if not await self._holds():
            return False
        updates = await self._fetch(http)
        if updates:
            await self._store(self._reduced(updates))
            self._offset = self._after(updates)
        return updates is not None

    async def _fetch(self, http: aiohttp.ClientSession) -> Sequence[object] | None:
        self.health.calls += 1
        url = f"{self._settings.api_root}/bot{self._settings.token}/getUpdates"
        fields = {
            "timeout": str(self._settings.poll_seconds),
            "limit": str(_BATCH),
            "allowed_updates": ALLOWED,
            **({"offset": str(self._offset)} if self._offset else {}),
        }
        try:
            async with http.post(url, data=fields, allow_redirects=False) as answer:
                status, body = answer.status, await answer.read()
        except (aiohttp.ClientError, TimeoutError, OSError, ValueError):
            self.health.failures += 1
            return None
        return self._understood(status, body)

    def _understood(self, status: int, body: bytes) -> Sequence[object] | None:
        try:
            answer: Any = json.loads(body)
            result = answer["result"] if status == 200 and answer["ok"] is True else None
        except (ValueError, KeyError, TypeError, RecursionError):
            result = None
        self.health.revoked, self.health.refused = status == 401, status == 409
        if isinstance(result, list):
            return result
        self.health.failures += 1
        self.health.conflicts += status == 409
        return None

    def _reduced(self, updates: Sequence[object]) -> Batch:
        now = self._clock.now()
        entries: list[InboxEntry] = []
        unreadable: list[tuple[str, str]] = []
        for raw in updates:
            try:
                entry = reduce(raw, now)
            except Unreadable as wrong:
                self.health.quarantined += 1
                unreadable.append((f"unreadable:{update_id_of(raw)}", wrong.shape))
            else:
                self.health.kinds[entry.kind.value] = self.health.kinds.get(entry.kind.value, 0) + 1
                entries.append(entry)
        return Batch(tuple(entries), tuple(unreadable))

    def _after(self, updates: Sequence[object]) -> int:
        """The next offset; a batch of which no id can be read is passed over by one, so that it cannot block."""
        ids = [found for raw in updates if (found := update_id_of(raw)) is not None]
        return max(ids) + 1 if ids else self._offset + len(updates)
