"""RO-02: once a day, after nine in the morning, who watches hears that there is something to see on the board."""

from __future__ import annotations

from datetime import timedelta

from domain.readings import Alarm
from tests.harness.night import Night
from tests.stories.conftest import ANight, a_long_night


async def look(n: Night) -> None:
    """What the calendar does every few minutes; in virtual time nobody else does."""
    await n.service._show_gaps()
    await n.soon()


async def again(n: Night) -> None:
    await n.stop()
    await n.start()
    await n.soon()


@a_long_night
async def test_ro_02_gaps_are_reported_once_a_day_by_one_bell_also_over_restarts(a_night: ANight) -> None:
    """The roster of this night names somebody for ten days of the coming fourteen; it is 03:12."""
    async with a_night() as n:
        await n.open()
        await look(n)
        n.expect_bells()
        await n.forward(hours=5, minutes=47)  # 08:59
        await look(n)
        n.expect_bells()
        await n.forward(minutes=1)
        await look(n)
        n.expect_bells(watcher=1)
        for _ in range(3):
            await n.forward(minutes=5)
            await again(n)
            await look(n)
        n.expect_bells()
        standing: list[Alarm] = list(await n.service.store.read(lambda uow: uow.alarms.standing()))
        assert "roster.gap" in {alarm.kind for alarm in standing}
        assert "roster.unreported" not in {alarm.kind for alarm in standing}
        await n.stop()
        n.clock.advance(n.now + timedelta(days=1))
        await n.start()
        await look(n)
        n.expect_bells(watcher=1)
        assert n.violations() == []
