"""A fact that follows upon an officer's refused act: the directory's log explains its number, a moment later."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from client.beside_refusals import LOG_FOLLOWS_SECONDS
from client.directory import DirectoryRefused
from client.phone import Phone
from client.transport import Reply, Transport
from domain.ids import OrganisationId, PersonId
from tests.client.service import PATIENT, Running, running
from tests.client.world import HOVJ, keyring_of
from tests.harness.stores import sqlite_template, sqlite_url

__all__ = ["sqlite_template", "sqlite_url"]

SECOND = (keyring_of("stichter-b"),)


@pytest_asyncio.fixture
async def world(tmp_path: Path, sqlite_url: str) -> AsyncIterator[Running]:
    async with running(tmp_path, sqlite_url) as found:
        yield found


class LagsBehind(Transport):
    """A connection on which the directory's log stands still: for so many askings, or for good (None)."""

    behind: int | None = 0
    first: Reply | None = None

    async def _once(self, *args: Any, **more: Any) -> Reply:
        reply = await super()._once(*args, **more)
        if not str(args[1]).endswith("/log/directory/checkpoint"):
            return reply
        if self.first is None:
            self.first = reply
        if self.behind is None:
            return self.first
        self.behind, old = max(0, self.behind - 1), self.behind > 0
        return self.first if old else reply


@pytest.mark.parametrize("behind", [2, 4, None])
async def test_a_log_that_follows_a_moment_later_is_waited_for_and_one_that_never_does_is_refused(
    world: Running, behind: int | None
) -> None:
    """The fact is given at once, the leaf that explains its number some tenths of a second later."""
    officer = await world.phone("stichter-a")
    waited: list[float] = []

    async def pause(seconds: float) -> None:
        waited.append(seconds)

    transport = await world.open.enter_async_context(LagsBehind(world.origin, patience=PATIENT, pause=pause))
    keyring = keyring_of("pieter")
    pieter = Phone(world.folder / "slow", transport, clock=world.clock.now)
    pieter.install(keyring, world.world.genesis)
    await pieter.start()
    assert (await officer.carry_out(officer.officer().grant(PersonId("hanna"), HOVJ), also=SECOND)).status == 409
    added = officer.officer().add_person(PersonId("nieuw"), OrganisationId("om"))
    assert (await officer.carry_out(added, also=SECOND)).status == 201
    await world.settle()
    transport.behind = behind
    if behind is None:
        with pytest.raises(DirectoryRefused, match="out of its place"):
            await pieter.sync()
        assert PersonId("nieuw") not in pieter.directory.people
        assert waited == list(LOG_FOLLOWS_SECONDS)
        return
    await pieter.sync()
    assert PersonId("nieuw") in pieter.directory.people
    assert waited == list(LOG_FOLLOWS_SECONDS[:behind])
