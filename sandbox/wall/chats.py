"""Somebody's Telegram chat as the wall shows it: from the transcript of the local Bot API, rings and edits and all."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from datetime import timedelta

from sandbox.botapi.control import BotApi
from sandbox.botapi.transcript import Event, Message
from sandbox.play.night import DRILL_SENTENCE
from sandbox.wall.parts import Json

Since = Callable[[float], float]


class Chats:
    """What stands on everybody's screen, what rang, and when; follows the transcript from its first event."""

    def __init__(self, api: BotApi, since: Since, changed: Callable[[int], None]) -> None:
        """`since` makes seconds of the night of a moment of the Bot API; `changed` hears whose chat is another."""
        self._api, self._since, self._changed = api, since, changed
        self._rang: dict[tuple[int, int], float] = {}
        self._toasts: dict[tuple[int, int], str] = {}
        self._rings: dict[int, list[float]] = defaultdict(list)
        self.stop = api.transcript.listen(self._heard)

    def of(self, user: int) -> dict[str, Json]:
        """Return `rings`, `rangAt` and `chat` of one person's phone."""
        rings = self._rings[user]
        return {
            "rings": len(rings),
            "rangAt": rings[-1] if rings else None,
            "chat": [self._message(user, message) for message in self._api.screen(user)],
        }

    def _heard(self, event: Event) -> None:
        if event.rings:
            self._rings[event.user_id].append(self._since(event.at))
            if event.message_id is not None:
                self._rang[event.user_id, event.message_id] = self._since(event.at)
        if event.kind == "answered" and event.message_id is not None:
            self._toasts[event.user_id, event.message_id] = event.text
        if event.kind != "action":
            self._changed(event.user_id)

    def _message(self, user: int, message: Message) -> dict[str, Json]:
        rang = self._rang.get((user, message.id))
        return {
            "id": message.id,
            "mine": not message.from_bot,
            "at": self._since(message.date),
            "text": message.text,
            "buttons": [{"text": button["text"], "url": button.get("url")} for button in message.buttons()],
            "rang": rang is not None,
            "rangAt": rang,
            "edited": message.edit_date is not None,
            "drill": DRILL_SENTENCE in message.text,
            "toast": self._toasts.get((user, message.id)),
        }


def seconds(span: timedelta) -> float:
    """Return a span in seconds, to the millisecond."""
    return round(span.total_seconds(), 3)
