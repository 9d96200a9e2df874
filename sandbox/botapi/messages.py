"""The methods that change what stands in a chat: send, edit, delete, pin, react, answer a press."""

from typing import Any

from sandbox.botapi import entities, markup
from sandbox.botapi.errors import NOT_MODIFIED, QUERY_TOO_OLD, bad, flood
from sandbox.botapi.people import Group, Json, User
from sandbox.botapi.transcript import Kind, Message
from sandbox.botapi.world import World

Params = dict[str, Any]
MAX_ANSWER_CHARS = 200
MAX_DELETIONS = 100


class Messages:
    """Each method takes checked parameters and returns the call's result, or raises ApiError."""

    def __init__(self, world: World) -> None:
        self._world = world

    def send_message(self, params: Params) -> Json:
        text = entities.visible(params["text"], params.get("parse_mode"))
        chat = self._writable(params)
        self._check_markup(params, chat)
        self._check_reply(params, chat)
        self._take_token(chat.id)
        message = self._world.new_message(chat.id, text, from_bot=True)
        message.markup = params.get("reply_markup")
        message.silent = params.get("disable_notification", False)
        message.protected = params.get("protect_content", False)
        if preview := params.get("link_preview_options"):
            message.extra["link_preview_options"] = preview
        if isinstance(chat, User):
            self._world.transcript.arrive(self._world.clock.now(), chat, message)
        return self._world.message_json(message)

    def edit_message_text(self, params: Params) -> Json:
        text = entities.visible(params["text"], params.get("parse_mode"))
        return self._edit(params, text)

    def edit_message_reply_markup(self, params: Params) -> Json:
        return self._edit(params, None)

    def delete_message(self, params: Params) -> bool:
        chat = self._writable(params)
        message = self._world.message(chat.id, params["message_id"])
        if message is None:
            raise bad("message to delete not found")
        if not message.from_bot and isinstance(chat, Group):
            raise bad("message can't be deleted")
        if self._too_old(message):
            raise bad("message can't be deleted for everyone")
        self._delete(chat, message)
        return True

    def delete_messages(self, params: Params) -> bool:
        """Skips what is not there; refuses only an empty or too long list."""
        ids = params["message_ids"]
        if not ids:
            raise bad("message identifiers are not specified")
        if len(ids) > MAX_DELETIONS:
            raise bad("too many message identifiers specified")
        chat = self._writable(params)
        for message_id in ids:
            message = self._world.message(chat.id, message_id)
            if message is not None and not self._too_old(message):
                self._delete(chat, message)
        return True

    def answer_callback_query(self, params: Params) -> bool:
        now = self._world.clock.now()
        press = self._world.presses.get(params["callback_query_id"])
        if press is None or not press.spinning(now, self._world.settings.answer_window):
            raise bad(QUERY_TOO_OLD)
        text = params.get("text", "")
        if len(text) > MAX_ANSWER_CHARS:
            raise bad("MESSAGE_TOO_LONG")
        press.answered_at, press.answer, press.alert = now, text, params.get("show_alert", False)
        message = self._world.messages.get((press.chat_id, press.message_id))
        self._world.transcript.add(now, "answered", press.user_id, message, text=text)
        return True

    def send_chat_action(self, params: Params) -> bool:
        chat = self._writable(params)
        self._show("action", chat, None, text=params["action"])
        return True

    def pin_chat_message(self, params: Params) -> bool:
        """Never rings in a private chat; the bot itself gets the service message."""
        chat = self._writable(params)
        message = self._world.message(chat.id, params["message_id"])
        if message is None:
            raise bad("message to pin not found")
        service = self._world.new_message(chat.id, "", from_bot=True)
        service.extra["pinned_message"] = self._world.message_json(message)
        body: Json = {"message": self._world.message_json(service)}
        lifetime = self._world.settings.message_lifetime
        self._world.queue.push("message", body, lifetime=lifetime, lane=f"chat {chat.id}")
        return True

    def unpin_chat_message(self, params: Params) -> bool:
        chat = self._writable(params)
        if "message_id" in params and self._world.message(chat.id, params["message_id"]) is None:
            raise bad("message to unpin not found")
        return True

    def set_message_reaction(self, params: Params) -> bool:
        chat = self._writable(params)
        if self._world.message(chat.id, params["message_id"]) is None:
            raise bad("message to react not found")
        return True

    def _edit(self, params: Params, text: str | None) -> Json:
        if "chat_id" not in params:
            raise bad("chat_id is empty")
        if "message_id" not in params:
            raise bad("message identifier is not specified")
        chat = self._writable(params)
        self._check_markup(params, chat)
        message = self._world.message(chat.id, params["message_id"])
        if message is None:
            raise bad("message to edit not found")
        if not message.from_bot:
            raise bad("message can't be edited")
        new_text = message.text if text is None else text
        new_markup = params.get("reply_markup")
        if (new_text, new_markup) == (message.text, message.markup):
            raise bad(NOT_MODIFIED)
        self._take_token(chat.id)
        message.text, message.markup, message.edit_date = new_text, new_markup, self._world.clock.now()
        self._show("edited", chat, message)
        return self._world.message_json(message)

    def _delete(self, chat: User | Group, message: Message) -> None:
        message.deleted = True
        self._show("deleted", chat, message)

    def _show(self, kind: Kind, chat: User | Group, message: Message | None, text: str | None = None) -> None:
        if isinstance(chat, User):
            self._world.transcript.add(self._world.clock.now(), kind, chat.id, message, text=text)

    def _writable(self, params: Params) -> User | Group:
        return self._world.people.writable(params["chat_id"])

    def _check_markup(self, params: Params, chat: User | Group) -> None:
        allow_local = self._world.settings.allow_local_urls
        markup.check(params.get("reply_markup"), private=isinstance(chat, User), allow_local=allow_local)

    def _check_reply(self, params: Params, chat: User | Group) -> None:
        reply = params.get("reply_parameters")
        if not reply or reply.get("allow_sending_without_reply"):
            return
        if self._world.message(chat.id, reply["message_id"]) is None:
            raise bad("message to be replied not found")

    def _too_old(self, message: Message) -> bool:
        return self._world.clock.now() - message.date > self._world.settings.delete_window

    def _take_token(self, chat_id: int) -> None:
        wait = self._world.limits.take(chat_id)
        if wait is not None:
            raise flood(wait)
