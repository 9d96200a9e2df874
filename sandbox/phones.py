"""Simulated officials: each a person with a real phone (own keys, real seals) and an account on the local Bot API.

A step has a name and plain words, as a scenario writes them; the official does with it what the app would do:
read and verify, seal, sign, save, send. Items go by the scenario's own labels, kept in a notebook all officials share.

    official = SimulatedOfficial(phone, notebook, TelegramAccount(bot_api, 1001))
    await official.wake()                                     # replay the directory, resend what a crash left
    answer = await official.do("receive", "zaak")             # 201, or 403/409 with the rule's code
    await official.do("decide", "zaak", outcome="aangewezen", reasons="...", order="...", word="...")

When somebody does something is not decided here: whoever plays a night calls `do` at the moment it wants.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from client.answers import ActAnswer
from client.phone import Phone
from client.reading import Case
from domain.functies import Holding
from domain.ids import PersonId
from sandbox.botapi.doings import Doings
from sandbox.botapi.transcript import Message
from sandbox.botapi.world import Press
from sandbox.people.every_step import STEPS
from sandbox.people.notebook import Notebook
from sandbox.push.service import PushService

__all__ = ["Notebook", "SimulatedOfficial", "TelegramAccount"]

SEEN: Final = 1
"""Place of the button «Ik heb dit gezien» on a bell; the first button opens the app."""


@dataclass(frozen=True)
class TelegramAccount:
    """Somebody's own Telegram: what stands on the screen, and what they tap."""

    api: Doings
    user: int

    def link(self, token: str) -> None:
        """Open the bot with the `/start` token made on the phone."""
        self.api.start(self.user, token)

    def bells(self) -> list[Message]:
        """The bot's messages on screen, oldest first."""
        return [message for message in self.api.screen(self.user) if message.from_bot]

    def tap_seen(self) -> Press:
        """Tap «Ik heb dit gezien» on the newest bell; raises LookupError when there is none."""
        found = [message for message in self.bells() if message.buttons()]
        if not found:
            raise LookupError("no bell with a button is on this screen")
        # Without a public address bells go without Openen, and the only button is this one.
        return self.api.press(self.user, found[-1].id, min(SEEN, len(found[-1].buttons()) - 1))


class SimulatedOfficial:
    """One official of a scenario; `telegram` is None for who has no account."""

    def __init__(self, phone: Phone, notebook: Notebook, telegram: TelegramAccount | None = None) -> None:
        self.phone, self.notebook, self.telegram = phone, notebook, telegram

    @property
    def name(self) -> PersonId:
        return self.phone.person

    async def wake(self) -> list[ActAnswer]:
        """Start the app: replay the directory, and send what was saved and never answered; returns those answers."""
        return await self.phone.start()

    async def link_telegram(self) -> None:
        """Couple the account: a token made on the phone, shown to the bot once. Nothing without an account."""
        if self.telegram is not None:
            self.telegram.link(await self.phone.invite_telegram(self._any_holding()))

    async def set_webhook(self, url: str) -> ActAnswer:
        """Be rung over a webhook."""
        return await self.phone.set_webhook(url, self._any_holding())

    async def read(self, label: str) -> Case:
        """Open an item in the app: decrypted and verified, or refused; its linked items get their labels."""
        case = await self.phone.read(self.notebook.item(label))
        self.notebook.note_linked(label, case)
        return case

    async def do(self, does: str, label: str, **args: Any) -> ActAnswer:
        """Do one step of a scenario on the item of this label.

        `does` is the act's name, without `spoedaanwijzing.` for acts on the request itself; `args` are the step's own
        words (`text`, `outcome`, `what` ...). Durations are timedeltas counted from now.

        Raises:
            LookupError: for an unknown step or label, or when none of the person's functies may do it.
            ServerRefused, NotReached, and the refusals of what does not verify: as the phone does.
        """
        step = STEPS.get(does)
        if step is None:
            raise LookupError(f"no official knows the step {does}")
        return await step(self.phone, self.notebook, label, args)

    async def set_push(self, push: PushService) -> ActAnswer:
        """Be rung over Web Push, by a browser that subscribes now."""
        key = (await self.phone.api.me()).push_key
        if key is None:
            raise LookupError("this service sends no Web Push")
        return await self.phone.set_push(push.subscribe(self.name, key), self._any_holding())

    def _any_holding(self) -> Holding:
        held = sorted(self.phone.directory.memberships.get(self.phone.person, ()))
        if not held:
            raise LookupError("this person holds no functie")
        return held[0]
