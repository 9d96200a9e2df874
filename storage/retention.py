"""Erases what items held, in pieces that each take little time, and keeps who holds one (EV-03)."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import BindParameter, bindparam, delete, func, or_, select, tuple_, union_all, update
from sqlalchemy.dialects.postgresql import insert as upsert

from domain.functies import Functie, Holding, Scope
from domain.ids import ItemId, Sha256Hex
from domain.items import Item
from domain.retention import Erased, Family, Ground, Hold
from storage.items import item_from
from storage.prepared import Row, Transaction
from storage.tables import acts, alarms, contents, dossiers, erased, history, holds, items, wraps
from storage.tables_running import blobs, chunks, obligations, openings, outbox, released, ringing

_CHUNKS: Final = 4
"""Chunks of 256 KiB in one transaction: overwriting them takes the time of so many rows."""

_ITEMS: BindParameter[tuple[str, ...]] = bindparam("items", expanding=True)
_CLOSED = (
    select(items.c.closed_at, items.c.id)
    .where(
        items.c.flow == bindparam("flow"),
        items.c.policy_version == bindparam("version"),
        items.c.closed_at.is_not(None),
        items.c.parent.is_(None),
        items.c.closed_at <= bindparam("before"),
        or_(
            items.c.closed_at > bindparam("after_at"),
            (items.c.closed_at == bindparam("after_at")) & (items.c.id > bindparam("after_id")),
        ),
    )
    .order_by(items.c.closed_at, items.c.id)
    .limit(bindparam("limit"))
)
_ROOTS = select(func.coalesce(items.c.parent, items.c.id)).where(items.c.id.in_(_ITEMS))
_TOGETHER = union_all(select(items).where(items.c.id.in_(_ROOTS)), select(items).where(items.c.parent.in_(_ROOTS)))
"""Two halves, each by its own index, and never the same row: what hangs on a request has nothing hanging on it."""
_SET_HOLD = upsert(holds).on_conflict_do_nothing()
_LIFT = delete(holds).where(
    holds.c["item"] == bindparam("item"), holds.c.functie == bindparam("functie"), holds.c.scope == bindparam("scope")
)
_STANDING = select(holds).order_by(holds.c.since, holds.c["item"], holds.c.functie, holds.c.scope)
_HOLDS = _STANDING.where(holds.c["item"].in_(_ITEMS))
_ACTS = select(acts.c.log, acts.c.sha256).where(acts.c["item"].in_(_ITEMS))
_BEGIN = upsert(erased)
_DOSSIER = update(dossiers).where(dossiers.c.dossier == bindparam("the_dossier")).values(items=dossiers.c["items"] - 1)
_EMPTY = delete(dossiers).where(dossiers.c.dossier == bindparam("the_dossier"), dossiers.c["items"] <= 0)
_GONE = delete(items).where(items.c.id.in_(_ITEMS))
_AT_ONCE = tuple(delete(table).where(table.c["item"].in_(_ITEMS)) for table in (wraps, contents, history))
_ALARMS = delete(alarms).where(func.substr(alarms.c.subject, 1, 23) == bindparam("first"))
_BEGUN = select(erased.c["item"]).where(erased.c.done_at.is_(None)).order_by(erased.c["item"])
_FINISH = update(erased).where(erased.c["item"].in_(_ITEMS)).values(done_at=bindparam("moment"))
_ERASED = select(erased).where(erased.c["item"] == bindparam("item"))
_COUNT = select(func.count()).select_from(erased)

_BLOBS = select(blobs.c.sha256).where(blobs.c["item"].in_(_ITEMS)).limit(bindparam("limit"))
_CHUNKS_OF = (
    select(chunks.c.uploader, chunks.c.n)
    .where(chunks.c.sha256 == bindparam("sha256"))
    .order_by(chunks.c.uploader, chunks.c.n)
    .limit(bindparam("limit"))
)
_DROP_CHUNK = delete(chunks).where(
    chunks.c.sha256 == bindparam("sha256"), chunks.c.uploader == bindparam("uploader"), chunks.c.n == bindparam("n")
)
_DROP_BLOB = delete(blobs).where(blobs.c.sha256 == bindparam("sha256"))
_SIGNED = (
    select(acts.c.id, acts.c.answer)
    .where(acts.c["item"].in_(_ITEMS), func.length(acts.c.payload) > 0)
    .order_by(acts.c.id)
    .limit(bindparam("limit"))
)
_BLANK = (
    update(acts)
    .where(acts.c.id == bindparam("act"))
    .values(payload=b"", proofs=[], name="", device="", answer=bindparam("left"))
)
_OPENED = select(openings.c.log, openings.c.event).where(openings.c["item"].in_(_ITEMS)).limit(bindparam("limit"))
_CLOSE = delete(openings).where(tuple_(openings.c.log, openings.c.event).in_(bindparam("events", expanding=True)))
_OWED = select(obligations.c.id).where(obligations.c["item"].in_(_ITEMS)).limit(bindparam("limit"))
_OWED_IDS: BindParameter[tuple[int, ...]] = bindparam("ids", expanding=True)
_RANG = (
    delete(outbox).where(outbox.c.obligation.in_(_OWED_IDS)),
    delete(ringing).where(ringing.c.obligation.in_(_OWED_IDS)),
    delete(obligations).where(obligations.c.id.in_(_OWED_IDS)),
)
_TOLD = (
    select(outbox.c.id)
    .where(outbox.c["item"].is_not(None), outbox.c.obligation.is_(None), outbox.c["item"].in_(_ITEMS))
    .limit(bindparam("limit"))
)
_DROP_TOLD = delete(outbox).where(outbox.c.id.in_(bindparam("ids", expanding=True)))
_RELEASED = (
    select(released.c["item"], released.c.device, released.c.blob)
    .where(released.c["item"].in_(_ITEMS))
    .limit(bindparam("limit"))
)
_DROP_RELEASED = delete(released).where(
    released.c["item"] == bindparam("item"),
    released.c.device == bindparam("device"),
    released.c.blob == bindparam("blob"),
)


class Retention:
    """`domain.retention.Retention` over one transaction."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def closed(
        self, flow: str, version: str, before: datetime, after: tuple[datetime, str], limit: int
    ) -> Sequence[tuple[datetime, ItemId]]:
        terms = {"flow": flow, "version": version, "before": before, "limit": limit}
        rows = self._transaction.execute(_CLOSED, {**terms, "after_at": after[0], "after_id": after[1]})
        return [(row.closed_at, ItemId(row.id)) for row in rows]

    def together(self, items: Collection[ItemId]) -> Sequence[Item[Any]]:
        if not items:
            return []
        return [item_from(row) for row in self._transaction.execute(_TOGETHER, {"items": tuple(items)})]

    def set_hold(self, hold: Hold) -> bool:
        row = {
            "item": hold.item,
            "functie": hold.holding.functie.value,
            "scope": hold.holding.scope,
            "ground": hold.ground.value,
            "act": hold.act,
            "since": hold.since,
        }
        return self._transaction.execute(_SET_HOLD, row).rowcount == 1

    def lift(self, item: ItemId, holding: Holding) -> bool:
        terms = {"item": item, "functie": holding.functie.value, "scope": holding.scope}
        return self._transaction.execute(_LIFT, terms).rowcount == 1

    def holds(self, items: Collection[ItemId]) -> Sequence[Hold]:
        if not items:
            return []
        return [_hold(row) for row in self._transaction.execute(_HOLDS, {"items": tuple(items)})]

    def standing(self) -> Sequence[Hold]:
        return [_hold(row) for row in self._transaction.execute(_STANDING)]

    def acts(self, items: Collection[ItemId]) -> Mapping[str, Collection[Sha256Hex]]:
        found: dict[str, list[Sha256Hex]] = {}
        for row in self._transaction.execute(_ACTS, {"items": tuple(items)}):
            found.setdefault(row.log, []).append(Sha256Hex(row.sha256))
        return found

    def begin(self, family: Family, now: datetime) -> None:
        root = family.root
        rows = [
            {
                "item": item.id,
                "family": root.id,
                "flow": item.flow,
                "closed_at": item.closed_at,
                "at": now,
                "done_at": None,
            }
            for item in family.items
        ]
        self._transaction.many(_BEGIN, rows)
        self._transaction.execute(_GONE, {"items": family.ids})
        for statement in _AT_ONCE:
            self._transaction.execute(statement, {"items": family.ids})
        for item in family.items:
            self._transaction.execute(_DOSSIER, {"the_dossier": item.dossier})
            self._transaction.execute(_EMPTY, {"the_dossier": item.dossier})
            self._transaction.execute(_ALARMS, {"first": f"{item.id}/"})

    def begun(self) -> Sequence[ItemId]:
        return [ItemId(found) for found in self._transaction.execute(_BEGUN).scalars()]

    def wipe(self, items: Collection[ItemId], limit: int) -> bool:
        """Ciphertext first, what the salts hid last; each call takes of one kind alone."""
        terms = {"items": tuple(items), "limit": limit}
        kinds: tuple[Callable[[Mapping[str, object]], bool], ...] = (
            self._blobs,
            self._acts,
            self._obligations,
            self._told,
            self._released,
            self._openings,
        )
        return any(kind(terms) for kind in kinds)

    def finish(self, items: Collection[ItemId], now: datetime) -> None:
        self._transaction.execute(_FINISH, {"items": tuple(items), "moment": now})

    def erased(self, item: ItemId) -> Erased | None:
        row = self._transaction.execute(_ERASED, {"item": item}).first()
        return None if row is None else Erased(ItemId(row.item), ItemId(row.family), row.flow, row.closed_at, row.at)

    def count(self) -> int:
        found: int = self._transaction.execute(_COUNT).scalar()
        return found

    def _blobs(self, terms: Mapping[str, object]) -> bool:
        """Small ones together; of one that came in chunks some chunks at a time, whoever sent them."""
        found = self._transaction.execute(_BLOBS, terms).scalars()
        for blob in found:
            pieces = self._transaction.execute(_CHUNKS_OF, {"sha256": blob, "limit": _CHUNKS}).all()
            if pieces:
                rows = [{"sha256": blob, "uploader": piece.uploader, "n": piece.n} for piece in pieces]
                self._transaction.many(_DROP_CHUNK, rows)
                return True
            self._transaction.execute(_DROP_BLOB, {"sha256": blob})
        return bool(found)

    def _acts(self, terms: Mapping[str, object]) -> bool:
        """Of an act stays what its leaf says in the clear: its hash, number, who, when, and whether it was refused."""
        rows = self._transaction.execute(_SIGNED, terms).all()
        if rows:
            self._transaction.many(_BLANK, [{"act": row.id, "left": _left(row.answer)} for row in rows])
        return bool(rows)

    def _obligations(self, terms: Mapping[str, object]) -> bool:
        found = self._transaction.execute(_OWED, terms).scalars()
        if found:
            for statement in _RANG:
                self._transaction.execute(statement, {"ids": tuple(found)})
        return bool(found)

    def _told(self, terms: Mapping[str, object]) -> bool:
        found = self._transaction.execute(_TOLD, terms).scalars()
        if found:
            self._transaction.execute(_DROP_TOLD, {"ids": tuple(found)})
        return bool(found)

    def _released(self, terms: Mapping[str, object]) -> bool:
        rows = self._transaction.execute(_RELEASED, terms).all()
        if rows:
            named = [{"item": row.item, "device": row.device, "blob": row.blob} for row in rows]
            self._transaction.many(_DROP_RELEASED, named)
        return bool(rows)

    def _openings(self, terms: Mapping[str, object]) -> bool:
        rows = self._transaction.execute(_OPENED, terms).all()
        if rows:
            self._transaction.execute(_CLOSE, {"events": tuple((row.log, row.event) for row in rows)})
        return bool(rows)


def _left(answer: Mapping[str, object]) -> dict[str, object]:
    """What is left of an answer: enough to give it once more to who sends the same bytes again."""
    gone: dict[str, object] = {"version": None, "state": None, "code": None, "field": None, "rings_at": None}
    return {**answer, **gone, "flags": []}


def _hold(row: Row) -> Hold:
    return Hold(
        ItemId(row.item),
        Holding(Functie(row.functie), Scope(row.scope)),
        Ground(row.ground),
        row.act,
        row.since,
    )
