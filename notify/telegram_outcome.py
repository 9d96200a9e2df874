"""What an answer of the Bot API means for a bell: delivered, refused for good, wait, perhaps, or channel down."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Final

from notify.channel import Delivered, DeliveryError

DEFAULT_WAIT: Final = timedelta(seconds=5)
"""Used when a 429 names no time (Telegram's own field is sometimes missing or zero)."""

_CHANGES: Final = frozenset({"editMessageText", "deleteMessage", "answerCallbackQuery"})
_GONE_WORDS: Final = ("blocked", "deactivated", "initiate conversation", "kicked", "chat not found")


def outcome_of(method: str, status: int, body: bytes) -> Delivered:
    """Return the acceptance, or raise the DeliveryError that says what to do next.

    An edit, deletion or tap answer that Telegram refuses with 400 counts as done: what it changed is gone, too old
    or already so, and none of those changes what is open.
    """
    answer = _decode(body)
    if status == 200 and answer.get("ok") is True:
        result = answer.get("result")
        message = result.get("message_id") if isinstance(result, dict) else None
        if message is None and method == "sendMessage":
            raise DeliveryError("Telegram's answer names no message; the bell may have arrived.", ambiguous=True)
        return Delivered(reference=None if message is None else str(message))
    description = str(answer.get("description", "")).lower()
    if status == 429:
        raise DeliveryError("Telegram asks to wait for this chat.", retry_after=_wait(answer))
    if status in (401, 404, 421) and answer.get("ok") is False:
        raise DeliveryError("Telegram refuses the bot itself; check its token.", channel_down=True)
    if status in (400, 403) and answer.get("ok") is False:
        if method in _CHANGES:
            return Delivered(reference=None)
        if status == 403 or any(word in description for word in _GONE_WORDS):
            raise DeliveryError("This person cannot be reached over Telegram any more.", permanent=True)
        raise DeliveryError("Telegram refuses this message; the next channel rings.", elsewhere=True)
    raise DeliveryError("Telegram's answer cannot be read; the bell may have arrived.", ambiguous=True)


def _decode(body: bytes) -> dict[str, object]:
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _wait(answer: dict[str, object]) -> timedelta:
    parameters = answer.get("parameters")
    seconds = parameters.get("retry_after") if isinstance(parameters, dict) else None
    if isinstance(seconds, int) and not isinstance(seconds, bool) and seconds > 0:
        return timedelta(seconds=min(seconds, 7 * 86_400))
    return DEFAULT_WAIT
