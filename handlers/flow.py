"""The shape in which the pipeline knows a flow, whichever it is."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final, Protocol

from domain.acts.payload import ActPayload, Params
from domain.acts.sealed import LinkedItem
from domain.acts.spec import ParsedAct
from domain.events import Event, GezagPassed, LinkedProgressed
from domain.facts import Facts
from domain.functies import Functie, Holding
from domain.ids import ItemId, OrganisationId, PersonId
from domain.item_rules import Receipt
from domain.items import Actor, Gezag, Gezagskaart, Item
from domain.policy import Policy
from domain.ports import UnitOfWork
from handlers.doing import Doing
from handlers.reading import DoorUnit
from handlers.views import ItemLine, ItemView


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


NCTV: Final = OrganisationId("nctv")
OM: Final = OrganisationId("om")
POLITIE: Final = OrganisationId("politie")
RISK_RECEIVERS: Final = (NCTV, OM, POLITIE)
"""Who may receive a report of a risk moment, whichever side takes it: no log tells which (RM-02)."""

Opening = Callable[[Doing, ItemId, Facts], tuple[Item[Any], list[Event]]]
Passed = Callable[[Item[Any], GezagPassed, Facts, Policy, datetime], list[Event]]
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


def never(_act: ParsedAct | None) -> bool:
    """No act of the flow asks who the authority over the dossier is."""
    return False


def always(_act: ParsedAct | None) -> bool:
    """Every act of the flow asks who the authority over the dossier is."""
    return True


def _as_parent(_linked: LinkedItem, item: Item[Any], _params: Params, _facts: Facts) -> frozenset[PersonId]:
    return item.excluded


def _nobody_barred(_item: Item[Any], _what: str) -> Collection[PersonId]:
    return ()


def _who_opened(_item: Item[Any]) -> Collection[Holding]:
    return ()


def _none_told(_act: ActPayload) -> Collection[ItemId]:
    return ()


def _the_nctv(_item: Item[Any]) -> OrganisationId:
    return NCTV


def of_the_authority(item: Item[Any]) -> OrganisationId:
    """Whose item it is under P-06, as stored or in its flow's own form: the NCTV's, or in the local domain the OM's."""
    return NCTV if item.gezag is not None and item.gezag.holding.functie is Functie.NCTV else OM


class Hushes(Protocol):
    """Who of these people must not hear a bell now, of something real or of a `drill` (SG-07, X-05)."""

    def __call__(
        self, uow: UnitOfWork, persons: Collection[PersonId], now: datetime, /, *, drill: bool
    ) -> Collection[PersonId]: ...


def _nobody(
    _uow: UnitOfWork, _persons: Collection[PersonId], _now: datetime, /, *, drill: bool
) -> Collection[PersonId]:
    return ()


def _as_it_is(view: ItemView, _as: Collection[Holding]) -> ItemView:
    return view


def _line_as_it_is(_uow: DoorUnit, line: ItemLine, _as: Collection[Holding], _now: datetime) -> ItemLine:
    return line


def _nobody_apart(_opened_as: Holding, _as: Collection[Holding]) -> bool:
    return False


@dataclass(frozen=True, slots=True)
class Withheld:
    """What a flow keeps for a while from somebody who takes part; whatever gives out an item asks `handlers.withheld`.

    `waits` tells whether it is kept from who takes part as these holdings, of an item in the flow's own form;
    `shown` is the state that stands in its place meanwhile, and that no item has; `obligations` are those whose names
    alone would tell it; `content` is the kind of sealed content of which the newest is not released; `without` leaves
    out of an answer all that tells it. `apart` are those, of an item opened as this holding, who are never told what
    the others do: how often it was touched, what waits for others, how far that climbed (RM-02).
    """

    waits: Callable[[Item[Any], Collection[Holding], datetime], bool]
    shown: str
    obligations: Collection[str]
    content: str
    without: Callable[[ItemView], ItemView]
    apart: Callable[[Holding, Collection[Holding]], bool] = _nobody_apart


@dataclass(frozen=True, slots=True)
class Many:
    """A flow of which one gesture opens many items in one dossier: who keeps them all, and for whom each is meant.

    Of a keeper's list they are one line where there are many; who keeps them takes part in each.
    """

    keepers: frozenset[Functie]
    readers: frozenset[Functie]


@dataclass(frozen=True, slots=True)
class Flow:
    """A flow's rules with what its handler adds.

    `between` are the organisations in whose logs its acts stand, `log_of` is the one in whose log the engine's own
    doings stand, rungs and obligations of an item, stored or in the flow's own form (P-01);
    `gezag_between` those in whose logs it stands that the
    authority passed, where these are others (RM-02); `one_key` says that no other key is ever given; `opening` makes
    the item of an act that opens one; `asked` are the functies that asked, of an item as stored, where who opened it
    wrote down what others asked; `served` says who is excluded from an item that an act carries (P-02); `barred` who
    may not do what one obligation of it asks, whatever their functie, of an item as stored or in the flow's own form,
    and so is not rung for that (BB-02); `forecast`
    names the ladder with which an act begins and its holder, shown before it is signed; `designating` are the states in
    which the flow's item itself makes the NCTV the authority over its dossier, `asks_gezag` tells whether its rules ask
    who is (P-06), and `passed` what it means for an open item that another one passed the authority over its dossier,
    that event first. `joined` and `named` are the further items of the same flow that a rule must see: those joined to
    the item, whoever acts on it, and those that the act names, in which the actor takes part; `known` adds to the facts
    what only its own acts ask for; `open_linked` makes the item when another one carries it; `beside` are open items
    linked to another that must hear of its state as well; `kept_with` are the items of the same flow that share acts
    with it, and so are kept and erased with it (EV-03); `told_of` are the further items whose outcome an act of the
    flow tells; `withheld` is what it keeps for a while from some who take part; `card` makes the gezagskaart (P-06) of
    a request in the flow's own form and of what hangs on it; `hushes` says which of these people must not hear a bell
    now, whatever it is about (SG-07), and is asked about people of the organisation `hushes_of` alone; `shown` leaves
    out of an answer what those who take part as these holdings never see (SG-05), `lined` does so for a line of a list
    (RM-02); `of_a_place` says that the area of its items is where something happens, and not whose case the dossier
    is; `many` says whether one gesture opens many of them; `a_line` that its items are lines along which a person's
    signals go (SG-01); `awaits_review` whether an item, as stored, waits for a review of its dossier (HB-04).
    """

    rules: Rules
    between: Callable[[Item[Any]], Collection[OrganisationId]]
    log_of: Callable[[Item[Any]], OrganisationId] = _the_nctv
    gezag_between: Callable[[Item[Any]], Collection[OrganisationId]] | None = None
    one_key: bool = False
    receipt: Receipt | None = None
    opening: Opening | None = None
    of_a_place: bool = False
    many: Many | None = None
    asked: Callable[[Item[Any]], Collection[Holding]] = _who_opened
    served: Callable[[LinkedItem, Item[Any], Params, Facts], frozenset[PersonId]] = _as_parent
    barred: Callable[[Item[Any], str], Collection[PersonId]] = _nobody_barred
    forecast: Mapping[str, tuple[str, Functie]] = field(default_factory=dict)
    designating: frozenset[str] = frozenset()
    a_line: bool = False
    awaits_review: Callable[[Item[Any]], bool] | None = None
    asks_gezag: Callable[[ParsedAct | None], bool] = never
    passed: Passed | None = None
    open_linked: OpenLinked | None = None
    joined: Callable[[Item[Any]], Collection[ItemId]] = _none_joined
    named: Callable[[ParsedAct], Collection[ItemId]] = _none_named
    known: Callable[[UnitOfWork, Item[Any], ParsedAct | None, Facts], Facts] = _nothing_more
    beside: Callable[[UnitOfWork, Item[Any]], Collection[ItemId]] = _none_beside
    kept_with: Callable[[Item[Any]], Collection[ItemId]] | None = None
    told_of: Callable[[ActPayload], Collection[ItemId]] = _none_told
    withheld: Withheld | None = None
    card: Callable[[Gezag, Item[Any]], Gezagskaart] | None = None
    hushes: Hushes = _nobody
    hushes_of: OrganisationId | None = None
    shown: Callable[[ItemView, Collection[Holding]], ItemView] = _as_it_is
    lined: Callable[[DoorUnit, ItemLine, Collection[Holding], datetime], ItemLine] = _line_as_it_is
