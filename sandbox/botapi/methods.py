"""Which methods exist here, and how one checked call is run and recorded in the ledger."""

from collections.abc import Callable
from typing import Any

from sandbox.botapi import errors
from sandbox.botapi.errors import ApiError, bad
from sandbox.botapi.messages import Messages
from sandbox.botapi.polling import Polling
from sandbox.botapi.profile import Profile
from sandbox.botapi.transcript import Accepted
from sandbox.botapi.webhook import Webhook
from sandbox.botapi.world import World

Handler = Callable[[dict[str, Any]], object]
LEDGER = frozenset(
    {
        "sendMessage", "editMessageText", "editMessageReplyMarkup", "deleteMessage", "deleteMessages",
        "answerCallbackQuery", "pinChatMessage", "unpinChatMessage", "setMessageReaction",
    }
)  # fmt: skip


class Methods:
    """The subset of the Bot API that Piket may use; every other name is refused and remembered."""

    def __init__(self, world: World, polling: Polling, webhook: Webhook) -> None:
        self._world = world
        self._polling = polling
        self._profile = Profile(world)
        profile, messages = self._profile, Messages(world)
        self._handlers: dict[str, Handler] = {
            "getMe": profile.get_me,
            "setWebhook": webhook.set_webhook,
            "deleteWebhook": webhook.delete_webhook,
            "getWebhookInfo": webhook.get_webhook_info,
            "sendMessage": messages.send_message,
            "editMessageText": messages.edit_message_text,
            "editMessageReplyMarkup": messages.edit_message_reply_markup,
            "deleteMessage": messages.delete_message,
            "deleteMessages": messages.delete_messages,
            "answerCallbackQuery": messages.answer_callback_query,
            "setMyCommands": profile.set_my_commands,
            "getMyCommands": profile.get_my_commands,
            "deleteMyCommands": profile.delete_my_commands,
            "setChatMenuButton": profile.set_chat_menu_button,
            "getChatMenuButton": profile.get_chat_menu_button,
            "getChat": profile.get_chat,
            "sendChatAction": messages.send_chat_action,
            "leaveChat": profile.leave_chat,
            "setMyName": profile.set_my_name,
            "setMyDescription": profile.set_my_description,
            "setMyShortDescription": profile.set_my_short_description,
            "pinChatMessage": messages.pin_chat_message,
            "unpinChatMessage": messages.unpin_chat_message,
            "setMessageReaction": messages.set_message_reaction,
            "logOut": profile.log_out,
            "close": profile.close,
        }

    def names(self) -> frozenset[str]:
        return frozenset(self._handlers) | {"getUpdates"}

    def resolve(self, written: str) -> str:
        """The method's own spelling; 404 for what does not exist or is outside the subset, remembered."""
        from sandbox.botapi import schema  # brings in aiogram, seconds: only once calls come

        name = schema.method_name(written)
        if name is None or name not in self.names():
            self._world.refused.append(f"method not in the subset: {name or 'unknown'}")
            raise ApiError(404, "Not Found: method not found")
        return name

    def check(self, method: str, raw: dict[str, object]) -> dict[str, Any]:
        """Parameters with their types; 400 for anything the schema does not know, remembered."""
        from sandbox.botapi import schema

        params, problems = schema.read_call(method, raw)
        for problem in problems:
            if problem.kind != "missing" or "." in problem.where:
                text = f"{problem.kind} parameter {problem.where} in {method}"
                self._world.refused.append(text)
                raise bad(text)
        if problems:
            raise errors.missing(method, problems[0].where)
        return params

    async def run(self, method: str, raw: dict[str, object], fault: str | None) -> tuple[object, str | None]:
        """Result and description of a call. Raises ApiError; `fault` is noted in the ledger."""
        self._profile.refuse_when_logged_out()
        params = self.check(method, raw)
        if method == "getUpdates":
            return await self._polling.get_updates(params), None
        result = self._handlers[method](params)
        if method in LEDGER:
            self._note(method, params, result, fault)
        return result if isinstance(result, tuple) else (result, None)

    def _note(self, method: str, params: dict[str, Any], result: object, fault: str | None) -> None:
        sent = result.get("message_id") if isinstance(result, dict) else params.get("message_id")
        chat_id = params.get("chat_id")
        if press := self._world.presses.get(params.get("callback_query_id", "")):
            chat_id, sent = press.chat_id, press.message_id
        self._world.ledger.append(Accepted(self._world.clock.now(), method, chat_id, sent, dict(params), fault))
