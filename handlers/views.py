"""The shapes of what is read: items, obligations, ladders, wraps; the source of their JSON Schema. Times are UTC."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from domain.audit.leaves import LeafType
from domain.functies import Functie
from domain.ids import Sha256Hex
from domain.items import Elsewhere


@dataclass(frozen=True, slots=True)
class HoldingView:
    """A functie in a scope; `number` is the telephone number the signed directory gives, to call."""

    functie: Functie
    scope: str
    number: str | None


@dataclass(frozen=True, slots=True)
class GezagView:
    """P-06 gezagskaart: who is the authority, since when, over what."""

    holder: HoldingView
    since: datetime
    over: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PeriodView:
    """P-06: who had the authority over the dossier `since` then, until the next; None: from before it ever passed."""

    holder: HoldingView
    since: datetime | None
    over: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class GezagskaartView:
    """P-06, what stands beside the authority: who holds public order, and who keeps local measures until relief.

    `local_measures`: null is nobody (any more); "elsewhere": another item of the dossier says so, and this one does not
    know (SA-07). Of a closed item it is who kept them last.
    """

    public_order: Functie
    local_measures: HoldingView | Elsewhere | None


@dataclass(frozen=True, slots=True)
class ItemLine:
    """One item in short, with its whole gezagskaart (P-06). All moments are UTC."""

    id: str
    flow: str
    state: str
    version: int
    dossier: str
    area: str
    opened_at: datetime
    opened_by: str
    opened_as: HoldingView
    policy_version: str
    drill: bool
    parent: str | None
    gezag: GezagView | None
    gezagskaart: GezagskaartView | None
    closed_at: datetime | None


@dataclass(frozen=True, slots=True)
class CountView:
    """So many are in this state."""

    state: str
    count: int


@dataclass(frozen=True, slots=True)
class ManyLine:
    """The open items of one flow in one dossier, where there are too many to stand in a list each for itself.

    `mark` changes with any of them.
    """

    flow: str
    dossier: str
    drill: bool
    opened_at: datetime
    states: tuple[CountView, ...]
    mark: int


@dataclass(frozen=True, slots=True)
class ItemList:
    """The items this person may read, newest first; `more` when there are older ones than were asked for.

    `many` are those that a gesture opened together, which this person keeps: none of them is among `items`.
    """

    items: tuple[ItemLine, ...]
    more: bool
    many: tuple[ManyLine, ...] = ()


@dataclass(frozen=True, slots=True)
class SelectorView:
    """One group on a rung: a functie in a scope, or a relation such as the one who received."""

    functie: Functie | None
    scope: str | None
    relation: str
    slot: str
    number: str | None


@dataclass(frozen=True, slots=True)
class RungView:
    """A rung with its forecast clock time; `reached` says whether it has been climbed."""

    index: int
    at: datetime
    reached: bool
    who: tuple[SelectorView, ...]


@dataclass(frozen=True, slots=True)
class RungPerson:
    """Somebody who was rung, under their pseudonym: since which rung, how often, and what they answered there."""

    person: str
    rung: int
    rings: int
    seen: bool
    calling: bool
    paused_until: datetime | None
    settled: bool


@dataclass(frozen=True, slots=True)
class ObligationView:
    """Who waits for what, from whom, until when, and how the ladder behind it stands."""

    what: str
    waits_for: tuple[HoldingView, ...]
    ladder: str
    source: str
    policy_version: str
    opened_at: datetime
    start: datetime
    due: datetime | None
    late: bool
    rung: int
    rungs: tuple[RungView, ...]
    rang: tuple[RungPerson, ...]
    settled_at: datetime | None
    settled_by: str | None
    outcome: str | None


@dataclass(frozen=True, slots=True)
class HistoryView:
    """One thing that happened; `event` is the fact as stored, without content."""

    version: int
    act: str | None
    at: datetime
    tag: str
    event: Any


@dataclass(frozen=True, slots=True)
class LinkedView:
    """A linked item in its state; `readable` when this person may read it, otherwise only its progress shows."""

    id: str
    flow: str
    state: str
    relation: str
    readable: bool


@dataclass(frozen=True, slots=True)
class WrapView:
    """The item's key sealed for a role this person holds, or for this very device; `data` is base64."""

    functie: Functie
    scope: str
    epoch: int
    device: str | None
    blob: str
    data: str


@dataclass(frozen=True, slots=True)
class ContentView:
    """Sealed content of the item; `data` (base64) when small, otherwise it is read from the blob's own path."""

    blob: str
    kind: str
    act: str
    at: datetime
    size: int
    data: str | None


@dataclass(frozen=True, slots=True)
class RoleKeyView:
    """A role's key sealed for this very device; `data` is base64."""

    functie: Functie
    scope: str
    epoch: int
    blob: str
    data: str


@dataclass(frozen=True, slots=True)
class ProofView:
    """One signature over an act; all in base64. What belongs to an assertion is null with another kind."""

    kind: str
    device: str
    sig: str
    authenticatorData: str | None
    clientDataJSON: str | None


@dataclass(frozen=True, slots=True)
class SignedView:
    """A signed act in its exact bytes (base64), for whoever wants to verify it."""

    payloadType: str
    payload: str
    proofs: tuple[ProofView, ...]


@dataclass(frozen=True, slots=True)
class HoldView:
    """A functie that keeps an item from being erased, on which ground, since when (EV-03)."""

    functie: Functie
    scope: str
    ground: str
    since: datetime


@dataclass(frozen=True, slots=True)
class RetentionView:
    """EV-03: when what the item holds is erased for good, None while it is open; whether, and by whom, it is held."""

    erase_at: datetime | None
    held: bool
    holds: tuple[HoldView, ...]


@dataclass(frozen=True, slots=True)
class GroundView:
    """On which legal ground one organisation gives another what this item holds (P-05)."""

    sender: str
    receiver: str
    ground: str
    source: str


@dataclass(frozen=True, slots=True)
class ItemView:
    """One answer that holds everything this person may know of the item (P-01)."""

    item: ItemLine
    recipient: str
    excluded: tuple[str, ...]
    participants: tuple[HoldingView, ...]
    obligations: tuple[ObligationView, ...]
    history: tuple[HistoryView, ...]
    timeline: tuple[PeriodView, ...]
    """P-06: how the authority over the dossier went, oldest first; empty while it never passed."""
    linked: tuple[LinkedView, ...]
    acts: tuple[SignedView, ...]
    wraps: tuple[WrapView, ...]
    contents: tuple[ContentView, ...]
    grounds: tuple[GroundView, ...]
    """Of every route of this item from or to the reader's own organisation."""
    retention: RetentionView
    now: datetime

    def releases(self) -> dict[LeafType, tuple[Sha256Hex, ...]]:
        """Return the blobs whose bytes stand in this answer."""
        return {
            LeafType.RELEASE_WRAP: tuple(Sha256Hex(row.blob) for row in self.wraps),
            LeafType.RELEASE_BLOB: tuple(Sha256Hex(row.blob) for row in self.contents if row.data is not None),
        }


def base64_text(data: bytes) -> str:
    """Return bytes as they stand in an answer."""
    return base64.b64encode(data).decode("ascii")
