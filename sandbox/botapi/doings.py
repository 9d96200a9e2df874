"""What a person does with the bot's chat: start, write, press, open, delete, block, and set up devices."""

import secrets
from typing import Literal

from sandbox.botapi import updates
from sandbox.botapi.people import Device, Group, Json, User
from sandbox.botapi.transcript import Message
from sandbox.botapi.world import Press, World

Junk = Literal["photo", "voice", "write_access"]


class Doings:
    """Acts of simulated people; each takes effect at once and queues the update the real one would."""

    def __init__(self, world: World) -> None:
        self.world = world

    def add_user(
        self,
        user_id: int,
        first_name: str,
        *,
        username: str | None = None,
        language_code: str = "nl",
        started: bool = True,
        devices: tuple[str, ...] = ("phone",),
    ) -> User:
        """A person with devices that are online and ring; `started` says whether the bot may write to them."""
        named = {name: Device(name) for name in devices}
        user = User(user_id, first_name, username, language_code, started, devices=named)
        return self.world.people.add(user)

    def add_group(self, group_id: int, title: str, *, kicked: bool = False, upgraded_to: int | None = None) -> Group:
        group = Group(group_id, title, kicked, upgraded_to)
        self.world.people.groups[group_id] = group
        return group

    def device(
        self,
        user_id: int,
        name: str = "phone",
        *,
        online: bool | None = None,
        muted: bool | None = None,
        dnd: bool | None = None,
        hidden_preview: bool | None = None,
    ) -> Device:
        """Change a device, making it when it is new. Coming online rings once for what was missed with sound."""
        user = self.world.people.user(user_id)
        device = user.devices.setdefault(name, Device(name))
        device.muted = device.muted if muted is None else muted
        device.dnd = device.dnd if dnd is None else dnd
        device.hidden_preview = device.hidden_preview if hidden_preview is None else hidden_preview
        was_online, device.online = device.online, device.online if online is None else online
        if device.online and not was_online:
            self.world.transcript.back_online(self.world.clock.now(), user, device)
        return device

    def start(self, user_id: int, payload: str = "") -> Message:
        """Open the bot and send `/start`, with the payload of a deep link; unblocks a blocked bot."""
        if len(payload) > 64:
            raise ValueError("a start payload is at most 64 characters; Telegram cuts the link off")
        user = self.world.people.user(user_id)
        if user.blocked:
            self.unblock(user_id)
        user.started = True
        return self.say(user_id, f"/start {payload}".strip())

    def say(self, user_id: int, text: str, *, date: float | None = None) -> Message:
        """Send a text to the bot; `date` back-dates it (seconds since 1970)."""
        return self._write(user_id, text, updates.command_entity(text), date)

    def send_junk(self, user_id: int, what: Junk) -> Message:
        """Send something the bot has no use for."""
        made = {"photo": updates.photo, "voice": updates.voice, "write_access": updates.write_access}
        return self._write(user_id, "", made[what](), None)

    def share_contact(self, user_id: int, contact_user_id: int) -> Message:
        """Share a card: one's own, or somebody else's."""
        name = self.world.people.user(user_id).first_name
        return self._write(user_id, "", updates.contact(contact_user_id, name), None)

    def edit_said(self, user_id: int, message_id: int, text: str) -> None:
        """Change a text sent before."""
        message = self._own(user_id, message_id)
        message.text, message.edit_date = text, self.world.clock.now()
        self.world.incoming(self.world.people.user(user_id), message, edited=True)

    def remove(self, user_id: int, message_id: int) -> None:
        """Delete a message on both sides; the bot is not told."""
        message = self._own(user_id, message_id)
        message.deleted = True
        self.world.transcript.add(self.world.clock.now(), "deleted", user_id, message)

    def screen(self, user_id: int) -> list[Message]:
        """What now stands in the person's chat with the bot, oldest first."""
        return [m for m in self.world.messages.values() if m.chat_id == user_id and not m.deleted]

    def press(self, user_id: int, message_id: int, button: int | str = 0, *, inaccessible: bool = False) -> Press:
        """Tap a callback button, by place (from 0) or label; the answer arrives in the returned press."""
        message = self._own(user_id, message_id)
        data = self._button(message, button).get("callback_data")
        if not isinstance(data, str):
            raise LookupError("this button opens a page; use open_button")
        return self._press(user_id, message, data, inaccessible=inaccessible)

    def double_tap(self, user_id: int, message_id: int, button: int | str = 0) -> tuple[Press, Press]:
        """F18: two taps at once; each has its own callback id."""
        return self.press(user_id, message_id, button), self.press(user_id, message_id, button)

    def forge_press(self, user_id: int, data: str, *, message_id: int | None = None) -> Press:
        """F36, F37: send callback data a modified client made up, on a message of anybody or of nobody."""
        known = [m for m in self.world.messages.values() if m.id == message_id]
        message = known[0] if known else Message(message_id or 1, user_id, True, 0, "")
        return self._press(user_id, message, data, inaccessible=not known or known[0].chat_id != user_id)

    def open_button(self, user_id: int, message_id: int, button: int | str = 0) -> str:
        """Tap a button that opens a page: its URL. The bot is not told."""
        message = self._own(user_id, message_id)
        url = self._button(message, button).get("url")
        if not isinstance(url, str):
            raise LookupError("this button opens no page; use press")
        self.world.transcript.add(self.world.clock.now(), "opened", user_id, message, text=url)
        return url

    def block(self, user_id: int) -> None:
        self._set_blocked(user_id, True)

    def unblock(self, user_id: int) -> None:
        self._set_blocked(user_id, False)

    def deactivate(self, user_id: int) -> None:
        """The account is deleted; the bot is not told."""
        self.world.people.user(user_id).deactivated = True

    def _write(self, user_id: int, text: str, extra: Json, date: float | None) -> Message:
        user = self.world.people.user(user_id)
        message = self.world.new_message(user_id, text, from_bot=False, extra=extra, date=date)
        self.world.incoming(user, message)
        self.world.transcript.add(self.world.clock.now(), "said", user_id, message)
        return message

    def _press(self, user_id: int, message: Message, data: str, *, inaccessible: bool) -> Press:
        world = self.world
        user = world.people.user(user_id)
        seeded = world.settings.seed is not None
        query_id = str(world.rng.getrandbits(60) if seeded else secrets.randbits(60))
        shown = updates.inaccessible(message.id, user.chat_json())
        if not inaccessible and not message.deleted:
            shown = world.message_json(message)
        body = updates.press_json(query_id, user, shown, data)
        update_id = world.queue.push(
            "callback_query", body, lifetime=world.settings.press_lifetime, lane=f"user {user_id} presses"
        )
        press = Press(query_id, user_id, user_id, message.id, data, world.clock.now(), update_id)
        world.presses[query_id] = press
        world.transcript.add(world.clock.now(), "pressed", user_id, message, text="")
        return press

    def _own(self, user_id: int, message_id: int) -> Message:
        message = self.world.message(user_id, message_id)
        if message is None:
            raise LookupError("no such message on this person's screen; look at screen(user_id)")
        return message

    def _button(self, message: Message, button: int | str) -> Json:
        buttons = message.buttons()
        if isinstance(button, int):
            if 0 <= button < len(buttons):
                return buttons[button]
        else:
            for candidate in buttons:
                if candidate["text"] == button:
                    return candidate
        raise LookupError(f"no such button on this message; it has {[b['text'] for b in buttons]}")

    def _set_blocked(self, user_id: int, blocked: bool) -> None:
        user = self.world.people.user(user_id)
        if user.blocked == blocked:
            return
        user.blocked = blocked
        now = self.world.clock.now()
        body = updates.member_json(user, self.world.bot_json(), now=now, blocked=blocked)
        lifetime = self.world.settings.message_lifetime
        self.world.queue.push("my_chat_member", body, lifetime=lifetime, lane=f"chat {user_id} members")
        self.world.transcript.add(now, "blocked" if blocked else "unblocked", user_id)
