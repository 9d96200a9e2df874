"""Many items of one gesture: how far each of them is in short, and several of them whole in one answer (BB-03)."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import chain
from typing import Any, Final

from domain.functies import Functie, Holding
from domain.ids import Dossier, ItemId, PersonId
from domain.items import Item
from domain.obligations import Obligation
from domain.policy import Policy
from handlers.flows import FLOWS
from handlers.queries import item_detail, may_read
from handlers.reading import DoorUnit
from handlers.releases import Releases, outstanding
from handlers.ringing import UNREACHABLE
from handlers.sessions import Viewer
from handlers.views import ItemView
from handlers.withheld import state_shown
from handlers.wraps import KEYLESS

MOST: Final = 16
"""So many items come whole in one answer."""


@dataclass(frozen=True, slots=True)
class HowFar:
    """One item in a few words; the service's word, as a line of a list is.

    `waits` are its open obligations by name, `late` whether one of them is. `seen`: one for whom it is meant said to
    have seen its bell; `nobody`: of those there is no key, or nobody who can be rung.
    """

    id: ItemId
    area: str
    state: str
    drill: bool
    closed: bool
    opened_at: datetime
    waits: tuple[str, ...]
    late: bool
    seen: bool
    nobody: bool


@dataclass(frozen=True, slots=True)
class Gathered:
    """The items of one flow in one dossier that this person keeps, oldest first."""

    items: tuple[HowFar, ...]
    now: datetime


@dataclass(frozen=True, slots=True)
class SeveralView:
    """Several items whole, in the order in which they were asked for; what this person may not read is left out."""

    items: tuple[ItemView, ...]


def gathered(uow: DoorUnit, viewer: Viewer, flow: str, dossier: Dossier, now: datetime) -> Gathered:
    """Return how far the items of a flow in a dossier are, to who keeps them all; to anybody else, nothing.

    It says what waits for whom, which those for whom an item is meant are never told of the others (RM-02, P-01).
    """
    many = FLOWS[flow].many if flow in FLOWS else None
    keeping = [] if many is None else [one for one in viewer.holdings if one.functie in many.keepers]
    if many is None or not keeping:
        return Gathered((), now)
    both = (uow.items.of_dossier(dossier, (flow,), drill=drill, closed=True) for drill in (False, True))
    found = list(chain.from_iterable(both))
    parts = uow.items.participants_of([one.id for one in found])
    mine = [one for one in found if viewer.person not in one.excluded and set(keeping) & set(parts[one.id])]
    said = _said(uow, mine, many.readers, now)
    return Gathered(tuple(_how_far(one, state_shown(one, parts[one.id], keeping, now), said, now) for one in mine), now)


def several(
    uow: DoorUnit, viewer: Viewer, items: Sequence[ItemId], small: int, policy: Policy, now: datetime
) -> tuple[SeveralView, list[tuple[ItemId, Releases]]]:
    """Return these items, and what of each was not released to this device yet; that is recorded before they leave."""
    readable = [one for one in uow.items.load_all(items).values() if may_read(uow, viewer, one)]
    asked = sorted(readable, key=lambda one: items.index(one.id))
    found = [item_detail(uow, viewer, one.id, small, policy, now) for one in asked]
    releases = [(ItemId(one.item.id), outstanding(uow, viewer, ItemId(one.item.id), one.releases())) for one in found]
    return SeveralView(tuple(found)), releases


@dataclass(frozen=True, slots=True)
class _Said:
    """What the store says of all of them, asked at once: the cost does not grow with how many there are."""

    readers: Collection[Functie]
    waits: Mapping[ItemId, Sequence[Obligation]]
    seen: Mapping[int, Sequence[PersonId]]
    holders: Mapping[Holding, Collection[PersonId]]
    gaps: Collection[tuple[str, str]]

    def addressed(self, item: ItemId) -> Sequence[Obligation]:
        """What waits for who is to read it."""
        return [one for one in self.waits.get(item, ()) if one.settles_by[0].functie in self.readers]

    def is_seen(self, one: Obligation) -> bool:
        """Somebody who holds now what it waits for said to have seen its bell."""
        return not set(self.seen.get(one.id, ())).isdisjoint(self.holders.get(one.settles_by[0], ()))


def _said(uow: DoorUnit, items: Collection[Item[Any]], readers: Collection[Functie], now: datetime) -> _Said:
    waits = uow.obligations.open_of([one.id for one in items if one.closed_at is None])
    said = _Said(
        readers=readers,
        waits=waits,
        seen={},
        holders=uow.directory.holders_of(readers, now),
        gaps={(one.kind, one.subject) for one in uow.alarms.standing() if one.kind in (KEYLESS, UNREACHABLE)},
    )
    return replace(said, seen=uow.obligations.seen_by([one.id for item in waits for one in said.addressed(item)]))


def _how_far(item: Item[Any], state: str, said: _Said, now: datetime) -> HowFar:
    waits, addressed = said.waits.get(item.id, ()), said.addressed(item.id)
    return HowFar(
        id=item.id,
        area=item.area,
        state=state,
        drill=item.drill,
        closed=item.closed_at is not None,
        opened_at=item.opened_at,
        waits=tuple(one.what for one in waits),
        late=any(one.due is not None and one.due < now for one in waits),
        seen=any(map(said.is_seen, addressed)),
        nobody=_reaches_nobody(item, said, addressed),
    )


def _reaches_nobody(item: Item[Any], said: _Said, waits: Sequence[Obligation]) -> bool:
    keyless = (f"{item.id}/{functie}@{item.area}" for functie in said.readers)
    names = (str(one.settles_by[0]) for one in waits)
    return any((KEYLESS, one) in said.gaps for one in keyless) or any((UNREACHABLE, one) in said.gaps for one in names)
