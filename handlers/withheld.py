"""Keeps what a flow withholds from who may not be told it yet: every way in which an item is given out asks here."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime
from typing import Any

from domain.facts import Facts
from domain.functies import Holding
from domain.ids import ItemId, Sha256Hex
from domain.items import Item
from handlers.effects import FLOWS
from handlers.reading import DoorUnit
from handlers.views import ItemLine, ItemView


def is_kept(item: Item[Any], participants: Collection[Holding], holdings: Collection[Holding], now: datetime) -> bool:
    """Tell whether something about `item` (as stored) is kept from somebody with these holdings."""
    flow = FLOWS[item.flow]
    if flow.withheld is None:
        return False
    own = replace(item, data=flow.rules.read(item.data))
    return flow.withheld.waits(own, set(holdings) & set(participants), now)


def state_shown(
    item: Item[Any], participants: Collection[Holding], holdings: Collection[Holding], now: datetime
) -> str:
    """Return the state of `item` (as stored) that somebody with these holdings is shown."""
    held = FLOWS[item.flow].withheld
    return held.shown if held is not None and is_kept(item, participants, holdings, now) else item.state


def state_answered(item: Item[Any], holding: Holding, now: datetime) -> str:
    """Return the state that an answer to an act of `holding` names; `item` is in its flow's own form."""
    held = FLOWS[item.flow].withheld
    return held.shown if held is not None and held.waits(item, {holding}, now) else item.state


def known_to(item: Item[Any], holding: Holding, facts: Facts, now: datetime) -> Facts:
    """Return `facts` without open obligations whose name alone would tell `holding`; asking is no way round.

    `item` is in its flow's own form.
    """
    held = FLOWS[item.flow].withheld
    if held is None or not held.waits(item, {holding}, now):
        return facts
    return replace(facts, open={what: one for what, one in facts.open.items() if what not in held.obligations})


def kept_blobs(uow: DoorUnit, item: Item[Any]) -> set[Sha256Hex]:
    """Return the sealed content of `item` that is not released while it is kept: neither its bytes nor its hash."""
    held = FLOWS[item.flow].withheld
    if held is None:
        return set()
    return set([row.blob for row in uow.items.contents(item.id) if row.kind == held.content][-1:])


def told_whole(lines: Collection[ItemLine]) -> list[ItemId]:
    """Return those items of a list of which nothing is kept from who was given that list."""
    return [ItemId(line.id) for line in lines if not _stands_in(line)]


def _stands_in(line: ItemLine) -> bool:
    held = FLOWS[line.flow].withheld
    return held is not None and line.state == held.shown


def without_kept(view: ItemView) -> ItemView:
    """Return what is shown meanwhile to somebody from whom something about the item is kept."""
    held = FLOWS[view.item.flow].withheld
    return view if held is None else held.without(view)
