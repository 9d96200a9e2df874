"""An item as every flow sees it: one case of one flow, with one key, one audience, one version number."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar

from domain.functies import Functie, Holding, Scope
from domain.ids import DeviceId, Dossier, ItemId, OrganisationId, PersonId

DataT = TypeVar("DataT")


@dataclass(frozen=True, slots=True)
class Gezag:
    """P-06 gezagskaart, the part the server knows: who is the authority, since when, over what."""

    holding: Holding
    since: datetime
    over: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Gezagskaart:
    """P-06: what every screen of an item shows, always.

    `local_measures` is who keeps the urgent local measures until relief, None once a unit is on the spot.
    `public_order` is the functie that holds public order around it, whoever is the authority over the person.
    """

    gezag: Gezag
    public_order: Functie
    local_measures: Holding | None


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


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts, as the signed directory and the act's proof say; `employer` is logged apart from the functie (P-01)."""

    person: PersonId
    device: DeviceId
    holding: Holding
    employer: OrganisationId
