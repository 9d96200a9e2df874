"""The heartbeat row: where engine time stood, so that it never starts before that again (X-06)."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert

from domain.ports import Heartbeat
from storage.prepared import Transaction
from storage.tables_running import heartbeat

_LAST = select(heartbeat)
_WALL = select(func.clock_timestamp())
_PUT = insert(heartbeat)
_PUT = _PUT.on_conflict_do_update(
    index_elements=["id"], set_={name: _PUT.excluded[name] for name in ("boot", "boottime_ns", "wall", "at")}
)


class Heartbeats:
    """`domain.ports.Heartbeats` over one transaction."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def wall(self) -> datetime:
        if self._transaction.kind == "sqlite":
            return datetime.now(UTC)
        moment: datetime = self._transaction.execute(_WALL).scalar()
        return moment.astimezone(UTC)

    def last(self) -> Heartbeat | None:
        row = self._transaction.execute(_LAST).first()
        return None if row is None else Heartbeat(row.boot, row.boottime_ns, row.wall, row.at)

    def put(self, heartbeat: Heartbeat) -> None:
        row = {
            "id": 1,
            "boot": heartbeat.boot,
            "boottime_ns": heartbeat.boottime_ns,
            "wall": heartbeat.wall,
            "at": heartbeat.at,
        }
        self._transaction.execute(_PUT, row)
