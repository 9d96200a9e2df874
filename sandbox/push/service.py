"""A push service on loopback (RFC 8030): as strict as the real ones, and it misbehaves on command."""

from __future__ import annotations

import json
import re
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from aiohttp import web

from domain.ids import Randomness
from domain.subscriptions import Subscription
from sandbox.push.browser import Browser, Unreadable
from sandbox.push.tokens import is_allowed

HOST: Final = "127.0.0.1"
_LARGEST: Final = 4096
_TOPIC: Final = re.compile(r"[A-Za-z0-9_-]{1,32}", re.ASCII)
_URGENCIES: Final = frozenset({"very-low", "low", "normal", "high"})


@dataclass(frozen=True, slots=True)
class Message:
    """One message as the browser that it was for opened it; `padded` is its whole size before it was sealed."""

    who: str
    said: Mapping[str, object]
    padded: int
    headers: Mapping[str, str]


@dataclass(slots=True)
class _Subscribed:
    who: str
    browser: Browser
    key: str
    online: bool = True
    kept: dict[str, tuple[datetime, Message]] = field(default_factory=dict)
    """What waits for the browser, by topic: a later message takes the place of an earlier one."""


class PushService:
    """Browsers by name; `heard` is called with every message at the moment its browser shows it.

    `bodies` keeps all bytes that came in, headers included: the ground truth for the search for content.
    `answers` says what a browser's subscription answers instead of 201, until it is taken away.
    """

    def __init__(
        self, heard: Callable[[Message], None], now: Callable[[], datetime], random: Randomness = secrets.token_bytes
    ) -> None:
        self._heard, self._now, self._random = heard, now, random
        self.bodies: list[bytes] = []
        self.answers: dict[str, tuple[int, Mapping[str, str]]] = {}
        self._subscribed: dict[str, _Subscribed] = {}
        app = web.Application(client_max_size=_LARGEST)
        app.router.add_post("/push/{token}", self._message)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.05)
        self.origin = ""

    async def open(self) -> None:
        await self._runner.setup()
        await web.TCPSite(self._runner, HOST, 0).start()
        self.origin = f"http://{HOST}:{self._runner.addresses[0][1]}"

    async def close(self) -> None:
        await self._runner.cleanup()

    def subscribe(self, who: str, key: str) -> Subscription:
        """Subscribe a browser of `who` to the sender with this public key; its earlier subscription is gone."""
        self.unsubscribe(who)
        browser, token = Browser.new(self._random), self._random(16).hex()
        self._subscribed[token] = _Subscribed(who, browser, key)
        return Subscription(f"{self.origin}/push/{token}", *browser.public)

    def unsubscribe(self, who: str) -> None:
        """Let the subscription be gone: messages to it are answered with 410."""
        self._subscribed = {token: one for token, one in self._subscribed.items() if one.who != who}

    def device(self, who: str, *, online: bool) -> None:
        """Take a browser off the network, or back: then it gets what was kept for it and is not too old."""
        for one in self._subscribed.values():
            if one.who == who:
                one.online = online
                kept = sorted(one.kept.values(), key=lambda found: found[0]) if online else []
                one.kept = {} if online else one.kept
                for until, message in kept:
                    if self._now() < until:
                        self._heard(message)

    async def _message(self, request: web.Request) -> web.Response:
        body = await request.read()
        self.bodies.append(repr(list(request.headers.items())).encode() + b"\n" + body)
        found = self._subscribed.get(request.match_info["token"])
        if found is None:
            return web.Response(status=410)
        if found.who in self.answers:
            status, headers = self.answers[found.who]
            return web.Response(status=status, headers=headers)
        if not is_allowed(request.headers.get("authorization", ""), found.key, self.origin, self._now()):
            return web.Response(status=403)
        said = {name: request.headers.get(name, "") for name in ("ttl", "topic", "urgency", "content-encoding")}
        if not _is_well_formed(said):
            return web.Response(status=400)
        try:
            text, padding = found.browser.open(body)
        except Unreadable:
            return web.Response(status=400)
        message = Message(found.who, json.loads(text), len(text) + padding, said)
        if found.online:
            self._heard(message)
        elif int(said["ttl"]):
            until = self._now() + timedelta(seconds=int(said["ttl"]))
            found.kept[said["topic"] or secrets.token_hex(16)] = (until, message)
        return web.Response(status=201, headers={"location": f"{self.origin}/message/{self._random(8).hex()}"})


def _is_well_formed(said: Mapping[str, str]) -> bool:
    return (
        said["ttl"].isdigit()
        and (not said["topic"] or _TOPIC.fullmatch(said["topic"]) is not None)
        and said["urgency"] in _URGENCIES
        and said["content-encoding"] == "aes128gcm"
    )
