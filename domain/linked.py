"""How a linked item begins: with its parent's case and area, and with its own key, audience and exclusions."""

from __future__ import annotations

from datetime import datetime
from typing import Any, TypeVar

from domain.acts.sealed import LinkedItem
from domain.ids import ItemId, PersonId
from domain.items import Actor, Item

DataT = TypeVar("DataT")


def linked_item(
    parent: Item[Any],
    linked: LinkedItem,
    actor: Actor,
    state: str,
    data: DataT,
    excluded: frozenset[PersonId],
    now: datetime,
) -> Item[DataT]:
    """Return the new item. A drill's linked items are drill items (X-05).

    `excluded` are the exclusions of every request that it serves (P-02, SA-12), the parent's among them.
    """
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
        excluded=excluded,
        gezag=parent.gezag,
        closed_at=None,
        data=data,
    )
