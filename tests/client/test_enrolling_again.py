"""A crash while enrolling: the keys were on disk before they were offered, so the same ones are offered again."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import aiohttp
import pytest
import pytest_asyncio

from client.invitation import Invitation
from client.keyring import Keyring
from client.phone import Phone
from client.transport import NotReached, Reply, ServerRefused, Transport
from domain.ids import OrganisationId, PersonId
from tests.client.service import PATIENT, Running, running
from tests.client.test_stories_over_http import SECOND
from tests.harness.stores import sqlite_template, sqlite_url

__all__ = ["sqlite_template", "sqlite_url"]


class Losing(Transport):
    """A connection that loses every request, or every answer, about an enrolment while `fault` says so."""

    fault = ""

    async def _once(self, *args: Any, **more: Any) -> Reply:
        about = args[1] == "/v1/enrolments"
        if about and self.fault == "request":
            raise aiohttp.ServerDisconnectedError
        reply = await super()._once(*args, **more)
        if about and self.fault == "answer":
            raise aiohttp.ServerDisconnectedError
        return reply


@pytest_asyncio.fixture
async def world(tmp_path: Path, sqlite_url: str) -> AsyncIterator[Running]:
    async with running(tmp_path, sqlite_url) as found:
        yield found


async def invited(world: Running) -> tuple[Phone, Invitation]:
    officer = await world.phone("stichter-a")
    invitation = Invitation.new(PersonId("paula"), OrganisationId("nctv"), world.world.genesis, officer.random)
    assert (await officer.carry_out(officer.officer().invite(invitation), also=SECOND)).status == 201
    return officer, invitation


async def tablet(world: Running) -> tuple[Phone, Losing]:
    """The app as it starts on the tablet, also after a crash."""
    transport = await world.open.enter_async_context(Losing(world.origin, patience=PATIENT))
    return Phone(world.folder / "tablet", transport, clock=world.clock.now), transport


@pytest.mark.parametrize("fault", ["request", "answer"])
async def test_after_a_crash_the_same_keys_are_offered_on_the_same_invitation(world: Running, fault: str) -> None:
    officer, invitation = await invited(world)
    crashed, transport = await tablet(world)
    transport.fault = fault
    with pytest.raises(NotReached):
        await crashed.enrol(invitation)
    [offered] = (crashed.folder / "offers").iterdir()
    made = Keyring.load(offered)
    again, _ = await tablet(world)
    assert (await again.enrol(invitation)).public == made.public
    assert (await officer.admit(invitation, also=SECOND)).status == 201
    await again.start()
    assert again.person == "paula"
    assert not offered.exists(), "keys stand in one place"


async def test_a_crash_after_the_keys_were_installed_loses_nothing(world: Running) -> None:
    _, invitation = await invited(world)
    crashed, transport = await tablet(world)
    transport.fault = "answer"
    with pytest.raises(NotReached):
        await crashed.enrol(invitation)
    [offered] = (crashed.folder / "offers").iterdir()
    crashed.install(Keyring.load(offered), invitation.genesis)
    again, _ = await tablet(world)
    assert (await again.enrol(invitation)).device == crashed.keyring.device


async def test_an_invitation_that_is_over_never_costs_a_device_the_keys_it_has(world: Running) -> None:
    _, first = await invited(world)
    phone, _ = await tablet(world)
    keys = (await phone.enrol(first)).public
    with pytest.raises(ServerRefused):
        await phone.enrol(first)
    again, _ = await tablet(world)
    assert again.keyring.public == keys
    _, second = await invited(world)
    assert (await again.enrol(second)).public != keys, "another invitation gets keys of its own"
