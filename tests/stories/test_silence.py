"""L-1, X-02: when nobody answers, the ladder climbs to its last rung, and everybody on it keeps ringing."""

from __future__ import annotations

from datetime import datetime, timedelta

from tests.harness.night import Night
from tests.stories.conftest import ANight, a_long_night
from tests.stories.words import REQUEST


async def until(n: Night, start: datetime, *, minutes: float) -> None:
    """Go on to just after so many minutes from the start."""
    await n.forward(seconds=(start + timedelta(minutes=minutes, seconds=1) - n.now).total_seconds())


@a_long_night
async def test_l_1_silence_climbs_every_rung_and_then_everybody_keeps_ringing(a_night: ANight) -> None:
    async with a_night() as n:
        [hovj] = await n.open("hovj")
        start = n.now
        item = (await hovj.phone.submit_spoedaanwijzing(REQUEST)).item
        await until(n, start, minutes=0)
        n.expect_bells(piket1=1, hovj=1)  # hovj: the call of SA-00 must still be spoken
        await until(n, start, minutes=0.5)
        n.expect_bells(piket1=1)
        await until(n, start, minutes=1)
        n.expect_bells(piket1=1, piket2=1, hovj=1)  # backup; the requester hears of each rung
        await until(n, start, minutes=1.5)
        n.expect_bells(piket1=1, piket2=1)
        await until(n, start, minutes=2)
        n.expect_bells(piket1=1, piket2=1, piket3=1, hovj=1)
        await until(n, start, minutes=3.5)
        n.expect_bells(piket1=3, piket2=3, piket3=3)
        await until(n, start, minutes=4)
        n.expect_bells(piket1=1, piket2=1, piket3=1, coordinerend=1, hovj=1)
        await until(n, start, minutes=5)
        n.expect_bells(piket1=2, piket2=2, piket3=2, coordinerend=2, hovj=1)  # hovj: SA-00 again, every five minutes
        await until(n, start, minutes=6)
        n.expect_bells(piket1=2, piket2=2, piket3=2, coordinerend=2, directeur=1, hovj=1)
        await until(n, start, minutes=8)
        n.expect_bells(piket1=4, piket2=4, piket3=4, coordinerend=4, directeur=4, pg=1, nctv=1, hovj=1)
        await until(n, start, minutes=30)
        everybody = dict.fromkeys(("piket1", "piket2", "piket3", "coordinerend", "directeur", "pg", "nctv"), 44)
        n.expect_bells(**everybody, hovj=5, hovj_deputy=4)  # SA-00: backup after fifteen minutes

        case = await hovj.phone.read(item)
        assert case.state == "ingediend"  # no timer decides, ends or closes anything
        gezag = case.answer.item.gezag
        assert gezag is not None
        assert gezag.holder.functie == "hovj"


async def test_x_02_seen_silences_one_phone_for_a_minute_once_a_rung_and_never_the_ladder(a_night: ANight) -> None:
    async with a_night() as n:
        [hovj] = await n.open("hovj")
        start = n.now
        await hovj.phone.submit_spoedaanwijzing(REQUEST)
        await until(n, start, minutes=0)
        n.expect_bells(piket1=1, hovj=1)
        n["piket1"].press_seen()
        await until(n, start, minutes=0.99)
        n.expect_bells(piket2=1, hovj=1)  # the ladder climbs on, at one minute; the tap was a second after the start
        await until(n, start, minutes=1)
        n.expect_bells(piket1=1)  # a minute after the tap


async def test_x_02_a_receipt_nobody_follows_up_is_reopened_and_resumes_where_it_was(a_night: ANight) -> None:
    async with a_night() as n:
        hovj, piket = await n.open("hovj", "piket1")
        start = n.now
        item = (await hovj.phone.submit_spoedaanwijzing(REQUEST)).item
        await until(n, start, minutes=1)
        n.expect_bells(piket1=3, piket2=1, hovj=2)
        assert (await piket.phone.receive(item)).status == 201
        await until(n, start, minutes=3)
        n.expect_bells(hovj=1)
        assert (await hovj.phone.reopen(item)).status == 201
        await n.soon()
        n.expect_bells(piket1=1, piket2=1)  # never lower than the rung it had reached
        assert (await piket.phone.receive(item)).status == 201
        await n.soon()
        n.expect_bells(hovj=1)
