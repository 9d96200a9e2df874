"""Retention (EV-03): which requests are over, what stops their erasure, how it begins, and what an item says of it."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any, Final, Protocol

from domain.acts.item import HOLDERS
from domain.audit.leaves import LeafType
from domain.audit.port import Audit
from domain.errors import Gone, NotFound
from domain.events import HoldLifted, HoldSet
from domain.functies import Functie, Holding
from domain.ids import ItemId, OrganisationId
from domain.items import Actor, Item
from domain.policy import Policy
from domain.ports import Items, Obligations
from domain.retention import Family, Ground, Hold, Retention, Stop, erase_at, statement, stop
from handlers.doing import Doing
from handlers.flows import FLOWS
from handlers.views import HoldView, RetentionView

HELD: Final = "retention.held"
"""What stands on the board while somebody keeps an item from being erased."""
OVERDUE: Final = "retention.overdue"
"""The alarm of terms that were over long ago, with nothing that stops the erasure."""
_WITHIN: Final = timedelta(days=4)
"""Months differ in length: who closed this much later is looked at as well, and judged by the calendar."""
_LONG_AGO: Final = datetime(1970, 1, 1, tzinfo=UTC)


class Unit(Protocol):
    """The part of a transaction that is asked."""

    @property
    def items(self) -> Items: ...

    @property
    def obligations(self) -> Obligations: ...

    @property
    def retention(self) -> Retention: ...


class WritingUnit(Unit, Protocol):
    """The part of a transaction in which an erasure begins."""

    @property
    def audit(self) -> Audit: ...


@dataclass(frozen=True, slots=True)
class Due:
    """A request whose own term is over, by its place in the scan, and what stops the erasure of its family."""

    closed_at: datetime
    item: ItemId
    at: datetime | None
    """When the term of the whole family is over; None while one of it is open."""
    stop: Stop | None


Place = tuple[datetime, str]
"""How far a scan came: the moment of closing and the item."""
START: Final[Place] = (_LONG_AGO, "")


def scans(policy: Policy) -> Iterator[tuple[str, str]]:
    """Yield every flow with every policy version that has a term for it: each is scanned apart, by an index."""
    for one in (policy, *policy.earlier.values()):
        yield from ((flow, one.version) for flow in sorted(one.retention))


def over(
    uow: Unit, scan: tuple[str, str], policy: Policy, now: datetime, after: Place, limit: int
) -> tuple[list[Due], Place | None]:
    """Return the requests of one scan whose own term is over, and from where to go on; None when there are no more."""
    flow, version = scan
    before = policy.under(version).retention[flow].before(now) + _WITHIN
    found = uow.retention.closed(flow, version, before, after, limit)
    due = []
    for closed_at, item in found:
        family = family_of(uow, item)
        if family is not None:
            due.append(Due(closed_at, item, erase_at(family.items, policy), stop(family, policy, now)))
    return due, None if len(found) < limit else (found[-1][0], found[-1][1])


def family_of(uow: Unit, item: ItemId) -> Family | None:
    """Return a request with all that hangs on it or was joined to it (SA-12), from any of them; None: there is none."""
    items = _together(uow, item)
    if not items:
        return None
    found = {one.id for one in items}
    return Family(
        items,
        tuple(uow.retention.holds(found)),
        waits=any(uow.obligations.open_of(found).values()),
        designates=any(one.state in FLOWS[one.flow].designating for one in items),
        followed=any(
            other.follows in found
            for dossier, drill in {(one.dossier, one.drill) for one in items}
            for other in uow.items.of_dossier(dossier, tuple(FLOWS), drill=drill)
        ),
    )


def _together(uow: Unit, item: ItemId) -> tuple[Item[Any], ...]:
    """The items of a family, the request first; a query for it, and one more for each step to what was joined."""
    found: dict[ItemId, Item[Any]] = {}
    to_see = {item}
    while to_see:
        more = {one.id: one for one in uow.retention.together(to_see)}
        found |= more
        to_see = {other for one in more.values() for other in _joined(one)} - found.keys()
    return tuple(sorted(found.values(), key=lambda one: (one.parent is not None, one.opened_at, one.id)))


def _joined(item: Item[Any]) -> Collection[ItemId]:
    flow = FLOWS[item.flow]
    return () if flow.kept_with is None else flow.kept_with(replace(item, data=flow.rules.read(item.data)))


def erase(uow: WritingUnit, item: ItemId, policy: Policy, now: datetime) -> bool:
    """Begin the erasure of a request's family; False when something stops it now, or it was begun before.

    From this transaction on nobody can read or change any of it, and a leaf in each log in which its acts are counted
    says so, with exactly which acts. What it held is gone for good once `Retention.wipe` has nothing left (EV-03).
    """
    family = family_of(uow, item)
    if family is None or stop(family, policy, now) is not None:
        return False
    for log, acts in sorted(uow.retention.acts(family.ids).items()):
        uow.audit.append(log, LeafType.ERASURE, at=now, fields=statement(family, acts))
    uow.retention.begin(family, now)
    return True


def hold(doing: Doing, item: Item[Any], event: HoldSet | HoldLifted, logs: Collection[str]) -> None:
    """Carry out that a functie holds an item, or no longer does: on the board, and in the logs of its parties."""
    uow, now = doing.uow, doing.now
    fields = {"item": item.id, "holding": str(event.holding), "event": event.tag}
    if isinstance(event, HoldSet):
        uow.retention.set_hold(Hold(item.id, event.holding, Ground(event.ground), doing.act.id, now))
        uow.alarms.raise_(HELD, f"{item.id}/{event.holding}", now)
        fields["ground"] = event.ground
    else:
        uow.retention.lift(item.id, event.holding)
        uow.alarms.clear(HELD, f"{item.id}/{event.holding}", now)
    mark: str | None = None
    for log in logs:
        mark = uow.audit.append(log, LeafType.HOLD, at=now, event=mark, fields=fields)


def supervises(actor: Actor, item: Item[Any], policy: Policy) -> bool:
    """Tell whether the actor supervises one of the organisations of this item (P-03, C §6.2)."""
    if actor.holding.functie is not Functie.TOEZICHTHOUDER:
        return False
    organisation = actor.holding.scope.partition(":")[2]
    competent = policy.supervised.get(actor.employer, frozenset())
    return organisation in competent and OrganisationId(organisation) in FLOWS[item.flow].between(item)


def retention_view(uow: Unit, item: Item[Any], mine: Collection[Holding], policy: Policy) -> RetentionView:
    """Return when what an item holds is erased, and who holds it, as somebody with these holdings may know it.

    Who may not hold an item sees its own term alone, and that it is held: nothing of what others did with it (RM-02).
    """
    may_hold = any(one.functie in HOLDERS for one in mine)
    family = _together(uow, item.id)
    holds = uow.retention.holds([one.id for one in family])
    if not may_hold:
        return RetentionView(erase_at((item,), policy), bool(holds), ())
    shown = tuple(HoldView(one.holding.functie, one.holding.scope, one.ground.value, one.since) for one in holds)
    return RetentionView(erase_at(family, policy), bool(holds), shown)


def unknown(uow: Unit, item: ItemId, mine: Collection[Holding], field: str = "item") -> NotFound | Gone:
    """Return why there is no such item for somebody with these holdings; that one was erased, who took part hears."""
    erased = uow.retention.erased(item)
    if erased is None or not set(mine) & set(uow.items.participants(item)):
        return NotFound("item.unknown", "There is no such item for this person.", field=field)
    return Gone("item.erased", "What this item held was erased; the proof of it stays.", at=erased.at, field=field)
