"""All an app needs to show what waits, in one answer: who I am, whom to believe, my items, and the one that rings.

After a tap on a bell, which names nothing, the app knows no item: here the service picks the one that waits for this
person, so that a cold app shows it after two round trips.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from domain.audit.leaves import LeafType
from domain.ids import ItemId, Sha256Hex
from domain.policy import Policy
from handlers.changes import stand_of
from handlers.people import FactList, MeView, facts, me
from handlers.queries import item_detail, list_items
from handlers.reading import DoorUnit
from handlers.releases import ROLE_KEYS, Releases, outstanding
from handlers.sessions import Viewer
from handlers.views import ItemLine, ItemList, ItemView


@dataclass(frozen=True, slots=True)
class StartView:
    """`/v1/me`, a page of `/v1/directory`, `/v1/items`, and of the item that waits for this person all of it.

    `cursor` is the event id of this moment: who hears from there on is told of whatever changed since, and of no more.
    """

    me: MeView
    directory: FactList
    items: ItemList
    item: ItemView | None
    cursor: str


@dataclass(frozen=True, slots=True)
class Asked:
    """How much: facts of the directory from position `since`, lists up to `page` rows, blobs up to `small` bytes."""

    since: int
    page: int
    small: int


def start(
    uow: DoorUnit, viewer: Viewer, asked: Asked, policy: Policy, push_key: str | None, now: datetime
) -> tuple[StartView, Mapping[ItemId, Releases]]:
    """Return the view, and what it releases for each item: to be recorded before the answer leaves (EV-01)."""
    listed = list_items(uow, viewer, asked.page, now)
    waits = _waits(uow, viewer, listed)
    item = None if waits is None else item_detail(uow, viewer, waits, asked.small, policy, now)
    cursor = stand_of(uow, viewer, listed, asked.page, now).cursor
    known = facts(uow, asked.since, asked.page)
    view = StartView(me(uow, viewer, policy.version, push_key, now), known, listed, item, cursor)
    keys = {LeafType.RELEASE_WRAP: [Sha256Hex(key.blob) for key in view.me.role_keys]}
    releases = {ROLE_KEYS: outstanding(uow, viewer, ROLE_KEYS, keys)}
    if item is not None and waits is not None:
        releases[waits] = outstanding(uow, viewer, waits, item.releases())
    return view, releases


def _waits(uow: DoorUnit, viewer: Viewer, listed: ItemList) -> ItemId | None:
    """The item for which this person is rung since longest, a drill last; else the newest open one."""
    open_items = [line for line in listed.items if line.closed_at is None]
    rings = [(line.drill, at, line) for line in open_items if (at := _rung_since(uow, viewer, line)) is not None]
    found = min(rings, key=lambda one: one[:2])[2] if rings else next(iter(open_items), None)
    return None if found is None else ItemId(found.id)


def _rung_since(uow: DoorUnit, viewer: Viewer, line: ItemLine) -> datetime | None:
    """When the oldest obligation opened for which this person's phone is rung now; None when it is not."""
    for one in uow.obligations.of_item(ItemId(line.id)):
        if any(row.person == viewer.person for row in uow.obligations.ringing(one.id)):
            return one.opened_at
    return None
