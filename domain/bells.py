"""Bells: that something waits for one person, on its way over one channel; nothing about whom, where, what."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final
from urllib.parse import urlsplit

from domain.ids import DeviceId, ItemId, PersonId

_NAME: Final = re.compile(r"(?=.{1,253}\Z)[a-z0-9-]{1,63}(\.[a-z0-9-]{1,63})+", re.ASCII)
_HTTPS_PORT: Final = 443


class ChannelKind(StrEnum):
    """The channels a bell can take; equal behind one port."""

    TELEGRAM = "telegram"
    WEB_PUSH = "web_push"
    WEBHOOK = "webhook"
    SILENT = "silent"


class BellAction(StrEnum):
    """What is asked of the channel. Only RING, TOLD and TEST may make a sound."""

    RING = "ring"
    """A new message with sound, for an open obligation; repeated after `ambiguous`."""
    TOLD = "told"
    """A new message for something that happened; not repeated after `ambiguous`."""
    TEST = "test"
    SEEN = "seen"
    """Silent edit of an earlier bell: seen, opening is still possible."""
    CLOSED = "closed"
    """Silent edit of an earlier bell: nothing more to do."""
    DELETE = "delete"
    """Removal, as far as possible, of an earlier bell or of a message with typed text."""
    EXPLAIN = "explain"
    """The fixed answer to anything typed (X-07), with the button."""
    LINKED = "linked"
    """The device's chat has been coupled (`/start` with a good token)."""
    DUTY = "duty"
    """The fixed answer to "wie heeft dienst": the names are in the app (RO-03)."""
    ANSWER_TAP = "answer_tap"
    """Stops the spinner of a pressed button."""


ASKED_FOR: Final = frozenset({BellAction.ANSWER_TAP, BellAction.TEST})
"""What answers somebody who holds the telephone now: it leaves whatever changed meanwhile."""


class Lane(StrEnum):
    URGENT = "urgent"
    REGULAR = "regular"


class Outcome(StrEnum):
    """What became of one attempt, as far as we can know."""

    PLANNED = "planned"
    SENDING = "sending"
    SENT = "sent"
    NOT_SENT = "not_sent"
    """Certainly not delivered (connection refused, 429): may be tried again without risk of doubling."""
    AMBIGUOUS = "ambiguous"
    """Perhaps delivered (time-out, cut answer, 5xx): a ring is repeated, a receipt is not."""
    REFUSED = "refused"
    """This person cannot be reached here (blocked, gone): next channel at once, gap on the board."""
    MOOT = "moot"
    """Read again just before sending: what it rang for had been settled."""


def is_listed(host: str | None, hosts: Iterable[str]) -> bool:
    """Tell whether an operator's list names a host: exactly, or as a plain name below an entry that begins with a dot.

    What only looks like a name there (brackets, signs, an address with a zone) leads elsewhere than its end says.
    """
    return host is not None and any(
        (host.endswith(entry) and _NAME.fullmatch(host) is not None) if entry.startswith(".") else host == entry
        for entry in hosts
    )


def leads_to_listed(url: str, hosts: Iterable[str], *, any_port: bool) -> bool:
    """Tell whether a URL names a listed host and nothing else, on the port of https; on any port only if `any_port`.

    A host that is down is down for everybody who is rung there, so nobody chooses a port at which it never answers.
    Never raises.
    """
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError:
        return False
    if host is None or not is_listed(host, hosts):
        return False
    plain = f"[{host}]" if ":" in host else host
    return parts.netloc.lower() in (plain, f"{plain}:{port}") and (any_port or port in (None, _HTTPS_PORT))


@dataclass(frozen=True, slots=True)
class Address:
    """Where one person can be rung on one channel; `target` (chat id, URL, subscription) is never shown or logged.

    `device` is whose browser a Web Push subscription is of; it is rung while that device is in use, and not frozen.
    """

    id: int
    person: PersonId
    channel: ChannelKind
    target: str
    order: int
    refused_at: datetime | None
    device: DeviceId | None = None


@dataclass(frozen=True, slots=True)
class NewBell:
    """What the engine or a handler wants sent; storage gives it its handle, id and lease.

    Whoever makes one says whether it is a drill (X-05); the rest is empty for a bell about no item.
    """

    person: PersonId | None
    address: Address
    action: BellAction
    lane: Lane
    drill: bool
    not_before: datetime
    item: ItemId | None = None
    obligation: int | None = None
    ring: int = 0
    repeat: int = 0
    refers_to: str | None = None
    life: timedelta | None = None
    flow: str = ""
    """Whose turn it takes among bells that leave at once; it is not kept, and no channel sees it."""
    hushable: bool = False
    """It is for a telephone that may have to stay silent (SG-07); not kept, since a rule says so each time anew."""


@dataclass(frozen=True, slots=True)
class OutboxRow:
    """One thing to send. `handle` is random per bell and recipient (its button's callback data); no other id leaves.

    `lease_until` and `owner` say which instance is sending it; a row found `sending` past its lease is `ambiguous`.
    """

    id: int
    handle: str
    person: PersonId | None
    address: Address
    action: BellAction
    lane: Lane
    repeat: int
    """0 for a first ring, higher for a repeat: only chooses between fixed sentences."""
    drill: bool
    item: ItemId | None
    obligation: int | None
    ring: int
    refers_to: str | None
    """For SEEN, CLOSED, DELETE and ANSWER_TAP: the channel's own reference of the message or tap."""
    state: Outcome
    not_before: datetime
    attempts: int
    created_at: datetime
    life: timedelta | None = None
    """How soon its ladder rings again: a channel that keeps bells for later keeps this one no longer than that."""
    flow: str = ""
    """Whose turn it takes among bells that leave at once; empty for what was read back from the store."""
    hushable: bool = False
    """As `NewBell` has it: without the store's word that it may, it does not leave once it had to wait (SG-07)."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """What became of one attempt to send a row, as the dispatcher saw it.

    `retry_after` is how long the channel asked to leave this address alone; `channel_down` says that the fault is of
    the channel and not of the address, so that another channel must ring at once.
    """

    row: OutboxRow
    outcome: Outcome
    reference: str | None = None
    retry_after: timedelta | None = None
    channel_down: bool = False
