"""How fast a night goes when the wall says so: paused, a step, a speed; in bits, so that hands fit between."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from sandbox.wall.pace import SLICE, HandConductor, HandPace, Mode

START = datetime(2026, 11, 24, 2, 12, tzinfo=UTC)


class FakeStage:
    """A stage that waits for the moments it is given, each reached once."""

    def __init__(self, *moments: float) -> None:
        self.moments = [START + timedelta(seconds=one) for one in moments]
        self.at: list[float] = []

    async def settle(self) -> None:
        await asyncio.sleep(0)

    def next_moment(self) -> datetime | None:
        return self.moments[0] if self.moments else None

    async def advance(self, to: datetime) -> None:
        self.at.append((to - START).total_seconds())
        self.moments = [one for one in self.moments if one > to]


def pace(mode: Mode, speed: float | None) -> HandPace:
    return HandPace(mode, speed, lambda: None)


async def nothing() -> None:
    """After a bit of time nothing is to be done."""


async def conducted(stage: FakeStage, hand: HandPace, until: float) -> None:
    await HandConductor(stage, START, hand, nothing).run(START + timedelta(seconds=until))


async def test_as_fast_as_it_goes_jumps_from_moment_to_moment() -> None:
    stage = FakeStage(10, 40)
    await conducted(stage, pace(Mode.PLAYING, None), 60)
    assert stage.at == [10, 40, 60]


async def test_a_speed_lets_time_pass_in_bits_no_longer_than_a_slice_and_lands_on_every_moment() -> None:
    stage = FakeStage(3, 7)
    before = asyncio.get_running_loop().time()
    await conducted(stage, pace(Mode.PLAYING, 60), 24)
    took = asyncio.get_running_loop().time() - before
    assert {3.0, 7.0, 24.0} <= set(stage.at)
    assert stage.at == sorted(stage.at)
    assert took >= 24 / 60 - SLICE


async def test_while_paused_hands_are_heard_and_no_time_passes() -> None:
    stage, hand = FakeStage(10), pace(Mode.PAUSED, None)
    heard = asyncio.Event()

    async def after() -> None:
        heard.set()

    conducting = asyncio.create_task(HandConductor(stage, START, hand, after).run(START + timedelta(seconds=20)))
    await asyncio.wait_for(heard.wait(), 5)
    assert set(stage.at) == {0.0}
    hand.play()
    await asyncio.wait_for(conducting, 5)
    assert stage.at[-2:] == [10, 20]


async def test_a_step_goes_to_what_happens_next_and_pauses_there() -> None:
    hand = pace(Mode.PAUSED, 15)
    hand.step()
    assert await hand.some_of(600) == 600
    hand.happened()
    assert (hand.mode, await hand.some_of(600)) == (Mode.PAUSED, 0.0)
    hand.play()
    hand.happened()
    assert hand.mode is Mode.PLAYING  # who plays is not stopped by what happens


async def test_time_that_somebody_took_to_come_to_rest_is_made_up_for_but_never_in_one_leap(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    now = [100.0]
    loop = asyncio.get_running_loop()
    monkeypatch.setattr(loop, "time", lambda: now[0])
    hand = pace(Mode.PLAYING, 1)
    monkeypatch.setattr(hand, "_wait", lambda _seconds: nothing())
    await hand.some_of(60)
    now[0] += 0.3
    assert await hand.some_of(60) == pytest.approx(0.3)
    now[0] += 20
    assert await hand.some_of(60) == pytest.approx(0.5)
