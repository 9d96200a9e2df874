"""Bells over Web Push (RFC 8030): to a browser in which the app runs, through the push service of its maker.

The message is sealed for that browser, always of one size, and says one of the fixed sentences. The push service sees
when a bell goes to which browser and how long it is worth delivering. Hosts come from the operator's allow-list.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from cryptography.hazmat.primitives.asymmetric import ec

from domain.bells import BellAction, ChannelKind, OutboxRow
from domain.ids import Randomness
from domain.subscriptions import Subscription
from notify.channel import Delivered, DeliveryError
from notify.outside import Outside, check_target, host_of
from notify.vapid import Vapid, base64url
from notify.web_push_sealing import CODING, SALT_BYTES, seal
from notify.wording import Language, sentence

GONE: Final = frozenset({404, 410})
MESSAGE_BYTES: Final = 512
"""Every message has this size before it is sealed."""
DEFAULT_WAIT: Final = timedelta(seconds=5)
"""Used when a service asks to wait and names no number of seconds."""
_LONGEST_WAIT: Final = timedelta(days=7)
_NAME_BYTES: Final = 24
"""A Topic is at most 32 signs of base64url (RFC 8030 §5.4)."""


@dataclass(frozen=True, slots=True)
class WebPushSettings:
    """`hosts` is the allow-list of push services; `practice` also allows loopback and plain HTTP.

    `lasting` is how long a service keeps a bell for a telephone that is off, where no ladder rings again sooner.
    """

    hosts: frozenset[str]
    practice: bool
    timeout_seconds: float
    lasting: timedelta


def service_of(target: str) -> str:
    """Return the host of a subscription's push service: what is down when it is down. Never raises."""
    return host_of(target.partition(" ")[0])


class WebPushChannel:
    """The Web Push channel: RING, TOLD, TEST, and CLOSED, which takes the place of the bell that is over (X-02)."""

    kind = ChannelKind.WEB_PUSH
    actions = frozenset({BellAction.RING, BellAction.TOLD, BellAction.TEST, BellAction.CLOSED})

    def __init__(self, settings: WebPushSettings, vapid: Vapid, random: Randomness) -> None:
        self._settings, self._vapid, self._random = settings, vapid, random
        self._outside = Outside(practice=settings.practice, seconds=settings.timeout_seconds)

    async def send(self, row: OutboxRow) -> Delivered:
        """Make one sealed POST; see `notify.channel.Channel.send`."""
        try:
            subscription = Subscription.read(row.address.target)
            point, secret = subscription.keys()
            check_target(subscription.endpoint, self._settings.hosts, practice=self._settings.practice)
        except ValueError:
            raise DeliveryError("This push subscription cannot be used any more.", permanent=True) from None
        name = _name(row, secret)
        body = seal(
            _message(row, name),
            point=point,
            secret=secret,
            salt=self._random(SALT_BYTES),
            own=ec.generate_private_key(ec.SECP256R1()),
            size=MESSAGE_BYTES,
        )
        headers = self._headers(row, subscription.endpoint, name)
        status, said = await self._outside.post(subscription.endpoint, body, headers)
        return _outcome(row, status, said)

    async def close(self) -> None:
        await self._outside.close()

    def _headers(self, row: OutboxRow, endpoint: str, name: str) -> dict[str, str]:
        life = self._settings.lasting if row.life is None else min(row.life, self._settings.lasting)
        return {
            "authorization": self._vapid.authorization(endpoint),
            "content-encoding": CODING,
            "content-type": "application/octet-stream",
            "ttl": str(max(1, int(life.total_seconds()))),
            "topic": name,
            "urgency": "high",
        }


def _message(row: OutboxRow, name: str) -> bytes:
    """The fixed sentence in both languages, whether it makes a sound, and which earlier one it takes the place of."""
    languages: tuple[Language, ...] = ("nl", "en")
    texts = {
        language: sentence(row.action, repeat=row.repeat, drill=row.drill, language=language, buttons=False)
        for language in languages
    }
    kind = "closed" if row.action is BellAction.CLOSED else "bell"
    return json.dumps({"v": 1, "type": kind, "tag": name, "text": texts}, ensure_ascii=False).encode("utf-8")


def _name(row: OutboxRow, secret: bytes) -> str:
    """What a later bell about the same replaces an earlier one by: for this browser alone, and no id of ours."""
    about = row.action.value if row.obligation is None and row.item is None else f"{row.item} {row.obligation}"
    return base64url(hmac.digest(secret, f"piket bell {about}".encode(), hashlib.sha256)[:_NAME_BYTES])


def _outcome(row: OutboxRow, status: int, said: Mapping[str, str]) -> Delivered:
    if 200 <= status < 300:
        return Delivered(reference=row.handle)
    if status in GONE:
        raise DeliveryError("The push service says that this subscription is gone.", permanent=True)
    if status == 429 or (status == 503 and "retry-after" in said):
        raise DeliveryError("The push service asks to wait.", retry_after=_wait(said.get("retry-after", "")))
    if status >= 500:
        raise DeliveryError("The push service failed; the bell may have arrived.", ambiguous=True)
    raise DeliveryError("The push service refuses the bell; the next channel rings.", elsewhere=True)


def _wait(named: str) -> timedelta:
    seconds = int(named) if named.isascii() and named.isdigit() and len(named) < 10 else 0
    return min(timedelta(seconds=seconds), _LONGEST_WAIT) if seconds else DEFAULT_WAIT
