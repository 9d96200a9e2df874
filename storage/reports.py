"""Reports that are made once for a day, or a month, whichever instance makes them and however often it starts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import bindparam, select
from sqlalchemy.dialects.postgresql import insert

from storage.prepared import Transaction
from storage.tables_running import reports

_FIRST = insert(reports).on_conflict_do_nothing()
_MADE = select(reports.c.day).where(reports.c.report == bindparam("report")).order_by(reports.c.day)


class Reports:
    """`handlers.reading.Reports` over one transaction."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def first(self, report: str, day: date, at: datetime) -> bool:
        """Of two transactions at once the second waits for the first, and then knows."""
        row = {"report": report, "day": day.isoformat(), "at": at}
        return self._transaction.execute(_FIRST, row).rowcount == 1

    def made(self, report: str) -> Sequence[date]:
        return [date.fromisoformat(row.day) for row in self._transaction.execute(_MADE, {"report": report})]
