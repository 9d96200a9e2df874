"""Works through the inbox: rebuilds a minimal update from what was kept and feeds it to the routers.

aiogram is imported here, on the first entry or in the background after the service is ready, so that ringing never
waits for it. An entry whose handling fails for an unforeseen reason is quarantined after a few tries, and the next
one goes on.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from domain.inbox import InboxEntry, InboxKind

if TYPE_CHECKING:
    from aiogram import Bot
    from aiogram.types import Update

_NOBODY: Final = {"is_bot": False, "first_name": "-"}
_COMMANDS: Final = {InboxKind.START: "/start", InboxKind.DUTY: "/dienst", InboxKind.HELP: "/help"}


def rebuild(entry: InboxEntry) -> dict[str, Any]:
    """Return the smallest valid update that leads the routers to the right place; it holds nothing typed."""
    chat = int(entry.chat)
    person = {"id": chat, **_NOBODY}
    place = {"id": chat, "type": "private", "first_name": "-"}
    when = int(entry.received_at.timestamp())
    match entry.kind:
        case InboxKind.TAP:
            query = {"id": entry.callback, "from": person, "chat_instance": "-", "data": "seen"}
            return {"update_id": entry.update_id, "callback_query": query}
        case InboxKind.BLOCKED | InboxKind.UNBLOCKED:
            left = {"status": "kicked", "user": person, "until_date": 0}
            there = {"status": "member", "user": person}
            old, new = (there, left) if entry.kind is InboxKind.BLOCKED else (left, there)
            change = {"chat": place, "from": person, "date": when, "old_chat_member": old, "new_chat_member": new}
            return {"update_id": entry.update_id, "my_chat_member": change}
        case _:
            text = _COMMANDS.get(entry.kind, "-")
            message = {"message_id": int(entry.message or 0), "date": when, "chat": place, "from": person, "text": text}
            return {"update_id": entry.update_id, "message": message}


class Conversation:
    """The routers behind one method; made once, because making it imports aiogram (about three seconds)."""

    def __init__(self, may_answer: Any) -> None:
        from aiogram import Bot
        from aiogram.types import Update

        from bot.telegram.routers import build

        self._update: type[Update] = Update
        self._dispatcher = build(may_answer)
        self._bot: Bot = Bot("1:never-used-to-call-anything-000000000")

    async def handle(self, entry: InboxEntry, perform: Any) -> bool:
        """Lead one entry to its use case; False when no router wanted it (it is done all the same)."""
        from aiogram.dispatcher.event.bases import UNHANDLED

        update = self._update.model_validate(rebuild(entry), context={"bot": self._bot})
        result = await self._dispatcher.feed_update(self._bot, update, perform=perform, entry=entry)
        return result is not UNHANDLED


class Patience:
    """Answers each chat at most once in a while: strangers cannot make the bot talk (F38, X-08)."""

    def __init__(self, clock: Any, seconds: float) -> None:
        self._clock = clock
        self._seconds = seconds
        self._last: dict[str, datetime] = {}

    def __call__(self, chat: str) -> bool:
        now = self._clock.now()
        last = self._last.get(chat)
        if last is not None and (now - last).total_seconds() < self._seconds:
            return False
        if len(self._last) > 10_000:
            self._last.clear()
        self._last[chat] = now
        return True
