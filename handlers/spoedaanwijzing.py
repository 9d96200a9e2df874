"""Carrying out acts on a spoedaanwijzing: what its rules must see, and how one opens (SA-01, SA-03)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from typing import Any, Final

from domain.acts.spec import ParsedAct
from domain.errors import NotFound
from domain.events import Event
from domain.facts import Facts
from domain.flows import spoedaanwijzing
from domain.flows.spoedaanwijzing.acts import Decide, Join, Register, Submit
from domain.flows.spoedaanwijzing.gezag import gezagskaart
from domain.flows.spoedaanwijzing.parties import DEPUTIES, rccb_of
from domain.functies import Functie, Holding, Scope
from domain.ids import ItemId, OrganisationId, PersonId
from domain.items import Item
from domain.ports import UnitOfWork
from handlers.doing import Doing
from handlers.flows import Flow
from handlers.spoedaanwijzing_voice import REFUSAL, joined_in

OM: Final = OrganisationId("om")
NCTV: Final = OrganisationId("nctv")
ALREADY: Final = "al_onder_gezag_nctv"


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


def _known(uow: UnitOfWork, item: Item[Any], act: ParsedAct | None, facts: Facts) -> Facts:
    """P-06: where a decision says "already under the NCTV", since when that is so, as far as Piket knows."""
    if act is None or not isinstance(act.params, Decide):
        return facts
    outcomes = {item.id: act.params.outcome} | {ItemId(one.item): one.outcome for one in act.params.joined}
    others = {
        other: (theirs, _since(uow, theirs, its) if outcomes.get(other) == ALREADY else its)
        for other, (theirs, its) in facts.others.items()
    }
    found = replace(facts, others=others)
    return _since(uow, item, found) if act.params.outcome == ALREADY else found


def _since(uow: UnitOfWork, item: Item[Any], facts: Facts) -> Facts:
    """The designations of the same dossier that stand, other than the item's own."""
    standing = [
        one.gezag.since
        for one in uow.items.of_dossier(item.dossier)
        if one.gezag is not None
        and one.gezag.holding.functie is Functie.NCTV
        and one.id != item.id
        and one.drill == item.drill
    ]
    return replace(facts, designated_since=min(standing, default=None))


def _order(uow: UnitOfWork, item: Item[Any]) -> Collection[ItemId]:
    """SA-12: the order hangs on the request this one was joined to, and serves both."""
    if item.data.joined_to is None:
        return ()
    linked = uow.items.children(item.data.joined_to)
    return [one.id for one in linked if one.flow == "opdracht" and one.closed_at is None]


FLOW: Final = Flow(
    spoedaanwijzing,
    _between,
    receipt=spoedaanwijzing.RECEIPT,
    joined=_joined,
    named=_named,
    known=_known,
    beside=_order,
    told_of=joined_in,
    withheld=REFUSAL,
    card=gezagskaart,
)


def opening(doing: Doing, item: ItemId) -> tuple[Item[Any], list[Event]]:
    """Return the new request and what happens at once.

    Raises:
        NotAllowed: when the actor is excluded by the request itself (P-02).
        Malformed: when word would go to an rccb of whom somebody is excluded.
    """
    params = doing.act.params
    scope = doing.actor.holding.scope
    excluded: frozenset[PersonId] = frozenset()
    if isinstance(params, Submit | Register):
        excluded = frozenset(PersonId(name) for name in params.excluded)
    if isinstance(params, Register):
        scope = Scope(params.caller_scope)
    facts = Facts()
    if excluded and isinstance(params, Submit | Register):
        officer, rccb = Holding(Functie.HOVJ, scope), rccb_of(params.rccb, scope, doing.policy)
        instead = (officer, *DEPUTIES)
        holders = {one: set(doing.uow.directory.holders(one, doing.now)) for one in (*instead, rccb)}
        facts = Facts(
            vacant=frozenset(one for one in instead if holders[one] <= excluded),
            touched=frozenset(one for one, persons in holders.items() if persons & excluded),
            excludes_om=any(_employed_by_om(doing.uow, one) for one in excluded),
        )
    return spoedaanwijzing.open_item(doing.act, item, doing.actor, facts, doing.policy, doing.now)


def _employed_by_om(uow: UnitOfWork, person: PersonId) -> bool:
    """Whether the College must be told (P-02). An exclusion of somebody unknown is harmless and blocks nothing."""
    try:
        return uow.directory.employer(person) == OM
    except NotFound:
        return False
