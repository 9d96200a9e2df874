"""One night on the wall: what is shown of it while it plays, and what somebody at the wall does to it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Any, Final, TypeVar

import aiohttp

from client.invitation import InvitationRefused
from client.transport import ServerRefused
from domain.ids import ItemId
from sandbox.botapi.mishaps import Mishap, happen
from sandbox.play.judge import Verdict, judge
from sandbox.play.night import Night
from sandbox.play.timeline import Entry, Kind
from sandbox.wall.chats import seconds
from sandbox.wall.enrolling import Enrolled, EnrolmentFailed
from sandbox.wall.hosts import Hosts
from sandbox.wall.items import item_part
from sandbox.wall.lines import ACTS
from sandbox.wall.logs import log_part
from sandbox.wall.pace import HandPace
from sandbox.wall.parts import Parts
from sandbox.wall.playing import WallPlayer
from sandbox.wall.telephones import Telephone, Telephones

T = TypeVar("T")
_LOGS_EVERY: Final = 0.5
"""Real seconds between two looks at the logs' checkpoints."""
_REAL: Final = 1.0
"""The speed at which somebody plays a phone by hand, and of time after the scenario, unless they choose another."""


_SEEN: Final = frozenset({Kind.BELL, Kind.STEP, Kind.RUNG, Kind.SETTLED, Kind.GEZAG, Kind.SERVICE, Kind.HAND})
"""What somebody at the wall is told of in words: a step ends on one of these, and not on what only the log keeps."""


class NotNow(Exception):
    """What was asked does not fit at this moment; the sentence says why."""


class Performance:
    """Lives as long as its night; everything it does to it happens between two moments."""

    def __init__(
        self,
        night: Night,
        pace: HandPace,
        hosts: Hosts,
        parts: Parts,
        http: aiohttp.ClientSession,
        moved: Callable[[float], None],
    ) -> None:
        """`moved` hears each time that everything is at rest how many seconds of the night have passed since.

        Before the scenario's start, while everybody is coupled, none do.
        """
        self._passed = moved
        self._seen = timedelta(0)
        self._night, self._pace, self._parts = night, pace, parts
        self._player = WallPlayer(night, pace, self._moved, self._looked)
        self._telephones = Telephones(night, hosts, parts, http, self._heard)
        self._enrolling = self._telephones.enrolling
        self._logs_at = 0.0
        self.over = False
        night.timeline.listen(self._told)
        self.show_world()

    @property
    def id(self) -> str:
        """Another text for each world: the genesis that its phones pin."""
        return self._night.founded.genesis

    @property
    def begun(self) -> bool:
        """Whether everything is set up, and the night can go on."""
        return self._player.begun

    @property
    def now(self) -> datetime:
        return self._night.stage.now

    @property
    def at(self) -> float:
        """Seconds since the scenario's start."""
        return seconds(self._night.elapsed)

    @property
    def service(self) -> str | None:
        """Where the service answers, None while it does not."""
        origin = self._night.service.installation.environment["PIKET_API_ORIGIN"]
        return origin if self._night.service.up.is_set() else None

    async def play(self) -> list[Verdict]:
        """Play to the scenario's end, and judge it."""
        await self._player.play()
        self.over = True
        verdicts = judge(self._night.scenario, self._night.timeline)
        shown = [{"held": one.held, "what": one.what, "detail": one.detail} for one in verdicts]
        self._parts.put("verdicts", shown)
        self._pace.at(_REAL)
        return verdicts

    async def stay(self) -> None:
        """After the end time goes on, until cancelled."""
        await self._player.stay()

    def close(self) -> None:
        self._player.leave()
        self._telephones.close()

    def numbered(self, number: int) -> Telephone | None:
        return self._telephones.numbered(number)

    @property
    def touched(self) -> bool:
        """Whether anybody at the wall did what the scenario does not know, so that it cannot judge the night."""
        return self._player.touched

    def show_world(self) -> None:
        world = {
            "id": self.id,
            "service": "killed" if self._night.service.clock is None else "running",
            "telegram": "up" if self._night.api.listening else "down",
            "touched": self._player.touched,
        }
        self._parts.put("world", world)

    # --- browsers ------------------------------------------------------------------------------------------------

    def enrolled(self, who: str) -> Enrolled:
        return self._enrolling.state(who)

    def forget(self, who: str) -> None:
        """This browser lost its keys: a next invitation is another one."""
        self._enrolling.forget(who)
        self._telephones.show(who)

    async def invite(self, who: str, origin: str) -> str | None:
        """Return the link with which this person's browser enrols, None once it has; raises NotNow."""
        if self._enrolling.state(who) is Enrolled.READY:
            return None
        invitation = await self._ask(lambda: self._served(lambda: self._enrolling.invite(who)))
        self._telephones.show(who)
        return invitation.url(origin)

    def _heard(self, who: str, path: str, status: int, said: Any) -> None:
        """A browser did something that may have changed the world: look at it, and admit whoever offered keys."""
        if path != ACTS:
            if status == 201:
                self._enrolling.offered(who)
                self._telephones.show(who)
        else:
            document = said if isinstance(said, dict) else {}
            for answer in document.get("answers", []):
                self._player.touched = True
                self._note(who, answer, document["does"].get(answer.get("act")))
        self._player.look_soon()

    def _note(self, who: str, answer: dict[str, Any], does: str | None) -> None:
        item = answer.get("item")
        taken = answer.get("status") == 201
        label = None if item is None or not taken else self._player.label(who, ItemId(item), does)
        if label is not None and does is not None:
            self._player.did(who, label, does)
        accepted = "accepted" if taken else str(answer.get("code"))
        self.tell(who=who, what="act", item=label, act=answer.get("act"), does=does, answer=accepted)

    async def _admit(self) -> None:
        """Sign in whose keys wait; an offer that is not what it should be leaves everything as it was."""
        for who in self._enrolling.waiting():
            try:
                await self._enrolling.admit(who)
            except (EnrolmentFailed, InvitationRefused, ServerRefused, LookupError) as wrong:
                self._enrolling.forget(who)
                self.tell(who=who, what="not_admitted", answer=type(wrong).__name__)
            self._telephones.show(who)

    # --- by hand -------------------------------------------------------------------------------------------------

    async def on_phone(self, does: str, who: str) -> None:
        """Take a phone over or give it back, switch it off or on, cut its line or mend it."""
        one = self._telephones.of(who)
        if one is None:
            raise NotNow("Nobody of that name has a phone here.")
        await self._ask(lambda: self._touch(does, one))

    async def _touch(self, does: str, one: Telephone) -> None:
        match does:
            case "take":
                one.by_hand = True
                self._player.take(one.who)
                self._pace.at(_REAL)
            case "give":
                one.by_hand = False
                self._player.give(one.who)
            case "phone_off" | "phone_on":
                one.line.off = does == "phone_off"
                if one.who in self._night.chats:
                    self._night.api.device(self._night.chats[one.who], online=not one.line.off)
                turned = self._player.switch_off if one.line.off else self._player.switch_on
                turned(one.who)
            case "cut" | "mend":
                one.line.cut = does == "cut"
        if not one.line.whole:
            one.line.hang_up()
        self.tell(who=one.who, what=does)

    async def on_world(self, does: str) -> None:
        """Let Telegram be away or back, kill the service or start it again."""
        await self._ask(lambda: self._break(does))

    async def _break(self, does: str) -> None:
        up = self._night.service.clock is not None
        match does:
            case "telegram_down" | "telegram_up":
                await happen(self._night.api, Mishap.F3_REFUSED if does == "telegram_down" else Mishap.F3_RESTORED)
            case "kill" if up:
                await self._player.kill()
            case "start" if not up:
                await self._player.start()
            case _:
                raise NotNow("The service is that way already.")
        self.tell(what=does)

    async def tap(self, who: str, message: int, button: int) -> None:
        """Tap a button under a message of the bot."""
        await self._ask(lambda: self._in_chat(who, lambda chat: self._night.api.press(chat, message, button)))

    async def say(self, who: str, text: str) -> None:
        """Type something in the chat with the bot (X-07)."""
        await self._ask(lambda: self._in_chat(who, lambda chat: self._night.api.say(chat, text)))

    async def _in_chat(self, who: str, doing: Callable[[int], object]) -> None:
        chat = self._night.chats.get(who)
        if chat is None:
            raise NotNow("This person has no Telegram.")
        try:
            doing(chat)
        except LookupError as wrong:
            raise NotNow(str(wrong)) from None
        self._player.touched = True

    # --- what is shown -------------------------------------------------------------------------------------------

    def tell(self, **about: Any) -> None:
        self._player.touched = True
        self._night.timeline.add(self._night.elapsed, Kind.HAND, **about)
        self.show_world()

    def _told(self, entry: Entry) -> None:
        self._parts.tell({"at": seconds(entry.at), "kind": entry.kind, **entry.about})
        if entry.kind in _SEEN:
            self._pace.happened()
        if entry.kind is Kind.SERVICE:
            self.show_world()

    async def _moved(self) -> None:
        """Time has passed, or nobody let it: everything is at rest."""
        seen = max(self._seen, self._night.elapsed)
        self._passed((seen - self._seen).total_seconds())
        self._seen = seen
        now = asyncio.get_running_loop().time()
        if now - self._logs_at >= _LOGS_EVERY and self.service is not None:
            self._logs_at = now
            self._parts.put("log", await log_part(self._enrolling.officer))

    async def _looked(self) -> None:
        if self.service is not None:
            await self._admit()
        for label, view in self._night.watcher.views.items():
            self._parts.put(f"item/{label}", item_part(label, view, self._night.timeline, self._night.since))

    async def _served(self, doing: Callable[[], Awaitable[T]]) -> T:
        if self._night.service.clock is None:
            raise NotNow("The service does not run; start it first.")
        return await doing()

    async def _ask(self, doing: Callable[[], Awaitable[T]]) -> T:
        return await self._player.ask(doing)
