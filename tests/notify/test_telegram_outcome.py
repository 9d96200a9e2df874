"""What each answer of the Bot API means: the fault catalogue's F5–F17 as a table."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notify.channel import DeliveryError
from notify.telegram_outcome import outcome_of


def error(code: int, description: str, **parameters: int) -> bytes:
    body: dict[str, object] = {"ok": False, "error_code": code, "description": description}
    if parameters:
        body["parameters"] = parameters
    return json.dumps(body).encode()


ROWS = [
    ("f5 small wait", 429, error(429, "Too Many Requests: retry after 2", retry_after=2), "wait 2"),
    ("f6 huge wait", 429, error(429, "Too Many Requests: retry after 10072", retry_after=10072), "wait 10072"),
    ("f7 wait without parameters", 429, error(429, "Too Many Requests"), "wait 5"),
    ("f7 wait of zero", 429, error(429, "Too Many Requests", retry_after=0), "wait 5"),
    ("f8 restart", 500, error(500, "Internal Server Error: restart"), "ambiguous"),
    ("f9 html", 502, b"<html>Bad Gateway</html>", "ambiguous"),
    ("f9 html 504", 504, b"<html>Time-out</html>", "ambiguous"),
    ("f10 no description", 500, b'{"ok":false,"error_code":500}', "ambiguous"),
    ("f11 cut", 200, b'{"ok":true,"result":{"mess', "ambiguous"),
    ("f11 odd", 200, b"[]", "ambiguous"),
    ("f11 odd result", 200, b'{"ok":true,"result":"soon"}', "ambiguous"),
    ("f11 200 not ok", 200, b'{"ok":false}', "ambiguous"),
    ("f12 blocked", 403, error(403, "Forbidden: bot was blocked by the user"), "permanent"),
    ("f13 deactivated", 403, error(403, "Forbidden: user is deactivated"), "permanent"),
    ("f13 initiate", 403, error(403, "Forbidden: bot can't initiate conversation with a user"), "permanent"),
    ("f13 not found", 400, error(400, "Bad Request: chat not found"), "permanent"),
    ("f14 revoked", 401, error(401, "Unauthorized"), "down"),
    ("f14 other shard", 421, error(421, "Misdirected Request: unallowed token specified"), "down"),
    ("our own mistake", 400, error(400, "Bad Request: BUTTON_DATA_INVALID"), "elsewhere"),
]


def meaning(wrong: DeliveryError) -> str:
    if wrong.retry_after is not None:
        return f"wait {int(wrong.retry_after / timedelta(seconds=1))}"
    if wrong.permanent:
        return "permanent"
    words = {"ambiguous": wrong.ambiguous, "down": wrong.channel_down, "elsewhere": wrong.elsewhere}
    return next((word for word, meant in words.items() if meant), "nothing")


@pytest.mark.parametrize(("status", "body", "means"), [row[1:] for row in ROWS], ids=[row[0] for row in ROWS])
def test_answers_to_a_new_message(status: int, body: bytes, means: str) -> None:
    with pytest.raises(DeliveryError) as caught:
        outcome_of("sendMessage", status, body)
    assert meaning(caught.value) == means


@pytest.mark.parametrize("method", ["editMessageText", "deleteMessage", "answerCallbackQuery"])
@pytest.mark.parametrize(
    "description",
    [
        "Bad Request: message is not modified: specified new message content and reply markup are exactly the same",
        "Bad Request: message to edit not found",
        "Bad Request: message can't be deleted for everyone",
        "Bad Request: query is too old and response timeout expired or query ID is invalid",
    ],
)
def test_f15_f16_f17_a_refused_change_counts_as_done(method: str, description: str) -> None:
    assert outcome_of(method, 400, error(400, description)).reference is None


def test_an_accepted_message_keeps_its_id() -> None:
    assert outcome_of("sendMessage", 200, b'{"ok":true,"result":{"message_id":42}}').reference == "42"
    assert outcome_of("deleteMessage", 200, b'{"ok":true,"result":true}').reference is None


BODIES = st.binary(max_size=200) | st.from_regex(r'\{"ok":(true|false),"result":.{0,20}\}').map(str.encode)


@given(st.integers(100, 599), BODIES)
def test_any_answer_is_a_delivery_or_a_delivery_error(status: int, body: bytes) -> None:
    found = "delivered"
    try:
        outcome_of("sendMessage", status, body)
    except DeliveryError as wrong:
        found = meaning(wrong)
    assert found != "nothing"
