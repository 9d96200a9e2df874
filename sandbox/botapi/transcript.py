"""What happened in each chat and what rang: the ground truth tests and phones read."""

import asyncio
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from typing import Literal

from sandbox.botapi.people import Device, Json, User

Kind = Literal[
    "sent", "edited", "deleted", "answered", "action", "rang_late",
    "said", "pressed", "opened", "blocked", "unblocked",
]  # fmt: skip


@dataclass(slots=True)
class Message:
    """A message as it now stands in a chat; `from_bot` is false for what the person wrote."""

    id: int
    chat_id: int
    from_bot: bool
    date: float
    text: str
    markup: Json | None = None
    silent: bool = False
    protected: bool = False
    edit_date: float | None = None
    deleted: bool = False
    extra: Json = field(default_factory=dict)

    def buttons(self) -> list[Json]:
        """The inline buttons on screen, row by row."""
        rows = (self.markup or {}).get("inline_keyboard", [])
        assert isinstance(rows, list)
        return [button for row in rows for button in row]


@dataclass(frozen=True, slots=True)
class Event:
    """One thing a person's devices showed or did. `rings` names the devices that made a sound."""

    number: int
    at: float
    kind: Kind
    user_id: int
    message_id: int | None = None
    text: str = ""
    buttons: tuple[str, ...] = ()
    rings: tuple[str, ...] = ()
    lock_screen: tuple[str, ...] = ()
    """Devices whose lock screen showed the text."""

    def as_json(self) -> Json:
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Accepted:
    """A call that took effect, whatever the bot was told: the ledger that duplicates are counted in."""

    at: float
    method: str
    chat_id: int | None
    message_id: int | None
    params: Json
    fault: str | None
    """The fault under which the bot got no clear answer, or None."""

    def as_json(self) -> Json:
        return asdict(self)


class Transcript:
    """The events of all chats in order, and a live stream of them."""

    def __init__(self) -> None:
        self.events: list[Event] = []
        self._listeners: list[Callable[[Event], None]] = []

    def listen(self, listener: Callable[[Event], None]) -> Callable[[], None]:
        """Call `listener` for every event from now on; call what is returned to stop."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def stream(self, user_id: int | None = None) -> asyncio.Queue[Event]:
        """A queue that gets every later event, of one person or of all."""
        queue: asyncio.Queue[Event] = asyncio.Queue()

        def put(event: Event) -> None:
            if user_id is None or event.user_id == user_id:
                queue.put_nowait(event)

        self._listeners.append(put)
        return queue

    def of(self, user_id: int) -> list[Event]:
        return [event for event in self.events if event.user_id == user_id]

    def rings(self, user_id: int, device: str | None = None) -> int:
        """How often this person's devices made a sound: a message that rings two devices counts once."""
        return sum(bool(event.rings) if device is None else device in event.rings for event in self.of(user_id))

    def add(
        self,
        at: float,
        kind: Kind,
        user_id: int,
        message: Message | None = None,
        *,
        text: str | None = None,
        rings: tuple[str, ...] = (),
        lock_screen: tuple[str, ...] = (),
    ) -> Event:
        event = Event(
            number=len(self.events) + 1,
            at=at,
            kind=kind,
            user_id=user_id,
            message_id=message.id if message else None,
            text=text if text is not None else (message.text if message else ""),
            buttons=tuple(str(button["text"]) for button in message.buttons()) if message else (),
            rings=rings,
            lock_screen=lock_screen,
        )
        self.events.append(event)
        for listener in list(self._listeners):
            listener(event)
        return event

    def arrive(self, at: float, user: User, message: Message) -> Event:
        """A new message of the bot reaches the person's devices: sound rings, silence does not, an edit never."""
        rings: list[str] = []
        shown: list[str] = []
        for device in user.devices.values():
            if not device.online:
                device.missed += not message.silent
                continue
            if not device.hidden_preview:
                shown.append(device.name)
            if device.hears() and not message.silent:
                device.rings += 1
                rings.append(device.name)
        return self.add(at, "sent", user.id, message, rings=tuple(rings), lock_screen=tuple(shown))

    def back_online(self, at: float, user: User, device: Device) -> None:
        """A device that missed messages with sound rings once for all of them."""
        missed, device.missed = device.missed, 0
        if missed and device.hears():
            device.rings += 1
            self.add(at, "rang_late", user.id, rings=(device.name,))
