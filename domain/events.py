"""What a flow decides, as frozen facts that the handlers carry out in one transaction.

A flow answers an act with events; it never rings, stores or sends. The events here are understood by every flow
and by the engine; a flow adds its own by subclassing `Event` with a tag of its own.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from domain.functies import Functie, Holding
from domain.ids import ItemId, PersonId, Sha256Hex


@dataclass(frozen=True, slots=True)
class Event:
    """Base of all; `tag` is stable for ever, it stands in stored history and in log leaves."""

    tag: ClassVar[str]


@dataclass(frozen=True, slots=True)
class StateChanged(Event):
    """The item enters `state` (one of the flow's names)."""

    tag: ClassVar[str] = "item.state"
    state: str


@dataclass(frozen=True, slots=True)
class ObligationOpened(Event):
    """Somebody in `settles_by` must do `what` on this item; `ladder` (a name in the policy) rings from `start`.

    `what` is unique among the item's open obligations. `settles_by` is in order: its first is the holder, whom a
    ladder's relation `holder` rings; the others may settle it as well. `due` is when it counts as late (None: at once
    when open).
    """

    tag: ClassVar[str] = "obligation.opened"
    what: str
    settles_by: tuple[Holding, ...]
    ladder: str
    start: datetime
    due: datetime | None = None


@dataclass(frozen=True, slots=True)
class ObligationSettled(Event):
    """`what` has been done (or needs no doing, or is moot): its ring stops and everybody rung is told."""

    tag: ClassVar[str] = "obligation.settled"
    what: str
    outcome: str


@dataclass(frozen=True, slots=True)
class ObligationReopened(Event):
    """Nobody followed up: the ladder of `what` resumes at the rung it had reached, never lower (X-02)."""

    tag: ClassVar[str] = "obligation.reopened"
    what: str


@dataclass(frozen=True, slots=True)
class ObligationMoved(Event):
    """The ladder of the open obligation `what` now counts from `start` (an expected arrival that was corrected)."""

    tag: ClassVar[str] = "obligation.moved"
    what: str
    start: datetime


@dataclass(frozen=True, slots=True)
class RingPaused(Event):
    """`person` said "ik bel": only their own ring on `what` pauses, once per rung; nothing else changes (X-02)."""

    tag: ClassVar[str] = "ring.paused"
    what: str
    person: PersonId


@dataclass(frozen=True, slots=True)
class ParticipantAdded(Event):
    """`holding` may from now on read the item: its wraps are released (P-01 need to know). `why` is a fixed word."""

    tag: ClassVar[str] = "participant.added"
    holding: Holding
    why: str


@dataclass(frozen=True, slots=True)
class KeysGiven(Event):
    """The item has a new key, `recipient`, or more wraps of its present one (None): its readers must see the act."""

    tag: ClassVar[str] = "keys.given"
    recipient: str | None


@dataclass(frozen=True, slots=True)
class Told(Event):
    """Those on duty as `holding` get one bell, because `why` (a fixed word) happened; no answer is awaited."""

    tag: ClassVar[str] = "told"
    holding: Holding
    why: str


@dataclass(frozen=True, slots=True)
class PersonTold(Event):
    """One person (the requester, say) gets one bell, because `why` (a fixed word) happened."""

    tag: ClassVar[str] = "person.told"
    person: PersonId
    why: str


@dataclass(frozen=True, slots=True)
class GezagPassed(Event):
    """The authority is `holding` from `since` over `over` (P-06): the gezagskaart changes in this instant."""

    tag: ClassVar[str] = "gezag.passed"
    holding: Holding
    since: datetime
    over: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LinkedOpened(Event):
    """A linked item with its own key and audience opens, with what the act carried sealed for it."""

    tag: ClassVar[str] = "linked.opened"
    item: ItemId
    flow: str


@dataclass(frozen=True, slots=True)
class Followed(Event):
    """An item that follows from this one opened: it shows so, without its content."""

    tag: ClassVar[str] = "followed"
    item: ItemId
    flow: str


@dataclass(frozen=True, slots=True)
class LinkedProgressed(Event):
    """An item linked to this one, or that follows from it, reached `state`: shown here without its content."""

    tag: ClassVar[str] = "linked.progressed"
    item: ItemId
    flow: str
    state: str


@dataclass(frozen=True, slots=True)
class ContentAdded(Event):
    """Sealed content `blob` of `kind` (a fixed word) now belongs to the item's thread."""

    tag: ClassVar[str] = "content.added"
    blob: Sha256Hex
    kind: str


@dataclass(frozen=True, slots=True)
class GapSeen(Event):
    """Something that should be there is not (a role without keys, an empty rung): shown on the board, never refused."""

    tag: ClassVar[str] = "gap"
    holding: Holding
    what: str


@dataclass(frozen=True, slots=True)
class ItemClosed(Event):
    """The item is done; only a human act closes it (X-01)."""

    tag: ClassVar[str] = "item.closed"
    reason: str


@dataclass(frozen=True, slots=True)
class Flagged(Event):
    """The sender's answer carries this fixed `word`: accepted, and there is something to know about it."""

    tag: ClassVar[str] = "flagged"
    word: str


@dataclass(frozen=True, slots=True)
class RungAgain(Event):
    """A watcher or participant has everybody on `what` rung once more, by `at` (X-08); nothing else changes."""

    tag: ClassVar[str] = "rung.again"
    what: str
    at: datetime


@dataclass(frozen=True, slots=True)
class HoldSet(Event):
    """`holding` keeps the item from being erased on this `ground` (a fixed word), until it lifts that (EV-03)."""

    tag: ClassVar[str] = "hold.set"
    holding: Holding
    ground: str


@dataclass(frozen=True, slots=True)
class HoldLifted(Event):
    """`holding` no longer keeps the item from being erased (EV-03)."""

    tag: ClassVar[str] = "hold.lifted"
    holding: Holding


@dataclass(frozen=True, slots=True)
class Elsewhere(Event):
    """`events` happen to another item, in the same transaction: of joined requests (SA-12), of one dossier (HB-02)."""

    tag: ClassVar[str] = "elsewhere"
    item: ItemId
    events: tuple[Event, ...]


# --- events of the engine: only `domain.ladders` makes these -------------------------------------------------


@dataclass(frozen=True, slots=True)
class RungReached(Event):
    """Rung `index` of `what` was reached, `late_ms` after its moment; `empty` when nobody could be rung (X-03)."""

    tag: ClassVar[str] = "rung.reached"
    what: str
    index: int
    late_ms: int
    empty: bool
    functies: tuple[Functie, ...]


@dataclass(frozen=True, slots=True)
class Rung(Event):
    """`person` is rung for `what` for the `ring`-th time on rung `index`."""

    tag: ClassVar[str] = "rung"
    what: str
    person: PersonId
    index: int
    ring: int
