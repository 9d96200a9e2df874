"""Carrying out acts on a spoedaanwijzing: what its rules must see, and how one opens (SA-01, SA-03)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from typing import Any, Final

from domain.acts.spec import ParsedAct
from domain.einde import EndReceived
from domain.events import Event
from domain.facts import Facts
from domain.flows import spoedaanwijzing
from domain.flows.spoedaanwijzing.acts import Decide, Join, Register, Submit
from domain.flows.spoedaanwijzing.gezag import gezagskaart
from domain.flows.spoedaanwijzing.parties import officers
from domain.flows.spoedaanwijzing.samen import excluded_from
from domain.flows.spoedaanwijzing.state import DESIGNATED
from domain.functies import Functie, Holding, Scope
from domain.ids import ItemId, OrganisationId
from domain.items import Item
from domain.parties import DEPUTIES, rccb_of
from domain.ports import UnitOfWork
from handlers.doing import Doing
from handlers.exclusions import with_exclusions
from handlers.flow import NCTV, OM, Flow
from handlers.flows.spoedaanwijzing_voice import REFUSAL, joined_in


def _between(_item: Item[Any]) -> Collection[OrganisationId]:
    return (OM, NCTV)


def _asked(item: Item[Any]) -> Collection[Holding]:
    """Of a call that somebody else wrote down (SA-03): the caller's side, and on behalf of whom they called (P-02)."""
    if item.opened_as.scope == item.area:
        return ()
    called = replace(item, data=spoedaanwijzing.read(item.data))
    return (called.data.requester, *officers(called))


def _joined(item: Item[Any]) -> Collection[ItemId]:
    """The requests that were joined to this one (SA-12)."""
    return tuple(item.data.joined)


def _kept_with(item: Item[Any]) -> Collection[ItemId]:
    """SA-12: one decision stands for all requests that were joined, so they are erased together (EV-03)."""
    return (*item.data.joined, *(() if item.data.joined_to is None else (item.data.joined_to,)))


def _named(act: ParsedAct) -> Collection[ItemId]:
    """The other requests that the act itself is about (SA-12)."""
    match act.params:
        case Decide(joined=joined):
            return tuple(ItemId(one.item) for one in joined)
        case Join(with_item=other):
            return (ItemId(other),)
    return ()


def _asks_gezag(act: ParsedAct | None) -> bool:
    """P-06: where it is decided, for another designation may stand already, and where one ends."""
    return act is None or isinstance(act.params, EndReceived | Decide)


def _order(uow: UnitOfWork, item: Item[Any]) -> Collection[ItemId]:
    """SA-12: the order hangs on the request this one was joined to, and serves both."""
    if item.data.joined_to is None:
        return ()
    linked = uow.items.children(item.data.joined_to)
    return [one.id for one in linked if one.flow == "opdracht" and one.closed_at is None]


def _opening(doing: Doing, item: ItemId, facts: Facts) -> tuple[Item[Any], list[Event]]:
    """Return the new request and what happens at once.

    Raises:
        NotAllowed: when the actor is excluded by the request itself (P-02).
        Malformed: when word would go to an rccb of whom somebody is excluded.
    """
    params = doing.act.params
    scope = Scope(params.caller_scope) if isinstance(params, Register) else doing.actor.holding.scope
    chosen = params.rccb if isinstance(params, Submit | Register) else None
    concerned = (Holding(Functie.HOVJ, scope), *DEPUTIES, rccb_of(chosen, scope, doing.policy))
    facts = with_exclusions(doing, facts, concerned)
    return spoedaanwijzing.open_item(doing.act, item, doing.actor, facts, doing.policy, doing.now)


FLOW: Final = Flow(
    spoedaanwijzing,
    _between,
    receipt=spoedaanwijzing.RECEIPT,
    opening=_opening,
    asked=_asked,
    served=excluded_from,
    forecast={
        "spoedaanwijzing.submit": ("L-1.ontvangst", Functie.NCTV_PIKET),
        "spoedaanwijzing.register": ("L-1.besluit", Functie.NCTV_PIKET),
    },
    designating=DESIGNATED,
    joined=_joined,
    named=_named,
    asks_gezag=_asks_gezag,
    beside=_order,
    kept_with=_kept_with,
    told_of=joined_in,
    withheld=REFUSAL,
    card=gezagskaart,
)
