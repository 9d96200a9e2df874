"""Offsets confirm, lifetimes end, ids start anywhere and leave gaps: the update queue as bots meet it."""

import json
from typing import Any

import pytest

from sandbox.botapi.clock import VirtualClock
from sandbox.botapi.control import BotApi
from sandbox.botapi.queue import MAX_EVENT_BYTES
from sandbox.botapi.settings import Settings
from tests.sandbox.botapi.conftest import OFFICIAL, Wire, keyboard


async def updates(wire: Wire, clock: VirtualClock, **params: object) -> list[dict[str, Any]]:
    """One `getUpdates`, far enough from the one before not to count as the same again."""
    clock.advance(4)
    found = (await wire("getUpdates", **params)).result
    assert isinstance(found, list)
    return found


async def test_without_offset_nothing_is_confirmed(wire: Wire, api: BotApi, clock: VirtualClock) -> None:
    api.say(OFFICIAL, "een")
    api.say(OFFICIAL, "twee")
    first = await updates(wire, clock)
    assert [u["message"]["text"] for u in first] == ["een", "twee"]
    assert await updates(wire, clock, offset=0) == first


async def test_an_offset_confirms_everything_below_it_at_once(wire: Wire, api: BotApi, clock: VirtualClock) -> None:
    for text in ("een", "twee", "drie"):
        api.say(OFFICIAL, text)
    ids = [u["update_id"] for u in await updates(wire, clock)]
    assert ids == list(range(ids[0], ids[0] + 3))
    assert [u["update_id"] for u in await updates(wire, clock, offset=ids[2])] == [ids[2]]
    assert [u["update_id"] for u in await updates(wire, clock)] == [ids[2]]


async def test_a_negative_offset_keeps_only_the_last(wire: Wire, api: BotApi, clock: VirtualClock) -> None:
    for text in ("een", "twee", "drie"):
        api.say(OFFICIAL, text)
    assert [u["message"]["text"] for u in await updates(wire, clock, offset=-1)] == ["drie"]
    assert len(await updates(wire, clock)) == 1


@pytest.mark.parametrize("beyond", [11, -100_001])
async def test_an_offset_far_outside_reads_from_the_head(
    wire: Wire, api: BotApi, clock: VirtualClock, beyond: int
) -> None:
    api.say(OFFICIAL, "een")
    head = (await updates(wire, clock))[0]["update_id"]
    offset = head + beyond + (1 if beyond > 0 else 0)
    assert [u["update_id"] for u in await updates(wire, clock, offset=offset)] == [head]


async def test_an_offset_just_beyond_the_tail_confirms_all(wire: Wire, api: BotApi, clock: VirtualClock) -> None:
    api.say(OFFICIAL, "een")
    head = (await updates(wire, clock))[0]["update_id"]
    await updates(wire, clock, offset=head + 11)
    assert api.idle().unconfirmed == 0


async def test_the_limit_is_kept_between_1_and_100(wire: Wire, api: BotApi, clock: VirtualClock) -> None:
    for n in range(105):
        api.say(OFFICIAL, str(n))
    assert len(await updates(wire, clock, limit=1000)) == 100
    assert len(await updates(wire, clock, limit=-3)) == 1


async def test_the_same_offset_within_half_a_second_gets_one_update(
    wire: Wire, api: BotApi, clock: VirtualClock
) -> None:
    api.say(OFFICIAL, "een")
    api.say(OFFICIAL, "twee")
    assert len(await updates(wire, clock)) == 2
    clock.advance(0.4)
    assert len((await wire("getUpdates")).result) == 1


async def test_a_press_lives_150_seconds_and_a_message_a_day(wire: Wire, api: BotApi, clock: VirtualClock) -> None:
    message_id = await wire.send(reply_markup=keyboard("Ik heb dit gezien"))
    api.say(OFFICIAL, "hallo")
    api.press(OFFICIAL, message_id)
    clock.advance(149 - 4)
    assert len(await updates(wire, clock)) == 2
    clock.advance(1)
    assert [list(u)[1] for u in await updates(wire, clock)] == ["message"]
    clock.advance(86_400 - 160)
    assert len(await updates(wire, clock)) == 1
    clock.advance(10)
    assert await updates(wire, clock) == []


async def test_a_message_from_before_yesterday_is_never_queued(wire: Wire, api: BotApi, clock: VirtualClock) -> None:
    api.say(OFFICIAL, "oud", date=clock.now() - 86_401)
    assert await updates(wire, clock) == []


async def test_expired_entries_leave_a_gap(wire: Wire, api: BotApi, clock: VirtualClock) -> None:
    message_id = await wire.send(reply_markup=keyboard("Gezien"))
    api.say(OFFICIAL, "een")
    api.press(OFFICIAL, message_id)
    api.say(OFFICIAL, "twee")
    clock.advance(150)
    ids = [u["update_id"] for u in await updates(wire, clock)]
    assert ids[1] - ids[0] == 2


async def test_kinds_not_asked_for_are_gone_for_good_and_the_wish_is_remembered(
    wire: Wire, api: BotApi, clock: VirtualClock
) -> None:
    await updates(wire, clock, allowed_updates=["callback_query"])
    api.say(OFFICIAL, "weg")
    assert (await wire("getWebhookInfo")).result["allowed_updates"] == ["callback_query"]
    await updates(wire, clock, allowed_updates=[])
    assert "allowed_updates" not in (await wire("getWebhookInfo")).result
    api.say(OFFICIAL, "gezien")
    assert [u["message"]["text"] for u in await updates(wire, clock)] == ["gezien"]


async def test_ids_start_anywhere_but_the_same_for_a_seed() -> None:
    starts = []
    for seed in (1, 1, 2):
        api = BotApi(clock=VirtualClock(), settings=Settings(seed=seed))
        api.add_user(OFFICIAL, "Anna")
        api.say(OFFICIAL, "een")
        starts.append(api.queue.pending()[0].update_id)
    assert starts[0] == starts[1] != starts[2]


async def test_an_event_over_512_kib_and_the_100001st_are_dropped(wire: Wire, api: BotApi) -> None:
    assert api.queue.push("message", {"x": "y" * MAX_EVENT_BYTES}, lifetime=10, lane="a") is None
    assert api.queue.dropped == 1


async def test_a_reply_stays_under_4_mib(wire: Wire, api: BotApi, clock: VirtualClock) -> None:
    for _ in range(12):
        api.queue.push("message", {"x": "y" * 500_000}, lifetime=60, lane="a")
    found = await updates(wire, clock)
    assert len(found) == 8
    assert len(json.dumps(found)) < 4 * 1024 * 1024 + 1000


async def test_pending_updates_can_be_dropped_and_counted(wire: Wire, api: BotApi) -> None:
    api.say(OFFICIAL, "een")
    assert (await wire("getWebhookInfo")).result["pending_update_count"] == 1
    await wire("deleteWebhook", drop_pending_updates=True)
    assert (await wire("getWebhookInfo")).result["pending_update_count"] == 0
