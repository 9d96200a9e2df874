"""Obligations and who is being rung for them: the rows from which every ring follows."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, case, func, insert, select, text, tuple_, update
from sqlalchemy.dialects.postgresql import insert as upsert

from domain.functies import Functie, Holding
from domain.ids import ItemId, PersonId
from domain.obligations import Obligation, Ringing
from storage.committed import Committed
from storage.prepared import Row, Transaction
from storage.snapshots import functies_named, ladder_from, ladder_text
from storage.tables import items
from storage.tables_running import obligations, ringing

_OPEN = insert(obligations).returning(obligations.c.id)
_SAVE = update(obligations).where(obligations.c.id == bindparam("the_id"))
_BY_NAME = select(obligations).where(obligations.c.item == bindparam("item"), obligations.c.what == bindparam("what"))
_FIND_OPEN = _BY_NAME.where(obligations.c.settled_at.is_(None))
_LAST = _BY_NAME.order_by(obligations.c.id.desc()).limit(1)
_OF_ITEM = select(obligations).where(obligations.c.item == bindparam("item")).order_by(obligations.c.id)
_OPEN_OF_ITEM = _OF_ITEM.where(obligations.c.settled_at.is_(None))
_OPEN_OF_ITEMS = (
    select(obligations)
    .where(obligations.c.item.in_(bindparam("items", expanding=True)), obligations.c.settled_at.is_(None))
    .order_by(obligations.c.id)
)
_LOAD = select(obligations).where(obligations.c.id == bindparam("id"))
_DUE = (
    select(obligations)
    .where(obligations.c.next_at <= bindparam("now"))
    .order_by(obligations.c.next_at, obligations.c.id)
    .limit(bindparam("limit"))
    .with_for_update(skip_locked=True)
)
_UPCOMING = (
    select(obligations.c.id, obligations.c.next_at)
    .where(obligations.c.next_at.is_not(None))
    .order_by(obligations.c.next_at, obligations.c.id)
    .limit(bindparam("limit"))
)
_BEGUN = text("next_at IS NOT NULL AND rung >= 0")
"""Open, and its first rung was reached; spelled as the index is, so that tens of thousands yet to come cost nothing."""
_STANDING = (
    select(obligations)
    .where(_BEGUN)
    .order_by(
        case((obligations.c.due < bindparam("now"), 0), else_=1),
        obligations.c.rung.desc(),
        obligations.c.next_at,
        obligations.c.id,
    )
    .limit(bindparam("limit"))
)
_TO_COME = (
    select(obligations)
    .where(obligations.c.next_at.is_not(None), obligations.c.rung < 0)
    .order_by(obligations.c.next_at, obligations.c.id)
    .limit(bindparam("limit"))
)
_NAMING = (
    select(obligations.c.id)
    .where(_BEGUN, obligations.c.functies.contains(bindparam("functie")))
    .order_by(obligations.c.next_at, obligations.c.id)
)
_REAL = (
    select(obligations)
    .join(items, items.c.id == obligations.c.item)
    .where(
        obligations.c.next_at.is_not(None),
        obligations.c.what.in_(bindparam("named", expanding=True)),
        tuple_(items.c.flow, obligations.c.what).in_(bindparam("whats", expanding=True)),
        ~items.c.drill,
    )
)
_CLIMBED = (
    select(
        obligations.c.item,
        func.sum(obligations.c.rung + 2 + case((obligations.c.settled_at.is_(None), 0), else_=1000)).label("climbed"),
    )
    .where(obligations.c.item.in_(bindparam("items", expanding=True)))
    .group_by(obligations.c.item)
)
_WAKE = (
    update(obligations)
    .where(obligations.c.id.in_(bindparam("ids", expanding=True)), obligations.c.next_at > bindparam("moment"))
    .values(next_at=bindparam("moment"))
)
_SETTLED = select(obligations.c.id).where(
    obligations.c.id.in_(bindparam("ids", expanding=True)), obligations.c.settled_at.is_not(None)
)
_RINGING = select(ringing).where(ringing.c.obligation == bindparam("obligation")).order_by(ringing.c.person)
_SEEN = (
    select(ringing.c.obligation, ringing.c.person)
    .where(ringing.c.obligation.in_(bindparam("obligations", expanding=True)), ringing.c.seen_rung >= 0)
    .order_by(ringing.c.obligation, ringing.c.person)
)
_PUT_RINGING = upsert(ringing)
_PUT_RINGING = _PUT_RINGING.on_conflict_do_update(
    index_elements=["obligation", "person"],
    set_={
        name: _PUT_RINGING.excluded[name]
        for name in ("rung", "rings", "next_at", "paused_until", "seen_rung", "calling_rung")
    },
)


class Obligations:
    """`domain.ports.Obligations` over one transaction."""

    def __init__(self, transaction: Transaction, effects: Committed) -> None:
        self._transaction = transaction
        self._effects = effects

    def open(self, obligation: Obligation) -> Obligation:
        row = {"item": obligation.item, "what": obligation.what, **_columns(obligation)}
        made: int = self._transaction.execute(_OPEN, row).scalar()
        self._effects.due(obligation.next_at)
        return replace(obligation, id=made)

    def find_open(self, item: ItemId, what: str) -> Obligation | None:
        return self._one(_FIND_OPEN, {"item": item, "what": what})

    def last(self, item: ItemId, what: str) -> Obligation | None:
        return self._one(_LAST, {"item": item, "what": what})

    def of_item(self, item: ItemId, *, open_only: bool = True) -> Sequence[Obligation]:
        rows = self._transaction.execute(_OPEN_OF_ITEM if open_only else _OF_ITEM, {"item": item})
        return [_obligation(row) for row in rows]

    def open_of(self, items: Collection[ItemId]) -> Mapping[ItemId, Sequence[Obligation]]:
        found: dict[ItemId, list[Obligation]] = {item: [] for item in items}
        if found:
            for row in self._transaction.execute(_OPEN_OF_ITEMS, {"items": tuple(found)}):
                found[row.item].append(_obligation(row))
        return found

    def load(self, obligation: int) -> Obligation | None:
        return self._one(_LOAD, {"id": obligation})

    def claim_due(self, now: datetime, limit: int) -> Sequence[Obligation]:
        return [_obligation(row) for row in self._transaction.execute(_DUE, {"now": now, "limit": limit})]

    def upcoming(self, limit: int) -> Sequence[tuple[int, datetime]]:
        rows = self._transaction.execute(_UPCOMING, {"limit": limit})
        return [(row.id, row.next_at) for row in rows]

    def standing(self, now: datetime, limit: int) -> Sequence[Obligation]:
        begun = self._transaction.execute(_STANDING, {"now": now, "limit": limit})
        found = [*begun, *self._transaction.execute(_TO_COME, {"limit": limit})]
        found.sort(key=lambda row: (row.due is None or row.due >= now, -row.rung, row.next_at, row.id))
        return [_obligation(row) for row in found[:limit]]

    def open_for(self, holding: Holding) -> Sequence[int]:
        """The scope is the item's to resolve, so that a few too many are returned; looking again is harmless."""
        return self._transaction.execute(_NAMING, {"functie": f" {holding.functie.value} "}).scalars()

    def real_waits(self, whats: Collection[tuple[str, str]]) -> bool:
        named = tuple({what for _, what in whats})
        rows = self._transaction.execute(_REAL, {"named": named, "whats": tuple(whats)})
        return any(_obligation(row).ladder.emergency for row in rows)

    def climbed(self, items: Collection[ItemId]) -> dict[ItemId, int]:
        if not items:
            return {}
        return {row.item: int(row.climbed) for row in self._transaction.execute(_CLIMBED, {"items": tuple(items)})}

    def wake(self, obligations: Collection[int], at: datetime) -> None:
        if obligations:
            self._transaction.execute(_WAKE, {"ids": tuple(obligations), "moment": at})
            self._effects.due(at)

    def settled_among(self, obligations: Collection[int]) -> set[int]:
        if not obligations:
            return set()
        return set(self._transaction.execute(_SETTLED, {"ids": tuple(obligations)}).scalars())

    def save(self, obligation: Obligation) -> None:
        self._transaction.execute(_SAVE, {"the_id": obligation.id, **_progress(obligation)})
        self._effects.due(obligation.next_at)
        if obligation.settled_at is not None:
            self._effects.settled.add(obligation.id)

    def ringing(self, obligation: int) -> Sequence[Ringing]:
        return [Ringing(*row) for row in self._transaction.execute(_RINGING, {"obligation": obligation})]

    def seen_by(self, obligations: Collection[int]) -> Mapping[int, Sequence[PersonId]]:
        found: dict[int, list[PersonId]] = {one: [] for one in obligations}
        if found:
            for row in self._transaction.execute(_SEEN, {"obligations": tuple(found)}):
                found[row.obligation].append(PersonId(row.person))
        return found

    def put_ringing(self, rows: Iterable[Ringing]) -> None:
        plain = [
            {
                "obligation": one.obligation,
                "person": one.person,
                "rung": one.rung,
                "rings": one.rings,
                "next_at": one.next_at,
                "paused_until": one.paused_until,
                "seen_rung": one.seen_rung,
                "calling_rung": one.calling_rung,
            }
            for one in rows
        ]
        if plain:
            self._transaction.many(_PUT_RINGING, plain)

    def _one(self, statement: Any, terms: Mapping[str, object]) -> Obligation | None:
        row = self._transaction.execute(statement, terms).first()
        return None if row is None else _obligation(row)


def _columns(obligation: Obligation) -> dict[str, object]:
    named = {holding.functie for holding in obligation.settles_by} | functies_named(obligation.ladder)
    return {
        "settles_by": [[holding.functie.value, holding.scope] for holding in obligation.settles_by],
        "functies": "".join(f" {functie.value} " for functie in sorted(named)),
        "ladder": ladder_text(obligation.ladder),
        "policy_version": obligation.policy_version,
        "opened_at": obligation.opened_at,
        "due": obligation.due,
        **_progress(obligation),
    }


def _progress(obligation: Obligation) -> dict[str, object]:
    """What changes in the life of an obligation; the rest was settled when it opened."""
    return {
        "start": obligation.start,
        "rung": obligation.rung,
        "next_at": obligation.next_at,
        "settled_at": obligation.settled_at,
        "settled_by": obligation.settled_by,
        "outcome": obligation.outcome,
        "forced_at": obligation.forced_at,
    }


def _obligation(row: Row) -> Obligation:
    return Obligation(
        id=row.id,
        item=row.item,
        what=row.what,
        settles_by=tuple(Holding(Functie(functie), scope) for functie, scope in row.settles_by),
        ladder=ladder_from(row.ladder),
        policy_version=row.policy_version,
        opened_at=row.opened_at,
        start=row.start,
        due=row.due,
        rung=row.rung,
        next_at=row.next_at,
        settled_at=row.settled_at,
        settled_by=row.settled_by,
        outcome=row.outcome,
        forced_at=row.forced_at,
    )
