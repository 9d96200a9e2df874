"""Plays a scenario: every step at its moment or after its ring, everything that happens on the timeline."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, Final

from client.answers import ActAnswer
from client.transport import ServerRefused
from sandbox.botapi.faults import Fault as BotFault
from sandbox.botapi.faults import Rule
from sandbox.botapi.mishaps import Mishap, happen
from sandbox.play import steps
from sandbox.play.conductor import Conductor, Cue, Headless, Pace
from sandbox.play.night import JUST_BEFORE, Night
from sandbox.play.timeline import Entry, Kind

ACCEPTED: Final = "accepted"
PHONE_REFUSES: Final = "phone"
"""The answer of a step that the phone itself refuses: the person holds no functie that may do it."""
_COMMON: Final = {"at", "rung", "nth", "after", "who", "does", "item", "refused", "flags", "kill", "down"}
_LOOK_EVERY: Final = 0.001
_LOOKS: Final = 10_000
_STRAGGLERS: Final = 0.05
"""Real seconds in which bells of one commit reach the Bot API one after the other."""


class Player:
    """Plays one night once."""

    def __init__(self, night: Night, pace: Pace) -> None:
        self._night = night
        self._pace = pace
        self._conductor = Conductor(night.stage, night.stage.now, Headless())
        self._rings: dict[str, int] = {}
        self._rang = False
        self._waiting = [(number, step) for number, step in enumerate(night.scenario.steps, 1) if step.rung is not None]
        self.accepted: dict[str, tuple[str, str]] = {}
        """Ids of acts on items that the service accepted, with the label of their item and who acted."""

    async def play(self) -> None:
        """Play it to the end; on return everything has settled and been looked at."""
        night = self._night
        await self._conductor.run(night.start - JUST_BEFORE)
        self._conductor = self._conducting()
        self._tell_service("started")
        night.timeline.listen(self._heard)
        for begins, ends in night.scenario.quiet:
            self._conductor.at(night.start + begins, self._leap(night.start + ends))
        for number, step in enumerate(night.scenario.steps, 1):
            if step.at is not None:
                self._conductor.at(night.start + step.at, self._cue(number, step))
        await self._conductor.run(night.start + night.scenario.lasts)
        await self._look(None)

    def _conducting(self) -> Conductor:
        """What moves time from the scenario's start on."""
        return Conductor(self._night.stage, self._night.stage.now, self._pace, self._look_when_rung)

    def _leap(self, until: datetime) -> Cue:
        async def happens() -> None:
            if self._as_written():
                self._conductor.quiet(until)

        return happens

    def _as_written(self) -> bool:
        """Whether the night goes as its file says, so that nothing is due where the file says so."""
        return True

    def _heard(self, entry: Entry) -> None:
        """A ring sets off the steps that wait for it."""
        if entry.kind is not Kind.BELL:
            return
        self._rang = True
        who = str(entry["who"])
        if entry["channel"] != self._night.scenario.people[who].channels[0]:
            return
        self._rings[who] = self._rings.get(who, 0) + 1
        for number, step in [one for one in self._waiting if one[1].rung == who and one[1].nth == self._rings[who]]:
            self._waiting.remove((number, step))
            moment = self._night.start + entry.at + (step.after or timedelta(0))
            self._conductor.at(moment, self._cue(number, step))

    def _cue(self, number: int, step: steps.Step) -> Cue:
        async def happens() -> None:
            await self._happens(number, step)
            await self._night.stage.settle()
            await self._look(getattr(step, "who", None))

        return happens

    async def _look_when_rung(self) -> None:
        if self._rang:
            await self._look(None)

    async def _look(self, first: str | None) -> None:
        self._rang = False
        if self._night.service.clock is not None:
            await self._night.watcher.look(first if first in self._night.officials else None)

    async def _happens(self, number: int, step: steps.Step) -> None:
        match step:
            case steps.Act():
                await self._act(number, step)
            case steps.Kill():
                await self._kill(step.down)
                self._done(number, step)
            case steps.Fault():
                chat = None if step.who is None else self._night.chats[step.who]
                rule = self._night.api.when(step.method, chat=chat, nth=step.nth_call, times=step.times)
                rule.do(BotFault[step.name])
                self._done(number, step)
            case steps.Around(does="faults_end"):
                self._night.api.faults.clear()
                self._done(number, step)
            case steps.Around():
                await happen(self._night.api, Mishap[step.does])
                self._done(number, step)
            case steps.Channel():
                self._channel(step.does, step.who)
                self._done(number, step)
            case steps.Say():
                self._night.api.say(self._night.chats[step.who], step.text)
                self._done(number, step)

    def _channel(self, does: str, who: str) -> None:
        night = self._night
        doings: dict[str, Callable[[], object]] = {
            "phone_off": lambda: self._phone(who, online=False),
            "phone_on": lambda: self._phone(who, online=True),
            "block": lambda: night.api.block(night.chats[who]),
            "unblock": lambda: night.api.unblock(night.chats[who]),
            "webhook_down": lambda: night.sink.down.add(who),
            "webhook_up": lambda: night.sink.down.discard(who),
            "push_gone": lambda: night.push.unsubscribe(who),
            "tap": lambda: self._tap(who),
        }
        doings[does]()

    def _phone(self, who: str, *, online: bool) -> None:
        if who in self._night.chats:
            self._night.api.device(self._night.chats[who], online=online)
        self._night.push.device(who, online=online)

    def _tap(self, who: str) -> None:
        telegram = self._night.officials[who].telegram
        if telegram is not None:
            telegram.tap_seen()

    # --- acts, and the service killed under them -----------------------------------------------------------------

    async def _act(self, number: int, step: steps.Act) -> None:
        doing = self._night.stage.begin(self._carry_out(number, step))
        if step.kill is None:
            await self._night.stage.settle()
            return
        if step.kill == "sent":
            await self._until_under_way(step.who, doing)
            await self._kill(step.down)
            return
        rule = self._night.api.when("sendMessage").do(BotFault.F2_HANG)
        if await self._bell_hangs():
            await asyncio.sleep(_STRAGGLERS)
            await self._kill(step.down, rule)
        else:
            rule.cancel()
            self._no_bell(number)

    async def _bell_hangs(self) -> bool:
        """Return as soon as a bell hangs on its way; False where all came to rest and none was sent."""
        hanging = asyncio.create_task(self._night.api.until(lambda idle: idle.hanging > 0))
        still = asyncio.create_task(self._night.stage.settle())
        try:
            await asyncio.wait({hanging, still}, return_when=asyncio.FIRST_COMPLETED)
            if still.done():
                still.result()
            return self._night.api.idle().hanging > 0
        finally:
            for one in (hanging, still):
                one.cancel()
            await asyncio.gather(hanging, still, return_exceptions=True)

    def _no_bell(self, number: int) -> None:
        """A script that kills the service under a bell has a bell."""
        raise TimeoutError(f"Step {number} rang nobody by Telegram, so the service could not be killed under it.")

    async def _carry_out(self, number: int, step: steps.Act) -> None:
        words = {name: value for name, value in step if name not in _COMMON}
        try:
            answer = await self._night.officials[step.who].do(_does(step), step.item, **words)
        except LookupError as wrong:
            self._done(number, step, PHONE_REFUSES, why=str(wrong))
        except ServerRefused as refused:
            self._done(number, step, refused.code)
        else:
            self._answered(number, step, answer)

    def _answered(self, number: int, step: steps.Act, answer: ActAnswer) -> None:
        if answer.status == 201:
            self.accepted[answer.act] = step.item, step.who
        self._done(number, step, ACCEPTED if answer.status == 201 else str(answer.code), flags=list(answer.flags))

    def _under_way(self, who: str) -> bool:
        outbox = self._night.officials[who].phone.outbox
        return any(outbox.pending(log) is not None for log in outbox.logs())

    async def _until_under_way(self, who: str, doing: asyncio.Task[None]) -> None:
        """Return as soon as an act of this phone is saved and on its way (or done already)."""
        for _ in range(_LOOKS):
            if doing.done() or self._under_way(who):
                return
            await asyncio.sleep(_LOOK_EVERY)
        raise TimeoutError("The phone did not get to send its act.")

    async def _kill(self, down: timedelta, rule: Rule | None = None) -> None:
        await self._night.stage.kill()
        if rule is not None:
            rule.cancel()
        self._tell_service("killed")
        self._conductor.at(self._night.stage.now + down, self._revive)

    async def _revive(self) -> None:
        await self._night.stage.revive()
        self._tell_service("started again")
        await self._night.stage.settle()
        await self._look(None)

    # --- the timeline --------------------------------------------------------------------------------------------

    def _done(self, number: int, step: steps.Step, answer: str = ACCEPTED, **more: Any) -> None:
        about = {"who": getattr(step, "who", None), "does": _does(step), "item": getattr(step, "item", None)}
        self._night.timeline.add(self._night.elapsed, Kind.STEP, step=number, **about, answer=answer, **more)

    def _tell_service(self, what: str) -> None:
        self._night.timeline.add(self._night.elapsed, Kind.SERVICE, what=what)


def _does(step: Any) -> str:
    return str(step.does)
