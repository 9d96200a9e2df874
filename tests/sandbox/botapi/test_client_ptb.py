"""python-telegram-bot, as a second client, finds nothing wrong with this Bot API."""

from collections.abc import AsyncIterator

import pytest
from telegram import Bot, CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, LinkPreviewOptions
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)
from telegram.request import HTTPXRequest

from sandbox.botapi.clock import VirtualClock
from sandbox.botapi.control import BotApi
from sandbox.botapi.faults import Fault
from tests.sandbox.botapi.conftest import OFFICIAL

HANDLE = "abcdefghijklmnopqrstuv"


@pytest.fixture
async def bot(api: BotApi, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Bot]:
    monkeypatch.setenv("PTB_TIMEDELTA", "true")
    request = HTTPXRequest(read_timeout=20)
    async with Bot(api.token, base_url=f"{api.url}/bot", request=request) as client:
        yield client


def buttons() -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup(
        [
            [InlineKeyboardButton("Openen", url="https://app.example/")],
            [InlineKeyboardButton("Ik heb dit gezien", callback_data=HANDLE)],
        ]
    )


async def test_the_life_of_a_bell(bot: Bot, api: BotApi) -> None:
    assert (await bot.get_me()).username == "piket_sandbox_bot"
    sent = await bot.send_message(
        OFFICIAL,
        "Er staat iets voor u klaar.",
        reply_markup=buttons(),
        protect_content=True,
        link_preview_options=LinkPreviewOptions(is_disabled=True),
    )
    assert sent.has_protected_content
    assert api.open_button(OFFICIAL, sent.message_id, "Openen") == "https://app.example/"
    press = api.press(OFFICIAL, sent.message_id, "Ik heb dit gezien")
    (update,) = await bot.get_updates(timeout=5, allowed_updates=["message", "callback_query", "my_chat_member"])
    query = update.callback_query
    assert isinstance(query, CallbackQuery)
    assert (query.id, query.data, query.from_user.id) == (press.id, HANDLE, OFFICIAL)
    assert query.message is not None
    assert query.message.message_id == sent.message_id
    assert await bot.answer_callback_query(query.id, text="Gezien.")
    assert (press.answer, press.alert) == ("Gezien.", False)
    edited = await bot.edit_message_text("Gezien.", chat_id=OFFICIAL, message_id=sent.message_id)
    assert isinstance(edited, type(sent))
    assert edited.edit_date is not None
    assert await bot.delete_message(OFFICIAL, sent.message_id)
    assert api.screen(OFFICIAL) == []
    assert api.transcript.rings(OFFICIAL) == 1
    assert await bot.get_updates(offset=update.update_id + 1) == ()
    assert api.violations() == []


async def test_every_kind_of_update_is_readable(bot: Bot, api: BotApi) -> None:
    api.start(OFFICIAL, "token-123")
    said = api.say(OFFICIAL, "wie heeft dienst")
    api.edit_said(OFFICIAL, said.id, "wie heeft er dienst")
    api.send_junk(OFFICIAL, "photo")
    api.send_junk(OFFICIAL, "voice")
    api.send_junk(OFFICIAL, "write_access")
    api.share_contact(OFFICIAL, 99)
    api.block(OFFICIAL)
    api.unblock(OFFICIAL)
    sent = await bot.send_message(OFFICIAL, "bel", reply_markup=buttons())
    await bot.pin_chat_message(OFFICIAL, sent.message_id)
    api.press(OFFICIAL, sent.message_id, 1, inaccessible=True)
    found = await bot.get_updates(timeout=5)
    start = found[0].message
    assert start is not None
    assert start.text == "/start token-123"
    assert start.entities[0].type == "bot_command"
    assert found[2].edited_message is not None
    member = found[7].my_chat_member
    assert member is not None
    assert (member.old_chat_member.status, member.new_chat_member.status) == ("member", "kicked")
    assert found[9].message is not None
    assert found[9].message.pinned_message is not None
    query = found[10].callback_query
    assert query is not None
    assert query.message is not None
    assert query.message.is_accessible is False


async def test_commands_menu_and_names(bot: Bot) -> None:
    assert await bot.set_my_commands([("help", "Uitleg")], language_code="nl")
    assert [c.command for c in await bot.get_my_commands(language_code="nl")] == ["help"]
    assert await bot.get_my_commands() == ()
    assert await bot.delete_my_commands(language_code="nl")
    assert (await bot.get_chat_menu_button(OFFICIAL)).type == "commands"
    assert await bot.set_chat_menu_button(OFFICIAL)
    assert await bot.set_my_name("Piket")
    assert await bot.set_my_description("Zegt dat er iets klaarstaat.")
    assert await bot.set_my_short_description("Piket")
    assert (await bot.get_chat(OFFICIAL)).first_name == "Anna"
    assert await bot.send_chat_action(OFFICIAL, "typing")


async def test_webhook_settings(bot: Bot) -> None:
    assert await bot.set_webhook("https://hook.example/x", secret_token="s-1", max_connections=7)
    info = await bot.get_webhook_info()
    assert (info.url, info.max_connections, info.pending_update_count) == ("https://hook.example/x", 7, 0)
    with pytest.raises(Conflict):
        await bot.get_updates()
    assert await bot.delete_webhook()


async def test_refusals_become_the_right_exceptions(bot: Bot, api: BotApi, clock: VirtualClock) -> None:
    with pytest.raises(BadRequest, match="Chat not found"):
        await bot.send_message(999, "bel")
    api.add_group(-8, "verhuisd", upgraded_to=-1008)
    with pytest.raises(ChatMigrated):
        await bot.send_message(-8, "bel")
    with pytest.raises(InvalidToken, match="method not found"):
        await bot.send_dice(OFFICIAL)
    api.block(OFFICIAL)
    with pytest.raises(Forbidden, match="bot was blocked by the user"):
        await bot.send_message(OFFICIAL, "bel")
    api.when("getMe").do(Fault.F14_REVOKED)
    with pytest.raises(InvalidToken):
        await bot.get_me()


@pytest.mark.parametrize(
    ("fault", "expected"),
    [
        (Fault.F1_REPLY_LOST, NetworkError),
        (Fault.F4_RESET, NetworkError),
        (Fault.F5_FLOOD_SMALL, RetryAfter),
        (Fault.F6_FLOOD_HUGE, RetryAfter),
        (Fault.F7_FLOOD_BARE, NetworkError),
        (Fault.F8_RESTART, NetworkError),
        (Fault.F9_BAD_GATEWAY, NetworkError),
        (Fault.F9_GATEWAY_TIMEOUT, NetworkError),
        (Fault.F10_NO_DESCRIPTION, NetworkError),
        (Fault.F11_CUT_JSON, TelegramError),
        (Fault.F12_BLOCKED, Forbidden),
        (Fault.F13_DEACTIVATED, Forbidden),
        (Fault.F13_CANNOT_INITIATE, Forbidden),
        (Fault.F13_CHAT_NOT_FOUND, BadRequest),
        (Fault.F15_NOT_MODIFIED, BadRequest),
        (Fault.F27_OTHER_READER, Conflict),
    ],
    ids=lambda value: value.name if isinstance(value, Fault) else "",
)
async def test_faults_become_the_right_exceptions(
    bot: Bot, api: BotApi, fault: Fault, expected: type[TelegramError]
) -> None:
    api.when("sendMessage").do(fault)
    with pytest.raises(expected):
        await bot.send_message(OFFICIAL, "bel")


async def test_a_hang_is_a_time_out(bot: Bot, api: BotApi) -> None:
    api.when("sendMessage").do(Fault.F2_HANG)
    with pytest.raises(TimedOut):
        await bot.send_message(OFFICIAL, "bel", read_timeout=0.05)
