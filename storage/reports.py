"""Reports that are made once a day, whichever instance makes them and however often it starts."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy.dialects.postgresql import insert

from storage.prepared import Transaction
from storage.tables_running import reports

_FIRST = insert(reports).on_conflict_do_nothing()


class Reports:
    """`handlers.reading.Reports` over one transaction."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def first(self, report: str, day: date, at: datetime) -> bool:
        """Of two transactions at once the second waits for the first, and then knows."""
        row = {"report": report, "day": day.isoformat(), "at": at}
        return self._transaction.execute(_FIRST, row).rowcount == 1
