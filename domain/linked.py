"""How a linked item begins: with its parent's case, area and exclusions, and with its own key and audience."""

from __future__ import annotations

from datetime import datetime
from typing import Any, TypeVar

from domain.acts.sealed import LinkedItem
from domain.ids import ItemId
from domain.items import Actor, Item

DataT = TypeVar("DataT")


def linked_item(
    parent: Item[Any], linked: LinkedItem, actor: Actor, state: str, data: DataT, now: datetime
) -> Item[DataT]:
    """Return the new item. A drill's linked items are drill items (X-05); exclusions go along (P-02)."""
    return Item(
        id=ItemId(linked.item),
        flow=linked.flow,
        state=state,
        version=0,
        dossier=parent.dossier,
        area=parent.area,
        opened_at=now,
        opened_by=actor.person,
        opened_as=actor.holding,
        policy_version=parent.policy_version,
        drill=parent.drill,
        parent=parent.id,
        recipient=linked.recipient,
        excluded=parent.excluded,
        gezag=parent.gezag,
        closed_at=None,
        data=data,
    )
