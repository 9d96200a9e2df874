"""Gaps and alarms on the board: each stands once until it is cleared."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import bindparam, select, update
from sqlalchemy.dialects.postgresql import insert

from domain.readings import Alarm
from storage.prepared import Transaction
from storage.tables import alarms

_RAISE = insert(alarms).on_conflict_do_nothing()
_CLEAR = (
    update(alarms)
    .where(
        alarms.c.kind == bindparam("the_kind"),
        alarms.c.subject == bindparam("the_subject"),
        alarms.c.cleared_at.is_(None),
    )
    .values(cleared_at=bindparam("at"))
)
_STANDING = select(alarms).where(alarms.c.cleared_at.is_(None)).order_by(alarms.c.raised_at, alarms.c.id)


class Alarms:
    """`domain.ports.Alarms` over one transaction."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def raise_(self, kind: str, subject: str, at: datetime) -> bool:
        row = {"kind": kind, "subject": subject, "raised_at": at}
        return self._transaction.execute(_RAISE, row).rowcount == 1

    def clear(self, kind: str, subject: str, at: datetime) -> None:
        self._transaction.execute(_CLEAR, {"the_kind": kind, "the_subject": subject, "at": at})

    def standing(self) -> Sequence[Alarm]:
        return [Alarm(row.kind, row.subject, row.raised_at) for row in self._transaction.execute(_STANDING)]
