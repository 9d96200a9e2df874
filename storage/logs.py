"""The logs as the sequencer and their readers see them: waiting leaves, heads, tiles, entries, checkpoints."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import bindparam, insert, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from domain.audit.leaves import Opening, openings_from
from storage.prepared import Transaction
from storage.tables_running import checkpoints, cosigned, heads, leaves, openings, tiles

_WAITING = select(leaves.c.log).where(leaves.c.idx.is_(None)).distinct().order_by(leaves.c.log)
_UNSEQUENCED = (
    select(leaves.c.id, leaves.c.data)
    .where(leaves.c.log == bindparam("log"), leaves.c.idx.is_(None))
    .order_by(leaves.c.id)
    .limit(bindparam("limit"))
)
_HEAD = select(heads).where(heads.c.log == bindparam("log"))
_FIRST_HEAD = upsert(heads).on_conflict_do_nothing()
_MOVE_HEAD = update(heads).where(heads.c.log == bindparam("the_log"), heads.c.size == bindparam("seen_size"))
_NUMBER = update(leaves).where(leaves.c.id == bindparam("leaf"), leaves.c.idx.is_(None))
_PUT_TILE = upsert(tiles)
_PUT_TILE = _PUT_TILE.on_conflict_do_update(
    index_elements=["log", "level", "idx"], set_={"data": _PUT_TILE.excluded.data}
)
_PUT_CHECKPOINT = insert(checkpoints)
_TILE = select(tiles.c.data).where(
    tiles.c.log == bindparam("log"), tiles.c.level == bindparam("level"), tiles.c.idx == bindparam("index")
)
_ENTRIES = (
    select(leaves.c.data)
    .where(leaves.c.log == bindparam("log"), leaves.c.idx >= bindparam("start"), leaves.c.idx < bindparam("end"))
    .order_by(leaves.c.idx)
)
_PLACE = select(leaves.c.idx, leaves.c.data).where(
    leaves.c.log == bindparam("log"), leaves.c.event == bindparam("event")
)
_CHECKPOINTS = (
    select(checkpoints.c.id, checkpoints.c.note)
    .where(checkpoints.c.log == bindparam("log"), checkpoints.c.id > bindparam("after"))
    .order_by(checkpoints.c.id)
    .limit(bindparam("limit"))
)
_COSIGN = update(checkpoints).where(checkpoints.c.log == bindparam("the_log"), checkpoints.c.note == bindparam("seen"))
_COSIGN_HEAD = update(heads).where(heads.c.log == bindparam("the_log"), heads.c.checkpoint == bindparam("seen"))
_WITNESSES = select(cosigned.c.witness, cosigned.c.size, cosigned.c.at).where(cosigned.c.log == bindparam("log"))
_PUT_WITNESSED = upsert(cosigned)
_PUT_WITNESSED = _PUT_WITNESSED.on_conflict_do_update(
    index_elements=["log", "witness"],
    set_={"size": _PUT_WITNESSED.excluded.size, "at": _PUT_WITNESSED.excluded.at},
    where=cosigned.c.size <= _PUT_WITNESSED.excluded.size,
)
_NEWEST_WITNESSED = (
    select(checkpoints.c.note)
    .join(cosigned, (cosigned.c.log == checkpoints.c.log) & (cosigned.c.size == checkpoints.c.size))
    .where(checkpoints.c.log == bindparam("log"), cosigned.c.witness == bindparam("quorum"))
    .order_by(checkpoints.c.id.desc())
    .limit(1)
)
_LOGS = select(heads.c.log).order_by(heads.c.log)
_OPENINGS_OF = select(openings.c.event, openings.c.salts, openings.c.said).where(
    openings.c.log == bindparam("log"), openings.c.event.in_(bindparam("events", expanding=True))
)


@dataclass(frozen=True, slots=True)
class Head:
    """Where a log stands: its size, `RunningTree.to_bytes`, and the signed checkpoint over it."""

    size: int
    frontier: bytes
    checkpoint: bytes


QUORUM: Final = ""
"""Stands in the place of a witness's name for enough of them together, as the policy asks."""


@dataclass(frozen=True, slots=True)
class Witnessed:
    """How many leaves of a log were confirmed, and when by the confirmer's clock."""

    size: int
    at: datetime


class Logs:
    """Every log over one transaction."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def names(self) -> Sequence[str]:
        """The logs that have a head."""
        return self._transaction.execute(_LOGS).scalars()

    def waiting(self) -> Sequence[str]:
        """The logs with leaves that have no place yet; what a sequencer starts with."""
        return self._transaction.execute(_WAITING).scalars()

    def unsequenced(self, log: str, limit: int) -> Sequence[tuple[int, bytes]]:
        """The oldest leaves without a place, as (id, exact bytes)."""
        rows = self._transaction.execute(_UNSEQUENCED, {"log": log, "limit": limit})
        return [(row.id, bytes(row.data)) for row in rows]

    def head(self, log: str) -> Head | None:
        """Where the log stands; None before its first leaf."""
        row = self._transaction.execute(_HEAD, {"log": log}).first()
        return None if row is None else Head(row.size, bytes(row.frontier), bytes(row.checkpoint))

    def assign(
        self,
        log: str,
        seen_size: int,
        leaf_ids: Sequence[int],
        changed: Mapping[tuple[int, int], bytes],
        head: Head,
        at: datetime,
    ) -> bool:
        """Place these leaves from index `seen_size` on, with the tiles (by level, index) and the head they make.

        False, with nothing written, when another sequencer moved the head since `seen_size`. Publish the checkpoint
        only after this transaction is durable.
        """
        moved = {"size": head.size, "frontier": head.frontier, "checkpoint": head.checkpoint}
        if seen_size == 0:
            done = self._transaction.execute(_FIRST_HEAD, {"log": log, **moved})
        else:
            done = self._transaction.execute(_MOVE_HEAD, {"the_log": log, "seen_size": seen_size, **moved})
        if done.rowcount != 1:
            return False
        placed = [{"leaf": leaf, "idx": seen_size + n} for n, leaf in enumerate(leaf_ids)]
        if placed and self._transaction.many(_NUMBER, placed) != len(placed):
            raise RuntimeError("A leaf that was to be placed has a place already; stop and verify the log.")
        if changed:
            rows = [{"log": log, "level": level, "idx": idx, "data": data} for (level, idx), data in changed.items()]
            self._transaction.many(_PUT_TILE, rows)
        note = {"log": log, "size": head.size, "note": head.checkpoint, "at": at}
        self._transaction.execute(_PUT_CHECKPOINT, note)
        return True

    def tile(self, log: str, level: int, index: int) -> bytes:
        """The widest stored hash tile; empty bytes when there is none. Cut it for a narrower one."""
        found = self._transaction.execute(_TILE, {"log": log, "level": level, "index": index}).scalar()
        return b"" if found is None else bytes(found)

    def entries(self, log: str, start: int, end: int) -> Sequence[bytes]:
        """The exact leaf bytes with index in [start, end)."""
        rows = self._transaction.execute(_ENTRIES, {"log": log, "start": start, "end": end})
        return [bytes(data) for data in rows.scalars()]

    def placed(self, log: str, event: str) -> tuple[int, bytes] | None:
        """Where the leaf of an event stands, and its exact bytes; None while it has no place, or is not there."""
        row = self._transaction.execute(_PLACE, {"log": log, "event": event}).first()
        return None if row is None or row.idx is None else (row.idx, bytes(row.data))

    def checkpoints(self, log: str, after: int, limit: int) -> Sequence[tuple[int, bytes]]:
        """The signed checkpoints in the order they were made, as (position, note); continue after the last position."""
        rows = self._transaction.execute(_CHECKPOINTS, {"log": log, "after": after, "limit": limit})
        return [(row.id, bytes(row.note)) for row in rows]

    def cosign(self, log: str, seen: bytes, note: bytes) -> bool:
        """Replace a stored checkpoint by the same with cosignatures; False when `seen` is not stored (any more)."""
        terms = {"the_log": log, "seen": seen}
        self._transaction.execute(_COSIGN_HEAD, {**terms, "checkpoint": note})
        return self._transaction.execute(_COSIGN, {**terms, "note": note}).rowcount > 0

    def witnesses_of(self, log: str) -> Mapping[str, Witnessed]:
        """How far each witness by name, and `QUORUM`, has confirmed a log."""
        rows = self._transaction.execute(_WITNESSES, {"log": log})
        return {row.witness: Witnessed(row.size, row.at) for row in rows}

    def witnessed(self, log: str, witness: str, how_far: Witnessed) -> None:
        """Record how far a witness (or `QUORUM`) has confirmed a log; what is smaller than is known changes nothing."""
        terms = {"log": log, "witness": witness, "size": how_far.size, "at": how_far.at}
        self._transaction.execute(_PUT_WITNESSED, terms)

    def newest_witnessed(self, log: str) -> bytes | None:
        """The newest checkpoint that enough witnesses cosigned, with what they signed; None while there is none."""
        found = self._transaction.execute(_NEWEST_WITNESSED, {"log": log, "quorum": QUORUM}).scalar()
        return None if found is None else bytes(found)

    def openings(self, log: str, event: str) -> Sequence[Opening]:
        """What a leaf committed to; nothing once erased (EV-03)."""
        return self.openings_of(log, (event,)).get(event, ())

    def openings_of(self, log: str, events: Collection[str]) -> Mapping[str, Sequence[Opening]]:
        """What the leaves of these events committed to, by event, at the cost of one query."""
        if not events:
            return {}
        rows = self._transaction.execute(_OPENINGS_OF, {"log": log, "events": tuple(events)})
        return {row.event: openings_from(_said(row.said), bytes(row.salts)) for row in rows}


def _said(text: str) -> object:
    """What a row of openings says; None when it was altered into what nobody can read."""
    try:
        return json.loads(text)
    except ValueError:
        return None
