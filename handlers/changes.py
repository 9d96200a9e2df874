"""What a holder would see if they looked now, in short: two of these tell that something changed, and nothing more."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from domain.functies import Functie
from domain.ids import ItemId
from handlers.board import alarms_now, ladders_now
from handlers.queries import list_items
from handlers.reading import DoorUnit
from handlers.sessions import Viewer
from handlers.views import ItemList
from handlers.withheld import told_whole


@dataclass(frozen=True, slots=True)
class Stand:
    """The items a holder may read with what stands on each, newest first, and for a watcher what is on the board."""

    items: Mapping[str, tuple[int, str]]
    """Version, and the hash of the item's line and of how far its ladders climbed; of many in one line, by dossier."""
    board: str | None
    more: bool = False
    """Whether the list was cut: who is not on it may be older than what is."""

    @property
    def cursor(self) -> str:
        """Return a name for exactly this stand; it tells nothing to who does not have the same."""
        return _hash((sorted(self.items.items()), self.board))


@dataclass(frozen=True, slots=True)
class Change:
    """That something changed: `item` with its present version (None: not to be read any more), or the board."""

    item: str | None
    version: int | None


def changes(before: Stand, now: Stand) -> Iterator[Change]:
    """Yield what differs between two stands."""
    for item in _comparable(before, now):
        if item not in now.items:
            yield Change(item, None)
    for item, (version, mark) in now.items.items():
        if before.items.get(item) != (version, mark):
            yield Change(item, version)
    if before.board != now.board:
        yield Change(None, None)


def _comparable(before: Stand, now: Stand) -> list[str]:
    """The items of before that would be listed now if they could be read: a cut list leaves out the oldest."""
    items, listed = list(before.items), list(now.items)
    if not now.more:
        return items
    return items[: items.index(listed[-1])] if listed and listed[-1] in before.items else []


def nothing() -> Stand:
    """Return the stand of who has seen nothing yet."""
    return Stand({}, None)


def stand(uow: DoorUnit, viewer: Viewer, limit: int, now: datetime) -> Stand:
    """Return the present stand: by the very list that this holder is given, so that no change tells more than it does.

    Of an item of which something is kept from this holder (SA-08, RM-02), how far ladders climbed is left out as well.
    """
    return stand_of(uow, viewer, list_items(uow, viewer, limit, now), limit, now)


def stand_of(uow: DoorUnit, viewer: Viewer, listed: ItemList, limit: int, now: datetime) -> Stand:
    """Return the stand of a list that this holder is given, in the same transaction."""
    climbed = uow.obligations.climbed(told_whole(uow, viewer.holdings, listed.items))
    items = {line.dossier: (line.mark, _hash(line)) for line in listed.many}
    items |= {line.id: (line.version, _hash((line, climbed.get(ItemId(line.id))))) for line in listed.items}
    watches = any(one.functie is Functie.ESCALATIEWACHTER for one in viewer.holdings)
    return Stand(items, _board(uow, viewer, limit, now) if watches else None, listed.more)


def _board(uow: DoorUnit, viewer: Viewer, limit: int, now: datetime) -> str:
    """Return a hash of the alarms and ladders on a watcher's board; gaps ahead become alarms when they are reported."""
    return _hash((alarms_now(uow, viewer), ladders_now(uow, viewer, limit, now)))


def _hash(value: object) -> str:
    """Return a hash of plain values and dataclasses; two instances of one release agree on it."""
    return hashlib.sha256(repr(value).encode("utf-8")).hexdigest()[:32]
