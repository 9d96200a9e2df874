"""Every refusal of the Bot API comes with the status and the words of the real one."""

import re
from dataclasses import dataclass

import pytest

from sandbox.botapi.clock import VirtualClock
from sandbox.botapi.control import BotApi
from tests.sandbox.botapi.conftest import OFFICIAL, Wire, keyboard

Params = dict[str, object]


@dataclass(frozen=True)
class Case:
    method: str
    params: Params
    code: int
    description: str


def text_to(chat_id: object, text: str = "dag", **more: object) -> Params:
    return {"chat_id": chat_id, "text": text, **more}


def button(**fields: object) -> Params:
    return {"inline_keyboard": [[{"text": "Openen", **fields}]]}


NOT_MODIFIED = (
    "Bad Request: message is not modified: specified new message content and reply markup are exactly the same "
    "as a current content and reply markup of the message"
)
TOO_OLD = "Bad Request: query is too old and response timeout expired or query ID is invalid"
WRONG_URL = "Bad Request: inline keyboard button URL '{}' is invalid: Wrong HTTP URL"
HOOK = "https://hook.example/x"

CASES = [
    Case("sendMessage", {"text": "dag"}, 400, "Bad Request: chat_id is empty"),
    Case("sendMessage", text_to(""), 400, "Bad Request: chat_id is empty"),
    Case("sendMessage", text_to(999), 400, "Bad Request: chat not found"),
    Case("sendMessage", text_to("@nobody"), 400, "Bad Request: chat not found"),
    Case("sendMessage", {"chat_id": 7}, 400, "Bad Request: message text is empty"),
    Case("sendMessage", text_to(7, "  \n"), 400, "Bad Request: message text is empty"),
    Case("sendMessage", text_to(7, "x" * 4097), 400, "Bad Request: message is too long"),
    Case("sendMessage", text_to(7, "x" * 32769), 400, "Bad Request: text is too long"),
    Case(
        "sendMessage",
        text_to(7, "<b>dag", parse_mode="HTML"),
        400,
        "Bad Request: can't parse entities: Can't find end tag corresponding to start tag \"b\"",
    ),
    Case(
        "sendMessage",
        text_to(7, "<blink>dag</blink>", parse_mode="HTML"),
        400,
        'Bad Request: can\'t parse entities: Unsupported start tag "blink" at byte offset 0',
    ),
    Case(
        "sendMessage",
        text_to(7, "dag</b>", parse_mode="HTML"),
        400,
        "Bad Request: can't parse entities: Unexpected end tag at byte offset 3",
    ),
    Case("sendMessage", text_to(7, parse_mode="Klingon"), 400, "Bad Request: unsupported parse_mode"),
    Case(
        "sendMessage",
        text_to(7, reply_parameters={"message_id": 99}),
        400,
        "Bad Request: message to be replied not found",
    ),
    Case(
        "sendMessage",
        text_to(7, reply_markup=button(callback_data="é" * 33)),
        400,
        "Bad Request: BUTTON_DATA_INVALID",
    ),
    Case(
        "sendMessage",
        text_to(-5, reply_markup=button(web_app={"url": "https://app.example"})),
        400,
        "Bad Request: BUTTON_TYPE_INVALID",
    ),
    Case(
        "sendMessage",
        text_to(7, reply_markup=button(web_app={"url": "http://app.example"})),
        400,
        "Bad Request: inline keyboard button Web App URL 'http://app.example' is invalid: Only HTTPS links are allowed",
    ),
    Case(
        "sendMessage",
        text_to(7, reply_markup=keyboard(*["x" * 60] * 120)),
        400,
        "Bad Request: reply markup is too long",
    ),
    Case(
        "sendMessage",
        text_to(7, reply_markup=button()),
        400,
        "Bad Request: can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
    ),
    *[
        Case("sendMessage", text_to(7, reply_markup=button(url=url)), 400, WRONG_URL.format(url))
        for url in (
            "http://localhost:8080/",
            "https://localhost",
            "https://p1.piket.localhost:8443/",
            "http://127.0.0.1:8080/",
            "http://schedulercom",
            "no address",
        )
    ],
    Case(
        "sendMessage",
        text_to(7, reply_markup=button(url="ftp://files.example/x")),
        400,
        "Bad Request: inline keyboard button URL 'ftp://files.example/x' is invalid: Unsupported URL protocol",
    ),
    Case("sendMessage", text_to(11), 403, "Forbidden: bot was blocked by the user"),
    Case("sendMessage", text_to(12), 403, "Forbidden: user is deactivated"),
    Case("sendMessage", text_to(13), 403, "Forbidden: bot can't initiate conversation with a user"),
    Case("sendMessage", text_to(-6), 403, "Forbidden: bot was kicked from the group chat"),
    Case("sendMessage", text_to(-8), 400, "Bad Request: group chat was upgraded to a supergroup chat"),
    Case("editMessageText", text_to(7, "Gezien.", message_id=1), 400, NOT_MODIFIED),
    Case("editMessageText", text_to(7, message_id=99), 400, "Bad Request: message to edit not found"),
    Case("editMessageText", text_to(7, message_id=2), 400, "Bad Request: message can't be edited"),
    Case("editMessageText", text_to(7), 400, "Bad Request: message identifier is not specified"),
    Case("editMessageText", {"text": "dag", "message_id": 1}, 400, "Bad Request: chat_id is empty"),
    Case("editMessageText", text_to(11, message_id=1), 403, "Forbidden: bot was blocked by the user"),
    Case("editMessageReplyMarkup", {"chat_id": 7, "message_id": 1}, 400, NOT_MODIFIED),
    Case("deleteMessage", {"chat_id": 7, "message_id": 99}, 400, "Bad Request: message to delete not found"),
    Case("deleteMessage", {"chat_id": 7}, 400, "Bad Request: message identifier is not specified"),
    Case("deleteMessage", {"chat_id": -5, "message_id": 3}, 400, "Bad Request: message can't be deleted"),
    Case(
        "deleteMessages", {"chat_id": 7, "message_ids": []}, 400, "Bad Request: message identifiers are not specified"
    ),
    Case(
        "deleteMessages",
        {"chat_id": 7, "message_ids": list(range(101))},
        400,
        "Bad Request: too many message identifiers specified",
    ),
    Case("answerCallbackQuery", {"callback_query_id": "unknown"}, 400, TOO_OLD),
    Case("answerCallbackQuery", {}, 400, TOO_OLD),
    Case("deleteMessages", {"chat_id": 7}, 400, "Bad Request: message identifiers are not specified"),
    Case("setMyCommands", {}, 400, 'Bad Request: parameter "commands" is required in setMyCommands'),
    Case("setChatMenuButton", {"chat_id": -5}, 400, "Bad Request: chat not found"),
    Case("unpinChatMessage", {"chat_id": 7, "message_id": 99}, 400, "Bad Request: message to unpin not found"),
    Case("setMessageReaction", {"chat_id": 7, "message_id": 99}, 400, "Bad Request: message to react not found"),
    Case("pinChatMessage", {"chat_id": 7, "message_id": 99}, 400, "Bad Request: message to pin not found"),
    Case("sendChatAction", {"chat_id": 11, "action": "typing"}, 403, "Forbidden: bot was blocked by the user"),
    Case("getChat", {"chat_id": 999}, 400, "Bad Request: chat not found"),
    Case("leaveChat", {"chat_id": 7}, 400, "Bad Request: chat member status can't be changed in private chats"),
    Case(
        "setMyCommands",
        {"commands": [{"command": "Help!", "description": "x"}]},
        400,
        "Bad Request: BOT_COMMAND_INVALID",
    ),
    Case(
        "setMyCommands",
        {"commands": [{"command": "help", "description": ""}]},
        400,
        "Bad Request: BOT_COMMAND_DESCRIPTION_INVALID",
    ),
    Case(
        "setMyCommands",
        {"commands": [{"command": "a", "description": "b"}] * 101},
        400,
        "Bad Request: BOT_COMMANDS_TOO_MUCH",
    ),
    Case("getMyCommands", {"language_code": "nld"}, 400, "Bad Request: invalid language code specified"),
    Case("setMyName", {"name": "x" * 65}, 400, "Bad Request: bot name is too long"),
    Case("close", {}, 429, "Too Many Requests: retry after 600"),
    Case("setWebhook", {"url": "nowhere"}, 400, "Bad Request: invalid webhook URL specified"),
    Case("setWebhook", {"url": HOOK, "secret_token": "x" * 257}, 400, "Bad Request: secret token is too long"),
    Case(
        "setWebhook",
        {"url": HOOK, "secret_token": "x y"},
        400,
        "Bad Request: secret token contains unallowed characters",
    ),
    Case(
        "setWebhook",
        {"url": "http://hook.example/x"},
        400,
        "Bad Request: bad webhook: An HTTPS URL must be provided for webhook",
    ),
    Case(
        "setWebhook",
        {"url": "https://hook.example:444/x"},
        400,
        "Bad Request: bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443",
    ),
    Case(
        "setWebhook", {"url": "https://127.0.0.1/x"}, 400, "Bad Request: bad webhook: IP address 127.0.0.1 is reserved"
    ),
    Case("sendPhoto", text_to(7), 404, "Not Found: method not found"),
    Case("noSuchMethod", {}, 404, "Not Found: method not found"),
]


@pytest.fixture
async def peopled(api: BotApi, wire: Wire) -> Wire:
    """Message 1 is the bot's, 2 the official's; 11 blocked, 12 gone, 13 never came; groups -5, -6, -8."""
    await wire.send("Gezien.")
    api.say(OFFICIAL, "wie heeft dienst")
    for user_id, name in ((11, "Bart"), (12, "Cees"), (13, "Dina")):
        api.add_user(user_id, name, started=user_id != 13)
    api.block(11)
    api.deactivate(12)
    api.add_group(-5, "groep")
    api.add_group(-6, "uitgezet", kicked=True)
    api.add_group(-8, "verhuisd", upgraded_to=-1008)
    api.world.new_message(-5, "van een ander", from_bot=False)
    return wire


@pytest.mark.parametrize("case", CASES, ids=lambda case: re.sub(r"\W+", "-", f"{case.method} {case.description}")[:80])
async def test_refusal_has_the_words_of_the_real_one(peopled: Wire, case: Case) -> None:
    answer = await peopled(case.method, **case.params)
    assert (answer.status, answer.body["error_code"], answer.description) == (case.code, case.code, case.description)
    assert answer.body["ok"] is False


async def test_an_upgraded_group_names_its_successor(peopled: Wire) -> None:
    answer = await peopled("sendMessage", chat_id=-8, text="dag")
    assert answer.body["parameters"] == {"migrate_to_chat_id": -1008}


async def test_flood_names_the_wait_three_times(wire: Wire, api: BotApi) -> None:
    api.limits.configure(chat_burst=1)
    await wire.send()
    answer = await wire("sendMessage", chat_id=OFFICIAL, text="nog eens")
    assert (answer.status, answer.description) == (429, "Too Many Requests: retry after 1")
    assert (answer.body["parameters"], answer.headers["Retry-After"]) == ({"retry_after": 1}, "1")


async def test_a_message_older_than_two_days_cannot_be_deleted(wire: Wire, clock: VirtualClock) -> None:
    message_id = await wire.send()
    clock.advance(48 * 3600 + 1)
    answer = await wire("deleteMessage", chat_id=OFFICIAL, message_id=message_id)
    assert answer.description == "Bad Request: message can't be deleted for everyone"


async def test_the_webhook_can_be_set_once_a_second(wire: Wire, clock: VirtualClock) -> None:
    assert (await wire("setWebhook", url=HOOK)).description == "Webhook was set"
    assert (await wire("setWebhook", url=HOOK)).description == "Webhook is already set"
    assert (await wire("setWebhook", url=HOOK + "2")).description == "Too Many Requests: retry after 1"
    clock.advance(1)
    assert (await wire("setWebhook", url=HOOK + "2")).description == "Webhook was set"
    polled = await wire("getUpdates")
    assert polled.status == 409
    assert polled.description.startswith("Conflict: can't use getUpdates method while webhook is active; use deleteW")
    assert (await wire("deleteWebhook")).description == "Webhook was deleted"
    assert (await wire("deleteWebhook")).description == "Webhook is already deleted"


@pytest.mark.parametrize(
    ("path", "code", "description"),
    [
        ("/", 404, "Not Found"),
        ("/bot/", 401, "Unauthorized: invalid token specified"),
        ("/bot0123:abc/getMe", 401, "Unauthorized: invalid token specified"),
        ("/botabc/getMe", 401, "Unauthorized: invalid token specified"),
        (f"/bot1:{'x' * 80}/getMe", 401, "Unauthorized: invalid token specified"),
        ("/bot1:a%2Fb/getMe", 401, "Unauthorized: invalid token specified"),
        ("/bot1:other/getMe", 401, "Unauthorized"),
        ("/bot1:a/b/c/getMe", 404, "Not Found"),
    ],
)
async def test_paths_and_tokens_are_refused_as_the_real_one_does(
    wire: Wire, path: str, code: int, description: str
) -> None:
    async with wire.session.get(wire.api.url + path) as answer:
        body = await answer.json()
    assert (answer.status, body["error_code"], body["description"]) == (code, code, description)


async def test_after_log_out_nothing_works_for_ten_minutes(wire: Wire, clock: VirtualClock) -> None:
    assert (await wire("logOut")).result is True
    assert (await wire("getMe")).description == "Logged out"
    clock.advance(600)
    assert (await wire("getMe")).status == 200


async def test_an_answer_to_a_press_is_at_most_200_characters(wire: Wire, api: BotApi) -> None:
    message_id = await wire.send(reply_markup=keyboard("Gezien"))
    press = api.press(OFFICIAL, message_id)
    answer = await wire("answerCallbackQuery", callback_query_id=press.id, text="x" * 201)
    assert answer.description == "Bad Request: MESSAGE_TOO_LONG"
    assert (await wire("answerCallbackQuery", callback_query_id=press.id, text="x" * 200)).result is True
