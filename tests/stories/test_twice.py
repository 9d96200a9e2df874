"""No double tap, repetition or two officials at once ever does anything twice."""

from __future__ import annotations

import asyncio

from tests.stories.conftest import ANight
from tests.stories.words import REQUEST


async def test_x_02_of_two_receipts_at_once_both_are_recorded_and_the_first_stands(a_night: ANight) -> None:
    async with a_night() as n:
        hovj, first, second = await n.open("hovj", "piket1", "piket2")
        item = (await hovj.phone.submit_spoedaanwijzing(REQUEST)).item
        await n.soon()
        n.expect_bells(piket1=1, hovj=1)
        answers = await asyncio.gather(first.phone.receive(item), second.phone.receive(item))
        assert [answer.status for answer in answers] == [201, 201]
        await n.soon()
        n.expect_bells(hovj=1)
        received = [act for act in (await hovj.phone.read(item)).acts if act.payload.act == "spoedaanwijzing.receive"]
        assert len(received) == 2


async def test_f18_a_double_tap_is_one_pause(a_night: ANight) -> None:
    async with a_night() as n:
        [hovj] = await n.open("hovj")
        await hovj.phone.submit_spoedaanwijzing(REQUEST)
        await n.soon()
        n.expect_bells(piket1=1, hovj=1)
        n["piket1"].press_seen()
        n["piket1"].press_seen()
        await n.soon()
        n.expect_bells()


async def test_f37_a_button_pressed_by_somebody_else_pauses_nobody(a_night: ANight) -> None:
    async with a_night() as n:
        [hovj] = await n.open("hovj")
        await hovj.phone.submit_spoedaanwijzing(REQUEST)
        await n.soon()
        n.expect_bells(piket1=1, hovj=1)
        [message] = [one for one in n.api.screen(n["piket1"].chat) if one.from_bot and len(one.buttons()) == 2]
        [handle] = [button["callback_data"] for button in message.buttons() if "callback_data" in button]
        n.api.forge_press(n["lcc1"].chat, str(handle))
        await n.forward(seconds=29)
        n.expect_bells(piket1=1)
