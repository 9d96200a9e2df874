"""aiogram, the bot's own library, drives this Bot API, and meets the traps the real one has for it."""

from collections.abc import AsyncIterator

import pytest
from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import (
    ClientDecodeError,
    TelegramAPIError,
    TelegramBadRequest,
    TelegramConflictError,
    TelegramForbiddenError,
    TelegramNetworkError,
    TelegramRetryAfter,
    TelegramServerError,
    TelegramUnauthorizedError,
)
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup, LinkPreviewOptions, Message

from sandbox.botapi.control import BotApi
from sandbox.botapi.faults import Fault
from sandbox.botapi.mishaps import Mishap, happen
from tests.sandbox.botapi.conftest import OFFICIAL

HANDLE = "abcdefghijklmnopqrstuv"


@pytest.fixture
async def bot(api: BotApi) -> AsyncIterator[Bot]:
    session = AiohttpSession(api=TelegramAPIServer.from_base(api.url))
    yield Bot(api.token, session=session)
    await session.close()


async def test_the_life_of_a_bell(bot: Bot, api: BotApi) -> None:
    keyboard = InlineKeyboardMarkup(
        inline_keyboard=[
            [InlineKeyboardButton(text="Openen", url="https://app.example/", style="primary")],
            [InlineKeyboardButton(text="Ik heb dit gezien", callback_data=HANDLE)],
        ]
    )
    sent = await bot.send_message(
        OFFICIAL,
        "Er staat iets voor u klaar.",
        reply_markup=keyboard,
        protect_content=True,
        link_preview_options=LinkPreviewOptions(is_disabled=True),
    )
    press = api.press(OFFICIAL, sent.message_id, "Ik heb dit gezien")
    (update,) = await bot.get_updates(timeout=5, allowed_updates=["callback_query"])
    assert update.callback_query is not None
    assert update.callback_query.data == HANDLE
    assert await bot.answer_callback_query(press.id, text="Gezien.", show_alert=True)
    edited = await bot.edit_message_text("Gezien.", chat_id=OFFICIAL, message_id=sent.message_id)
    assert isinstance(edited, Message)
    assert edited.reply_markup is None
    assert await bot.delete_messages(OFFICIAL, [sent.message_id, 999])
    assert (press.answer, press.alert, api.screen(OFFICIAL)) == ("Gezien.", True, [])
    assert api.violations() == []


@pytest.mark.parametrize(
    ("fault", "expected"),
    [
        (Fault.F1_REPLY_LOST, TelegramNetworkError),
        (Fault.F4_RESET, TelegramNetworkError),
        (Fault.F5_FLOOD_SMALL, TelegramRetryAfter),
        (Fault.F7_FLOOD_BARE, TelegramAPIError),
        (Fault.F8_RESTART, TelegramServerError),
        (Fault.F9_BAD_GATEWAY, ClientDecodeError),
        (Fault.F10_NO_DESCRIPTION, TypeError),
        (Fault.F11_CUT_JSON, ClientDecodeError),
        (Fault.F11_ODD_JSON, ClientDecodeError),
        (Fault.F12_BLOCKED, TelegramForbiddenError),
        (Fault.F13_CHAT_NOT_FOUND, TelegramBadRequest),
        (Fault.F14_REVOKED, TelegramUnauthorizedError),
        (Fault.F27_OTHER_READER, TelegramConflictError),
    ],
    ids=lambda value: value.name if isinstance(value, Fault) else "",
)
async def test_faults_become_the_exceptions_a_gateway_must_know(
    bot: Bot, api: BotApi, fault: Fault, expected: type[Exception]
) -> None:
    api.when("sendMessage").do(fault)
    with pytest.raises(expected):
        await bot.send_message(OFFICIAL, "bel")


async def test_f22_one_poisoned_update_makes_the_whole_batch_unreadable(bot: Bot, api: BotApi) -> None:
    await happen(api, Mishap.F22_POISON)
    api.say(OFFICIAL, "daarna")
    with pytest.raises(ClientDecodeError):
        await bot.get_updates()


async def test_commands_and_menu(bot: Bot) -> None:
    assert await bot.get_my_commands() == []
    assert (await bot.get_chat_menu_button()).type == "commands"
    assert (await bot.get_chat(OFFICIAL)).id == OFFICIAL
    assert (await bot.me()).has_main_web_app is False
