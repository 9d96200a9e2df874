"""Carrying out acts on a spoedaanwijzing: what its rules must see, and how one opens (SA-01, SA-03)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any, Final

from domain.acts.spec import ParsedAct
from domain.errors import NotFound
from domain.events import Event
from domain.facts import Facts
from domain.flows import spoedaanwijzing
from domain.flows.spoedaanwijzing.acts import Decide, Join, Register, Submit
from domain.functies import Functie, Holding, Scope
from domain.ids import ItemId, OrganisationId, PersonId
from domain.items import Item
from domain.ports import UnitOfWork
from handlers.doing import Doing
from handlers.flows import Flow

OM: Final = OrganisationId("om")
NCTV: Final = OrganisationId("nctv")


def _between(_item: Item[Any]) -> Collection[OrganisationId]:
    return (OM, NCTV)


def _joined(item: Item[Any]) -> Collection[ItemId]:
    """The requests that were joined to this one (SA-12)."""
    return tuple(item.data.joined)


def _named(act: ParsedAct) -> Collection[ItemId]:
    """The other requests that the act itself is about (SA-12)."""
    match act.params:
        case Decide(joined=joined):
            return tuple(ItemId(one.item) for one in joined)
        case Join(with_item=other):
            return (ItemId(other),)
    return ()


FLOW: Final = Flow(spoedaanwijzing, _between, receipt=spoedaanwijzing.RECEIPT, joined=_joined, named=_named)


def opening(doing: Doing, item: ItemId) -> tuple[Item[Any], list[Event]]:
    """Return the new request and what happens at once.

    Raises:
        NotAllowed: when the actor is excluded by the request itself (P-02).
    """
    params = doing.act.params
    scope = doing.actor.holding.scope
    excluded: frozenset[PersonId] = frozenset()
    if isinstance(params, Submit | Register):
        excluded = frozenset(PersonId(name) for name in params.excluded)
    if isinstance(params, Register):
        scope = Scope(params.caller_scope)
    officer = Holding(Functie.HOVJ, scope)
    vacant = {officer} if excluded and not _others_left(doing.uow, officer, excluded, doing.now) else set()
    facts = Facts(vacant=frozenset(vacant), excludes_om=any(_employed_by_om(doing.uow, one) for one in excluded))
    return spoedaanwijzing.open_item(doing.act, item, doing.actor, facts, doing.policy, doing.now)


def _others_left(uow: UnitOfWork, holding: Holding, excluded: Collection[PersonId], now: datetime) -> bool:
    return any(person not in excluded for person in uow.directory.holders(holding, now))


def _employed_by_om(uow: UnitOfWork, person: PersonId) -> bool:
    """Whether the College must be told (P-02). An exclusion of somebody unknown is harmless and blocks nothing."""
    try:
        return uow.directory.employer(person) == OM
    except NotFound:
        return False
