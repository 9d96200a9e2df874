"""X-07: nothing typed in a chat survives the door; what cannot be read is kept as keys and types only."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.telegram.allowlist import Unreadable, reduce, shape_of
from domain.inbox import InboxKind

NOW = datetime(2026, 11, 21, 2, 12, tzinfo=UTC)
CANARY = "Zonnebloemstraat tegenover mevrouw Voorbeeld"
TOKEN = "A" * 22


def message(**more: Any) -> dict[str, Any]:
    chat = {"id": 77, "type": "private", "first_name": CANARY}
    return {"update_id": 5, "message": {"message_id": 9, "date": 1, "chat": chat, "from": {"id": 77}, **more}}


def tap(**more: Any) -> dict[str, Any]:
    who = {"id": 77, "is_bot": False, "first_name": CANARY}
    query = {"id": "q1", "from": who, "chat_instance": "x", "data": "handle_of_22_letters_A", **more}
    return {"update_id": 6, "callback_query": query}


def member(status: str, kind: str = "private") -> dict[str, Any]:
    change = {"chat": {"id": 77, "type": kind}, "date": 3, "new_chat_member": {"status": status}}
    return {"update_id": 7, "my_chat_member": change}


ROWS: list[tuple[str, dict[str, Any], InboxKind]] = [
    ("typed text", message(text=CANARY), InboxKind.TYPED),
    ("a photo with words", message(photo=[{}], caption=CANARY), InboxKind.TYPED),
    ("a voice message", message(voice={"file_id": "x"}), InboxKind.TYPED),
    ("a location", message(location={"latitude": 52.0, "longitude": 4.0}), InboxKind.TYPED),
    ("a shared contact", message(contact={"phone_number": "0600000000"}), InboxKind.TYPED),
    ("start with a token", message(text=f"/start {TOKEN}"), InboxKind.START),
    ("start alone", message(text="/start"), InboxKind.START),
    ("start with words", message(text=f"/start {CANARY}"), InboxKind.TYPED),
    ("who is on duty", message(text="/dienst"), InboxKind.DUTY),
    ("a command with words", message(text=f"/dienst {CANARY}"), InboxKind.TYPED),
    ("an unknown command", message(text="/zoek"), InboxKind.TYPED),
    ("a pin, made by Telegram", message(pinned_message={"text": CANARY}), InboxKind.IGNORED),
    ("a tap", tap(), InboxKind.TAP),
    ("a tap on an inaccessible message", tap(message={"message_id": 9, "date": 0}), InboxKind.TAP),
    ("blocked", member("kicked"), InboxKind.BLOCKED),
    ("unblocked", member("member"), InboxKind.UNBLOCKED),
    ("made admin somewhere", member("administrator", "group"), InboxKind.IGNORED),
    ("a kind of later years", {"update_id": 8, "hologram": {"text": CANARY}}, InboxKind.IGNORED),
]


@pytest.mark.parametrize(("raw", "kind"), [row[1:] for row in ROWS], ids=[row[0] for row in ROWS])
def test_x_07_each_update_becomes_its_kind_and_keeps_nothing_typed(raw: dict[str, Any], kind: InboxKind) -> None:
    entry = reduce(raw, NOW)
    assert entry.kind is kind
    kept = json.dumps(asdict(entry), default=str)
    for word in CANARY.split():
        assert word not in kept
    assert TOKEN not in kept


def test_a_start_token_is_kept_only_as_its_hash() -> None:
    assert reduce(message(text=f"/start {TOKEN}"), NOW).token_hash == hashlib.sha256(TOKEN.encode()).hexdigest()


def test_f20_f21_what_happened_names_itself_whatever_the_update_id() -> None:
    again = {**tap(), "update_id": 1}
    assert reduce(tap(), NOW).source_key == reduce(again, NOW).source_key
    assert reduce(tap(id="q2"), NOW).source_key != reduce(tap(), NOW).source_key


@pytest.mark.parametrize(
    "raw",
    [
        None,
        [],
        {"update_id": "5"},
        {"update_id": True, "message": {}},
        {"update_id": 5, "message": None},
        {"update_id": 5, "message": {"chat": {}}},
        {"update_id": 5, "callback_query": {"id": 5, "from": {"id": 1}}},
        {"update_id": 5, "callback_query": {"id": "x" * 65, "from": {"id": 1}}},
        {"update_id": 5, "my_chat_member": {"chat": {"id": 1}, "date": CANARY}},
    ],
)
def test_f22_what_cannot_be_read_is_described_without_its_values(raw: object) -> None:
    with pytest.raises(Unreadable) as caught:
        reduce(raw, NOW)
    assert CANARY not in caught.value.shape


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8) | st.just(CANARY),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)


@given(
    st.sampled_from(["message", "callback_query", "my_chat_member", "poll"]),
    json_values | st.fixed_dictionaries({"chat": json_values, "from": json_values, "message_id": json_values}),
)
def test_no_update_escapes_the_allow_list(kind: str, body: object) -> None:
    raw = {"update_id": 3, kind: body}
    try:
        kept = json.dumps(asdict(reduce(raw, NOW)), default=str)
    except Unreadable as wrong:
        kept = wrong.shape
    assert CANARY not in kept
    assert len(kept) < 20_000


def test_a_shape_hides_strange_keys_and_ends() -> None:
    deep: dict[str, Any] = {}
    for _ in range(50):
        deep = {CANARY: deep, "a": deep}
    assert CANARY not in shape_of(deep)
    assert len(shape_of(deep)) < 2_000
