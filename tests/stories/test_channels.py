"""Every channel may fail, the clock may not: in an emergency all of a person's channels ring at once."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from aiohttp import web

from domain.bells import ChannelKind
from domain.ids import PersonId
from sandbox.botapi.faults import Fault
from tests.stories.conftest import ANight
from tests.stories.words import REQUEST


@asynccontextmanager
async def pager() -> AsyncIterator[tuple[str, list[bytes]]]:
    """A pager gateway on loopback: its address, and what it was sent."""
    async with gateway() as (address, taken):
        yield address, taken.bodies


class Taken:
    """What a pager gateway was sent: the bodies, and their ids beside them."""

    def __init__(self) -> None:
        self.bodies: list[bytes] = []
        self.ids: list[str] = []


@asynccontextmanager
async def gateway() -> AsyncIterator[tuple[str, Taken]]:
    taken = Taken()

    async def take(request: web.Request) -> web.Response:
        taken.ids.append(request.headers["webhook-id"])
        taken.bodies.append(await request.read())
        return web.Response(status=204)

    app = web.Application()
    app.router.add_post("/bel", take)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.05)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}/bel", taken
    finally:
        await runner.cleanup()


async def test_an_emergency_rings_every_channel_at_once_so_that_one_may_fail(a_night: ANight) -> None:
    async with a_night() as n, pager() as (address, taken):
        hovj, piket = await n.open("hovj", "piket1")
        assert (await piket.phone.set_webhook(address)).status == 201
        n.api.when("sendMessage", chat=piket.chat).do(Fault.F6_FLOOD_HUGE)
        await hovj.phone.submit_spoedaanwijzing(REQUEST)
        await n.soon()
        n.expect_bells(hovj=1)
        assert taken == [b'{"v": 1, "type": "bell", "text": "Er staat iets voor u klaar."}']
        await n.forward(seconds=30)
        assert len(taken) == 2


async def test_x_02_when_one_receives_the_pagers_of_all_others_are_told_that_it_is_over(a_night: ANight) -> None:
    async with a_night() as n, gateway() as (address, taken):
        hovj, piket, backup = await n.open("hovj", "piket1", "piket2")
        assert (await backup.phone.set_webhook(address)).status == 201
        submitted = await hovj.phone.submit_spoedaanwijzing(REQUEST)
        await n.forward(seconds=60)
        assert len(taken.bodies) == 1  # t+1 min: the backup is rung
        await piket.phone.receive(submitted.item)
        await n.soon()
        closed = json.loads(taken.bodies[-1])
        assert closed == {
            "v": 1,
            "type": "closed",
            "text": "Afgerond. U hoeft niets te doen.",
            "closes": taken.ids[0],
        }
        for one in n.people.values():
            one.bells()


async def test_a_host_that_is_not_on_the_list_is_refused_and_never_called(a_night: ANight) -> None:
    async with a_night() as n:
        [piket] = await n.open("piket1")
        answer = await piket.phone.set_webhook("http://ergens.anders.test/bel")
        assert (answer.status, answer.code, answer.field) == (403, "channel.host", "params.url")


async def test_one_address_that_nobody_can_read_stops_no_bell_of_anybody(a_night: ANight) -> None:
    async with a_night() as n:
        [hovj] = await n.open("hovj")
        piket = PersonId("piket1")
        poison = "https://[2001:db8::1 p256dh auth"
        await n.service.store.write(lambda uow: uow.outbox.put_address(piket, ChannelKind.WEB_PUSH, poison, n.now))
        await hovj.phone.submit_spoedaanwijzing(REQUEST)
        await n.soon()
        n.expect_bells(hovj=1, piket1=1)
        alarms = await n.service.store.read(lambda uow: uow.alarms.standing())
        assert ("address.refused", piket) in [(alarm.kind, alarm.subject) for alarm in alarms]
        await n.forward(seconds=30)
        n.expect_bells(piket1=1)
