"""What the handlers ask of the outside: one transaction, a clock, randomness. Implemented in `storage` and `bot`.

A `UnitOfWork` IS one transaction: everything written through it is durable together or not at all, and its readers
see what it wrote. Its methods are synchronous and quick. Nothing in memory may change before the commit; what must
happen after it (ring, wake, sequence) is derived from what was written.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from domain.acts.envelope import SignedAct
from domain.acts.payload import ActPayload, Params
from domain.acts.spec import ActSpec
from domain.audit.port import Audit
from domain.bells import Address, ChannelKind, Lane, NewBell, OutboxRow, Outcome
from domain.enrolment import Invitations
from domain.functies import Holding, Scope
from domain.ids import ActId, DeviceId, Dossier, ItemId, OrganisationId, PersonId, Randomness, Sha256Hex
from domain.items import Item
from domain.obligations import Obligation, Ringing
from domain.policy import Slot
from domain.readings import Fact
from domain.retention import Retention


class Clock(Protocol):
    """Engine time: aware, UTC, never backwards, elapsed time exact within one boot (X-06)."""

    def now(self) -> datetime: ...


class Timer(Protocol):
    """Wakes somebody at a moment of the same clock; virtual in practice and in tests."""

    def call_at(self, moment: datetime, wake: Callable[[], None]) -> Callable[[], None]:
        """Call `wake` on the event loop once, at or just after `moment`; returns what cancels it."""


@dataclass(frozen=True, slots=True)
class VerifiedAct:
    """An act whose proof was verified at the door, before it was queued: exact bytes beside their parsed payload.

    `blobs` are the small ciphertext blobs that came with it, by SHA-256; every one is named in the payload. `read` is
    what `domain.catalogue.read_act` made of the payload, so that it need not be read again while the one writer waits.
    """

    signed: SignedAct
    payload: ActPayload
    blobs: Mapping[Sha256Hex, bytes]
    read: tuple[ActSpec, Params] | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """What the sender of an act hears, now and on every repetition of the same bytes."""

    act: ActId
    status: int
    """201 accepted; 403 or 409 refused by a rule (stored, logged)."""
    item: ItemId | None
    version: int | None
    state: str | None
    code: str | None
    """Stable problem code of a refusal."""
    field: str | None
    flags: tuple[str, ...]
    """Fixed words such as `chain.broken`, `flood.merged`, `role_without_keys`."""
    rings_at: str | None = None
    """When people ring again because the act forced it (ISO 8601, UTC): a ring too many is merged into a later one."""


@dataclass(frozen=True, slots=True)
class Device:
    """A device as the signed directory records it; `signing_key` is a 65-byte P-256 point."""

    id: DeviceId
    person: PersonId
    organisation: OrganisationId
    signing_key: bytes
    x25519: str
    hybrid: str
    revoked_at: datetime | None
    frozen_at: datetime | None
    passkey: bytes | None = None
    """A second P-256 point, of the passkey with which this device may prove its acts as well."""


@dataclass(frozen=True, slots=True)
class Epoch:
    """One epoch of a role key: its public recipient, as an officer's act published it."""

    holding: Holding
    epoch: int
    recipient: str


@dataclass(frozen=True, slots=True)
class Wrap:
    """Where the item's identity is sealed for an epoch (or, with an exclusion, for one device of it)."""

    holding: Holding
    epoch: int
    device: DeviceId | None
    blob: Sha256Hex


@dataclass(frozen=True, slots=True)
class Duty:
    """One stretch of duty; an override beats a regular one for the same functie, scope and slot."""

    id: int
    holding: Holding
    person: PersonId
    slot: Slot
    starts: datetime
    ends: datetime
    override: bool


@dataclass(frozen=True, slots=True)
class Bell:
    """What one handle stands for: whose it is and what it rang for; the only thing a tap refers to."""

    handle: str
    person: PersonId
    item: ItemId | None
    obligation: int | None
    expires_at: datetime


class Acts(Protocol):
    def find(self, act: ActId) -> tuple[Sha256Hex, Answer] | None:
        """Return the stored act's hash and its first answer, or None when the id is new."""

    def add(self, act: VerifiedAct, person: PersonId, answer: Answer, now: datetime) -> None:
        """Store the exact bytes with their answer, and the small blobs that came with it."""

    def last_in_chain(self, device: DeviceId, log: str) -> tuple[int, Sha256Hex] | None:
        """Return the highest seq and the newest act's hash of this device in this log."""

    def emergencies_since(
        self, device: DeviceId, flow: str, since: datetime, most: int, *, drill: bool, area: Scope | None = None
    ) -> int:
        """Count the items of `flow`, real or drills (X-05), that this device opened since, in `area` if any, to `most`.
        What opens beside an item by the act that carries it does not count."""


class Items(Protocol):
    def load(self, item: ItemId) -> Item[Any] | None:
        """Return the item with `data` as its flow's stored JSON object (the handler gives it to the flow's reader)."""

    def open(self, item: Item[Mapping[str, object]]) -> None: ...

    def hold_dossier(self, dossier: Dossier) -> None:
        """Take turns with whoever else goes by the authority over this dossier or changes it (P-06)."""

    def save(self, item: Item[Mapping[str, object]], *, seen_version: int) -> None:
        """Replace the row whose version is still `seen_version`. Raises Stale when it is not."""

    def record(self, item: ItemId, version: int, act: ActId | None, at: datetime, tag: str, body: str) -> None:
        """Add one line to the item's history (`body` is the event as JSON, without content)."""

    def add_participant(self, item: ItemId, holding: Holding, since: datetime, why: str) -> bool:
        """Release the item to a holding; False when it already was."""

    def participants(self, item: ItemId) -> Sequence[Holding]: ...

    def add_wraps(self, item: ItemId, wraps: Iterable[Wrap]) -> None: ...

    def wraps(self, item: ItemId) -> Sequence[Wrap]: ...

    def add_content(self, item: ItemId, blob: Sha256Hex, kind: str, act: ActId, at: datetime) -> None: ...

    def children(self, item: ItemId) -> Sequence[Item[Any]]: ...

    def drills(self, *, besides: str) -> Sequence[Item[Any]]:
        """Return the drills that are not closed and in another state than `besides`, as `load` does (X-05)."""

    def in_states(self, dossier: Dossier, states: Collection[tuple[str, str]]) -> Sequence[Item[Any]]:
        """Return those items of a dossier that are in one of these (flow, state) and have a card, in any order."""

    def of_dossier(
        self, dossier: Dossier, flows: Collection[str], *, drill: bool, closed: bool = False
    ) -> Sequence[Item[Any]]:
        """Return the items of these flows in a dossier that are open, or also those that `closed`, oldest first."""

    def visible_to(self, person: PersonId, holdings: Collection[Holding], limit: int) -> Sequence[Item[Any]]:
        """Return the newest items in which one of the holdings takes part, or that the person opened."""


class Directory(Protocol):
    def device(self, device: DeviceId) -> Device | None: ...

    def holds(self, person: PersonId, holding: Holding, at: datetime) -> bool:
        """Tell whether the signed directory gives this person this functie in this scope at that moment."""

    def employer(self, person: PersonId) -> OrganisationId: ...

    def employers(self, persons: Collection[PersonId]) -> Mapping[PersonId, OrganisationId]:
        """Return the employer of each of these people, at the cost of one query however many they are."""

    def holders(self, holding: Holding, at: datetime) -> Sequence[PersonId]: ...

    def granted_to(self, holding: Holding) -> Sequence[PersonId]:
        """Return everybody who was ever given this functie in this scope, also who no longer holds it."""

    def holdings_of(self, person: PersonId, at: datetime) -> Sequence[Holding]: ...

    def current_epoch(self, holding: Holding) -> Epoch | None: ...

    def knows(self, keys: Device | Epoch) -> bool:
        """Tell whether a device, anybody's, has this id or one of these keys; or any role ever had this recipient."""

    def devices_of(self, person: PersonId) -> Sequence[Device]: ...

    def add_fact(self, act: VerifiedAct, kind: str, now: datetime) -> int:
        """Append a signed statement to the directory log; returns its position."""

    def facts(self, since: int, limit: int) -> Sequence[Fact]:
        """Return signed statements in order, from position `since`; position 0 is the genesis."""

    def put_organisation(self, organisation: OrganisationId, log: str, at: datetime) -> None: ...

    def put_person(self, person: PersonId, organisation: OrganisationId, at: datetime) -> None: ...

    def put_membership(self, person: PersonId, holding: Holding, since: datetime) -> None: ...

    def end_membership(self, person: PersonId, holding: Holding, at: datetime) -> None: ...

    def put_device(self, device: Device, at: datetime) -> None: ...

    def revoke_device(self, device: DeviceId, at: datetime) -> None:
        """Revoke, and end every session of the device in the same transaction."""

    def freeze_device(self, device: DeviceId, at: datetime | None) -> None: ...

    def put_epoch(self, epoch: Epoch, wraps: Mapping[DeviceId, Sha256Hex], at: datetime) -> None: ...

    def add_epoch_wraps(self, holding: Holding, epoch: int, wraps: Mapping[DeviceId, Sha256Hex]) -> None: ...

    def put_number(self, holding: Holding, number: str) -> None: ...

    def number(self, holding: Holding) -> str | None: ...


class Obligations(Protocol):
    def open(self, obligation: Obligation) -> Obligation:
        """Store a new one (its `id` is ignored) and return it with its id."""

    def find_open(self, item: ItemId, what: str) -> Obligation | None: ...

    def last(self, item: ItemId, what: str) -> Obligation | None:
        """Return the newest one of that name, open or settled."""

    def of_item(self, item: ItemId, *, open_only: bool = True) -> Sequence[Obligation]: ...

    def open_of(self, items: Collection[ItemId]) -> Mapping[ItemId, Sequence[Obligation]]:
        """Return what is open of each of these items, in the order in which it opened, by one query."""

    def load(self, obligation: int) -> Obligation | None: ...

    def claim_due(self, now: datetime, limit: int) -> Sequence[Obligation]:
        """Return open obligations whose `next_at` has come, locked for this transaction (skip-locked), oldest first."""

    def settled_among(self, obligations: Collection[int]) -> Collection[int]:
        """Return those that are settled: read immediately before each ring leaves."""

    def upcoming(self, limit: int) -> Sequence[tuple[int, datetime]]:
        """The open obligations that are due first, as (id, `next_at`), soonest first."""

    def open_for(self, holding: Holding) -> Sequence[int]:
        """Ids of open obligations that ring and whose ladder names this functie, for when the roster changes."""

    def real_waits(self, whats: Collection[tuple[str, str]]) -> bool:
        """Tell whether one of these (flow, obligation) is open, as an emergency, on an item that is no drill (X-05)."""

    def wake(self, obligations: Collection[int], at: datetime) -> None:
        """Bring `next_at` of these open obligations forward to `at` (never back), in one statement."""

    def save(self, obligation: Obligation) -> None:
        """Store how far it is: what it asks, of whom and by which ladder never changes once it was opened."""

    def ringing(self, obligation: int) -> Sequence[Ringing]: ...

    def put_ringing(self, rows: Iterable[Ringing]) -> None:
        """Insert or replace by (obligation, person)."""


class Roster(Protocol):
    def put(self, duty: Duty, act: ActId) -> int: ...

    def load(self, duty: int) -> Duty | None: ...

    def cancel(self, duty: int, at: datetime) -> None: ...

    def duties(self, holding: Holding, at: datetime) -> Sequence[Duty]:
        """All stretches covering that moment, overrides included; `domain.roster` decides who it is."""

    def between(self, holding: Holding, start: datetime, end: datetime) -> Sequence[Duty]: ...


class Outbox(Protocol):
    def addresses(self, person: PersonId) -> Sequence[Address]:
        """Return where this person can be rung, refused addresses too; not on a device that is revoked or frozen."""

    def addresses_of(self, persons: Collection[PersonId]) -> Mapping[PersonId, Sequence[Address]]: ...

    def address_at(self, channel: ChannelKind, target: str) -> Address | None:
        """Return the newest address with this target: whose chat this is."""

    def put_address(
        self, person: PersonId, channel: ChannelKind, target: str, at: datetime, device: DeviceId | None = None
    ) -> None:
        """Insert or renew; a renewed address is no longer refused, and takes the place of the device's earlier one."""

    def refuse_address(self, address: int, at: datetime) -> bool:
        """Cross an address out; False when it was crossed out or forgotten already."""

    def forget_address(self, address: int) -> None:
        """Remove an address as if it had never been there."""

    def put(self, bells: Iterable[NewBell], now: datetime) -> None:
        """Insert rows already `sending`, leased to this instance (or `planned` when `not_before` is later), merged."""

    def bell(self, handle: str) -> Bell | None: ...

    def sent_of(self, obligation: int, person: PersonId | None = None) -> Sequence[OutboxRow]:
        """Rings and tolds that may be on a screen, newest first; `refers_to` is the channel's reference, if known."""

    def bells_since(
        self, persons: Collection[PersonId], lane: Lane, since: datetime, *, besides: ItemId | None = None
    ) -> Mapping[PersonId, Sequence[datetime]]:
        """When each got, or will get, a RING or TOLD in this lane; of this unit's own, none for the item `besides`."""

    def coming(self, item: ItemId) -> Collection[PersonId]:
        """Return who gets a RING or TOLD about this item at a later moment that is planned already."""

    def settle(self, row: int, outcome: Outcome, reference: str | None, retry_at: datetime | None) -> bool:
        """Record what became of an attempt; `retry_at` plans the same row again. False when not `sending` any more."""

    def sent_after_all(self, row: int, reference: str | None) -> bool:
        """Record that a row which another attempt settled did leave; False when it is being sent, or that stands."""

    def renew(self, rows: Collection[int], until: datetime) -> None:
        """Keep the lease on rows this instance still holds, waiting for their turn."""

    def claim_due(self, now: datetime, limit: int, lost: Collection[int] = ()) -> Sequence[OutboxRow]:
        """Take planned rows that are due, rows whose lease ran out (as `ambiguous`), and what is stored of `lost`."""

    def next_planned(self) -> datetime | None:
        """The earliest moment at which a planned bell may leave."""


class Alarms(Protocol):
    def raise_(self, kind: str, subject: str, at: datetime) -> bool:
        """Put a gap or alarm on the board; False when it already stands there."""

    def clear(self, kind: str, subject: str, at: datetime) -> None: ...


@dataclass(frozen=True, slots=True)
class Heartbeat:
    """Where engine time stood: `at` when the machine of boot `boot` was `boottime_ns` old and its wall said `wall`."""

    boot: str
    boottime_ns: int
    wall: datetime
    at: datetime


class Heartbeats(Protocol):
    """One row for the whole store: engine time never starts before it (X-06)."""

    def wall(self) -> datetime:
        """The wall clock: this machine's with SQLite, the database's with PostgreSQL, shared by all instances."""

    def last(self) -> Heartbeat | None: ...

    def put(self, heartbeat: Heartbeat) -> None: ...


class UnitOfWork(Protocol):
    """One transaction over everything; see the module's docstring."""

    acts: Acts
    items: Items
    directory: Directory
    invitations: Invitations
    obligations: Obligations
    roster: Roster
    outbox: Outbox
    audit: Audit
    alarms: Alarms
    heartbeats: Heartbeats
    retention: Retention
    random: Randomness
