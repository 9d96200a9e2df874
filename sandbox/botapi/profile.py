"""The methods about the bot itself and about chats: who it is, its commands, menu and names."""

import json
import math
import re
from typing import Any

from sandbox.botapi.errors import ApiError, bad, flood
from sandbox.botapi.people import Group, Json
from sandbox.botapi.world import World

Params = dict[str, Any]
MAX_COMMANDS = 100
MAX_LENGTHS = {"name": 64, "description": 512, "short_description": 120}


class Profile:
    """Each method takes checked parameters and returns the call's result, or raises ApiError."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._started_at = world.clock.now()
        self._commands: dict[tuple[str, str], list[Json]] = {}
        self._menus: dict[int | None, Json] = {}
        self._texts: dict[tuple[str, str], str] = {}
        self._logged_out_until = -math.inf

    def refuse_when_logged_out(self) -> None:
        if self._world.clock.now() < self._logged_out_until:
            raise ApiError(400, "Logged out")

    def get_me(self, params: Params) -> Json:
        return {
            **self._world.bot_json(),
            "can_join_groups": False,
            "can_read_all_group_messages": False,
            "supports_inline_queries": False,
            "can_connect_to_business": False,
            "has_main_web_app": False,
        }

    def set_my_commands(self, params: Params) -> bool:
        commands = params["commands"]
        if len(commands) > MAX_COMMANDS:
            raise bad("BOT_COMMANDS_TOO_MUCH")
        for command in commands:
            if not re.fullmatch(r"/?[a-z0-9_]{1,32}", command["command"]):
                raise bad("BOT_COMMAND_INVALID")
            if not 1 <= len(command["description"]) <= 256:
                raise bad("BOT_COMMAND_DESCRIPTION_INVALID")
        self._commands[self._scope(params)] = [
            {**command, "command": command["command"].removeprefix("/")} for command in commands
        ]
        return True

    def get_my_commands(self, params: Params) -> list[Json]:
        """Exactly what was set for this scope and language; there is no fall-back here."""
        return self._commands.get(self._scope(params), [])

    def delete_my_commands(self, params: Params) -> bool:
        self._commands.pop(self._scope(params), None)
        return True

    def set_chat_menu_button(self, params: Params) -> bool:
        button = params.get("menu_button", {"type": "default"})
        self._menus[self._menu_key(params)] = button
        return True

    def get_chat_menu_button(self, params: Params) -> Json:
        fallback = self._menus.get(None, {"type": "commands"})
        return self._menus.get(self._menu_key(params), fallback)

    def set_my_name(self, params: Params) -> bool:
        return self._set_text("name", params)

    def set_my_description(self, params: Params) -> bool:
        return self._set_text("description", params)

    def set_my_short_description(self, params: Params) -> bool:
        return self._set_text("short_description", params)

    def get_chat(self, params: Params) -> Json:
        """Metadata only; it does not say whether the person has blocked the bot."""
        chat = self._world.people.chat(params["chat_id"])
        gifts = dict.fromkeys(
            ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels"),
            False,
        )
        extra: Json = {"accent_color_id": 0, "max_reaction_count": 11, "accepted_gift_types": gifts}
        return {**chat.chat_json(), **extra}

    def leave_chat(self, params: Params) -> bool:
        chat = self._world.people.chat(params["chat_id"])
        if not isinstance(chat, Group):
            raise bad("chat member status can't be changed in private chats")
        chat.kicked = True
        return True

    def close(self, params: Params) -> bool:
        """Refused in the first ten minutes after the start, as the real one does."""
        left = self._started_at + self._world.settings.close_barred - self._world.clock.now()
        if left > 0:
            raise flood(math.ceil(left))
        return True

    def log_out(self, params: Params) -> bool:
        """Bars every call for ten minutes."""
        self._logged_out_until = self._world.clock.now() + self._world.settings.close_barred
        return True

    def _set_text(self, field: str, params: Params) -> bool:
        text = params.get(field, "")
        if len(text) > MAX_LENGTHS[field]:
            raise bad(f"bot {field.replace('_', ' ')} is too long")
        self._texts[field, self._language(params)] = text
        return True

    def _scope(self, params: Params) -> tuple[str, str]:
        scope = params.get("scope", {"type": "default"})
        return json.dumps(scope, sort_keys=True), self._language(params)

    def _language(self, params: Params) -> str:
        language: str = params.get("language_code", "")
        if language and not re.fullmatch(r"[a-z]{2}", language):
            raise bad("invalid language code specified")
        return language

    def _menu_key(self, params: Params) -> int | None:
        if "chat_id" not in params:
            return None
        chat = self._world.people.chat(params["chat_id"])
        if isinstance(chat, Group):
            raise bad("chat not found")
        return chat.id
