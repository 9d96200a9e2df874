"""Bells: that something waits for one person, on its way over one channel; nothing about whom, where, what."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from domain.ids import ItemId, PersonId


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


@dataclass(frozen=True, slots=True)
class Address:
    """Where one person can be rung on one channel; `target` is a chat id or a URL, never shown or logged."""

    id: int
    person: PersonId
    channel: ChannelKind
    target: str
    order: int
    refused_at: datetime | None


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
