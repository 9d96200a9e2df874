"""EV-03: when what an item holds is erased for good, what stops that, and what storage does for it. Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from hashlib import sha256
from typing import Any, Protocol

from domain.functies import Holding
from domain.ids import ActId, ItemId, Sha256Hex
from domain.items import Item
from domain.policy import Policy


class Ground(StrEnum):
    """Why an item is held: a fixed word, since the server must show it and may not read reasons."""

    BEWAARPLICHT = "bewaarplicht"
    BEZWAAR = "bezwaar"
    ONDERZOEK = "onderzoek"


@dataclass(frozen=True, slots=True)
class Hold:
    """One holding keeps an item from being erased, until that same holding lifts it by a signed act."""

    item: ItemId
    holding: Holding
    ground: Ground
    act: ActId
    since: datetime


class Stop(StrEnum):
    """Why a family is not erased now."""

    OPEN = "open"
    WAITS = "waits"
    DESIGNATES = "designates"
    FOLLOWED = "followed"
    HELD = "held"
    TERM = "term"


@dataclass(frozen=True, slots=True)
class Family:
    """A request with all that hangs on it or was joined to it: they share acts, so they go together or not at all."""

    items: tuple[Item[Any], ...]
    """The request first."""
    holds: tuple[Hold, ...] = ()
    waits: bool = False
    """An obligation of one of them is open."""
    designates: bool = False
    """By one of them the NCTV is the authority over the dossier now (P-06)."""
    followed: bool = False
    """An open item follows from one of them."""

    @property
    def root(self) -> Item[Any]:
        return self.items[0]

    @property
    def ids(self) -> tuple[ItemId, ...]:
        return tuple(item.id for item in self.items)


def erase_at(items: Collection[Item[Any]], policy: Policy) -> datetime | None:
    """Return when the term of the last of these is over, each by its own flow and policy version (EV-03, EV-04).

    None while one of them is open: nothing counts from the end of what has not ended (X-01).
    """
    over = [_over(item, policy) for item in items]
    return None if None in over else max(moment for moment in over if moment is not None)


def _over(item: Item[Any], policy: Policy) -> datetime | None:
    if item.closed_at is None:
        return None
    return policy.under(item.policy_version).retention[item.flow].after(item.closed_at)


def stop(family: Family, policy: Policy, now: datetime) -> Stop | None:
    """Return what keeps a family from being erased now, the first of several; None: it is to be erased (EV-03)."""
    due = erase_at(family.items, policy)
    if due is None:
        return Stop.OPEN
    if family.waits:
        return Stop.WAITS
    if family.designates:
        return Stop.DESIGNATES
    if family.followed:
        return Stop.FOLLOWED
    if due > now:
        return Stop.TERM
    return Stop.HELD if family.holds else None


def statement(family: Family, acts: Collection[Sha256Hex]) -> dict[str, str]:
    """Return what the leaf of an erasure commits to: which items, by which policy, exactly which acts of one log."""
    closed = max(item.closed_at for item in family.items if item.closed_at is not None)
    return {
        "family": family.root.id,
        "items": ",".join(sorted(family.ids)),
        "flow": family.root.flow,
        "policy": family.root.policy_version,
        "closed": closed.isoformat(),
        "acts": digest(acts),
    }


def digest(acts: Collection[Sha256Hex]) -> str:
    """Return one hash over these hashes of acts, in whatever order they come."""
    return sha256("\n".join(sorted(acts)).encode("ascii")).hexdigest()


@dataclass(frozen=True, slots=True)
class Erased:
    """What is left of an item: that it was, and when what it held was erased."""

    item: ItemId
    family: ItemId
    flow: str
    closed_at: datetime
    at: datetime


class Retention(Protocol):
    """What storage does for retention, within one transaction."""

    def closed(
        self, flow: str, version: str, before: datetime, after: tuple[datetime, str], limit: int
    ) -> Sequence[tuple[datetime, ItemId]]:
        """Return requests of a flow and policy version that closed until `before`, beyond `after`, oldest first."""

    def together(self, items: Collection[ItemId]) -> Sequence[Item[Any]]:
        """Return the requests that these are or hang on, with all that hangs on each, by one query."""

    def set_hold(self, hold: Hold) -> bool:
        """Keep a hold; False when this holding holds the item already."""

    def lift(self, item: ItemId, holding: Holding) -> bool:
        """End the hold of this holding; False when there is none."""

    def holds(self, items: Collection[ItemId]) -> Sequence[Hold]:
        """Return what holds these items, oldest first."""

    def acts(self, items: Collection[ItemId]) -> Mapping[str, Collection[Sha256Hex]]:
        """Return the hashes of all acts on these items, by the log in which they are counted."""

    def begin(self, family: Family, now: datetime) -> None:
        """Take away the items with their history, wraps and list of content; `wipe` takes the rest."""

    def begun(self) -> Sequence[ItemId]:
        """Return the items whose erasure was begun and is not finished."""

    def wipe(self, items: Collection[ItemId], limit: int) -> bool:
        """Erase about `limit` rows of these items; False when nothing is left. Safe to repeat, at any moment."""

    def finish(self, items: Collection[ItemId], now: datetime) -> None:
        """Note that nothing of these items is left, also not in what the database writes ahead."""

    def standing(self) -> Sequence[Hold]:
        """Return every hold there is, oldest first."""

    def count(self) -> int:
        """Return how many items were erased, ever."""

    def erased(self, item: ItemId) -> Erased | None:
        """Return what is left of an item that was erased."""
