"""Keeps what a flow withholds from who may not be told it yet: every way in which an item is given out asks here."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime
from typing import Any

from domain.facts import Facts
from domain.functies import Holding, Scope
from domain.ids import ItemId, Sha256Hex
from domain.items import Item
from handlers.flows import FLOWS
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


def version_answered(item: Item[Any], holding: Holding) -> int | None:
    """Return the version that an answer to an act of `holding` names; None where it would tell what others did."""
    held = FLOWS[item.flow].withheld
    return None if held is not None and held.apart(item.opened_as, {holding}) else item.version


def known_to(item: Item[Any], holding: Holding, facts: Facts, now: datetime) -> Facts:
    """Return `facts` without open obligations whose name alone would tell `holding`; asking is no way round.

    `item` is in its flow's own form.
    """
    held = FLOWS[item.flow].withheld
    if held is None:
        return facts
    waits, apart = held.waits(item, {holding}, now), held.apart(item.opened_as, {holding})
    told = {
        what: one
        for what, one in facts.open.items()
        if not (waits and what in held.obligations) and not (apart and holding not in one.settles_by)
    }
    return facts if len(told) == len(facts.open) else replace(facts, open=told)


def kept_blobs(uow: DoorUnit, item: Item[Any]) -> set[Sha256Hex]:
    """Return the sealed content of `item` that is not released while it is kept: neither its bytes nor its hash."""
    held = FLOWS[item.flow].withheld
    if held is None:
        return set()
    return set([row.blob for row in uow.items.contents(item.id) if row.kind == held.content][-1:])


def told_whole(uow: DoorUnit, holdings: Collection[Holding], lines: Collection[ItemLine]) -> list[ItemId]:
    """Return those items of a list of which nothing is kept from who was given that list and has these holdings."""
    some = [ItemId(line.id) for line in lines if FLOWS[line.flow].withheld is not None]
    parts = uow.items.participants_of(some) if some else {}
    mine = {item: set(holdings) & set(found) for item, found in parts.items()}
    return [ItemId(line.id) for line in lines if not _stands_in(line, mine.get(ItemId(line.id), set()))]


def _stands_in(line: ItemLine, mine: Collection[Holding]) -> bool:
    held = FLOWS[line.flow].withheld
    opened_as = Holding(line.opened_as.functie, Scope(line.opened_as.scope))
    return held is not None and (line.state == held.shown or held.apart(opened_as, mine))


def without_kept(view: ItemView) -> ItemView:
    """Return what is shown meanwhile to somebody from whom something about the item is kept."""
    held = FLOWS[view.item.flow].withheld
    return view if held is None else held.without(view)
