"""What a rule may know beside the item and the act: gathered from storage by the handler, never by the rule."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from domain.errors import NotAllowed, OutOfStep
from domain.events import Event, ObligationSettled
from domain.functies import Functie, Holding, Scope
from domain.ids import ItemId
from domain.items import Actor, Gezag, Item
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
    gezag: Gezag | None = None
    """The present authority over the item's dossier (P-06); None: Piket knows of none, so it is the local one."""
    others: Mapping[ItemId, tuple[Item[Any], Facts]] = field(default_factory=dict)
    held: frozenset[Holding] = frozenset()
    """Who keeps the item from being erased (EV-03); asked where an act is about that."""


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


def settled(facts: Facts, whats: Iterable[str], outcome: str) -> list[Event]:
    """Return the settling of those of `whats` that are open."""
    return [ObligationSettled(what, outcome) for what in whats if what in facts.open]


def authority_of(facts: Facts, area: Scope) -> Holding:
    """Return who is the authority over the dossier now (P-06, C §2.3.1): the HOvJ of the area until the NCTV is."""
    return Holding(Functie.HOVJ, area) if facts.gezag is None else facts.gezag.holding


def must_be_authority(
    facts: Facts, area: Scope, actor: Actor, for_nctv: Collection[Functie], instead: Holding | None = None
) -> None:
    """Return when the actor acts for the authority: the HOvJ himself, or for the NCTV one of `for_nctv` (P-06).

    `instead` takes the place of the HOvJ where P-02 leaves no other.

    Raises:
        NotAllowed: when somebody else is the authority now.
    """
    authority = authority_of(facts, area)
    nctv = authority.functie is Functie.NCTV
    if actor.holding.functie not in for_nctv if nctv else actor.holding not in (authority, instead):
        raise NotAllowed("gezag.other", "Somebody else is the authority over this dossier now; read the item again.")


def must_be_later(moment: datetime | None, now: datetime, name: str) -> None:
    """Return only when `moment` is absent or in the future.

    Raises:
        OutOfStep: naming the parameter.
    """
    if moment is not None and moment <= now:
        raise OutOfStep("moment.past", "This moment has passed already; choose a later one.", field=f"params.{name}")
