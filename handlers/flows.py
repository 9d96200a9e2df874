"""The shape in which the pipeline knows a flow, whichever it is."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from domain.acts.payload import ActPayload
from domain.acts.sealed import LinkedItem
from domain.acts.spec import ParsedAct
from domain.events import Event, LinkedProgressed
from domain.facts import Facts
from domain.functies import Holding
from domain.ids import ItemId, OrganisationId, PersonId
from domain.item_rules import Receipt
from domain.items import Actor, Gezag, Gezagskaart, Item
from domain.policy import Policy
from domain.ports import UnitOfWork
from handlers.views import ItemView


class Rules(Protocol):
    """What every flow's package offers; its functions are pure."""

    @property
    def FLOW(self) -> str: ...

    def decide(
        self, item: Item[Any], act: ParsedAct, actor: Actor, facts: Facts, policy: Policy, now: datetime, /
    ) -> list[Event]: ...

    def progressed(
        self, item: Item[Any], progress: LinkedProgressed, facts: Facts, policy: Policy, now: datetime, /
    ) -> list[Event]: ...

    def fold(self, data: Any, event: Event, /) -> Any: ...

    def read(self, stored: Mapping[str, object], /) -> Any: ...

    def write(self, data: Any, /) -> dict[str, object]: ...

    def addressees(self, item: Item[Any], /) -> tuple[Holding, ...]: ...


OpenLinked = Callable[
    [Item[Any], LinkedItem, Actor, frozenset[PersonId], Policy, datetime], tuple[Item[Any], list[Event]]
]


def _nothing_more(_uow: UnitOfWork, _item: Item[Any], _act: ParsedAct | None, facts: Facts) -> Facts:
    return facts


def _none_joined(_item: Item[Any]) -> Collection[ItemId]:
    return ()


def _none_beside(_uow: UnitOfWork, _item: Item[Any]) -> Collection[ItemId]:
    return ()


def _none_named(_act: ParsedAct) -> Collection[ItemId]:
    return ()


def _none_told(_act: ActPayload) -> Collection[ItemId]:
    return ()


@dataclass(frozen=True, slots=True)
class Withheld:
    """What a flow keeps for a while from somebody who takes part; whatever gives out an item asks `handlers.withheld`.

    `waits` tells whether it is kept from who takes part as these holdings, of an item in the flow's own form;
    `shown` is the state that stands in its place meanwhile, and that no item has; `obligations` are those whose names
    alone would tell it; `content` is the kind of sealed content of which the newest is not released; `without` leaves
    out of an answer all that tells it.
    """

    waits: Callable[[Item[Any], Collection[Holding], datetime], bool]
    shown: str
    obligations: Collection[str]
    content: str
    without: Callable[[ItemView], ItemView]


@dataclass(frozen=True, slots=True)
class Flow:
    """A flow's rules with what its handler adds.

    `between` are the organisations in whose logs its acts stand; `joined` and `named` are the further items of
    the same flow that a rule must see: those joined to the item, whoever acts on it, and those that the act names, in
    which the actor takes part; `known` adds to the facts what only its own acts ask for; `open_linked` makes the item
    when another one carries it; `beside` are open items linked to another one that must hear of its state as well;
    `told_of` are the further items whose outcome an act of the flow tells; `withheld` is what it keeps for a while from
    some who take part; `card` makes the gezagskaart (P-06) of a request in the flow's own form and of what hangs on it.
    """

    rules: Rules
    between: Callable[[Item[Any]], Collection[OrganisationId]]
    receipt: Receipt | None = None
    open_linked: OpenLinked | None = None
    joined: Callable[[Item[Any]], Collection[ItemId]] = _none_joined
    named: Callable[[ParsedAct], Collection[ItemId]] = _none_named
    known: Callable[[UnitOfWork, Item[Any], ParsedAct | None, Facts], Facts] = _nothing_more
    beside: Callable[[UnitOfWork, Item[Any]], Collection[ItemId]] = _none_beside
    told_of: Callable[[ActPayload], Collection[ItemId]] = _none_told
    withheld: Withheld | None = None
    card: Callable[[Gezag, Item[Any]], Gezagskaart] | None = None
