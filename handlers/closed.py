"""What is over: the closed items in which a person takes part, a page at a time (P-01, P-02)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from domain.errors import NotFound
from domain.functies import Holding
from domain.ids import ItemId
from domain.items import Item
from handlers.queries import lines_of, readable, takes_part
from handlers.reading import DoorUnit
from handlers.sessions import Viewer
from handlers.views import ItemList

_AT_ONCE: Final = 200


def list_closed(uow: DoorUnit, viewer: Viewer, limit: int, before: ItemId | None, now: datetime) -> ItemList:
    """Return the items that are over in which this person takes part, the last closed first (P-01, P-02).

    With `before`, those that follow on that one in this order.

    Raises:
        NotFound: when `before` is no closed item of this person's.
        Gone: when it was one, and was erased (EV-03).
    """
    last = None if before is None else readable(uow, viewer, before)
    if last is not None and last.closed_at is None:
        raise NotFound("item.unknown", "There is no such closed item for this person.", field="before")
    read: list[Item[Any]] = []
    parts: dict[ItemId, Sequence[Holding]] = {}
    rows = max(limit + 1, _AT_ONCE)  # few at a time would ask again and again of who takes part in little
    while len(read) <= limit:
        found = uow.items.closed_of(viewer.holdings, rows, last)
        parts |= uow.items.participants_of([item.id for item in found])
        read += [item for item in found if takes_part(viewer, item, parts[item.id])]
        if len(found) < rows:
            break
        last = found[-1]
    return ItemList(lines_of(uow, viewer, read[:limit], parts, now), len(read) > limit)
