"""The inbox: what a chat meant to us, kept before it was confirmed, worked off once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, func, or_, select, update
from sqlalchemy.dialects.postgresql import insert

from domain.inbox import InboxEntry, InboxKind
from storage.prepared import Transaction
from storage.tables_running import inbox

_PUT = insert(inbox).on_conflict_do_nothing()
_CLAIM = (
    select(inbox)
    .where(
        or_(
            inbox.c.state == "new",
            (inbox.c.state == "claimed")
            & or_(inbox.c.lease_until <= bindparam("now"), inbox.c.owner == bindparam("me")),
        ),
    )
    .order_by(inbox.c.id)
    .limit(bindparam("limit"))
    .with_for_update(skip_locked=True)
)
_TAKE = (
    update(inbox)
    .where(inbox.c.id == bindparam("row"))
    .values(state="claimed", owner=bindparam("me"), lease_until=bindparam("until"))
)
_FINISH = (
    update(inbox).where(inbox.c.source_key == bindparam("key")).values(state=bindparam("to"), why=bindparam("because"))
)
_WAITING = select(func.count()).select_from(inbox).where(inbox.c.state.in_(("new", "claimed")))


class Inbox:
    """The inbox over one transaction, for the instance `owner`."""

    def __init__(self, transaction: Transaction, owner: str, lease: timedelta) -> None:
        self._transaction = transaction
        self._owner = owner
        self._lease = lease

    def put(self, entries: Iterable[InboxEntry]) -> int:
        """Store what is new, by `source_key`; how many were. Durable with this commit: confirm only afterwards."""
        rows = [
            {"source_key": one.source_key, "body": _plain(one), "received_at": one.received_at, "state": "new"}
            for one in entries
        ]
        return self._transaction.many(_PUT, rows) if rows else 0

    def put_unreadable(self, source_key: str, shape: str, at: datetime) -> None:
        """Keep an update that could not be read as its keys and types only, set aside; safe to repeat."""
        row = {"source_key": source_key, "body": {}, "received_at": at, "state": "quarantined", "why": shape}
        self._transaction.many(_PUT, [row])

    def claim(self, now: datetime, limit: int) -> Sequence[InboxEntry]:
        """Take the oldest entries nobody else works on, for as long as the lease; oldest first.

        Entries this instance claimed before and did not finish come again: it died, or never heard of its claim.
        So one instance works off one batch at a time.
        """
        rows = self._transaction.execute(_CLAIM, {"now": now, "limit": limit, "me": self._owner}).all()
        if rows:
            terms = {"me": self._owner, "until": now + self._lease}
            self._transaction.many(_TAKE, [{"row": row.id, **terms} for row in rows])
        return [_entry(row.source_key, row.body, row.received_at) for row in rows]

    def done(self, source_key: str) -> None:
        """The entry had its effect; safe to repeat."""
        self._transaction.execute(_FINISH, {"key": source_key, "to": "done", "because": None})

    def quarantine(self, source_key: str, why: str) -> None:
        """The entry cannot be worked off: set aside with a fixed word, for somebody to look at."""
        self._transaction.execute(_FINISH, {"key": source_key, "to": "quarantined", "because": why})

    def waiting(self) -> int:
        """How many entries have not had their effect yet."""
        count: int = self._transaction.execute(_WAITING).scalar()
        return count


def _plain(entry: InboxEntry) -> dict[str, object]:
    return {
        "update_id": entry.update_id,
        "kind": entry.kind.value,
        "chat": entry.chat,
        "message": entry.message,
        "callback": entry.callback,
        "handle": entry.handle,
        "token_hash": entry.token_hash,
    }


def _entry(source_key: str, body: dict[str, Any], received_at: datetime) -> InboxEntry:
    return InboxEntry(source_key=source_key, received_at=received_at, **{**body, "kind": InboxKind(body["kind"])})
