"""Bells over a signed webhook: to a pager gateway or a duty desk, in the form of Standard Webhooks (Ed25519, `v1a`).

The body says which fixed sentence to show, and which earlier bell is over, and nothing else. Hosts come from the
operator's allow-list, redirects are not followed, and outside practice only HTTPS to public addresses is called.
"""

from __future__ import annotations

import base64
import ipaddress
import json
import socket
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from urllib.parse import urlsplit

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult
from aiohttp.resolver import ThreadedResolver
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from domain.bells import BellAction, ChannelKind, OutboxRow
from notify.channel import Delivered, DeliveryError
from notify.wording import Language, sentence

GONE: Final = frozenset({404, 410})


@dataclass(frozen=True, slots=True)
class WebhookSettings:
    """`hosts` is the allow-list (exact host names); `practice` also allows loopback and plain HTTP."""

    key: Ed25519PrivateKey
    hosts: frozenset[str]
    practice: bool
    timeout_seconds: float
    language: Language = "nl"

    def __repr__(self) -> str:
        return "WebhookSettings(…)"


def check_target(url: str, settings: WebhookSettings) -> None:
    """Return only if bells may go to `url`.

    Raises:
        ValueError: with what to change, when host, scheme or form is not allowed.
    """
    parts = urlsplit(url)
    if parts.username or parts.password or parts.fragment:
        raise ValueError("A webhook address holds no user, password or fragment; leave them out.")
    if parts.hostname is None or parts.hostname not in settings.hosts:
        raise ValueError("This host is not on the operator's list of webhook hosts; ask for it to be added.")
    if parts.scheme != "https" and not (settings.practice and parts.scheme == "http"):
        raise ValueError("A webhook address begins with https.")
    if not settings.practice and _is_inside(parts.hostname):
        raise ValueError("A webhook address leads to a public host; name one.")


def host_of(url: str) -> str:
    """Return the host of a webhook address: what is down when it is down; no other host suffers for it."""
    return urlsplit(url).hostname or ""


def _is_inside(host: str) -> bool:
    """Tell whether the host is written as an address that is not public (such a host is never resolved)."""
    try:
        return not ipaddress.ip_address(host).is_global
    except ValueError:
        return False


class PublicOnlyResolver(AbstractResolver):
    """Resolves names, and refuses any address that is not public: an allow-listed name cannot point inside."""

    def __init__(self) -> None:
        self._inner = ThreadedResolver()

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        found = await self._inner.resolve(host, port, family)
        allowed = [entry for entry in found if ipaddress.ip_address(entry["host"]).is_global]
        if not allowed:
            raise OSError("The name does not lead to a public address.")
        return allowed

    async def close(self) -> None:
        await self._inner.close()


class WebhookChannel:
    """The webhook channel: RING, TOLD, TEST, and CLOSED, which says that an earlier bell is over (X-02)."""

    kind = ChannelKind.WEBHOOK
    actions = frozenset({BellAction.RING, BellAction.TOLD, BellAction.TEST, BellAction.CLOSED})

    def __init__(self, settings: WebhookSettings, now: Callable[[], datetime]) -> None:
        self._settings = settings
        self._now = now
        self._session: aiohttp.ClientSession | None = None

    async def send(self, row: OutboxRow) -> Delivered:
        """Make one signed POST; see `notify.channel.Channel.send`."""
        try:
            check_target(row.address.target, self._settings)
        except ValueError:
            raise DeliveryError("The webhook's host is no longer allowed.", permanent=True) from None
        body = self._body(row)
        status = await self._post(row.address.target, body, self._headers(row, body))
        if 200 <= status < 300:
            return Delivered(reference=row.handle)
        if status in GONE:
            raise DeliveryError("The webhook says that this address is gone.", permanent=True)
        if status == 429 or 300 <= status < 500:
            raise DeliveryError("The webhook refuses the bell; the next channel rings.", elsewhere=True)
        raise DeliveryError("The webhook failed; the bell may have arrived.", ambiguous=True)

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()

    def _body(self, row: OutboxRow) -> bytes:
        text = sentence(row.action, repeat=row.repeat, drill=row.drill, language=self._settings.language)
        said = {"v": 1, "type": "bell", "text": text}
        if row.action is BellAction.CLOSED:
            said |= {"type": "closed", "closes": row.refers_to or ""}
        return json.dumps(said, ensure_ascii=False).encode("utf-8")

    def _headers(self, row: OutboxRow, body: bytes) -> dict[str, str]:
        stamp = str(int(self._now().timestamp()))
        signed = b".".join((row.handle.encode("ascii"), stamp.encode("ascii"), body))
        signature = base64.b64encode(self._settings.key.sign(signed)).decode("ascii")
        return {
            "content-type": "application/json; charset=utf-8",
            "webhook-id": row.handle,
            "webhook-timestamp": stamp,
            "webhook-signature": f"v1a,{signature}",
        }

    async def _post(self, url: str, body: bytes, headers: dict[str, str]) -> int:
        try:
            async with self._http().post(url, data=body, headers=headers, allow_redirects=False) as answer:
                return answer.status
        except aiohttp.ClientConnectorError:
            raise DeliveryError(
                "The webhook could not be reached; the next channel rings.", channel_down=True
            ) from None
        except (aiohttp.ClientError, TimeoutError, OSError, ValueError):
            raise DeliveryError("The webhook's answer was lost; the bell may have arrived.", ambiguous=True) from None

    def _http(self) -> aiohttp.ClientSession:
        if self._session is None:
            options: dict[str, Any] = {} if self._settings.practice else {"resolver": PublicOnlyResolver()}
            seconds = self._settings.timeout_seconds
            self._session = aiohttp.ClientSession(
                timeout=aiohttp.ClientTimeout(total=seconds, sock_connect=min(seconds, 3.0)),
                connector=aiohttp.TCPConnector(limit=64, ttl_dns_cache=60, **options),
            )
        return self._session
