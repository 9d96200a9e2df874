"""Items: the folded state of each case, its history, who takes part, and what is sealed for whom."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import and_, bindparam, exists, func, insert, not_, or_, select, tuple_, update
from sqlalchemy.dialects.postgresql import insert as upsert

from domain.errors import Stale
from domain.events import GezagPassed
from domain.functies import Functie, Holding, Scope
from domain.ids import ActId, DeviceId, Dossier, ItemId, PersonId, Sha256Hex
from domain.items import Gezag, Item
from domain.ports import Wrap
from domain.readings import Content, HistoryLine, Passing, StateCount
from storage.prepared import Row, Transaction
from storage.tables import contents, dossiers, history, items, participants, wraps
from storage.types import Utc

_LOAD = select(items).where(items.c.id == bindparam("id"))
_OPEN = insert(items)
_DOSSIER = upsert(dossiers)
_DOSSIER = _DOSSIER.on_conflict_do_update(index_elements=["dossier"], set_={"items": dossiers.c["items"] + 1})
_HOLD = update(dossiers).where(dossiers.c.dossier == bindparam("the_dossier")).values(items=dossiers.c["items"])
_SAVE = update(items).where(items.c.id == bindparam("the_item"), items.c.version == bindparam("seen"))
_RECORD = insert(history)
_HISTORY = select(history).where(history.c.item == bindparam("item")).order_by(history.c.id)
_PASSINGS = (
    select(items.c.dossier, items.c.area, items.c.drill, history.c.body)
    .join_from(items, history, history.c.item == items.c.id)
    .where(
        items.c.dossier.in_(bindparam("dossiers", expanding=True)),
        items.c.flow.in_(bindparam("flows", expanding=True)),
        history.c.tag == GezagPassed.tag,
    )
    .order_by(history.c.id)
)
_JOIN = upsert(participants).on_conflict_do_nothing()
_PARTICIPANTS = (
    select(participants.c.functie, participants.c.scope)
    .where(participants.c.item == bindparam("item"))
    .order_by(participants.c.since, participants.c.functie, participants.c.scope)
)
_PARTICIPANTS_OF = (
    select(participants.c.item, participants.c.functie, participants.c.scope)
    .where(participants.c.item.in_(bindparam("items", expanding=True)))
    .order_by(participants.c.since, participants.c.functie, participants.c.scope)
)
_LOAD_ALL = select(items).where(items.c.id.in_(bindparam("ids", expanding=True)))
_ADD_WRAPS = upsert(wraps).on_conflict_do_nothing()
_WRAPS = select(wraps).where(wraps.c.item == bindparam("item"))
_ADD_CONTENT = upsert(contents).on_conflict_do_nothing()
_CONTENTS = select(contents).where(contents.c.item == bindparam("item")).order_by(contents.c.id)
_CHILDREN = select(items).where(items.c.parent == bindparam("parent")).order_by(items.c.opened_at, items.c.id)
_DRILLS = (
    select(items)
    .where(items.c.drill, items.c.closed_at.is_(None), items.c.state != bindparam("besides"))
    .order_by(items.c.opened_at, items.c.id)
)
_DESIGNATING = select(items).where(
    items.c.dossier == bindparam("dossier"),
    items.c.flow.in_(bindparam("flows", expanding=True)),
    items.c.state.in_(bindparam("states", expanding=True)),
    items.c.gezag_functie.is_not(None),
)
_OF_DOSSIER = (
    select(items)
    .where(
        items.c.dossier == bindparam("dossier"),
        items.c.flow.in_(bindparam("flows", expanding=True)),
        items.c.drill == bindparam("drill"),
    )
    .order_by(items.c.opened_at, items.c.id)
)
_OPEN_OF_DOSSIER = _OF_DOSSIER.where(items.c.closed_at.is_(None))
_VISIBLE = (
    select(items)
    .where(
        or_(
            items.c.opened_by == bindparam("person"),
            items.c.id.in_(
                select(participants.c.item).where(
                    tuple_(participants.c.functie, participants.c.scope).in_(bindparam("holdings", expanding=True))
                )
            ),
        )
    )
    .order_by(items.c.opened_at.desc(), items.c.id)
    .limit(bindparam("limit"))
)


_VISIBLE_BESIDES = _VISIBLE.where(
    not_(
        and_(
            items.c.closed_at.is_(None),
            tuple_(items.c.flow, items.c.dossier).in_(bindparam("besides", expanding=True)),
        )
    )
)
_CLOSED = (
    select(items)
    .where(
        items.c.closed_at.is_not(None),
        exists().where(
            participants.c.item == items.c.id,
            tuple_(participants.c.functie, participants.c.scope).in_(bindparam("holdings", expanding=True)),
        ),
    )
    .order_by(items.c.closed_at.desc(), items.c.id.desc())
    .limit(bindparam("limit"))
)
"""Reads in the order in which they closed and asks of each who took part, so that a page sorts nothing."""
_CLOSED_BEFORE = _CLOSED.where(
    tuple_(items.c.closed_at, items.c.id) < tuple_(bindparam("closed_at", type_=Utc()), bindparam("before"))
)
_STATES = (
    select(
        items.c.drill,
        items.c.state,
        func.count().label("count"),
        func.sum(items.c.version).label("mark"),
        func.max(items.c.opened_at).label("opened_at"),
    )
    .where(items.c.dossier == bindparam("dossier"), items.c.flow == bindparam("flow"), items.c.closed_at.is_(None))
    .group_by(items.c.drill, items.c.state)
    .order_by(items.c.drill, items.c.state)
)


class Items:
    """`domain.ports.Items` over one transaction."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction
        self._joined: set[tuple[ItemId, Holding]] = set()
        self._opened: set[ItemId] = set()
        """Nobody can have joined these before: they were opened in this very transaction."""

    def load(self, item: ItemId) -> Item[Any] | None:
        row = self._transaction.execute(_LOAD, {"id": item}).first()
        return None if row is None else item_from(row)

    def open(self, item: Item[Mapping[str, object]]) -> None:
        """Two items that open on one dossier at once take turns here, so that each sees the overlap (P-06)."""
        self._transaction.execute(_DOSSIER, {"dossier": item.dossier, "items": 1})
        self._transaction.execute(_OPEN, {"id": item.id, **_columns(item)})
        self._opened.add(item.id)

    def hold_dossier(self, dossier: Dossier) -> None:
        self._transaction.execute(_HOLD, {"the_dossier": dossier})

    def save(self, item: Item[Mapping[str, object]], *, seen_version: int) -> None:
        row = {"the_item": item.id, "seen": seen_version, **_columns(item)}
        if self._transaction.execute(_SAVE, row).rowcount != 1:
            raise Stale("item.stale", "The item has moved on since it was read; read it again and decide again.")

    def record(self, item: ItemId, version: int, act: ActId | None, at: datetime, tag: str, body: str) -> None:
        line = {"item": item, "version": version, "act": act, "at": at, "tag": tag, "body": body}
        self._transaction.later(_RECORD, line)

    def history(self, item: ItemId) -> Sequence[HistoryLine]:
        self._transaction.flush()
        rows = self._transaction.execute(_HISTORY, {"item": item})
        return [HistoryLine(row.version, row.act, row.at, row.tag, row.body) for row in rows]

    def add_participant(self, item: ItemId, holding: Holding, since: datetime, why: str) -> bool:
        if (item, holding) in self._joined:  # in this very transaction
            return False
        self._joined.add((item, holding))
        row = {"item": item, "functie": holding.functie.value, "scope": holding.scope, "since": since, "why": why}
        if item in self._opened:
            self._transaction.later(_JOIN, row)
            return True
        return self._transaction.execute(_JOIN, row).rowcount == 1

    def participants(self, item: ItemId) -> Sequence[Holding]:
        self._transaction.flush()
        rows = self._transaction.execute(_PARTICIPANTS, {"item": item})
        return [Holding(Functie(row.functie), row.scope) for row in rows]

    def participants_of(self, items: Collection[ItemId]) -> Mapping[ItemId, Sequence[Holding]]:
        found: dict[ItemId, list[Holding]] = {item: [] for item in items}
        if found:
            self._transaction.flush()
            for row in self._transaction.execute(_PARTICIPANTS_OF, {"items": tuple(found)}):
                found[row.item].append(Holding(Functie(row.functie), row.scope))
        return found

    def load_all(self, items: Collection[ItemId]) -> Mapping[ItemId, Item[Any]]:
        if not items:
            return {}
        rows = self._transaction.execute(_LOAD_ALL, {"ids": tuple(items)})
        return {item.id: item for item in map(item_from, rows)}

    def passings(self, dossiers: Collection[Dossier], flows: Collection[str]) -> Sequence[Passing]:
        rows = self._transaction.execute(_PASSINGS, {"dossiers": tuple(dossiers), "flows": tuple(flows)})
        return [Passing(row.dossier, Scope(row.area), row.drill, row.body) for row in rows]

    def add_wraps(self, item: ItemId, wraps: Iterable[Wrap]) -> None:
        rows = [
            {
                "item": item,
                "functie": wrap.holding.functie.value,
                "scope": wrap.holding.scope,
                "epoch": wrap.epoch,
                "device": wrap.device or "",
                "blob": wrap.blob,
            }
            for wrap in wraps
        ]
        if rows:
            self._transaction.many(_ADD_WRAPS, rows)

    def wraps(self, item: ItemId) -> Sequence[Wrap]:
        return [
            Wrap(
                Holding(Functie(row.functie), row.scope),
                row.epoch,
                DeviceId(row.device) if row.device else None,
                row.blob,
            )
            for row in self._transaction.execute(_WRAPS, {"item": item})
        ]

    def add_content(self, item: ItemId, blob: Sha256Hex, kind: str, act: ActId, at: datetime) -> None:
        row = {"item": item, "blob": blob, "kind": kind, "act": act, "at": at}
        self._transaction.execute(_ADD_CONTENT, row)

    def contents(self, item: ItemId) -> Sequence[Content]:
        rows = self._transaction.execute(_CONTENTS, {"item": item})
        return [Content(row.blob, row.kind, row.act, row.at) for row in rows]

    def children(self, item: ItemId) -> Sequence[Item[Any]]:
        return [item_from(row) for row in self._transaction.execute(_CHILDREN, {"parent": item})]

    def drills(self, *, besides: str) -> Sequence[Item[Any]]:
        return [item_from(row) for row in self._transaction.execute(_DRILLS, {"besides": besides})]

    def of_dossier(
        self, dossier: Dossier, flows: Collection[str], *, drill: bool, closed: bool = False
    ) -> Sequence[Item[Any]]:
        statement = _OF_DOSSIER if closed else _OPEN_OF_DOSSIER
        rows = self._transaction.execute(statement, {"dossier": dossier, "flows": tuple(flows), "drill": drill})
        return [item_from(row) for row in rows]

    def in_states(self, dossier: Dossier, states: Collection[tuple[str, str]]) -> Sequence[Item[Any]]:
        """A state's name may be another flow's as well; those are few, and left out of what was read."""
        flows, names = (tuple(dict.fromkeys(one[place] for one in states)) for place in (0, 1))
        rows = self._transaction.execute(_DESIGNATING, {"dossier": dossier, "flows": flows, "states": names})
        return [item_from(row) for row in rows if (row.flow, row.state) in states]

    def visible_to(
        self,
        person: PersonId,
        holdings: Collection[Holding],
        limit: int,
        besides: Collection[tuple[str, Dossier]] = (),
    ) -> Sequence[Item[Any]]:
        pairs = tuple((holding.functie.value, str(holding.scope)) for holding in holdings)
        given = {"person": person, "holdings": pairs, "limit": limit}
        apart = {"besides": tuple(besides)} if besides else {}
        rows = self._transaction.execute(_VISIBLE_BESIDES if besides else _VISIBLE, given | apart)
        return [item_from(row) for row in rows if person not in row.excluded]

    def closed_of(self, holdings: Collection[Holding], limit: int, before: Item[Any] | None) -> Sequence[Item[Any]]:
        pairs = tuple((holding.functie.value, str(holding.scope)) for holding in holdings)
        given: dict[str, object] = {"holdings": pairs, "limit": limit}
        after = {} if before is None else {"closed_at": before.closed_at, "before": before.id}
        rows = self._transaction.execute(_CLOSED_BEFORE if after else _CLOSED, given | after)
        return [item_from(row) for row in rows]

    def states_of(self, flow: str, dossier: Dossier) -> Sequence[StateCount]:
        rows = self._transaction.execute(_STATES, {"flow": flow, "dossier": dossier})
        return [StateCount(row.drill, row.state, row.count, int(row.mark), row.opened_at) for row in rows]


def _columns(item: Item[Mapping[str, object]]) -> dict[str, object]:
    gezag = item.gezag
    return {
        "flow": item.flow,
        "state": item.state,
        "version": item.version,
        "dossier": item.dossier,
        "area": item.area,
        "opened_at": item.opened_at,
        "opened_by": item.opened_by,
        "opened_functie": item.opened_as.functie.value,
        "opened_scope": item.opened_as.scope,
        "policy_version": item.policy_version,
        "drill": item.drill,
        "parent": item.parent,
        "follows": item.follows,
        "recipient": item.recipient,
        "excluded": sorted(item.excluded),
        "gezag_functie": gezag.holding.functie.value if gezag else None,
        "gezag_scope": gezag.holding.scope if gezag else None,
        "gezag_since": gezag.since if gezag else None,
        "gezag_over": list(gezag.over) if gezag else None,
        "closed_at": item.closed_at,
        "data": item.data,
    }


def item_from(row: Row) -> Item[Any]:
    """Return the item that a row of `items` holds."""
    gezag = None
    if row.gezag_functie is not None:
        holding = Holding(Functie(row.gezag_functie), row.gezag_scope)
        gezag = Gezag(holding, row.gezag_since, tuple(row.gezag_over))
    return Item(
        id=row.id,
        flow=row.flow,
        state=row.state,
        version=row.version,
        dossier=row.dossier,
        area=Scope(row.area),
        opened_at=row.opened_at,
        opened_by=row.opened_by,
        opened_as=Holding(Functie(row.opened_functie), row.opened_scope),
        policy_version=row.policy_version,
        drill=row.drill,
        parent=row.parent,
        recipient=row.recipient,
        excluded=frozenset(row.excluded),
        gezag=gezag,
        closed_at=row.closed_at,
        data=row.data,
        follows=row.follows,
    )
