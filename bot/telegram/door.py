"""The Telegram door of one process: the reader by lease, the inbox behind it, the conversation loaded when needed."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any, Final, Protocol, TypeVar

from bot.telegram.pump import Pump, Talks
from bot.telegram.reader import Batch, Reader, ReaderSettings
from bot.telegram.worker import Conversation, Patience
from config.settings import Bells, Settings
from domain.ports import Clock

T = TypeVar("T")
READER: Final = "telegram-reader"
_TROUBLES: Final = ("telegram.revoked", "telegram.other_reader")


class Store(Protocol):
    """The part of the store this door uses."""

    async def write(self, unit: Callable[[Any], T], *, urgent: bool = False) -> T: ...


class TelegramDoor:
    """Reads, keeps, works off; `workers` run for ever."""

    def __init__(self, settings: Bells, token: str, store: Store, clock: Clock) -> None:
        self._settings, self._store, self._clock = settings, store, clock
        self._shown: set[str] = set(_TROUBLES)
        """What may stand on the board of an earlier life too: cleared at the first call that goes well."""
        self.pump = Pump(store, clock, self._talks)
        self.reader = Reader(
            ReaderSettings(settings.telegram_api, token, settings.poll_seconds, settings.reader_pause.total_seconds()),
            store=self._keep,
            holds=self._holds,
            rest=asyncio.sleep,
            clock=clock,
        )

    @classmethod
    def open(cls, settings: Settings, store: Store, clock: Clock) -> TelegramDoor | None:
        """Return the door, or None when this installation has no bot."""
        token = settings.bot_token
        return None if token is None else cls(settings.bells, token, store, clock)

    @property
    def busy(self) -> int:
        return int(self.pump.busy)

    def workers(self) -> tuple[Callable[[], Awaitable[None]], ...]:
        """Return what must run for ever."""
        return (self.reader.run, self.pump.run)

    async def _keep(self, batch: Batch) -> None:
        now = self._clock.now()

        def unit(uow: Any) -> None:
            uow.inbox.put(batch.entries)
            for key, shape in batch.unreadable:
                uow.inbox.put_unreadable(key, shape, now)

        await self._store.write(unit, urgent=True)
        self.pump.wake()

    async def _holds(self) -> bool:
        now = self._clock.now()
        until = now + self._settings.reader_lease
        troubles = {"telegram.revoked": self.reader.health.revoked, "telegram.other_reader": self.reader.health.refused}

        def unit(uow: Any) -> int | None:
            for kind, stands in troubles.items():
                if stands:
                    uow.alarms.raise_(kind, "", now)
                elif kind in self._shown:
                    uow.alarms.clear(kind, "", now)
            fence: int | None = uow.leases.take(READER, now, until)
            return fence

        fence = await self._store.write(unit)
        self._shown = {kind for kind, stands in troubles.items() if stands}
        return fence is not None

    async def _talks(self) -> Talks:
        """Load the conversation beside everything else: importing its framework takes seconds."""
        patience = Patience(self._clock, self._settings.answer_strangers_every.total_seconds())
        return await asyncio.get_running_loop().run_in_executor(None, partial(Conversation, patience))
