"""Carrying out acts on the order to the LCC: in whose logs they stand, and which requests it serves."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from typing import Any, Final

from domain.acts.spec import ParsedAct
from domain.facts import Facts
from domain.flows import opdracht
from domain.ids import ItemId, OrganisationId
from domain.items import Item
from domain.ports import UnitOfWork
from handlers.flow import NCTV, POLITIE, Flow


def _between(_item: Item[Any]) -> Collection[OrganisationId]:
    return (NCTV, POLITIE)


def _known(uow: UnitOfWork, item: Item[Any], act: ParsedAct | None, facts: Facts) -> Facts:
    """SA-12: when a request moves on, the one the order hangs on and those joined to it, as they are stored."""
    parent = None if act is not None or item.parent is None else uow.items.load(item.parent)
    if parent is None:
        return facts
    served = [parent, *(uow.items.load(ItemId(one)) for one in parent.data["joined"])]
    return replace(facts, others={one.id: (one, Facts()) for one in served if one is not None})


FLOW: Final = Flow(opdracht, _between, open_linked=opdracht.open_linked, known=_known)
