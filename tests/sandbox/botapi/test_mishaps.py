"""What goes wrong around calls: double taps, updates that come again, jump, or cannot be read."""

from typing import Any

import aiohttp
import pytest
from aiogram.types import Update
from pydantic import ValidationError

from sandbox.botapi.clock import VirtualClock
from sandbox.botapi.control import BotApi
from sandbox.botapi.mishaps import Mishap, happen
from tests.sandbox.botapi.conftest import OFFICIAL, Wire, keyboard


async def read(wire: Wire, clock: VirtualClock, **params: object) -> list[dict[str, Any]]:
    clock.advance(4)
    found = (await wire("getUpdates", **params)).result
    assert isinstance(found, list)
    return found


async def test_f3_refused_and_restored(wire: Wire, api: BotApi) -> None:
    await happen(api, Mishap.F3_REFUSED)
    with pytest.raises(aiohttp.ClientConnectorError):
        await wire("getMe")
    await happen(api, Mishap.F3_RESTORED)
    assert (await wire("getMe")).status == 200


async def test_f18_a_double_tap_is_two_presses_with_ids_of_their_own(
    wire: Wire, api: BotApi, clock: VirtualClock
) -> None:
    message_id = await wire.send(reply_markup=keyboard("Gezien"))
    await happen(api, Mishap.F18_DOUBLE_TAP, users=(OFFICIAL,), messages=(message_id,), button="Gezien")
    first, second = (u["callback_query"] for u in await read(wire, clock))
    assert first["id"] != second["id"]
    assert first["data"] == second["data"]


async def test_f19_two_officials_tap_at_the_same_moment(wire: Wire, api: BotApi, clock: VirtualClock) -> None:
    api.add_user(8, "Bart")
    bells = [await wire.send(reply_markup=keyboard("Gezien"))]
    sent = await wire("sendMessage", chat_id=8, text="bel", reply_markup=keyboard("Gezien"))
    bells.append(sent.result["message_id"])
    await happen(api, Mishap.F19_TAP_TOGETHER, users=(OFFICIAL, 8), messages=tuple(bells))
    assert [u["callback_query"]["from"]["id"] for u in await read(wire, clock)] == [OFFICIAL, 8]


async def test_f20_a_confirmed_update_comes_again_under_its_own_id(
    wire: Wire, api: BotApi, clock: VirtualClock
) -> None:
    api.say(OFFICIAL, "een")
    (first,) = await read(wire, clock)
    assert await read(wire, clock, offset=first["update_id"] + 1) == []
    await happen(api, Mishap.F20_REDELIVERED, update=first["update_id"])
    assert await read(wire, clock, offset=first["update_id"] + 1) == [first]
    assert await read(wire, clock, offset=first["update_id"] + 1) == []


async def test_f21_the_same_content_under_a_lower_id(wire: Wire, api: BotApi, clock: VirtualClock) -> None:
    api.say(OFFICIAL, "een")
    (first,) = await read(wire, clock)
    await read(wire, clock, offset=first["update_id"] + 1)
    await happen(api, Mishap.F21_NEW_ID, update=first["update_id"], under=5)
    assert await read(wire, clock, offset=first["update_id"] + 1) == [first | {"update_id": 5}]


async def test_f21_ids_jump_down_and_an_old_offset_still_reads_them(
    wire: Wire, api: BotApi, clock: VirtualClock
) -> None:
    api.say(OFFICIAL, "een")
    (first,) = await read(wire, clock)
    with pytest.raises(ValueError, match="only jump while the queue is empty"):
        await happen(api, Mishap.F21_ID_JUMP, to=50)
    await read(wire, clock, offset=first["update_id"] + 1)
    await happen(api, Mishap.F21_ID_JUMP, to=50)
    api.say(OFFICIAL, "twee")
    assert [u["update_id"] for u in await read(wire, clock, offset=first["update_id"] + 1)] == [50]


async def test_f22_poison_stops_a_typed_reader_and_not_what_follows(
    wire: Wire, api: BotApi, clock: VirtualClock
) -> None:
    await happen(api, Mishap.F22_POISON)
    api.say(OFFICIAL, "daarna")
    poison, after = await read(wire, clock)
    with pytest.raises(ValidationError):
        Update.model_validate(poison)
    assert after["message"]["text"] == "daarna"


async def test_f23_a_kind_nobody_knows_comes_through(wire: Wire, api: BotApi, clock: VirtualClock) -> None:
    await read(wire, clock, allowed_updates=["message"])
    await happen(api, Mishap.F23_UNKNOWN_KIND)
    (update,) = await read(wire, clock)
    assert set(update) == {"update_id", "telepathy"}


async def test_f25_a_press_while_the_bot_is_down_three_minutes_is_gone(
    wire: Wire, api: BotApi, clock: VirtualClock
) -> None:
    message_id = await wire.send(reply_markup=keyboard("Gezien"))
    press = api.press(OFFICIAL, message_id)
    clock.advance(180)
    assert await read(wire, clock) == []
    assert press.spinning(clock.now(), 30) is False
    assert api.queue.expired == 1


async def test_f28_a_foreign_webhook_shows_in_its_address_and_ends_reading(wire: Wire, api: BotApi) -> None:
    await happen(api, Mishap.F28_FOREIGN_WEBHOOK, url="https://127.0.0.1:9/")
    assert (await wire("getUpdates")).status == 409
    assert (await wire("getWebhookInfo")).result["url"] == "https://127.0.0.1:9/"


async def test_f36_forged_data_and_f37_another_persons_message(wire: Wire, api: BotApi, clock: VirtualClock) -> None:
    api.add_user(8, "Bart")
    message_id = await wire.send(reply_markup=keyboard("Gezien"))
    api.forge_press(OFFICIAL, "made-up", message_id=message_id)
    api.forge_press(8, "0" * 22, message_id=message_id)
    own, foreign = (u["callback_query"] for u in await read(wire, clock))
    assert (own["data"], own["message"]["message_id"]) == ("made-up", message_id)
    assert (foreign["from"]["id"], foreign["message"]["date"]) == (8, 0)


def test_every_mishap_names_its_number() -> None:
    assert all(mishap.value.split()[0] == mishap.name.split("_")[0] for mishap in Mishap)
