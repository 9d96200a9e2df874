"""Killed from outside while bytes are on their way: a request that nobody answered, a bell that nobody confirmed."""

from __future__ import annotations

import asyncio

import pytest

from sandbox.botapi.faults import Fault
from tests.kills.child_night import ChildNight
from tests.kills.conftest import AChildNight
from tests.kills.ledger import check_promises
from tests.stories.words import REQUEST

pytestmark = pytest.mark.timeout(240)


async def test_killed_as_the_request_arrives_it_is_kept_once_and_rings(a_child_night: AChildNight) -> None:
    async with a_child_night() as n:
        [hovj] = await n.open("hovj")
        submitting = asyncio.create_task(hovj.phone.submit_spoedaanwijzing(REQUEST))
        n.sent.clear()
        await n.sent.wait()
        n.kill("as the request arrives")
        submitted = await submitting
        assert submitted.answer.status == 201
        await n.forward(seconds=2)
        assert [line.id for line in await hovj.phone.open_items()] == [submitted.item]
        expect(n, piket1=1, hovj=1)
        await check_promises(n)


async def test_phone_and_service_both_die_and_the_phone_sends_the_same_bytes_again(a_child_night: AChildNight) -> None:
    async with a_child_night() as n:
        [hovj] = await n.open("hovj")
        n.arm("bot.http.acts:_carry_out|committed")
        submitting = asyncio.create_task(hovj.phone.submit_spoedaanwijzing(REQUEST))
        while not n.kills:
            await n.settle()
            if submitting.done():
                break
        submitting.cancel()
        await asyncio.gather(submitting, return_exceptions=True)
        answers = await hovj.phone.start()
        assert [answer.status for answer in answers] in ([], [201])
        await n.forward(seconds=2)
        assert len(await hovj.phone.open_items()) == 1
        expect(n, piket1=1, hovj=1)
        await check_promises(n)


@pytest.mark.parametrize("accepted", [False, True], ids=["hangs", "hangs, yet arrived"])
async def test_killed_while_a_bell_is_in_flight_it_rings_and_doubles_only_if_it_arrived(
    a_child_night: AChildNight, accepted: bool
) -> None:
    async with a_child_night() as n:
        [hovj] = await n.open("hovj")
        n.api.when("sendMessage", chat=n["piket1"].chat, times=1).do(Fault.F2_HANG, accepted=accepted)
        await hovj.phone.submit_spoedaanwijzing(REQUEST)
        await n.api.until(lambda idle: idle.hanging > 0)
        n.kill("while a bell hangs")
        await n.forward(seconds=2)
        expect(n, piket1=2 if accepted else 1, hovj=1)
        await check_promises(n)


async def test_killed_after_an_answer_was_lost_the_bell_comes_once_more(a_child_night: AChildNight) -> None:
    async with a_child_night() as n:
        [hovj] = await n.open("hovj")
        n.api.when("sendMessage", chat=n["piket1"].chat, times=1).do(Fault.F1_REPLY_LOST)
        n.arm("bot.outgoing:dispatcher.record|committed")
        await hovj.phone.submit_spoedaanwijzing(REQUEST)
        await n.forward(seconds=15)
        assert n.kills
        expect(n, piket1=2, hovj=1)
        await check_promises(n)


def expect(n: ChildNight, **least: int) -> None:
    """Each rang so often; once more only for what had been accepted and was not recorded when the service died."""
    for one in n.people.values():
        rang, wanted = len(one.bells()), least.get(one.name, 0)
        assert wanted <= rang <= wanted + (n.unclear[one.chat] if wanted == 1 else 0), f"{one.name} heard {rang}"
