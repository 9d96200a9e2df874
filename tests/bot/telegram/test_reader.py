"""The reader against a local Bot API: store first, confirm later, one reader, nothing lost and nothing twice."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

import aiohttp

from bot.telegram.batch import Batch
from bot.telegram.calls import Calls
from bot.telegram.health import Health
from bot.telegram.reader import Reader
from domain.inbox import InboxEntry, InboxKind
from sandbox.botapi.clock import VirtualClock
from sandbox.botapi.control import BotApi
from sandbox.botapi.faults import Fault
from sandbox.botapi.mishaps import Mishap, happen
from sandbox.botapi.settings import Settings
from tests.notify.bells import HandClock

PERSON = 77


class Desk:
    """A reader whose store and lease are in the test's hands."""

    def __init__(self, api: BotApi) -> None:
        self.api = api
        self.kept: dict[str, InboxEntry] = {}
        self.shapes: list[str] = []
        self.batches = 0
        self.fails = 0
        self.mine = True
        self.rests = 0
        self.rested_often = asyncio.Event()
        self.conflicts = 0
        self.clock = HandClock()
        self.reader = Reader(
            Calls(api.url, api.token, self.clock, self.clock),
            poll_seconds=0,
            pause_seconds=0.001,
            store=self._store,
            holds=self._holds,
            in_the_way=self._conflict,
            rest=self._rest,
            clock=self.clock,
            health=Health(),
        )
        self.task: asyncio.Task[None] | None = None

    async def _store(self, batch: Batch) -> None:
        if self.fails:
            self.fails -= 1
            raise RuntimeError("killed before the commit")
        self.batches += 1
        for entry in batch.entries:
            self.kept.setdefault(entry.source_key, entry)
        self.shapes += [shape for _, shape in batch.unreadable]

    async def _holds(self) -> bool:
        return self.mine

    async def _conflict(self, _http: aiohttp.ClientSession) -> None:
        self.conflicts += 1

    async def _rest(self, seconds: float) -> None:
        self.rests += 1
        if self.rests >= 5:
            self.rested_often.set()
        await asyncio.sleep(0)

    async def read(self, entries: int) -> None:
        """Run the reader (again, as after a restart) until so much was kept and confirmed."""
        task = asyncio.create_task(self.reader.run())
        try:
            while len(self.kept) < entries or not self.api.idle().quiet:
                if task.done():
                    task.result()
                await asyncio.sleep(0.001)
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)


@asynccontextmanager
async def desk() -> AsyncIterator[Desk]:
    async with BotApi(clock=VirtualClock(), settings=Settings(seed=3)) as api:
        api.add_user(PERSON, "iemand")
        yield Desk(api)


async def test_updates_are_kept_in_order_and_confirmed() -> None:
    async with desk() as d:
        d.api.say(PERSON, "een")
        d.api.say(PERSON, "/dienst")
        await d.read(2)
        assert [entry.kind for entry in d.kept.values()] == [InboxKind.TYPED, InboxKind.DUTY]
        assert d.api.queue.counts() == (0, 0)


async def test_f20_killed_before_the_commit_nothing_is_confirmed_and_it_all_comes_again() -> None:
    async with desk() as d:
        d.api.say(PERSON, "een")
        d.fails = 1
        task = asyncio.create_task(d.reader.run())
        [died] = await asyncio.gather(task, return_exceptions=True)
        assert isinstance(died, RuntimeError)
        await d.read(1)
        assert len(d.kept) == 1


async def test_f20_f21_the_same_thing_under_any_update_id_is_one_entry() -> None:
    async with desk() as d:
        d.api.say(PERSON, "een")
        await d.read(1)
        await happen(d.api, Mishap.F21_ID_JUMP, to=5)
        d.api.say(PERSON, "twee")
        await d.read(2)
        assert len(d.kept) == 2


async def test_f22_f23_poison_is_kept_as_its_shape_and_the_next_update_passes() -> None:
    async with desk() as d:
        await happen(d.api, Mishap.F22_POISON)
        await happen(d.api, Mishap.F23_UNKNOWN_KIND)
        d.api.say(PERSON, "/dienst")
        await d.read(2)
        assert [entry.kind for entry in d.kept.values()] == [InboxKind.IGNORED, InboxKind.DUTY]
        [shape] = d.shapes
        assert "message_id:str" in shape
        assert "not a number" not in shape


async def test_f14_f27_a_revoked_token_or_another_reader_is_counted_and_never_spins() -> None:
    async with desk() as d:
        d.api.when("getUpdates", times=2).do(Fault.F14_REVOKED)
        d.api.when("getUpdates", times=1).do(Fault.F27_OTHER_READER)
        d.api.when("getUpdates", times=1).do(Fault.F9_BAD_GATEWAY)
        d.api.when("getUpdates", times=1).do(Fault.F11_CUT_JSON)
        d.api.say(PERSON, "/dienst")
        await d.read(1)
        health = d.reader.health
        assert (health.failures, health.conflicts, health.revoked) == (5, 1, False)
        assert d.conflicts == 1
        assert d.rests == 5


async def test_f27_without_the_lease_nothing_is_read() -> None:
    async with desk() as d:
        d.api.say(PERSON, "/dienst")
        d.mine = False
        task = asyncio.create_task(d.reader.run())
        await d.rested_often.wait()
        assert d.reader.health.calls == 0
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        d.mine = True
        await d.read(1)


async def test_a_call_is_given_up_by_the_clock_of_the_engine_and_by_no_other() -> None:
    """Practice time may stand still for longer than any call takes: then nothing has failed."""
    async with desk() as d:
        d.api.when("getUpdates", times=1).do(Fault.F2_HANG)
        task = asyncio.create_task(d.reader.run())
        await d.api.until(lambda idle: idle.hanging > 0)
        d.clock.move(timedelta(seconds=14.9))
        await asyncio.sleep(0)
        assert d.reader.health.failures == 0
        d.clock.move(timedelta(seconds=0.1))
        d.api.say(PERSON, "/dienst")
        await d.api.until(lambda idle: bool(d.kept) and idle.quiet)
        assert d.reader.health.failures == 1
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
