"""Small facts about the store itself, by name."""

from __future__ import annotations

from sqlalchemy import bindparam, select
from sqlalchemy.dialects.postgresql import insert

from storage.prepared import Transaction
from storage.tables import meta

_GET = select(meta.c.value).where(meta.c.key == bindparam("key"))
_PUT = insert(meta)
_PUT = _PUT.on_conflict_do_update(index_elements=["key"], set_={"value": _PUT.excluded.value})


class Meta:
    """Named values over one transaction."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def get(self, key: str) -> str | None:
        """The value, or None when it was never put."""
        found: str | None = self._transaction.execute(_GET, {"key": key}).scalar()
        return found

    def put(self, key: str, value: str) -> None:
        """Insert or replace."""
        self._transaction.execute(_PUT, {"key": key, "value": value})
