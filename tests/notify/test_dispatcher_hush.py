"""SG-07: while the store does not answer, what may have to be silent is left to it, and no other bell waits."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
import pytest_asyncio

from domain.bells import BellAction, Lane, Outcome
from notify.breaker import BreakerLimits
from notify.channel import DeliveryError
from notify.pacing import Limits, Pace
from tests.notify.bells import row
from tests.notify.test_dispatcher import Desk, desk

SECOND = timedelta(seconds=1)
QUICK = Limits(per_second=1, burst=1, chat_per_second=100, chat_burst=100)
"""After the first, everything waits for its turn, and is asked about before it leaves."""


@pytest_asyncio.fixture
async def slow() -> AsyncIterator[Desk]:
    """A desk whose first bell left, and whose store stopped answering since."""
    async with desk(Pace(QUICK)) as made:
        made.dispatcher.take([row("first")])
        await made.settle()
        made.answering.clear()
        yield made


async def seconds(d: Desk, count: int) -> None:
    for _ in range(count):
        d.clock.move(SECOND)
        await d.settle()


def sent(d: Desk) -> list[str]:
    return [bell.address.target for bell in d.channel.sent][1:]


@pytest.mark.parametrize("action", [BellAction.RING, BellAction.TOLD, BellAction.CLOSED, BellAction.DELETE])
async def test_sg_07_a_bell_for_a_protected_person_is_left_to_the_store_that_does_not_say_whether_it_may(
    slow: Desk, action: BellAction
) -> None:
    left = row("sam", action=action, hushable=True)
    slow.dispatcher.take([left, row("piket")])
    await seconds(slow, 60)
    assert sent(slow) == ["piket"], "the obligation rings on, with who follows up"
    assert (slow.dispatcher.held(), slow.dispatcher.busy) == ((), 0), "nobody keeps its lease, and nothing became of it"
    assert len(slow.outcomes) == 2, "of a bell that was not tried nothing is recorded"
    slow.answering.set()
    await seconds(slow, 8)
    assert sent(slow) == ["piket"], "what the store has not judged since does not leave"
    slow.dispatcher.take([left])  # the turn that finds its lease run out judged it
    await seconds(slow, 8)
    assert sent(slow) == ["piket", "sam"]
    assert slow.outcomes[-1] is Outcome.SENT


async def test_sg_07_a_bell_for_a_protected_person_that_must_be_silent_by_now_does_not_leave(slow: Desk) -> None:
    slow.answering.set()
    slow.silent = {"person-sam"}
    slow.dispatcher.take([row("sam", hushable=True), row("piket")])
    await seconds(slow, 8)
    assert sent(slow) == ["piket"]
    assert Outcome.MOOT in slow.outcomes


async def test_sg_07_a_bell_of_an_official_never_waits_for_the_store_longer_than_a_second(slow: Desk) -> None:
    slow.dispatcher.take([row("sam", hushable=True), *(row(f"piket{n}") for n in range(5))])
    await seconds(slow, 8)
    assert sorted(sent(slow)) == [f"piket{n}" for n in range(5)]


async def test_sg_07_what_their_own_hands_asked_for_leaves(slow: Desk) -> None:
    slow.dispatcher.take([row("sam", action=BellAction.TEST, lane=Lane.REGULAR, hushable=True)])
    await seconds(slow, 3)
    assert sent(slow) == ["sam"]


async def test_sg_07_however_many_are_left_they_take_nobodys_place(slow: Desk) -> None:
    slow.dispatcher.take([row(f"sam{n}", hushable=True) for n in range(80)])
    await seconds(slow, 90)
    assert slow.dispatcher.held() == ()
    slow.dispatcher.take([row("piket")])
    await seconds(slow, 2)
    assert sent(slow) == ["piket"]


async def test_sg_07_one_that_is_left_does_not_leave_a_channel_closed_that_it_was_to_try() -> None:
    limits = BreakerLimits(faults=1, long_wait=timedelta(hours=1), rest=timedelta(seconds=0.5))
    async with desk(Pace(QUICK), limits) as d:
        d.channel.fails = [DeliveryError("down", channel_down=True)]
        d.dispatcher.take([row("first")])
        await d.settle()
        d.answering.clear()
        d.dispatcher.take([row("sam", hushable=True)])
        await seconds(d, 3)
        d.dispatcher.take([row("piket")])
        await seconds(d, 4)
        assert sent(d) == ["piket"]
