"""Never lost, never silent: a service that dies between two steps goes on where it was, and rings what it missed."""

from __future__ import annotations

from datetime import timedelta

from tests.stories.conftest import ANight
from tests.stories.test_silence import until
from tests.stories.words import DECISION, ORDER, REQUEST, WORD


async def test_dead_for_five_minutes_everybody_on_a_missed_rung_is_rung_once_at_the_start(a_night: ANight) -> None:
    async with a_night() as n:
        [hovj] = await n.open("hovj")
        start = n.now
        await hovj.phone.submit_spoedaanwijzing(REQUEST)
        await until(n, start, minutes=0)
        n.expect_bells(piket1=1, hovj=1)
        await n.stop()
        n.clock.advance(start + timedelta(minutes=5, seconds=10))
        await n.start()
        await n.soon()
        # One each: of the hovj that SA-00 rings again, and that the missed rung was reached, are one bell.
        n.expect_bells(piket1=1, piket2=1, piket3=1, coordinerend=1, hovj=1)
        await n.forward(seconds=30)
        n.expect_bells(piket1=1, piket2=1, piket3=1, coordinerend=1)


async def test_dead_after_each_step_nothing_is_lost_and_nothing_doubled(a_night: ANight) -> None:
    async with a_night() as n:
        hovj, piket, lcc = await n.open("hovj", "piket1", "lcc1")

        async def die() -> None:
            await n.stop()
            await n.start()
            await n.soon()

        item = (await hovj.phone.submit_spoedaanwijzing(REQUEST)).item
        await n.soon()
        n.expect_bells(piket1=1, hovj=1)
        await die()
        n.expect_bells()
        assert (await piket.phone.receive(item)).state == "ontvangen"
        await n.soon()
        n.expect_bells(hovj=1)
        await die()
        assert (await piket.phone.spoken(item)).status == 201
        decided = await piket.phone.decide(item, "aangewezen", DECISION, order=ORDER, word=WORD)
        assert decided.state == "aangewezen"
        await n.soon()
        n.expect_bells(hovj=1, piket1=1, lcc1=1, adviseur_bb=1, rccb=1)
        await die()
        n.expect_bells()
        [order] = await lcc.phone.open_items()
        case = await lcc.phone.read(order.id)
        assert case.content("opdracht") is not None
        assert (await piket.phone.decide(item, "aangewezen", DECISION, order=ORDER, word=WORD)).status == 409


async def test_killed_before_the_bell_left_it_rings_after_the_restart(a_night: ANight) -> None:
    async with a_night() as n:
        [hovj] = await n.open("hovj")
        n.api.refuse()  # Telegram is away, so that the bell cannot have left
        await hovj.phone.submit_spoedaanwijzing(REQUEST)
        await n.stop()
        await n.api.listen()
        await n.start()
        await n.forward(seconds=20)
        n["piket1"].expect_bell()
        n["hovj"].expect_bell()
