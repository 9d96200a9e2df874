"""Before an item is there: who would be rung for it, in clock times, and on which grounds it would be given (P-05)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from domain.catalogue import SPECS
from domain.errors import Malformed, NotFound
from domain.functies import NATIONAL, Functie, Holding, Scope
from domain.ids import PersonId
from domain.policy import Policy, Selector
from domain.roster import who
from handlers.flows import FLOWS
from handlers.grounds import to_others
from handlers.obligations import snapshot
from handlers.queries import Numbers, selector_view
from handlers.reading import DoorUnit
from handlers.sessions import Viewer
from handlers.views import GroundView, SelectorView

LADDERS: Final[Mapping[str, tuple[str, Functie]]] = {
    act: ladder for flow in FLOWS.values() for act, ladder in flow.forecast.items()
}
"""The acts that open an item with a ladder worth seeing before one signs: its name, and who holds it."""


@dataclass(frozen=True, slots=True)
class ForecastRung:
    """A rung with its clock time if the request were opened now; `empty` when nobody on it could be rung (X-03)."""

    at: datetime
    who: tuple[SelectorView, ...]
    empty: bool


@dataclass(frozen=True, slots=True)
class ForecastView:
    """The ladder that would start at `now`, under the present policy. Whom a request leaves out (P-02) is not known.

    `ladder` None: this act begins with none that is worth seeing first. `grounds` are those of what the sender's
    organisation gives to others in this flow; to which of them it is given, only the sealing device knows.
    """

    ladder: str | None
    policy_version: str
    rungs: tuple[ForecastRung, ...]
    grounds: tuple[GroundView, ...]
    now: datetime


def forecast(uow: DoorUnit, viewer: Viewer, act: str, area: Scope, policy: Policy, now: datetime) -> ForecastView:
    """Return the ladder with which an item of this area would begin, and the grounds on which it is given (L-1, P-05).

    Raises:
        Malformed: for an act that opens no item.
        NotFound: for who may not open such an item: whom a functie rings is told to those who may ring it (RO-03).
    """
    if act not in SPECS or not SPECS[act].opens:
        raise Malformed("act.malformed", "This act opens nothing; ask for one that opens an item.", field="act")
    if not _may_open(viewer, act, area):
        raise NotFound("duty.unknown", "This functie is not one you may ring.", field="scope")
    given = to_others(viewer, act.partition(".")[0], policy)
    if act not in LADDERS:
        return ForecastView(None, policy.version, (), given, now)
    name, holder = LADDERS[act]
    ladder = snapshot(policy.ladder(name, holder), area, policy.eenheid_of.get(area))
    numbers = Numbers(uow)
    rungs = [
        ForecastRung(
            rung.moment(now),
            tuple(selector_view(numbers, one) for one in rung.who),
            not any(_reachable(uow, _named(uow, viewer, one, rung.moment(now))) for one in rung.who),
        )
        for rung in ladder.rungs
    ]
    return ForecastView(name, policy.version, tuple(rungs), given, now)


def _may_open(viewer: Viewer, act: str, area: Scope) -> bool:
    may = SPECS[act].may
    return any(held.functie in may and held.scope in (area, NATIONAL) for held in viewer.holdings)


def _named(uow: DoorUnit, viewer: Viewer, one: Selector, at: datetime) -> Sequence[PersonId]:
    """Who a group means at that moment, with RO-02's fallback; who writes down a call has received it."""
    if one.functie is None:
        return (viewer.person,) if one.relation.startswith("settler:") else ()
    if one.scope is None:
        return ()
    holding = Holding(one.functie, one.scope)
    return who(one.slot, uow.roster.duties(holding, at), uow.directory.holders(holding, at), frozenset()).persons


def _reachable(uow: DoorUnit, persons: Sequence[PersonId]) -> bool:
    found = uow.outbox.addresses_of(persons) if persons else {}
    return any(address.refused_at is None for addresses in found.values() for address in addresses)
