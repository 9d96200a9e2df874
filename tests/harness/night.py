"""One night in one process: the whole service on virtual time, a local Bot API, and people with real keys.

A story asks phones what rang (`expect_bell`) and moves time by hand (`forward`). Every bell must be expected: one
that nobody asked about fails the story at its end.
"""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import secrets
import shutil
import tempfile
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import datetime, timedelta
from pathlib import Path
from types import TracebackType
from typing import Self, TypeVar

from bot.bootstrap import Service, open_service
from bot.clock import VirtualClock
from client.genesis import World, found_practice_world
from client.keyring import Keyring
from client.phone import Phone
from client.transport import Patience, Transport
from config.keys import load_log_keys, make_log_keys, make_push_seed, make_webhook_seed
from config.settings import Settings, load_settings
from domain.acts.payload import parse_payload
from domain.functies import Holding
from domain.ids import PersonId
from domain.ports import UnitOfWork, VerifiedAct
from handlers.pipeline import perform
from sandbox.botapi.control import BotApi
from sandbox.botapi.settings import Settings as BotApiSettings
from storage.migrate import migrate
from tests.harness.cast import CAST, NIGHT, OFFICERS, ORGANISATIONS, Role, world
from tests.harness.ladders import AREAS, KEPT
from tests.harness.postgres import Postgres

LOGS = ("directory", "root", *ORGANISATIONS.values())
FIRST_CHAT = 1001


class Seconds:
    """The service's virtual clock as the Bot API wants it: seconds, and a sleep on the same time."""

    def __init__(self, clock: VirtualClock) -> None:
        self._clock = clock

    def now(self) -> float:
        return self._clock.now().timestamp()

    async def sleep(self, seconds: float) -> None:
        woken = asyncio.Event()
        cancel = self._clock.call_at(self._clock.now() + timedelta(seconds=max(0.0, seconds)), woken.set)
        try:
            await woken.wait()
        finally:
            cancel()


class Somebody:
    """One person of the night: the app with its keys, and a phone that rings."""

    def __init__(self, night: Night, name: str, chat: int, phone: Phone) -> None:
        self.name, self.chat, self.phone = name, chat, phone
        self._night = night
        self._heard = 0

    def bells(self) -> list[float]:
        """The moments, in seconds since the night began, at which the phone rang and nobody asked about it yet."""
        rings = self._night.rings(self.chat)
        new, self._heard = rings[self._heard :], len(rings)
        return new

    def expect_bell(self, times: int = 1) -> None:
        """Fail unless the phone rang exactly so often since it was last asked."""
        heard = self.bells()
        assert len(heard) == times, f"{self.name} heard {len(heard)} bells, not {times}: at {heard}"

    def press_seen(self) -> None:
        """Tap "Ik heb dit gezien" on the newest bell that has the button."""
        for message in reversed(self._night.api.screen(self.chat)):
            if any("callback_data" in button for button in message.buttons()):
                self._night.api.press(self.chat, message.id, "Ik heb dit gezien")
                return
        raise AssertionError(f"{self.name} has no bell with that button")


class Night:
    """The night itself; made by `night`."""

    def __init__(self, folder: Path, url: str, cast: Mapping[str, Role], clock: VirtualClock, *, coupled: bool) -> None:
        self.folder, self.url, self.cast, self.clock, self.coupled = folder, url, cast, clock, coupled
        self.began = clock.now()
        self.api = BotApi(clock=Seconds(self.clock), settings=BotApiSettings(allow_local_urls=True, seed=1))
        self.people: dict[str, Somebody] = {}
        self._stack = AsyncExitStack()
        self._task: asyncio.Task[None] | None = None
        self._service: Service | None = None
        self._listen = "127.0.0.1:0"
        self.witnesses_file: Path | None = None
        """Whom the service asks from its next start on."""

    def __getitem__(self, name: str) -> Somebody:
        return self.people[name]

    @property
    def service(self) -> Service:
        assert self._service is not None
        return self._service

    async def device(self, name: str) -> Phone:
        """One more device, with a folder and a connection of its own."""
        transport = await self._stack.enter_async_context(self._transport())
        return Phone(self.folder / "devices" / name, transport, clock=self.clock.now)

    async def officer(self, name: str) -> Phone:
        """The device of a founder; the other founder's keys are in `co_signer`."""
        return await self.device(name)

    def co_signer(self, name: str) -> Keyring:
        """The keys of a founder who signs what another founder does."""
        return Keyring.load(self.folder / "devices" / name / "keys.json")

    async def open(self, *names: str) -> list[Somebody]:
        """Let these people open their app: it replays the directory and sends what an earlier life left."""
        for name in names:
            await self.people[name].phone.start()
        return [self.people[name] for name in names]

    def expect_bells(self, **times: int) -> None:
        """Fail unless exactly these phones rang, exactly so often, since they were last asked; all others silent."""
        heard = {one.name: len(bells) for one in self.people.values() if (bells := one.bells())}
        assert heard == times, f"heard {heard}, expected {times}"

    def violations(self) -> list[str]:
        """Every rule of the bell transport that was broken on the wire."""
        return self.api.violations()

    # --- time -----------------------------------------------------------------------------------------------------

    async def settle(self) -> None:
        """Wait, in real time, until only virtual time can make anything happen."""
        calm = 0
        while calm < 3:
            await asyncio.sleep(0.001)
            if self._task is not None and self._task.done():
                self._task.result()
            busy = self._service is not None and self.service.busy() > 0
            calm = 0 if busy or not self.api.idle().quiet else calm + 1

    async def forward(self, *, seconds: float = 0, minutes: float = 0, hours: float = 0) -> None:
        """Let time pass, stopping at every moment at which anybody wants to wake."""
        until = self.clock.now() + timedelta(seconds=seconds, minutes=minutes, hours=hours)
        await self.settle()
        while (moment := self.clock.next_at) is not None and moment <= until:
            self.clock.advance(max(moment, self.clock.now()))
            await self.settle()
        self.clock.advance(until)
        await self.settle()

    async def soon(self) -> None:
        """Let what was just done have its effect: bells leave at Telegram's pace, so a second passes."""
        await self.forward(seconds=1)

    @property
    def now(self) -> datetime:
        return self.clock.now()

    def rings(self, chat: int) -> list[float]:
        """Every moment at which the devices of a chat made a sound."""
        return [
            round(event.at - self.began.timestamp(), 3)
            for event in self.api.transcript.events
            if event.user_id == chat and event.rings
        ]

    # --- the service ----------------------------------------------------------------------------------------------

    async def start(self) -> None:
        """Start the service on what is stored; phones find it again by themselves."""
        self._service = await open_service(self._settings(), self.clock, KEPT)
        self._task = asyncio.create_task(self._service.run())
        while not self._service.listening:
            if self._task.done():
                self._task.result()
            await asyncio.sleep(0.001)
        self._listen = "{}:{}".format(*self._service.listening[0])

    async def stop(self) -> None:
        """End the service as a crash would leave it: nothing is finished, everything committed stays."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
            await self.service.store.close()
        self._task = self._service = None

    @property
    def origin(self) -> str:
        host, port = self.service.listening[0]
        return f"http://{host}:{port}"

    def _settings(self) -> Settings:
        token = self.folder / "token"
        token.write_text(self.api.token)
        bells = {"telegram_api": self.api.url, "reader_pause": 0.02, "webhook_hosts": ["127.0.0.1"]}
        address = self.folder / "database-url"
        address.write_text(self.url)
        return load_settings(
            database_url_file=address,
            log_key_file=self.folder / "keys",
            bot_token_file=token,
            practice=True,
            app_origin="http://piket.localhost:8080",
            listen=self._listen,
            bells=bells,
            sequencing={"gather": 0},
            witnesses_file=self.witnesses_file,
            limits={"device_burst": 10_000, "address_burst": 10_000},
        )

    def _transport(self) -> Transport:
        """How a phone reaches the service."""
        return Transport(self.origin, patience=Patience(tries=3, first=0.01, most=0.02))

    # --- coming and going -----------------------------------------------------------------------------------------

    async def __aenter__(self) -> Self:
        await self._stack.enter_async_context(self.api)
        await self.start()
        for chat, name in zip(itertools.count(FIRST_CHAT), self.cast, strict=False):
            transport = await self._stack.enter_async_context(self._transport())
            phone = Phone(self.folder / "phones" / name, transport, clock=self.clock.now, eenheid_of=AREAS.eenheid_of)
            self.people[name] = Somebody(self, name, chat, phone)
            self.api.add_user(chat, name, started=self.coupled)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if kind is None:
                await self.soon()
                unexpected = {one.name: heard for one in self.people.values() if (heard := one.bells())}
                assert not unexpected, f"bells that nobody expected: {unexpected}"
                assert self.violations() == []
        finally:
            await self.stop()
            await self._stack.aclose()


async def found(folder: Path, url: str, cast: Mapping[str, Role], without_keys: frozenset[Holding]) -> None:
    """Found a world in `folder` and the database at `url`: directory, roster, devices, and a chat for everybody."""
    migrate(url)
    make_log_keys(folder / "keys", "piket.test", LOGS, secrets.token_bytes)
    make_webhook_seed(folder / "keys", secrets.token_bytes)
    make_push_seed(folder / "keys", secrets.token_bytes)
    keys = tuple(key.verifier.encode() for key in load_log_keys(folder / "keys").values())
    clock = VirtualClock(NIGHT)
    founded = found_practice_world(world(cast, keys, without_keys), random=secrets.token_bytes, clock=clock.now)
    made = Night(folder, url, cast, clock, coupled=False)
    async with made:
        await _load(made.service, founded)
        for one in made.people.values():
            [keyring] = founded.keyrings_of(PersonId(one.name))
            one.phone.install(keyring, founded.genesis)
            await one.phone.sync()
            made.api.start(one.chat, await one.phone.invite_telegram())
        for name in OFFICERS:
            [keyring] = founded.keyrings_of(PersonId(name))
            chains = {log: at for (device, log), at in founded.chains.items() if device == keyring.device}
            (await made.officer(name)).install(keyring, founded.genesis, chains)
        await made.forward(seconds=2)
        for one in made.people.values():
            one.bells()


async def _load(service: Service, founded: World) -> None:
    policy, now = service.policy, service.clock.now()

    def unit(uow: UnitOfWork) -> None:
        for ready in founded.acts:
            act = VerifiedAct(ready.signed, parse_payload(ready.signed.payload), ready.blobs)
            answer = perform(uow, act, now, policy)
            assert answer.status == 201, (act.payload.act, answer)

    await service.store.write(unit)


NightT = TypeVar("NightT", bound=Night)


class Worlds:
    """Founds each world once in a process and hands out copies: founding takes seconds, copying does not."""

    def __init__(self, postgres: Postgres | None = None) -> None:
        self._postgres = postgres
        self._founded: dict[object, tuple[Path, str | None]] = {}
        self._kept = contextlib.ExitStack()

    def close(self) -> None:
        """Remove what was founded."""
        self._kept.close()

    @asynccontextmanager
    async def night(
        self,
        folder: Path,
        *,
        cast: Mapping[str, Role] = CAST,
        without_keys: frozenset[Holding] = frozenset(),
    ) -> AsyncIterator[Night]:
        """A night in a copy of the founded world, in `folder`, on SQLite or on a new PostgreSQL database."""
        async with self.night_of(Night, folder, cast=cast, without_keys=without_keys) as made:
            yield made

    @asynccontextmanager
    async def night_of(
        self,
        kind: type[NightT],
        folder: Path,
        *,
        cast: Mapping[str, Role] = CAST,
        without_keys: frozenset[Holding] = frozenset(),
    ) -> AsyncIterator[NightT]:
        """The same, of another kind of night."""
        template, database = await self._world(cast, without_keys)
        shutil.copytree(template, folder, dirs_exist_ok=True)
        url = f"sqlite:///{folder}/piket.db"
        if self._postgres is not None:
            url = self._postgres.database(template=database)
        clock = VirtualClock(NIGHT + timedelta(seconds=10))
        async with kind(folder, url, cast, clock, coupled=True) as made:
            yield made

    async def _world(self, cast: Mapping[str, Role], without_keys: frozenset[Holding]) -> tuple[Path, str | None]:
        key = (tuple(cast.items()), without_keys)
        if key not in self._founded:
            folder = Path(self._kept.enter_context(tempfile.TemporaryDirectory(prefix="piket-world-")))
            url = f"sqlite:///{folder}/piket.db" if self._postgres is None else self._postgres.database()
            await found(folder, url, cast, without_keys)
            name = None if self._postgres is None else url.rpartition("/")[2]
            self._founded[key] = folder, name
        return self._founded[key]
