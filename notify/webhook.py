"""Bells over a signed webhook: to a pager gateway or a duty desk, in the form of Standard Webhooks (Ed25519, `v1a`).

The body says which fixed sentence to show, and which earlier bell is over, and nothing else. Hosts come from the
operator's allow-list, redirects are not followed, and outside practice only HTTPS to public addresses is called.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from domain.bells import BellAction, ChannelKind, OutboxRow
from notify.channel import Delivered, DeliveryError
from notify.outside import Outside, check_target
from notify.wording import Language, sentence

GONE: Final = frozenset({404, 410})


@dataclass(frozen=True, slots=True)
class WebhookSettings:
    """`hosts` is the allow-list (see `domain.bells.is_listed`); `practice` also allows loopback and plain HTTP."""

    key: Ed25519PrivateKey
    hosts: frozenset[str]
    practice: bool
    timeout_seconds: float
    language: Language = "nl"

    def __repr__(self) -> str:
        return "WebhookSettings(…)"


class WebhookChannel:
    """The webhook channel: RING, TOLD, TEST, and CLOSED, which says that an earlier bell is over (X-02)."""

    kind = ChannelKind.WEBHOOK
    actions = frozenset({BellAction.RING, BellAction.TOLD, BellAction.TEST, BellAction.CLOSED})

    def __init__(self, settings: WebhookSettings, now: Callable[[], datetime]) -> None:
        self._settings = settings
        self._now = now
        self._outside = Outside(practice=settings.practice, seconds=settings.timeout_seconds)

    async def send(self, row: OutboxRow) -> Delivered:
        """Make one signed POST; see `notify.channel.Channel.send`."""
        try:
            check_target(row.address.target, self._settings.hosts, practice=self._settings.practice)
        except ValueError:
            raise DeliveryError("The webhook's host is no longer allowed.", permanent=True) from None
        body = self._body(row)
        status, _ = await self._outside.post(row.address.target, body, self._headers(row, body))
        if 200 <= status < 300:
            return Delivered(reference=row.handle)
        if status in GONE:
            raise DeliveryError("The webhook says that this address is gone.", permanent=True)
        if status == 429 or 300 <= status < 500:
            raise DeliveryError("The webhook refuses the bell; the next channel rings.", elsewhere=True)
        raise DeliveryError("The webhook failed; the bell may have arrived.", ambiguous=True)

    async def close(self) -> None:
        await self._outside.close()

    def _body(self, row: OutboxRow) -> bytes:
        language = self._settings.language
        text = sentence(row.action, repeat=row.repeat, drill=row.drill, language=language, buttons=False)
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
