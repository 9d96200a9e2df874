"""Bells over Telegram: one small typed HTTP call each, so that ringing never waits for a framework to load.

Every message is one fixed sentence, protected, without preview or parse mode, with at most two buttons: "Openen"
(the app's own origin, no identifiers) and "Ik heb dit gezien" (the bell's random handle). 200 means that Telegram
accepted it, never that anybody was rung. The token stands in the request's path, so no exception of the HTTP client
is ever passed on, chained or printed.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

import aiohttp

from domain.bells import BellAction, ChannelKind, OutboxRow
from notify.channel import Delivered, DeliveryError
from notify.telegram_outcome import outcome_of
from notify.wording import OPEN_BUTTON, SEEN_BUTTON, TAP_DONE, TAP_TOO_LATE, Language, sentence

_WITH_SOUND: Final = frozenset({BellAction.RING, BellAction.TOLD, BellAction.TEST})
_WITH_SEEN: Final = frozenset({BellAction.RING, BellAction.TEST})
_FORM: Final = {"Content-Type": "application/x-www-form-urlencoded"}
_WITHOUT_BUTTONS: Final = frozenset({BellAction.CLOSED})


@dataclass(frozen=True, slots=True)
class TelegramSettings:
    """Where and how to call; `app_url` None (no public HTTPS origin) leaves the button "Openen" out."""

    api_root: str
    token: str
    app_url: str | None
    timeout_seconds: float
    language: Language = "nl"

    def __repr__(self) -> str:
        return "TelegramSettings(…)"


class TelegramChannel:
    """The Telegram channel; owns one HTTP session, made on the first bell."""

    kind = ChannelKind.TELEGRAM
    actions = frozenset(BellAction)

    def __init__(self, settings: TelegramSettings) -> None:
        self._settings = settings
        self._session: aiohttp.ClientSession | None = None

    async def send(self, row: OutboxRow) -> Delivered:
        """Make one call of the Bot API; see `notify.channel.Channel.send`."""
        method, fields = self._call(row)
        status, body = await self._post(method, fields)
        return outcome_of(method, status, body)

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()

    def _call(self, row: OutboxRow) -> tuple[str, dict[str, str]]:
        chat = row.address.target
        match row.action:
            case BellAction.ANSWER_TAP:
                return "answerCallbackQuery", {
                    "callback_query_id": row.refers_to or "",
                    "text": (TAP_DONE if row.repeat == 0 else TAP_TOO_LATE)[self._settings.language],
                }
            case BellAction.DELETE:
                return "deleteMessage", {"chat_id": chat, "message_id": row.refers_to or ""}
            case BellAction.SEEN | BellAction.CLOSED:
                return "editMessageText", {
                    "chat_id": chat,
                    "message_id": row.refers_to or "",
                    **self._message(row),
                }
            case _:
                quiet = {} if row.action in _WITH_SOUND else {"disable_notification": "true"}
                return "sendMessage", {"chat_id": chat, "protect_content": "true", **quiet, **self._message(row)}

    def _message(self, row: OutboxRow) -> dict[str, str]:
        language = self._settings.language
        fields = {
            "text": sentence(row.action, repeat=row.repeat, drill=row.drill, language=language),
            "link_preview_options": '{"is_disabled":true}',
        }
        keyboard: list[list[Mapping[str, str]]] = []
        if row.action not in _WITHOUT_BUTTONS:
            if self._settings.app_url is not None:
                keyboard.append([{"text": OPEN_BUTTON[language], "url": self._settings.app_url}])
            if row.action in _WITH_SEEN:
                keyboard.append([{"text": SEEN_BUTTON[language], "callback_data": row.handle}])
        if keyboard or row.action in (BellAction.SEEN, BellAction.CLOSED):
            fields["reply_markup"] = json.dumps({"inline_keyboard": keyboard}, ensure_ascii=False)
        return fields

    async def _post(self, method: str, fields: Mapping[str, str]) -> tuple[int, bytes]:
        url = f"{self._settings.api_root}/bot{self._settings.token}/{method}"
        body = urlencode(fields).encode("ascii")
        try:
            async with self._http().post(url, data=body, headers=_FORM, allow_redirects=False) as answer:
                return answer.status, await answer.read()
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError):
            raise DeliveryError("Telegram could not be reached; the next channel rings.", channel_down=True) from None
        except (aiohttp.ClientError, TimeoutError, OSError, ValueError):
            raise DeliveryError("Telegram's answer was lost; the bell may have arrived.", ambiguous=True) from None

    def _http(self) -> aiohttp.ClientSession:
        if self._session is None:
            seconds = self._settings.timeout_seconds
            timeout = aiohttp.ClientTimeout(total=seconds, sock_connect=min(seconds / 2, 3.0))
            connector = aiohttp.TCPConnector(limit=64, ttl_dns_cache=60)
            self._session = aiohttp.ClientSession(timeout=timeout, connector=connector, auto_decompress=True)
        return self._session
