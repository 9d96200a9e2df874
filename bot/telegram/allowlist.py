"""Reduces a raw update to the little that may be kept, before it is stored or confirmed.

Typed text, names, phone numbers, locations and files are dropped here; only a word of the closed list of commands,
the hash of a `/start` token, ids, a date and the bell's handle come through. What cannot be read is described by its
keys and the types of their values alone.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from domain.ids import Sha256Hex
from domain.inbox import COMMANDS, InboxEntry, InboxKind

_COMMAND: Final = re.compile(r"^/([a-z]{1,32})(?:@\w{1,64})?(?:\s+(.*))?$", re.DOTALL)
_TOKEN: Final = re.compile(r"^[A-Za-z0-9_-]{22}$")
_HANDLE: Final = re.compile(r"^[A-Za-z0-9_-]{1,64}$")
_SHAPE_KEYS: Final = 40


class Unreadable(Exception):
    """The update does not have the shape it must have; `shape` holds its keys and types, nothing of its values."""

    def __init__(self, shape: str) -> None:
        super().__init__("An update could not be read; only its shape was kept.")
        self.shape = shape


def update_id_of(raw: object) -> int | None:
    """Return the update's id, or None when even that cannot be read."""
    found = raw.get("update_id") if isinstance(raw, Mapping) else None
    return found if isinstance(found, int) and not isinstance(found, bool) and found >= 0 else None


def reduce(raw: object, now: datetime) -> InboxEntry:
    """Return what may be kept of one raw update.

    Raises:
        Unreadable: when it is a kind we know, in a shape we do not.
    """
    update_id = update_id_of(raw)
    if not isinstance(raw, Mapping) or update_id is None:
        raise Unreadable(shape_of(raw))
    try:
        if "callback_query" in raw:
            return _tap(raw["callback_query"], update_id, now)
        if "message" in raw:
            return _message(raw["message"], update_id, now)
        if "my_chat_member" in raw:
            return _member(raw["my_chat_member"], update_id, now)
    except (KeyError, TypeError, ValueError, AttributeError):
        raise Unreadable(shape_of(raw)) from None
    return _entry(InboxKind.IGNORED, f"other:{update_id}", update_id, "", now)


def shape_of(raw: object, depth: int = 0) -> str:
    """Describe keys and types of a raw update, bounded; keys that are not plain words are hidden."""
    if isinstance(raw, Mapping) and depth < 4:
        keys = sorted(str(key) for key in raw)[:_SHAPE_KEYS]
        parts = (f"{_word(key)}:{shape_of(raw.get(key), depth + 1)}" for key in keys)
        return "{" + ",".join(parts) + "}"
    return type(raw).__name__


def _word(key: str) -> str:
    return key if re.fullmatch(r"[a-z_]{1,40}", key) else "?"


def _tap(query: Any, update_id: int, now: datetime) -> InboxEntry:
    chat, message = query["from"]["id"], query.get("message") or {}
    _integers(chat)
    data = query.get("data")
    return _entry(
        InboxKind.TAP,
        f"tap:{_text(query['id'])}",
        update_id,
        str(chat),
        now,
        message=_optional_id(message.get("message_id")),
        callback=_text(query["id"]),
        handle=data if isinstance(data, str) and _HANDLE.match(data) else None,
    )


def _message(message: Any, update_id: int, now: datetime) -> InboxEntry:
    chat, number = message["chat"]["id"], message["message_id"]
    _integers(chat, number)
    key = f"message:{chat}:{number}"
    if message["chat"].get("type") != "private":
        return _entry(InboxKind.IGNORED, key, update_id, str(chat), now)
    text = message.get("text")
    if text is None and not _says_something(message):
        return _entry(InboxKind.IGNORED, key, update_id, str(chat), now)
    command = _COMMAND.match(text) if isinstance(text, str) else None
    kind = COMMANDS.get(command.group(1), InboxKind.TYPED) if command else InboxKind.TYPED
    argument = command.group(2) if command else None
    token = None
    if kind is InboxKind.START and argument is not None and _TOKEN.match(argument):
        token = Sha256Hex(hashlib.sha256(argument.encode("ascii")).hexdigest())
    elif argument:
        kind = InboxKind.TYPED
    return _entry(kind, key, update_id, str(chat), now, message=str(number), token_hash=token)


def _member(change: Any, update_id: int, now: datetime) -> InboxEntry:
    chat, moment = change["chat"]["id"], change["date"]
    _integers(chat, moment)
    status = _text(change["new_chat_member"]["status"])
    key = f"member:{chat}:{moment}:{status[:20]}"
    kinds = {"kicked": InboxKind.BLOCKED, "member": InboxKind.UNBLOCKED}
    kind = kinds.get(status, InboxKind.IGNORED) if change["chat"].get("type") == "private" else InboxKind.IGNORED
    return _entry(kind, key, update_id, str(chat), now)


_SERVICE: Final = frozenset({
    "message_id", "date", "chat", "from", "pinned_message", "write_access_allowed",
    "message_auto_delete_timer_changed", "sender_chat", "via_bot", "has_protected_content",
})  # fmt: skip


def _says_something(message: Mapping[str, object]) -> bool:
    """Whether a person put anything into this message, as opposed to Telegram noting that something changed."""
    return bool(set(message) - _SERVICE)


def _entry(
    kind: InboxKind,
    source_key: str,
    update_id: int,
    chat: str,
    now: datetime,
    *,
    message: str | None = None,
    callback: str | None = None,
    handle: str | None = None,
    token_hash: Sha256Hex | None = None,
) -> InboxEntry:
    return InboxEntry(source_key, update_id, kind, chat, message, callback, handle, token_hash, now)


def _integers(*values: object) -> None:
    if not all(isinstance(value, int) and not isinstance(value, bool) for value in values):
        raise TypeError("not an id")


def _optional_id(value: object) -> str | None:
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else None


def _text(value: object) -> str:
    if not isinstance(value, str) or not 0 < len(value) <= 64:
        raise TypeError("not a short text")
    return value
