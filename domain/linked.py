"""How a linked item begins, with its parent's case and area; and how another item shows how far it is."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final, TypeVar

from domain.acts.sealed import LinkedItem
from domain.events import Event, Followed, LinkedOpened, LinkedProgressed
from domain.ids import ItemId, PersonId
from domain.items import Actor, Item

DataT = TypeVar("DataT")
UNSENT: Final = frozenset({"ter_vrijgave", "vervallen"})
"""States in which what follows from an item has not left: it answers nothing of what that item asks for (BB-07)."""


@dataclass(frozen=True, slots=True)
class Linked:
    """An item that hangs on another, or follows from it, as that one shows it: that it is there, and how far it is."""

    item: ItemId
    flow: str
    state: str


def folded(linked: tuple[Linked, ...], event: Event) -> tuple[Linked, ...]:
    """Return what an item shows of those linked to it after one event; the very same when nothing changes. Pure."""
    match event:
        case LinkedOpened(item=item, flow=flow) | Followed(item=item, flow=flow):
            return (*linked, Linked(item, flow, ""))
        case LinkedProgressed(item=item, state=state) if any(one.item == item for one in linked):
            return tuple(replace(one, state=state) if one.item == item else one for one in linked)
    return linked


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
