"""A long poll ends by an update, by virtual time, by another reader, by a webhook or by a restart."""

import asyncio
from collections.abc import AsyncIterator

import aiohttp
import pytest

from sandbox.botapi.clock import VirtualClock
from sandbox.botapi.control import BotApi
from sandbox.botapi.settings import Settings
from tests.sandbox.botapi.conftest import OFFICIAL, Answer, Wire

Task = asyncio.Task[Answer]


@pytest.fixture
async def poll(wire: Wire, api: BotApi) -> AsyncIterator[Task]:
    task = asyncio.create_task(wire("getUpdates", timeout=25))
    await waiting(api, 1)
    yield task
    task.cancel()


async def waiting(api: BotApi, polls: int = 1, hanging: int = 0) -> None:
    """Until so many polls wait and so many are held back."""
    await api.until(lambda idle: (idle.waiting_polls, idle.hanging) == (polls, hanging))


async def test_an_update_ends_the_poll(api: BotApi, poll: Task) -> None:
    assert (api.idle().in_flight, api.idle().quiet) == (0, True)
    api.say(OFFICIAL, "hallo")
    assert api.idle().quiet is False
    assert [u["message"]["text"] for u in (await poll).result] == ["hallo"]
    idle = api.idle()
    assert (idle.unfetched, idle.unconfirmed, idle.quiet, idle.still) == (0, 1, False, True)


async def test_virtual_time_ends_the_poll_empty(clock: VirtualClock, poll: Task) -> None:
    clock.advance(24.9)
    await asyncio.sleep(0)
    assert not poll.done()
    clock.advance(0.1)
    assert (await poll).result == []


async def test_a_standing_clock_does_not_hang_a_client() -> None:
    settings = Settings(poll_real_cap=0.01)
    async with BotApi(clock=VirtualClock(), settings=settings) as api, aiohttp.ClientSession() as session:
        assert (await Wire(api, session)("getUpdates", timeout=50)).result == []


async def test_a_second_reader_ends_the_older_poll(wire: Wire, api: BotApi, poll: Task) -> None:
    second = asyncio.create_task(wire("getUpdates", timeout=25))
    answer = await poll
    assert (answer.status, answer.description) == (
        409,
        "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running",
    )
    api.say(OFFICIAL, "hallo")
    assert len((await second).result) == 1


async def test_a_second_reader_takes_what_is_queued_without_conflict(wire: Wire, api: BotApi) -> None:
    api.say(OFFICIAL, "hallo")
    assert len((await wire("getUpdates", timeout=25)).result) == 1
    assert len((await wire("getUpdates", timeout=25)).result) == 1


async def test_conflicts_that_follow_each_other_are_held_back_three_seconds(
    wire: Wire, api: BotApi, clock: VirtualClock, poll: Task
) -> None:
    second = asyncio.create_task(wire("getUpdates", timeout=25))
    assert (await poll).status == 409
    await waiting(api)
    third = asyncio.create_task(wire("getUpdates", timeout=25))
    await waiting(api, polls=1, hanging=1)
    clock.advance(3)
    assert (await second).status == 409
    api.say(OFFICIAL, "hallo")
    assert (await third).status == 200


async def test_setting_a_webhook_ends_the_poll(wire: Wire, poll: Task) -> None:
    await wire("setWebhook", url="https://hook.example/x")
    assert (await poll).description == "Conflict: terminated by setWebhook request"


async def test_closing_ends_the_poll_with_a_restart(api: BotApi, poll: Task) -> None:
    await api.close()
    answer = await poll
    assert (answer.status, answer.description) == (500, "Internal Server Error: restart")


async def test_a_client_that_hangs_up_no_longer_waits(api: BotApi, poll: Task) -> None:
    poll.cancel()
    await waiting(api, polls=0)


async def test_the_same_offset_within_three_seconds_waits_three_seconds(
    wire: Wire, api: BotApi, clock: VirtualClock
) -> None:
    assert (await wire("getUpdates", offset=5)).result == []
    again = asyncio.create_task(wire("getUpdates", offset=5))
    await waiting(api)
    clock.advance(3)
    assert (await again).result == []
