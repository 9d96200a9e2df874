"""The shape in which the pipeline knows a flow, whichever it is."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from domain.acts.sealed import LinkedItem
from domain.acts.spec import ParsedAct
from domain.events import Event, LinkedProgressed
from domain.facts import Facts
from domain.functies import Holding
from domain.ids import ItemId, OrganisationId
from domain.item_rules import Receipt
from domain.items import Actor, Item
from domain.policy import Policy


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


OpenLinked = Callable[[Item[Any], LinkedItem, Actor, Policy, datetime], tuple[Item[Any], list[Event]]]


def _no_others(_item: Item[Any], _act: ParsedAct | None) -> Collection[ItemId]:
    return ()


@dataclass(frozen=True, slots=True)
class Flow:
    """A flow's rules with what its handler adds.

    `between` are the organisations in whose logs its acts stand; `others` names the further items of the same flow
    that a rule must see; `open_linked` makes the item when another one carries it.
    """

    rules: Rules
    between: Callable[[Item[Any]], Collection[OrganisationId]]
    receipt: Receipt | None = None
    open_linked: OpenLinked | None = None
    others: Callable[[Item[Any], ParsedAct | None], Collection[ItemId]] = _no_others
