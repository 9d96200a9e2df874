"""The dispatcher: urgent first, paced, honest about outcomes, never ringing for what is settled."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Collection, Sequence
from contextlib import asynccontextmanager
from datetime import timedelta

import pytest

from domain.bells import Attempt, BellAction, ChannelKind, Lane, OutboxRow, Outcome
from domain.errors import StorageBusy
from notify.breaker import BreakerLimits, Breakers
from notify.channel import Delivered, DeliveryError
from notify.dispatcher import Dispatcher, Line
from notify.pacing import Limits, Pace
from tests.notify.bells import HandClock, row

LIMITS = BreakerLimits(faults=3, long_wait=timedelta(seconds=30), rest=timedelta(seconds=15))


class Scripted:
    """A channel that does what the test says, and remembers what it was given."""

    kind = ChannelKind.TELEGRAM
    actions = frozenset(BellAction)

    def __init__(self) -> None:
        self.sent: list[OutboxRow] = []
        self.fails: list[Exception] = []
        self.gate: asyncio.Event | None = None

    async def send(self, given: OutboxRow) -> Delivered:
        self.sent.append(given)
        if self.gate is not None:
            await self.gate.wait()
        if self.fails:
            raise self.fails.pop(0)
        return Delivered(str(len(self.sent)))

    async def close(self) -> None:
        return None


class Desk:
    """A dispatcher with everything around it in the test's hands."""

    def __init__(
        self,
        pace: Pace | None = None,
        limits: BreakerLimits = LIMITS,
        part: Callable[[str], str] = lambda target: target.partition("/")[0],
    ) -> None:
        self.channel = Scripted()
        self.clock = HandClock()
        self.done: list[Attempt] = []
        self.settled_ids: set[int] = set()
        self.silent: set[str] = set()
        self.busy_times = 0
        self.answering = asyncio.Event()
        self.answering.set()
        self.record_fails: Exception | None = None
        self.breakers = Breakers(limits, part)
        self.dispatcher = Dispatcher(
            {ChannelKind.TELEGRAM: Line(self.channel, self.breakers, pace)},
            moot=self._moot,
            record=self._record,
            clock=self.clock,
            timer=self.clock,
        )

    async def _moot(self, asked: Sequence[OutboxRow]) -> Collection[int]:
        await self.answering.wait()
        settled = {row.id for row in asked if row.action is BellAction.RING and row.obligation in self.settled_ids}
        return settled | {row.id for row in asked if row.person in self.silent}

    async def _record(self, attempts: Sequence[Attempt]) -> None:
        if self.record_fails is not None:
            raise self.record_fails
        if self.busy_times:
            self.busy_times -= 1
            raise StorageBusy("storage.busy", "The store is busy; try again.")
        self.done += attempts

    async def settle(self) -> None:
        for _ in range(50):
            await asyncio.sleep(0)

    @property
    def outcomes(self) -> list[Outcome]:
        return [attempt.outcome for attempt in self.done]


@asynccontextmanager
async def desk(pace: Pace | None = None, limits: BreakerLimits = LIMITS) -> AsyncIterator[Desk]:
    made = Desk(pace, limits)
    task = asyncio.create_task(made.dispatcher.run())
    try:
        yield made
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def test_a_bell_is_sent_and_its_reference_recorded() -> None:
    async with desk() as d:
        d.dispatcher.take([row()])
        await d.settle()
        assert [(a.outcome, a.reference) for a in d.done] == [(Outcome.SENT, "1")]
        assert d.dispatcher.busy == 0
        assert not d.dispatcher.held()


async def test_a_row_it_already_holds_is_not_sent_twice() -> None:
    async with desk() as d:
        d.channel.gate = asyncio.Event()
        bell = row()
        d.dispatcher.take([bell])
        await d.settle()
        d.dispatcher.take([bell])
        d.channel.gate.set()
        await d.settle()
        assert len(d.channel.sent) == 1


async def test_what_had_to_wait_is_read_again_right_before_sending_and_not_rung_when_settled() -> None:
    async with desk(Pace(Limits(per_second=1, burst=1, chat_per_second=100, chat_burst=100))) as d:
        d.dispatcher.take([row(obligation=6), row(obligation=7), row(obligation=8)])
        d.settled_ids = {7}
        for _ in range(3):
            d.clock.move(timedelta(seconds=1))
            await d.settle()
        assert sorted(outcome.value for outcome in d.outcomes) == ["moot", "sent", "sent"]
        assert [sent.obligation for sent in d.channel.sent] == [6, 8]


async def test_what_leaves_right_after_its_own_transaction_is_not_asked_about_again() -> None:
    async with desk() as d:
        d.settled_ids = {7}
        d.dispatcher.take([row(obligation=7)])
        await d.settle()
        assert d.outcomes == [Outcome.SENT]


async def test_what_was_settled_in_the_same_commit_is_not_rung() -> None:
    async with desk() as d:
        d.settled_ids = {7}
        d.dispatcher.take([row(obligation=7), row(obligation=8)], {7})
        await d.settle()
        assert sorted(outcome.value for outcome in d.outcomes) == ["moot", "sent"]


async def test_sg_07_whatever_waited_does_not_reach_a_telephone_that_must_stay_silent_since() -> None:
    actions = (BellAction.TOLD, BellAction.RING, BellAction.CLOSED, BellAction.DELETE)
    async with desk(Pace(Limits(per_second=1, burst=1, chat_per_second=100, chat_burst=100))) as d:
        d.dispatcher.take([row("first"), *(row("sam", action=action) for action in actions)])
        d.dispatcher.take([row("sam", action=BellAction.TEST), row("kim")])
        d.silent = {"person-sam"}
        for _ in range(9):
            d.clock.move(timedelta(seconds=1))
            await d.settle()
        sent = [(bell.address.target, bell.action) for bell in d.channel.sent]
        assert sorted(sent) == [("first", BellAction.RING), ("kim", BellAction.RING), ("sam", BellAction.TEST)]
        assert [outcome for outcome in d.outcomes if outcome is Outcome.MOOT] == [Outcome.MOOT] * len(actions)


async def test_urgent_bells_pass_regular_ones_that_wait_for_the_pace() -> None:
    async with desk(Pace(Limits(per_second=1, burst=1, chat_per_second=100, chat_burst=100))) as d:
        d.dispatcher.take([row(str(n), lane=Lane.REGULAR) for n in range(5)])
        await d.settle()
        d.dispatcher.take([row("urgent", lane=Lane.URGENT)])
        await d.settle()
        d.clock.move(timedelta(seconds=1))
        await d.settle()
        assert [sent.address.target for sent in d.channel.sent] == ["0", "urgent"]


async def test_342_bells_leave_at_the_pace_and_no_faster() -> None:
    async with desk(Pace(Limits(per_second=29.5, burst=1, chat_per_second=1, chat_burst=1))) as d:
        d.dispatcher.take([row(str(n)) for n in range(342)])
        await d.settle()
        started = d.clock.now()
        while len(d.channel.sent) < 342:
            moment = d.clock.next_at
            assert moment is not None
            d.clock.move(moment - d.clock.now())
            await d.settle()
        ideal = timedelta(seconds=341 / 29.5)
        assert ideal <= d.clock.now() - started <= ideal * 1.01


async def test_one_chat_that_must_wait_does_not_hold_up_the_others() -> None:
    async with desk(Pace(Limits(per_second=100, burst=100, chat_per_second=10, chat_burst=10))) as d:
        d.channel.fails = [DeliveryError("wait", retry_after=timedelta(seconds=2))]
        d.dispatcher.take([row("slow")])
        await d.settle()
        d.dispatcher.take([row("slow"), row("other")])
        await d.settle()
        assert [sent.address.target for sent in d.channel.sent] == ["slow", "other"]
        d.clock.move(timedelta(seconds=2))
        await d.settle()
        assert [sent.address.target for sent in d.channel.sent] == ["slow", "other", "slow"]


async def test_f6_a_wait_of_hours_is_reported_as_channel_down_at_once() -> None:
    async with desk(Pace(Limits(per_second=100, burst=100, chat_per_second=10, chat_burst=10))) as d:
        d.channel.fails = [DeliveryError("wait", retry_after=timedelta(seconds=10072))]
        d.dispatcher.take([row()])
        await d.settle()
        assert [(a.outcome, a.channel_down) for a in d.done] == [(Outcome.NOT_SENT, True)]


async def test_f6_bells_for_a_chat_that_must_be_left_alone_for_hours_do_not_pile_up() -> None:
    async with desk(Pace(Limits(per_second=100, burst=100, chat_per_second=10, chat_burst=10))) as d:
        d.channel.fails = [DeliveryError("wait", retry_after=timedelta(seconds=10072))]
        d.dispatcher.take([row("slow")])
        await d.settle()
        for repeat in range(1, 4):
            d.clock.move(timedelta(seconds=30))
            d.dispatcher.take([row("slow", repeat=repeat)])
            await d.settle()
        assert not d.dispatcher.held()
        assert [(a.outcome, a.channel_down) for a in d.done] == [(Outcome.NOT_SENT, True)] * 4


@pytest.mark.parametrize(
    ("error", "outcome", "down"),
    [
        (DeliveryError("lost", ambiguous=True), Outcome.AMBIGUOUS, False),
        (DeliveryError("refused", channel_down=True), Outcome.NOT_SENT, True),
        (DeliveryError("gone", permanent=True), Outcome.REFUSED, False),
        (DeliveryError("wait", retry_after=timedelta(seconds=2)), Outcome.NOT_SENT, False),
    ],
)
async def test_each_failure_has_its_honest_outcome(error: DeliveryError, outcome: Outcome, down: bool) -> None:
    async with desk() as d:
        d.channel.fails = [error]
        d.dispatcher.take([row()])
        await d.settle()
        assert [(a.outcome, a.channel_down) for a in d.done] == [(outcome, down)]


async def test_after_three_faults_bells_stop_waiting_for_the_channel_and_one_probes_it_later() -> None:
    async with desk() as d:
        d.channel.fails = [DeliveryError("down", channel_down=True)] * 3
        for _ in range(3):
            d.dispatcher.take([row()])
            await d.settle()
        d.dispatcher.take([row()])
        await d.settle()
        assert len(d.channel.sent) == 3
        assert d.done[-1].channel_down
        d.clock.move(timedelta(seconds=15))
        d.dispatcher.take([row(), row()])
        await d.settle()
        assert len(d.channel.sent) == 4
        assert not d.breakers.open


async def test_a_host_that_is_down_does_not_close_the_channel_to_the_other_hosts() -> None:
    async with desk() as d:
        d.channel.fails = [DeliveryError("down", channel_down=True)] * 3
        d.dispatcher.take([row("een/a"), row("een/b"), row("een/c")])
        await d.settle()
        assert d.dispatcher.down() == {ChannelKind.TELEGRAM: 1}
        d.dispatcher.take([row("een/a"), row("twee/a")])
        await d.settle()
        assert [sent.address.target for sent in d.channel.sent][3:] == ["twee/a"]
        assert d.outcomes[-2:] == [Outcome.NOT_SENT, Outcome.SENT]


async def test_an_outcome_is_recorded_again_until_the_store_takes_it() -> None:
    async with desk() as d:
        d.busy_times = 2
        d.dispatcher.take([row()])
        await d.settle()
        assert not d.done
        assert d.dispatcher.held()
        for _ in range(2):
            d.clock.move(timedelta(seconds=1))
            await d.settle()
        assert d.outcomes == [Outcome.SENT]
        assert len(d.channel.sent) == 1


async def test_an_error_nobody_foresaw_about_one_bell_rings_its_next_channel_and_no_other_bell_notices() -> None:
    async with desk() as d:
        d.channel.fails = [ValueError("unforeseen")] * 60
        d.dispatcher.take([row(str(n), lane=Lane.REGULAR) for n in range(60)])
        await d.settle()
        assert {(a.outcome, a.channel_down) for a in d.done} == {(Outcome.AMBIGUOUS, True)}
        assert len(d.done) == 60, "no slot leaks: more than may fly at once"
        assert d.dispatcher.down() == {ChannelKind.TELEGRAM: 0}, "it says nothing of the channel"
        d.dispatcher.take([row("100")])
        await d.settle()
        assert d.outcomes[-1] is Outcome.SENT
        assert not d.dispatcher.held()


async def test_an_error_nobody_foresaw_in_a_probe_leaves_the_next_bell_to_probe() -> None:
    async with desk() as d:
        d.channel.fails = [DeliveryError("down", channel_down=True)] * 3 + [ValueError("unforeseen")]
        d.dispatcher.take([row(), row(), row()])
        await d.settle()
        d.clock.move(timedelta(seconds=15))
        for _ in range(2):
            d.dispatcher.take([row()])
            await d.settle()
        assert d.outcomes[-2:] == [Outcome.AMBIGUOUS, Outcome.SENT]
        assert not d.breakers.open


async def test_an_address_that_no_part_of_a_channel_can_be_named_for_is_refused_and_holds_up_nobody() -> None:
    def part(target: str) -> str:
        if target == "666":
            raise ValueError("unreadable")
        return ""

    made = Desk(part=part)
    running = asyncio.create_task(made.dispatcher.run())
    for _ in range(60):
        made.dispatcher.take([row("666", lane=Lane.REGULAR), row("100", lane=Lane.REGULAR)])
        await made.settle()
    refused = [attempt for attempt in made.done if attempt.row.address.target == "666"]
    assert [attempt.outcome for attempt in refused] == [Outcome.REFUSED] * 60
    assert [sent.address.target for sent in made.channel.sent] == ["100"] * 60
    assert not made.dispatcher.held()
    assert made.dispatcher.busy == 0
    assert not running.done()
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)


async def test_an_unforeseen_error_of_the_store_ends_the_dispatcher_loudly() -> None:
    made = Desk()
    task = asyncio.create_task(made.dispatcher.run())
    made.record_fails = ValueError("unforeseen")
    made.dispatcher.take([row()])
    with pytest.raises(ValueError, match="unforeseen"):
        await task


async def test_an_action_a_channel_cannot_do_is_dropped_without_fault() -> None:
    async with desk() as d:
        d.channel.actions = frozenset({BellAction.RING})
        d.dispatcher.take([row(action=BellAction.CLOSED)])
        await d.settle()
        assert d.outcomes == [Outcome.MOOT]
        assert not d.channel.sent


async def test_a_probe_that_became_moot_does_not_leave_the_channel_closed_for_ever() -> None:
    pace = Pace(Limits(per_second=1, burst=3, chat_per_second=100, chat_burst=100))
    async with desk(pace, BreakerLimits(faults=3, long_wait=timedelta(hours=1), rest=timedelta(seconds=0.5))) as d:
        d.channel.fails = [DeliveryError("down", channel_down=True)] * 3
        d.dispatcher.take([row(), row(), row(), row(obligation=7), row(obligation=8)])
        await d.settle()
        d.settled_ids = {7}
        for _ in range(2):
            d.clock.move(timedelta(seconds=1))
            await d.settle()
        assert d.outcomes[-2:] == [Outcome.MOOT, Outcome.SENT]
        assert not d.breakers.open


async def test_one_address_that_is_never_right_does_not_close_the_channel_to_everybody_else() -> None:
    async with desk() as d:
        d.channel.fails = [DeliveryError("not for this chat", elsewhere=True)] * 10
        for _ in range(10):
            d.dispatcher.take([row("666")])
            await d.settle()
        assert {(a.outcome, a.channel_down) for a in d.done} == {(Outcome.NOT_SENT, True)}
        d.dispatcher.take([row("100")])
        await d.settle()
        assert d.outcomes[-1] is Outcome.SENT


async def test_a_store_that_does_not_answer_holds_no_bell_back() -> None:
    async with desk(Pace(Limits(per_second=1, burst=1, chat_per_second=100, chat_burst=100))) as d:
        d.dispatcher.take([row(), row()])
        d.answering.clear()
        d.clock.move(timedelta(seconds=1))
        await d.settle()
        assert len(d.channel.sent) == 1
        d.clock.move(timedelta(seconds=1))
        await d.settle()
        assert d.outcomes == [Outcome.SENT, Outcome.SENT]
