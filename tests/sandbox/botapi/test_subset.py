"""The methods Piket may use answer as they should; there are no others."""

import asyncio

import aiohttp
import pytest

from sandbox.botapi.clock import VirtualClock
from sandbox.botapi.control import BotApi
from sandbox.botapi.faults import Fault
from sandbox.botapi.settings import Settings
from tests.sandbox.botapi.conftest import OFFICIAL, Wire

CHAT: dict[str, object] = {"chat_id": OFFICIAL}
FIRST: dict[str, object] = {"chat_id": OFFICIAL, "message_id": 1}
ANSWERED_TRUE: list[tuple[str, dict[str, object]]] = [
    ("deleteMessage", FIRST),
    ("deleteMessages", {**CHAT, "message_ids": [1]}),
    ("sendChatAction", {**CHAT, "action": "typing"}),
    ("pinChatMessage", FIRST),
    ("unpinChatMessage", CHAT),
    ("setMessageReaction", {**FIRST, "reaction": [{"type": "emoji", "emoji": "👍"}]}),
    ("setMyCommands", {"commands": [{"command": "/help", "description": "Uitleg"}]}),
    ("deleteMyCommands", {}),
    ("setChatMenuButton", {**CHAT, "menu_button": {"type": "commands"}}),
    ("setMyName", {"name": "Piket", "language_code": "nl"}),
    ("setMyDescription", {"description": "Zegt dat er iets klaarstaat."}),
    ("setMyShortDescription", {}),
    ("leaveChat", {"chat_id": -5}),
    ("setWebhook", {"url": "", "max_connections": 500}),
    ("setWebhook", {"url": "https://hook.example/x", "max_connections": 500, "allowed_updates": ["message"]}),
    ("deleteWebhook", {}),
    ("logOut", {}),
]


@pytest.mark.parametrize(("method", "params"), ANSWERED_TRUE, ids=[case[0] for case in ANSWERED_TRUE])
async def test_it_answers_true(wire: Wire, api: BotApi, method: str, params: dict[str, object]) -> None:
    await wire.send()
    api.add_group(-5, "groep")
    assert (await wire(method, **params)).result is True


async def test_close_is_allowed_after_ten_minutes(wire: Wire, clock: VirtualClock) -> None:
    clock.advance(600)
    assert (await wire("close")).result is True


async def test_a_chat_left_is_a_chat_the_bot_cannot_write_to(wire: Wire, api: BotApi) -> None:
    api.add_group(-5, "groep")
    assert (await wire("sendMessage", chat_id=-5, text="bel")).status == 200
    await wire("leaveChat", chat_id=-5)
    assert (await wire("sendMessage", chat_id=-5, text="bel")).status == 403


async def test_an_edit_without_keyboard_takes_the_buttons_away(wire: Wire, api: BotApi, clock: VirtualClock) -> None:
    message_id = await wire.send(reply_markup={"inline_keyboard": [[{"text": "o", "url": "https://app.example/"}]]})
    clock.advance(1)
    edited = (await wire("editMessageText", chat_id=OFFICIAL, message_id=message_id, text="Afgerond.")).result
    assert (edited["text"], edited["edit_date"] - edited["date"], "reply_markup" in edited) == ("Afgerond.", 1, False)


async def test_formatted_text_is_shown_without_its_tags(wire: Wire, api: BotApi) -> None:
    await wire.send(" <b>Er staat</b> iets &amp; meer ", parse_mode="HTML")
    assert api.screen(OFFICIAL)[0].text == "Er staat iets & meer"


async def test_deleting_many_skips_what_is_gone_or_too_old(wire: Wire, api: BotApi, clock: VirtualClock) -> None:
    old = await wire.send("oud")
    clock.advance(48 * 3600 + 1)
    new = await wire.send("nieuw")
    assert (await wire("deleteMessages", chat_id=OFFICIAL, message_ids=[old, new, 99])).result is True
    assert [message.text for message in api.screen(OFFICIAL)] == ["oud"]


async def test_closing_ends_calls_that_hang(wire: Wire, api: BotApi) -> None:
    api.when("getMe").do(Fault.F2_HANG)
    call = asyncio.create_task(wire("getMe"))
    await api.until(lambda idle: idle.hanging == 1)
    await api.close()
    with pytest.raises(aiohttp.ClientError):
        await call


def test_the_start_message_names_every_shortened_time() -> None:
    assert Settings(press_lifetime=5).relaxations() == ["press_lifetime = 5 (real: 150.0)"]
    assert Settings(seed=4).relaxations() == []
