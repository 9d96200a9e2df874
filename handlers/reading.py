"""What the doors ask of a transaction beyond the rules: lists, blobs, sessions, offers; implemented in `storage`."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, Protocol

from domain.acts.envelope import SignedAct
from domain.audit.port import Audit
from domain.counting import MonthFacts
from domain.enrolment import Enrolments, Invitations
from domain.functies import Functie, Holding
from domain.ids import ActId, DeviceId, Dossier, ItemId, PersonId, Randomness, Sha256Hex
from domain.items import Item
from domain.obligations import Obligation
from domain.ports import Acts, Alarms, Directory, Duty, Items, Obligations, Outbox, Roster
from domain.quality import Cell, Figures
from domain.readings import Alarm, Content, EpochWrap, Fact, HistoryLine, Passing, StateCount
from domain.retention import Retention


class ReadableActs(Acts, Protocol):
    def signed(self, act: ActId) -> SignedAct | None:
        """Return an act in the exact bytes in which it travelled."""


class ReadableItems(Items, Protocol):
    def history(self, item: ItemId) -> Sequence[HistoryLine]: ...

    def contents(self, item: ItemId) -> Sequence[Content]: ...

    def participants_of(self, items: Collection[ItemId]) -> Mapping[ItemId, Sequence[Holding]]:
        """Return who takes part in each of these items, by one query."""

    def load_all(self, items: Collection[ItemId]) -> Mapping[ItemId, Item[Any]]:
        """Return those of these items that exist, as `load` does, by one query."""

    def visible_to(
        self,
        person: PersonId,
        holdings: Collection[Holding],
        limit: int,
        besides: Collection[tuple[str, Dossier]] = (),
    ) -> Sequence[Item[Any]]:
        """Return the newest items in which one of the holdings takes part, or that the person opened.

        Open ones of a flow and dossier among `besides` are left out.
        """

    def closed_of(self, holdings: Collection[Holding], limit: int, before: Item[Any] | None) -> Sequence[Item[Any]]:
        """Return closed items in which one of the holdings takes part, the last closed first; those after `before`.

        Also of who is excluded: the caller leaves those out.
        """

    def states_of(self, flow: str, dossier: Dossier) -> Sequence[StateCount]:
        """Return in which states the open items of a flow in a dossier are."""

    def passings(self, dossiers: Collection[Dossier], flows: Collection[str]) -> Sequence[Passing]:
        """Return each time that the authority passed, as items of these flows in these dossiers tell, oldest first."""


class ReadableObligations(Obligations, Protocol):
    def standing(self, now: datetime, limit: int) -> Sequence[Obligation]:
        """Return what is open, by one query: what is past its due moment first, then the highest rung first."""

    def seen_by(self, obligations: Collection[int]) -> Mapping[int, Sequence[PersonId]]:
        """Return of each of these who said to have seen its bell, by one query."""

    def climbed(self, items: Collection[ItemId]) -> Mapping[ItemId, int]:
        """Return for each item with obligations a number that grows when one opens, climbs or is settled."""


class ReadableDirectory(Directory, Protocol):
    def holders_of(self, functies: Collection[Functie], at: datetime) -> Mapping[Holding, Sequence[PersonId]]:
        """Return who holds these functies in every scope, by one query; a holding without holders is left out."""

    def numbers(self) -> Mapping[Holding, str]:
        """Return every telephone number the signed directory gives."""

    def epoch_wraps_of(self, device: DeviceId) -> Sequence[EpochWrap]: ...

    def facts(self, since: int, limit: int) -> Sequence[Fact]: ...


class ReadableRoster(Roster, Protocol):
    def of_functies(
        self, functies: Collection[Functie], start: datetime, end: datetime
    ) -> Mapping[Holding, Sequence[Duty]]:
        """Return the stretches of these functies that touch this time, in every scope, by one query."""


class Reports(Protocol):
    def first(self, report: str, day: date, at: datetime) -> bool:
        """Note that a report of this day is made; False when any instance, in whatever life, made it before."""

    def made(self, report: str) -> Sequence[date]:
        """Return the days of which it was made, in order."""


class Quality(Protocol):
    """What the kwaliteitsmonitor counts, and what was published of it (EV-02)."""

    def facts(self, start: datetime, end: datetime, latest: datetime) -> MonthFacts:
        """Return all that is counted from `start` until `end`, rings until `latest`; drills are left out (X-05).

        It looks through all there is, so it is asked once a month and never by an act.
        """

    def put(self, month: date, figures: Mapping[Cell, Figures]) -> None:
        """Keep what is published of a month; once, because `Reports.first` says so."""

    def published(self, first: date, last: date) -> Sequence[tuple[date, Cell, Figures]]:
        """Return what was published of the months from `first` to `last`, in order."""


class ReadableAlarms(Alarms, Protocol):
    def standing(self) -> Sequence[Alarm]:
        """Return what stands on the board, oldest first."""


class Blobs(Protocol):
    """Ciphertext by its hash; small with an act, large in chunks before it."""

    def missing(self, wanted: Collection[Sha256Hex], device: DeviceId) -> Collection[Sha256Hex]:
        """Return those that this device did not upload whole, stored or not."""

    def size(self, blob: Sha256Hex) -> int | None: ...

    def chunk(self, blob: Sha256Hex, n: int) -> bytes:
        """Return chunk `n`; empty bytes past the end."""

    def released(self, device: DeviceId, item: ItemId) -> Collection[Sha256Hex]:
        """Return what this device was given of this item before."""

    def release(self, device: DeviceId, item: ItemId, blobs: Iterable[Sha256Hex], at: datetime) -> Sequence[Sha256Hex]:
        """Note what this device is given of this item; returns what it had not been given before."""


class Sessions(Protocol):
    """Sessions, challenges and nonces; hashes only, so that a stolen database opens nothing."""

    def put_challenge(self, nonce: Sha256Hex, device: DeviceId, expires_at: datetime) -> None: ...

    def use_challenge(self, nonce: Sha256Hex, device: DeviceId, now: datetime) -> bool:
        """Use a challenge once; False when it is unknown, used, expired or another device's."""

    def open(self, token: Sha256Hex, device: DeviceId, now: datetime, expires_at: datetime, *, keep: int) -> None:
        """Open a session, and end the device's oldest ones so that at most `keep` live."""

    def find(self, token: Sha256Hex, now: datetime) -> DeviceId | None:
        """Return whose living session this is; None when unknown, expired or ended."""

    def put_nonce(self, token: Sha256Hex, nonce: Sha256Hex) -> None:
        """Hand out a nonce for one read; the session's oldest go when there are too many."""

    def use_nonce(self, token: Sha256Hex, nonce: Sha256Hex) -> bool:
        """Use a nonce once; False when it was not handed out to this session or is used."""


class DoorUnit(Protocol):
    """One transaction as the doors use it; the same one that handlers know as `domain.ports.UnitOfWork`."""

    @property
    def acts(self) -> ReadableActs: ...

    @property
    def items(self) -> ReadableItems: ...

    @property
    def directory(self) -> ReadableDirectory: ...

    @property
    def invitations(self) -> Invitations: ...

    @property
    def enrolments(self) -> Enrolments: ...

    @property
    def obligations(self) -> ReadableObligations: ...

    @property
    def roster(self) -> ReadableRoster: ...

    @property
    def reports(self) -> Reports: ...

    @property
    def quality(self) -> Quality: ...

    @property
    def outbox(self) -> Outbox: ...

    @property
    def alarms(self) -> ReadableAlarms: ...

    @property
    def retention(self) -> Retention: ...

    @property
    def audit(self) -> Audit: ...

    @property
    def blobs(self) -> Blobs: ...

    @property
    def sessions(self) -> Sessions: ...

    @property
    def random(self) -> Randomness: ...
