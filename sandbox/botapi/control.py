"""`BotApi`: the local Bot API as one object, to serve, drive, break and read."""

import asyncio
import importlib
from collections.abc import Callable
from types import TracebackType
from typing import Self

from sandbox.botapi.clock import Clock, SystemClock
from sandbox.botapi.courier import Courier
from sandbox.botapi.doings import Doings
from sandbox.botapi.door import Door
from sandbox.botapi.faults import Faults
from sandbox.botapi.gauge import Gauge, Idle
from sandbox.botapi.invariants import violations
from sandbox.botapi.limits import Limits
from sandbox.botapi.methods import Methods
from sandbox.botapi.polling import Polling
from sandbox.botapi.queue import UpdateQueue
from sandbox.botapi.server import HOST, Server
from sandbox.botapi.settings import Settings
from sandbox.botapi.transcript import Accepted, Transcript
from sandbox.botapi.webhook import Webhook
from sandbox.botapi.world import World

TOKEN = "42424242:sandbox-token-for-practice-only"


class BotApi(Doings):
    """One bot's Telegram. People act through the methods of `Doings`; the bot comes in over HTTP at `url`.

    Between `open` and `close` (or inside `async with`) calls are answered. Everything is in memory, belongs to
    one event loop, and runs on the clock given: lifetimes, pauses and back-off never look at the real time.
    """

    def __init__(self, token: str = TOKEN, *, clock: Clock | None = None, settings: Settings | None = None) -> None:
        super().__init__(World(clock or SystemClock(), token, settings or Settings()))
        self._gauge = Gauge()
        self._polling = Polling(self.world, self._gauge)
        self.webhook = Webhook(self.world, self._polling)
        self._methods = Methods(self.world, self._polling, self.webhook)
        self.faults = Faults()
        self.when = self.faults.when
        """Makes a fault rule, to be completed with `.do(Fault...)`."""
        door = Door(self.world, self._methods, self.faults)
        self._server = Server(token, door, self._gauge)
        self._courier = Courier(self.world, self.webhook, self._gauge, door.call)
        self._delivery: asyncio.Task[None] | None = None
        self.world.queue.on_change(self._gauge.tick)

    async def open(self, port: int = 0) -> None:
        """Listen on loopback, 0 for any free port; the first open in a process loads the schema, some seconds."""
        importlib.import_module("sandbox.botapi.schema")
        await self._server.open(port)
        self._delivery = asyncio.create_task(self._courier.serve())

    async def close(self) -> None:
        """Answer waiting polls with a restart, cut what hangs, stop listening."""
        self._polling.close()
        if self._delivery is not None:
            self._delivery.cancel()
            await asyncio.gather(self._delivery, return_exceptions=True)
        await self._server.close()

    async def __aenter__(self) -> Self:
        await self.open()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    @property
    def token(self) -> str:
        return self.world.token

    @property
    def url(self) -> str:
        """The server's address, to which a client adds `/bot<token>/<method>`."""
        return f"http://{HOST}:{self._server.port}"

    @property
    def clock(self) -> Clock:
        return self.world.clock

    @property
    def queue(self) -> UpdateQueue:
        return self.world.queue

    @property
    def limits(self) -> Limits:
        return self.world.limits

    @property
    def transcript(self) -> Transcript:
        """What people's devices showed and rang, with a live stream."""
        return self.world.transcript

    @property
    def ledger(self) -> list[Accepted]:
        """Every call that took effect, whatever the bot was told."""
        return self.world.ledger

    def accepted(self, method: str = "sendMessage", chat: int | None = None) -> list[Accepted]:
        """The ledger's entries of one method, of one chat or of all."""
        return [e for e in self.world.ledger if e.method == method and chat in (None, e.chat_id)]

    def idle(self) -> Idle:
        """What is under way now; `quiet` when only time can make something happen."""
        if self.webhook.url:
            unfetched, unconfirmed = self._courier.due(), 0
        else:
            unfetched, unconfirmed = self.world.queue.counts()
        return Idle(
            in_flight=self._gauge.in_flight,
            waiting_polls=self._gauge.waiting_polls,
            hanging=self._gauge.hanging,
            delivering=self._gauge.delivering,
            unfetched=unfetched,
            unconfirmed=unconfirmed,
            activity=self._gauge.activity,
        )

    async def until(self, holds: Callable[[Idle], bool]) -> Idle:
        """Wait, in real time, until this holds of what is under way; looked at after every change."""
        while not holds(idle := self.idle()):
            await self._gauge.changed()
        return idle

    def violations(self, *, kills: int = 0) -> list[str]:
        """Every rule the bot broke on the wire so far; empty when all hold. `kills`: see `invariants`."""
        return violations(self.world, kills=kills)

    def refuse(self) -> None:
        """F3: refuse every connection until `listen`."""
        self._server.refuse()

    async def listen(self) -> None:
        """Accept connections again, on the same port."""
        await self._server.listen()

    @property
    def listening(self) -> bool:
        return self._server.listening
