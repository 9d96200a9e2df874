"""The stage: the real service, the local Bot API, officials on Python's phones, and phones in a browser beside them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from secrets import token_bytes
from typing import Any, Final

from playwright.async_api import Browser

from client.invitation import Invitation
from client.phone import Phone
from client.signing import Draft
from client.transport import Transport
from config.areas import load_areas
from domain.fingerprint import words
from domain.functies import Holding
from domain.ids import DeviceId
from sandbox.botapi.control import BotApi
from sandbox.botapi.settings import Settings as BotSettings
from sandbox.botapi.transcript import Event
from sandbox.play.founding import read_founded
from tests.browser.chromium import Window, chromium, window
from tests.browser.handset import Handset
from tests.browser.service import Service, installed

OFFICER: Final = "fenna"
SECOND: Final = "floor"
_FIRST_CHAT: Final = 1001


class Stage:
    """What a test plays on; made by `stage`, gone after it."""

    def __init__(self, stack: AsyncExitStack, service: Service, bot: BotApi, browser: Browser) -> None:
        self.service, self.bot, self.browser = service, bot, browser
        self.windows: list[Window] = []
        self.founded = read_founded(service.folder)
        self._stack = stack
        self._phones: dict[str, Phone] = {}
        self._chats: dict[str, int] = {}
        self._rung: dict[int, int] = {}
        self._spoken: set[int] = set()
        self._bell = asyncio.Condition()
        self._officers = asyncio.Lock()
        bot.transcript.listen(self._heard)

    @property
    def origins(self) -> frozenset[str]:
        return frozenset((self.service.api, self.service.app))

    # --- Python's phones ----------------------------------------------------------------------------------------

    async def phone(self, name: str) -> Phone:
        """Python's phone of somebody of the cast, started once."""
        if name not in self._phones:
            transport = await self._stack.enter_async_context(Transport(self.service.api))
            folder = self.service.folder / "phones" / name
            phone = Phone(folder, transport, clock=lambda: datetime.now(UTC), eenheid_of=load_areas().eenheid_of)
            founded = self.founded
            phone.install(founded.keyrings[name], founded.genesis, founded.chains[name], founded.replay())
            await phone.start()
            self._phones[name] = phone
        return self._phones[name]

    async def sign_as_officers(self, draft: Callable[[Phone], Draft]) -> None:
        """Two officers sign something into the directory."""
        async with self._officers:
            officer = await self.phone(OFFICER)
            await officer.sync()
            answer = await officer.carry_out(draft(officer), also=[self.founded.keyrings[SECOND]])
            assert answer.status == 201, answer.code

    async def couple(self, *names: str) -> None:
        """Couple the Telegram accounts of these people, as with their own phones; on return the bot said so."""
        for name in names:
            chat = _FIRST_CHAT + len(self._chats)
            self._chats[name] = chat
            self.bot.add_user(chat, name, started=False)
            self.bot.start(chat, await (await self.phone(name)).invite_telegram())
            await self._until(partial(self._spoken.__contains__, chat))

    def bells(self, name: str) -> int:
        """How often somebody's Telegram rang until now."""
        return self._rung.get(self._chats[name], 0)

    async def bell(self, name: str, more_than: int = 0) -> None:
        """Wait until somebody's Telegram has rung more often than this."""
        await self._until(lambda: self.bells(name) > more_than)

    async def _until(self, heard: Callable[[], bool]) -> None:
        async with asyncio.timeout(60), self._bell:
            await self._bell.wait_for(heard)

    def _heard(self, event: Event) -> None:
        if event.kind in ("sent", "rang_late"):
            self._spoken.add(event.user_id)
            self._rung[event.user_id] = self._rung.get(event.user_id, 0) + bool(event.rings)
            self._waking = asyncio.create_task(self._wake())

    async def _wake(self) -> None:
        async with self._bell:
            self._bell.notify_all()

    # --- phones in the browser ----------------------------------------------------------------------------------

    async def handset(self, name: str, **looks: Any) -> Handset:
        """A new phone of somebody in the browser, with the app open in it and no keys yet."""
        found = await self._stack.enter_async_context(window(self.browser, self.origins, **looks))
        self.windows.append(found)
        handset = Handset(name, found, self.service.app)
        await handset.open()
        return handset

    async def enrolled(self, name: str, **looks: Any) -> Handset:
        """A phone of somebody in the browser that two officers admitted, with its lock chosen, at the start screen."""
        handset = await self.handset(name, **looks)
        await self.enrol(handset)
        return handset

    async def enrol(self, handset: Handset) -> DeviceId:
        """Everything between an invitation and the start screen, both sides; returns the device."""
        invitation = await self.invite(handset.name)
        compared = await handset.paste(invitation.url(self.service.app))
        assert " ".join(compared) == words(self.founded.genesis)
        device = await self.admit(invitation)
        await handset.choose_lock()
        return device

    async def invite(self, name: str) -> Invitation:
        keys = self.founded.keyrings[name]
        invitation = Invitation.new(keys.person, keys.organisation, self.founded.genesis, token_bytes)
        await self.sign_as_officers(lambda officer: officer.officer().invite(invitation))
        return invitation

    async def admit(self, invitation: Invitation) -> DeviceId:
        """Check what was offered, sign it into the directory, and give the device the keys of its person's roles."""
        async with self._officers:
            officer = await self.phone(OFFICER)
            await officer.sync()
            before = set(officer.directory.devices)
            answer = await officer.admit(invitation, also=[self.founded.keyrings[SECOND]])
            assert answer.status == 201, answer.code
            await officer.sync()
            [device] = set(officer.directory.devices) - before
            held = sorted(officer.directory.memberships[invitation.person])
        for holding in held:
            await self.share(holding)
        return device

    async def share(self, holding: Holding) -> None:
        """A new key for a role, sealed for every device of its holders."""
        await self.sign_as_officers(lambda officer: officer.officer().new_epoch(officer.directory, holding))

    def faults(self) -> list[str]:
        """What any browser complained of; a story ends with none."""
        return [fault for one in self.windows for fault in one.faults]


@asynccontextmanager
async def stage(world: Path, app: Path, folder: Path) -> AsyncIterator[Stage]:
    """Start everything on a copy of the founded `world`, with the app built in `app`."""
    async with AsyncExitStack() as stack:
        browser = await stack.enter_async_context(chromium())
        bot = BotApi(settings=BotSettings(allow_local_urls=True, seed=1))
        await bot.open()
        stack.push_async_callback(bot.close)
        service = installed(world, folder, app=app, telegram=bot.url, token=bot.token)
        await stack.enter_async_context(service.running())
        yield Stage(stack, service, bot, browser)
