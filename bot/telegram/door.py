"""The Telegram door of one process: reader or webhook, the inbox behind it, the conversation loaded when needed."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any, Final, Protocol, TypeVar

from bot.telegram.batch import Batch
from bot.telegram.calls import Calls
from bot.telegram.health import Health
from bot.telegram.keeper import Keeper
from bot.telegram.pump import Pump, Talks
from bot.telegram.reader import Reader
from bot.telegram.webhook import Delivery, Webhook
from bot.telegram.worker import Conversation, Patience
from config.settings import Settings
from domain.ports import Clock, Timer

T = TypeVar("T")
READER: Final = "telegram-reader"
_TROUBLES: Final = {
    "telegram.revoked": "revoked",
    "telegram.other_reader": "refused",
    "telegram.webhook": "foreign",
    "telegram.undelivered": "undelivered",
}
"""What stands on the board, by the flag of the health that says so."""


class Store(Protocol):
    """The part of the store this door uses."""

    async def write(self, unit: Callable[[Any], T], *, urgent: bool = False) -> T: ...


class TelegramDoor:
    """Reads, keeps, works off; `workers` run for ever."""

    def __init__(self, settings: Settings, token: str, store: Store, clock: Clock, timer: Timer) -> None:
        bells = self._settings = settings.bells
        self._store, self._clock, self.health = store, clock, Health()
        self._shown: set[str] = set(_TROUBLES)
        """What may stand on the board of an earlier life too: cleared at the first call that goes well."""
        self.pump = Pump(store, clock, self._talks)
        calls = Calls(bells.telegram_api, token, clock, timer)
        delivery = Delivery.of(token, settings.api_origin)
        self.keeper = Keeper(
            calls,
            delivery,
            holds=self._holds,
            rest=asyncio.sleep,
            clock=clock,
            health=self.health,
            every=bells.webhook_check,
            pause_seconds=bells.reader_pause.total_seconds(),
        )
        self.reader = Reader(
            calls,
            poll_seconds=bells.poll_seconds,
            pause_seconds=bells.reader_pause.total_seconds(),
            store=self._keep,
            holds=self._holds,
            in_the_way=self.keeper.leave,
            rest=asyncio.sleep,
            clock=clock,
            health=self.health,
        )
        body_seconds = settings.limits.body_time.total_seconds()
        self.webhook: Webhook | None = None
        if bells.updates == "webhook":
            self.webhook = Webhook(
                delivery, store=self._keep, clock=clock, health=self.health, body_seconds=body_seconds
            )

    @classmethod
    def open(cls, settings: Settings, store: Store, clock: Clock, timer: Timer) -> TelegramDoor | None:
        """Return the door, or None when this installation has no bot."""
        token = settings.bot_token
        return None if token is None else cls(settings, token, store, clock, timer)

    @property
    def busy(self) -> int:
        return int(self.pump.busy)

    def workers(self) -> tuple[Callable[[], Awaitable[None]], ...]:
        """Return what must run for ever."""
        return (self.reader.run if self.webhook is None else self.keeper.run, self.pump.run)

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
        troubles = {kind: bool(getattr(self.health, flag)) for kind, flag in _TROUBLES.items()}

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
