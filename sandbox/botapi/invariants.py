"""Check, from the wire alone, what must be true of a well-behaved bot after every run."""

import json
import re
from collections import Counter
from collections.abc import Iterator
from urllib.parse import urlsplit

from sandbox.botapi.people import Group, Json
from sandbox.botapi.world import Call, World

PACED = frozenset({"sendMessage", "editMessageText", "editMessageReplyMarkup"})
HANDLE = re.compile(r"[A-Za-z0-9_-]{22,64}")


def violations(world: World, *, kills: int = 0) -> list[str]:
    """Every broken rule of the bell transport, in words without content; empty when all hold.

    The rules are those of a bell that carries nothing: private chats, protected, no preview, no parse mode, one
    address without identifiers, random handles, no call outside the subset, no reading that throws updates
    away, and no send into a pause that a 429 asked for. A ring is known by its handle: one person, and no more
    copies than one and one for each unclear answer, with `kills` more for a bot that was killed so often.
    """
    return [
        *world.refused,
        *_sends(world),
        *_readings(world),
        *_pauses(world),
        *_copies(world, kills),
    ]


def _sends(world: World) -> Iterator[str]:
    addresses: set[str] = set()
    for entry in world.ledger:
        if entry.method not in PACED:
            continue
        where = f"{entry.method} of message {entry.message_id}"
        params = entry.params
        if isinstance(world.people.chat(entry.chat_id), Group):
            yield f"{where}: goes to a group"
        if "parse_mode" in params or "entities" in params:
            yield f"{where}: uses formatting"
        if "allow_paid_broadcast" in params:
            yield f"{where}: pays for speed"
        if entry.method == "sendMessage" and not params.get("protect_content"):
            yield f"{where}: is not protected against forwarding"
        preview = params.get("link_preview_options")
        if entry.method == "sendMessage" and not (isinstance(preview, dict) and preview.get("is_disabled")):
            yield f"{where}: leaves link previews on"
        for button in _buttons(params):
            yield from _button(where, button, addresses)
    if len(addresses) > 1:
        yield "buttons open more than one address"


def _buttons(params: Json) -> list[Json]:
    markup = params.get("reply_markup")
    rows = markup.get("inline_keyboard", []) if isinstance(markup, dict) else []
    return [button for row in rows for button in row]


def _button(where: str, button: Json, addresses: set[str]) -> Iterator[str]:
    if "web_app" in button:
        yield f"{where}: opens a page inside Telegram"
    if isinstance(url := button.get("url"), str):
        addresses.add(url)
        parts = urlsplit(url)
        if parts.query or parts.fragment or parts.username:
            yield f"{where}: the button's address carries more than the app's origin and path"
    data = button.get("callback_data")
    if isinstance(data, str) and not HANDLE.fullmatch(data):
        yield f"{where}: callback data is no random handle"


def _readings(world: World) -> Iterator[str]:
    for call in world.calls:
        if call.method == "getUpdates" and str(call.params.get("offset", "0")).startswith("-"):
            yield "getUpdates with a negative offset throws updates away"
        if str(call.params.get("drop_pending_updates", "")).lower() in ("true", "1"):
            yield f"{call.method} drops pending updates"


def _pauses(world: World) -> Iterator[str]:
    until: dict[str, float] = {}
    for call in world.calls:
        if call.method not in PACED:
            continue
        chat = _chat(call)
        if call.at < until.get(chat, 0.0):
            yield f"{call.method} during a pause that a 429 asked for, {until[chat] - call.at:.0f} s too early"
        if call.retry_after:
            until[chat] = call.at + call.retry_after


def _copies(world: World, kills: int) -> Iterator[str]:
    copies: Counter[str] = Counter()
    unclear: Counter[str] = Counter()
    chats: dict[str, set[object]] = {}
    for entry in world.ledger:
        for handle in _handles(entry.params) if entry.method == "sendMessage" else ():
            copies[handle] += 1
            chats.setdefault(handle, set()).add(entry.chat_id)
    for call in world.calls:
        if call.method == "sendMessage" and call.fault and (call.status in (0, 200) or call.status >= 500):
            unclear.update(_handles(call.params))
    for handle, count in copies.items():
        if len(chats[handle]) > 1:
            yield "one handle went to several people"
        if count > 1 + unclear[handle] + kills:
            yield f"one ring was sent {count} times after {unclear[handle]} unclear answers"


def _handles(params: Json) -> set[str]:
    """The callback data in a call, whether its markup came as an object or as text."""
    markup = params.get("reply_markup")
    found = _buttons({"reply_markup": json.loads(markup)} if isinstance(markup, str) else params)
    return {str(button["callback_data"]) for button in found if "callback_data" in button}


def _chat(call: Call) -> str:
    return str(call.params.get("chat_id"))
