"""Moves inbox entries from the store through the routers, one transaction each, so that each has its effect once."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, Final, Protocol, TypeVar

from bot.telegram.use_case import Unit
from config.logs import logger
from domain.errors import StorageBusy
from domain.inbox import InboxEntry, InboxKind
from domain.ports import Clock

T = TypeVar("T")
_AT_ONCE: Final = 50
_AGAIN_SECONDS: Final = 0.2
"""How long a store that is busy is left alone before the entries are asked for again."""
_log = logger("piket.telegram")


class Store(Protocol):
    """The part of the store the pump uses."""

    async def write(self, unit: Callable[[Any], T], *, urgent: bool = False) -> T: ...


class Talks(Protocol):
    """The conversation: leads one entry to its use case."""

    async def handle(self, entry: InboxEntry, perform: Callable[[Unit], Awaitable[None]]) -> bool: ...


class Pump:
    """Works the inbox off; `wake` after each stored batch, and once at the start for what an earlier life left."""

    def __init__(self, store: Store, clock: Clock, talks: Callable[[], Awaitable[Talks]]) -> None:
        self._store = store
        self._clock = clock
        self._talks = talks
        self._news = asyncio.Event()
        self._news.set()
        self._working = False

    def wake(self) -> None:
        """There may be entries to work off."""
        self._news.set()

    @property
    def busy(self) -> bool:
        return self._working or self._news.is_set()

    async def run(self) -> None:
        """Work for ever. A store that is busy leaves entries claimed by this instance; they are claimed again soon."""
        talks = await self._talks()
        while True:
            await self._news.wait()
            self._working = True
            self._news.clear()
            try:
                while entries := await self._claim():
                    for entry in entries:
                        await self._one(talks, entry)
            except StorageBusy:
                _log.warning("inbox.store_busy")
                await asyncio.sleep(_AGAIN_SECONDS)
                self.wake()
            finally:
                self._working = False

    async def _claim(self) -> Sequence[InboxEntry]:
        now = self._clock.now()
        claimed: Sequence[InboxEntry] = await self._store.write(lambda uow: uow.inbox.claim(now, _AT_ONCE))
        return claimed

    async def _one(self, talks: Talks, entry: InboxEntry) -> None:
        async def perform(unit: Unit) -> None:
            def work(uow: Any) -> None:
                unit(uow, entry, self._clock.now())
                uow.inbox.done(entry.source_key)

            await self._store.write(work, urgent=entry.kind is InboxKind.TAP)

        try:
            wanted = entry.kind is not InboxKind.IGNORED and await talks.handle(entry, perform)
            if not wanted:
                await self._store.write(lambda uow: uow.inbox.done(entry.source_key))
        except StorageBusy:
            raise
        except Exception as wrong:
            _log.error("inbox.quarantined", kind=entry.kind.value, error=type(wrong).__name__)
            await self._store.write(lambda uow: uow.inbox.quarantine(entry.source_key, "handler_failed"))
