"""An item as every flow sees it: one case of one flow, with one key, one audience, one version number."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final, Generic, Literal, TypeVar

from domain.functies import Functie, Holding, Scope
from domain.ids import DeviceId, Dossier, ItemId, OrganisationId, PersonId

DataT = TypeVar("DataT")

SUSPENDED: Final = "opgeschort"
"""The state in which a drill's screens say GEEN OEFENING, because something real happens (X-05)."""


@dataclass(frozen=True, slots=True)
class Gezag:
    """P-06 gezagskaart, the part the server knows: who is the authority, since when, over what."""

    holding: Holding
    since: datetime
    over: tuple[str, ...]


Elsewhere = Literal["elsewhere"]
ELSEWHERE: Final[Elsewhere] = "elsewhere"
"""Said where an item does not know, so that it cannot be taken for an answer."""


@dataclass(frozen=True, slots=True)
class Gezagskaart:
    """P-06: what every screen of an item shows, always.

    `local_measures` is who keeps the urgent local measures until relief; None: nobody (any more); ELSEWHERE: this item
    does not decide it, and another of the dossier says so. Two items of one case never say two things (SA-07): one that
    is closed in the local domain says who kept them last, and never that nobody does, which it cannot know.
    `public_order` is the functie that holds public order around it, whoever is the authority over the person.
    """

    gezag: Gezag
    public_order: Functie
    local_measures: Holding | Elsewhere | None


def local_card(gezag: Gezag, keeper: Holding | None) -> Gezagskaart:
    """Return the card of an item that decides on local measures in the local domain alone: `keeper` keeps them there.

    Under the NCTV the item by which it became the authority says who does, until relief (SA-07).
    """
    local = ELSEWHERE if gezag.holding.functie is Functie.NCTV else keeper
    return Gezagskaart(gezag, Functie.BURGEMEESTER, local)


@dataclass(frozen=True, slots=True)
class Item(Generic[DataT]):
    """The folded state of one item; `data` belongs to its flow. All moments are aware, in UTC."""

    id: ItemId
    flow: str
    state: str
    version: int
    dossier: Dossier
    area: Scope
    """The arrondissement of the request: resolves `hovj`, and through the data files `rccb`."""
    opened_at: datetime
    opened_by: PersonId
    opened_as: Holding
    policy_version: str
    drill: bool
    parent: ItemId | None
    recipient: str
    """The item's public age recipient, as the opening act named it."""
    excluded: frozenset[PersonId]
    """P-02: holders who are never rung for and never get a wrap of this item."""
    gezag: Gezag | None
    closed_at: datetime | None
    data: DataT
    follows: ItemId | None = None
    """The item of the same dossier that this one follows from; its side sees that this exists, and its state."""


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts, as the signed directory and the act's proof say; `employer` is logged apart from the functie (P-01)."""

    person: PersonId
    device: DeviceId
    holding: Holding
    employer: OrganisationId
