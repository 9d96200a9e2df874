"""Everything one bot's side of Telegram remembers, in one place, for the method modules to share."""

import random
from collections import deque
from dataclasses import dataclass, field

from sandbox.botapi import updates
from sandbox.botapi.clock import Clock
from sandbox.botapi.limits import Limits
from sandbox.botapi.people import Group, Json, People, User
from sandbox.botapi.queue import UpdateQueue
from sandbox.botapi.settings import Settings
from sandbox.botapi.transcript import Accepted, Message, Transcript

CALLS_KEPT = 100_000


@dataclass(slots=True)
class Press:
    """A tap on a callback button; the spinner turns until it is answered or the window has passed."""

    id: str
    user_id: int
    chat_id: int
    message_id: int
    data: str
    at: float
    update_id: int | None
    answered_at: float | None = None
    answer: str | None = None
    alert: bool = False

    def spinning(self, now: float, window: float) -> bool:
        return self.answered_at is None and now < self.at + window


@dataclass(frozen=True, slots=True)
class Call:
    """A call as it came in and the status it was answered with (0: no answer was given)."""

    at: float
    method: str
    params: Json
    status: int
    fault: str | None
    retry_after: int | None = None


@dataclass(slots=True)
class World:
    """The state behind the methods. All of it is in memory; a new object is a new, empty Telegram."""

    clock: Clock
    token: str
    settings: Settings
    username: str = "piket_sandbox_bot"
    people: People = field(default_factory=People)
    transcript: Transcript = field(default_factory=Transcript)
    messages: dict[tuple[int, int], Message] = field(default_factory=dict)
    presses: dict[str, Press] = field(default_factory=dict)
    ledger: list[Accepted] = field(default_factory=list)
    calls: deque[Call] = field(default_factory=lambda: deque(maxlen=CALLS_KEPT))
    refused: list[str] = field(default_factory=list)
    """Calls no bot may make: unknown methods and calls that do not fit the schema."""
    rng: random.Random = field(init=False)
    queue: UpdateQueue = field(init=False)
    limits: Limits = field(init=False)
    _message_number: int = 0

    def __post_init__(self) -> None:
        self.rng = random.Random(self.settings.seed)
        self.queue = UpdateQueue(self.clock, self.rng)
        self.limits = Limits(self.clock)

    def bot_json(self) -> Json:
        bot_id = int(self.token.split(":")[0])
        return {"id": bot_id, "is_bot": True, "first_name": "Piket", "username": self.username}

    def new_message(
        self, chat_id: int, text: str, *, from_bot: bool, extra: Json | None = None, date: float | None = None
    ) -> Message:
        self._message_number += 1
        message = Message(
            id=self._message_number,
            chat_id=chat_id,
            from_bot=from_bot,
            date=self.clock.now() if date is None else date,
            text=text,
            extra=extra or {},
        )
        self.messages[chat_id, message.id] = message
        return message

    def message_json(self, message: Message) -> Json:
        chat = self.people.chat(message.chat_id)
        sender = self.bot_json() if message.from_bot or isinstance(chat, Group) else chat.as_json()
        return updates.message_json(message, chat.chat_json(), sender)

    def incoming(self, user: User, message: Message, *, edited: bool = False) -> int | None:
        """Queue what a person wrote; one older than the queue's lifetime is never queued."""
        kind = "edited_message" if edited else "message"
        date = message.edit_date if edited and message.edit_date is not None else message.date
        lifetime = self.settings.message_lifetime - (self.clock.now() - date)
        body: Json = {kind: self.message_json(message)}
        return self.queue.push(kind, body, lifetime=lifetime, lane=f"chat {user.id}")

    def message(self, chat_id: int, message_id: object) -> Message | None:
        """A message that still stands, or None."""
        if not isinstance(message_id, int):
            return None
        found = self.messages.get((chat_id, message_id))
        return None if found is None or found.deleted else found
