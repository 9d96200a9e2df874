"""What a rule may know beside the item and the act: gathered from storage by the handler, never by the rule."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from domain.errors import NotAllowed, OutOfStep
from domain.functies import Holding
from domain.ids import ItemId
from domain.items import Actor, Item
from domain.obligations import Obligation


@dataclass(frozen=True, slots=True)
class Facts:
    """One item's surroundings at the moment of the act.

    `open` holds its open obligations by name. `vacant` are holdings of which nobody is left once P-02's exclusions
    are taken away. `others` are the further items the act names, with their own surroundings.
    """

    open: Mapping[str, Obligation] = field(default_factory=dict)
    participants: frozenset[Holding] = frozenset()
    vacant: frozenset[Holding] = frozenset()
    excludes_om: bool = False
    """An excluded person is employed by the OM: the College is told (P-02)."""
    touched: frozenset[Holding] = frozenset()
    """Holdings that somebody excluded holds (P-02)."""
    designated_since: datetime | None = None
    """Since when another item of the same dossier has the NCTV as its authority (P-06); None: not known here."""
    others: Mapping[ItemId, tuple[Item[Any], Facts]] = field(default_factory=dict)


def must_be_open(facts: Facts, what: str) -> Obligation:
    """Return the open obligation `what`.

    Raises:
        OutOfStep: when it is not open (any more).
    """
    found = facts.open.get(what)
    if found is None:
        raise OutOfStep(
            "obligation.not_open", "This is not waiting for anybody now; read the item again.", field="what"
        )
    return found


def must_settle(facts: Facts, what: str, actor: Actor) -> Obligation:
    """Return the open obligation `what` when the actor is among those who may settle it (X-02).

    Raises:
        OutOfStep: when it is not open.
        NotAllowed: when the actor's functie and scope are not in its `settles_by`.
    """
    found = must_be_open(facts, what)
    if actor.holding not in found.settles_by:
        raise NotAllowed("functie.not_allowed", "This functie in this scope does not settle this; somebody else must.")
    return found


def must_be_later(moment: datetime | None, now: datetime, name: str) -> None:
    """Return only when `moment` is absent or in the future.

    Raises:
        OutOfStep: naming the parameter.
    """
    if moment is not None and moment <= now:
        raise OutOfStep("moment.past", "This moment has passed already; choose a later one.", field=f"params.{name}")
