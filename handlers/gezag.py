"""The gezagskaart of any item of any flow, linked ones included, and who had the authority over a dossier (P-06)."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from domain.functies import Functie, Holding, Scope
from domain.ids import Dossier
from domain.items import Gezag, Gezagskaart, Item
from domain.parties import hovj
from handlers.flows import FLOWS
from handlers.reading import DoorUnit

_DESIGNATING: Final = tuple(name for name, flow in FLOWS.items() if flow.designating)
"""The flows by whose items the authority passes."""


@dataclass(frozen=True, slots=True)
class Timeline:
    """How the authority over a dossier went: the local one `before`, then `passed`, oldest first; never empty."""

    before: Holding
    passed: tuple[Gezag, ...]


Timelines = Mapping[tuple[Dossier, bool], Timeline]
"""By dossier, and whether it is that of drills: the two never touch (X-05)."""


def card(item: Item[Any], parent: Item[Any] | None) -> Gezagskaart | None:
    """Return who is the authority and who keeps which measures, for an item as stored; None when it has no request.

    `parent` is the item it is linked to, as stored; None for a request itself.
    """
    root = item if item.parent is None else parent
    if root is None or item.gezag is None:
        return None
    flow = FLOWS[root.flow]
    if flow.card is None:
        return None
    return flow.card(item.gezag, replace(root, data=flow.rules.read(root.data)))


def timelines(uow: DoorUnit, dossiers: Collection[Dossier]) -> Timelines:
    """Return each time that the authority over these dossiers passed, by one query; where it never did is left out."""
    found: dict[tuple[Dossier, bool], Timeline] = {}
    for line in uow.items.passings(dossiers, _DESIGNATING) if dossiers else ():
        event = json.loads(line.body)
        holding = Holding(Functie(event["holding"]["functie"]), Scope(event["holding"]["scope"]))
        gezag = Gezag(holding, datetime.fromisoformat(event["since"]), tuple(event["over"]))
        place = (line.dossier, line.drill)
        known = found.setdefault(place, Timeline(hovj(line.area), ()))
        if known.passed[-1:] != (gezag,):  # every open item of the dossier says so
            found[place] = replace(known, passed=(*known.passed, gezag))
    return found


def as_of_now(items: Sequence[Item[Any]], found: Timelines) -> list[Item[Any]]:
    """Return these items with the authority of now: the dossier of a closed one goes on without it (P-06)."""
    return [_as_of_now(item, found.get((item.dossier, item.drill))) for item in items]


def _as_of_now(item: Item[Any], timeline: Timeline | None) -> Item[Any]:
    if item.closed_at is None or item.gezag is None or timeline is None:
        return item
    return replace(item, gezag=max(item.gezag, timeline.passed[-1], key=lambda gezag: gezag.since))
