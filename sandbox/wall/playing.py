"""Plays a night of which people at the wall do parts by hand: their script waits, everybody else's goes on."""

from __future__ import annotations

import asyncio
from collections import Counter, deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final, TypeVar

from domain.ids import ItemId
from sandbox.play import steps
from sandbox.play.conductor import Conductor, Cue, Headless
from sandbox.play.night import Night
from sandbox.play.player import ACCEPTED, Player
from sandbox.wall.pace import HandConductor, HandPace

T = TypeVar("T")
Standing = frozenset[tuple[str, str, str, str | None]] | None
"""How every item stands: its state, and what is open and settled of it; another value once anybody did anything."""
BY_HAND: Final = "by_hand"
"""The answer of a step that did not happen, because its person is played by hand."""
PHONE_OFF: Final = "phone_off"
"""The answer of a step that waits, because its person's phone was switched off at the wall."""
WAITS: Final = "waits"
"""The answer of a step that does not fit yet, because somebody at the wall played along: it is tried again."""
_FOR_EVER: Final = timedelta(days=40)
"""Less than the roster of a practice world lasts."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A step whose moment came before it could happen."""

    number: int
    step: Any
    since: timedelta
    """When it would have happened, since the scenario's start."""
    after: timedelta
    """When the last step before it was left to a hand, or to a phone that is off; `since` where none was."""
    standing: Standing = None
    """How everything stood when it was tried and did not fit."""


class WallPlayer(Player):
    """A player whom somebody at the wall may interrupt; what is asked of it happens when everything is at rest."""

    def __init__(self, night: Night, pace: HandPace, moved: Cue, looked: Cue) -> None:
        """`moved` is awaited each time everything is at rest, `looked` each time the items have been read anew."""
        super().__init__(night, Headless())
        self._hand = pace
        self._moved, self._looked = moved, looked
        self._asked: deque[tuple[Cue, asyncio.Future[Any]]] = deque()
        self._held: list[Waiting] = []
        self._asleep: list[Waiting] = []
        self._unfit: list[Waiting] = []
        self._left: list[Waiting] = []
        self._first: dict[int, tuple[timedelta, timedelta]] = {}
        self._told: set[int] = set()
        self._skipped: timedelta | None = None
        self._late: dict[str, timedelta] = {}
        self._delayed: set[int] = set()
        self._off: set[str] = set()
        self._by_hand: set[str] = set()
        self._did: Counter[tuple[str, str, str]] = Counter()
        self.begun = False
        """Whether the scenario's own time has begun to be conducted: everybody is coupled."""
        self.touched = False
        """Whether anybody at the wall did anything that the script does not know."""

    async def stay(self) -> None:
        """After the scenario: time goes on, at the same pace, until cancelled."""
        while True:
            await self._conductor.run(self._conductor.now + _FOR_EVER)

    async def ask(self, doing: Callable[[], Awaitable[T]]) -> T:
        """Do something between two moments, also while time is paused; returns, or raises, what it does.

        Cancelled when the night ends before that.
        """
        done: asyncio.Future[T] = asyncio.get_running_loop().create_future()

        async def happens() -> None:
            try:
                found = await doing()
            except Exception as wrong:  # it is the asker's, and does not end the night
                if not done.done():
                    done.set_exception(wrong)
            else:
                if not done.done():
                    done.set_result(found)

        self._asked.append((happens, done))
        return await done

    def look_soon(self) -> None:
        """Read the items anew as soon as everything is at rest: somebody did something in a browser."""
        self._rang = True

    def leave(self) -> None:
        """The night ends: whoever still waits for it hears so."""
        for _, done in self._asked:
            done.cancel()

    def label(self, who: str, item: ItemId, does: str | None) -> str:
        """Return the scenario's name of an item; one that this person opened by hand gets the name it waits for."""
        notebook, known = self._night.notebook, self._night.notebook.items
        for label, found in known.items():
            if found == item:
                return label
        openings = (one for one in self._night.scenario.steps if isinstance(one, steps.Opens))
        free = [one.item for one in openings if one.who == who and one.item not in known and in_full(one.does) == does]
        label = free[0] if free else f"hand_{sum(name.startswith('hand_') for name in known) + 1}"
        notebook.items[label] = item
        return label

    def did(self, who: str, label: str, does: str) -> None:
        """Somebody did this by hand: given back, their script does not do it once more; done once, it is one step."""
        self._did[who, label, does] += 1

    def take(self, who: str) -> None:
        """Somebody at the wall does what this person does: their script is left to them."""
        self._by_hand.add(who)

    def give(self, who: str) -> None:
        """The script goes on: also with what was left to the hand and was not done, as far apart as it was."""
        self._by_hand.discard(who)
        left = [one for one in self._left if one.step.who == who]
        self._left = [one for one in self._left if one not in left]
        self._resume([one for one in left if not self._is_done(one.step)])

    def switch_off(self, who: str) -> None:
        """Nobody does anything with a phone that is off: what its script does next waits."""
        self._off.add(who)

    def switch_on(self, who: str) -> None:
        """What waited for this phone happens from now on: the first at once, the others as far apart as they were."""
        self._off.discard(who)
        waited = [one for one in self._asleep if getattr(one.step, "who", None) == who]
        self._asleep = [one for one in self._asleep if one not in waited]
        self._resume(waited)

    def _resume(self, waited: list[Waiting]) -> None:
        """The first at once, the others as far apart as they were."""
        for one in waited:
            self._delayed.add(one.number)
            self._conductor.at(self._conductor.now + (one.since - waited[0].since), self._cue(one.number, one.step))

    def _is_done(self, step: Any) -> bool:
        """Whether the hand did this, or opened what this would open; asked once of each step, in their order."""
        if not isinstance(step, steps.Act):
            return True
        opened = isinstance(step, steps.Opens) and step.item in self._night.notebook.items
        doing = step.who, step.item, in_full(step.does)
        done = self._did[doing] > 0
        if done:
            self._did[doing] -= 1
        return opened or done

    async def kill(self) -> None:
        """Kill the service; it comes back by `start` alone."""
        self.touched = True
        await self._night.stage.kill()
        self._tell_service("killed")

    async def start(self) -> None:
        """Start the service again."""
        await self._revive()

    def _as_written(self) -> bool:
        return not self.touched

    def _conducting(self) -> Conductor:
        self.begun = True
        return HandConductor(self._night.stage, self._night.stage.now, self._hand, self._look_when_rung)

    async def _look_when_rung(self) -> None:
        while self._asked:
            doing, _ = self._asked.popleft()
            await doing()
            await self._night.stage.settle()
            self._rang = True
        await super()._look_when_rung()
        await self._moved()

    async def _look(self, first: str | None) -> None:
        await super()._look(first)
        for label, view in self._night.watcher.views.items():
            self._night.notebook.dossiers.setdefault(self._night.notebook.items[label], view["item"]["dossier"])
        self._go_on()
        await self._looked()

    def _go_on(self) -> None:
        """Let the steps on items that are there now go on, as long after this as the script has them after the step
        that a hand did in its place; what comes later on the same item keeps that distance too."""
        there = [one for one in self._held if one.step.item in self._night.notebook.items]
        self._held = [one for one in self._held if one not in there]
        for one in there:
            self._late.setdefault(one.step.item, self._night.elapsed - one.after)
            moment = self._night.start + one.since + self._late[one.step.item]
            self._delayed.add(one.number)
            self._conductor.at(moment, self._cue(one.number, one.step))
        self._try_again()

    def _try_again(self) -> None:
        """Try what did not fit, now that something changed; as long after this as the script has it after the step that
        was left to a hand."""
        standing = self._standing()
        changed = [one for one in self._unfit if one.standing != standing]
        self._unfit = [one for one in self._unfit if one not in changed]
        for one in changed:
            self._delayed.add(one.number)
            self._conductor.at(self._conductor.now + (one.since - one.after), self._cue(one.number, one.step))

    def _standing(self) -> Standing:
        return frozenset(
            (label, view["item"]["state"], f"{one['what']} {one['opened_at']}", one["settled_at"])
            for label, view in self._night.watcher.views.items()
            for one in (*view["obligations"], {"what": "", "opened_at": "", "settled_at": None})
        )

    async def _happens(self, number: int, step: steps.Step) -> None:
        late, now = self._lateness(number, step), self._night.elapsed
        if late:
            self._delayed.add(number)
            self._conductor.at(self._conductor.now + late, self._cue(number, step))
        elif getattr(step, "who", None) in self._by_hand and _is_theirs(step):
            self._skipped = now
            self._left.append(Waiting(number, step, now, now))
            self._done(number, step, BY_HAND)
        elif getattr(step, "who", None) in self._off and _is_theirs(step):
            self._skipped = now
            self._asleep.append(Waiting(number, step, now, now))
            self._done(number, step, PHONE_OFF)
        elif isinstance(step, steps.Act) and self._must_wait(step):
            self._held.append(Waiting(number, step, now, self._since_skipped()))
            self._tell_waits(number, step)
        else:
            await super()._happens(number, step)

    def _lateness(self, number: int, step: steps.Step) -> timedelta:
        """How much longer a step waits because its item came later by hand; what a ring sets off is late by itself."""
        if not isinstance(step, steps.Act) or step.rung is not None or number in self._delayed:
            return timedelta(0)
        return self._late.get(step.item, timedelta(0))

    def _must_wait(self, step: steps.Act) -> bool:
        """Whoever plays by hand takes their time: what is to come on their item waits for it."""
        opens = isinstance(step, steps.Opens)
        return self.touched and not opens and step.item not in self._night.notebook.items

    def _since_skipped(self) -> timedelta:
        return self._night.elapsed if self._skipped is None else self._skipped

    def _no_bell(self, number: int) -> None:
        """Whoever pressed Telegram away, or did by hand what would have rung, took the moment of the kill away."""
        if not self.touched:
            super()._no_bell(number)

    def _done(self, number: int, step: steps.Step, answer: str = ACCEPTED, **more: Any) -> None:
        """What a played phone made impossible waits until it fits, and the night goes on; all else is told as it is."""
        expected = (ACCEPTED, BY_HAND, PHONE_OFF, getattr(step, "refused", None))
        if not self.touched or not isinstance(step, steps.Act) or answer in expected:
            super()._done(number, step, answer, **more)
            return
        again = step.model_copy(update={"kill": None})
        since = self._first.setdefault(number, (self._night.elapsed, self._since_skipped()))
        self._unfit.append(Waiting(number, again, *since, self._standing()))
        self._tell_waits(number, step)

    def _tell_waits(self, number: int, step: steps.Act) -> None:
        """Once; it may be tried many times."""
        if number not in self._told:
            self._told.add(number)
            super()._done(number, step, WAITS)

    async def _revive(self) -> None:
        if self._night.service.clock is None:
            await super()._revive()


def _is_theirs(step: Any) -> bool:
    """What somebody does themselves, and not what happens to their phone."""
    return isinstance(step, steps.Act | steps.Say) or step.does == "tap"


def in_full(does: str) -> str:
    """Return the act of a step; those on an emergency designation are named without it."""
    return does if "." in does else f"spoedaanwijzing.{does}"
