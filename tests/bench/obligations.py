"""Fills a database at rest with open obligations, by copying one that the service's own code opened."""

from __future__ import annotations

import sqlite3
import time
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

from domain.events import ObligationOpened
from domain.flows.herbeoordeling.obligations import due
from domain.flows.herbeoordeling.parties import OF_THE_NCTV
from domain.flows.spoedaanwijzing.parties import RECEIVERS
from domain.ids import ItemId
from domain.ports import VerifiedAct
from handlers.obligations import advance, open_obligation
from handlers.pipeline import perform
from storage.types import EPOCH, MICROSECOND
from storage.unit_of_work import SqlUnitOfWork
from tests.bench.submits import Request
from tests.bench.worlds import Installation, policy

_FAR: Final = timedelta(days=7)
FIRST_PROMPT: Final = timedelta(days=14)
"""So long before a review L-5 prompts first (HB-03)."""
_PROTOTYPE: Final = "proef"


def micros(moment: datetime) -> int:
    """How the database keeps a moment."""
    return (moment - EPOCH) // MICROSECOND


def submit(made: Installation, request: Request) -> None:
    """Carry out one request in one transaction, as the service does when it arrives."""
    act = VerifiedAct(request.ready.signed, request.ready.payload, request.ready.blobs)
    rules, now = policy(), datetime.now(UTC)
    made.write(lambda uow: perform(uow, act, now, rules))


def open_far(made: Installation, item: ItemId) -> int:
    """Open an obligation like that of a receipt, due in a week, on an item; returns its id."""
    rules, now = policy(), datetime.now(UTC)

    def unit(uow: SqlUnitOfWork) -> int:
        found = uow.items.load(item)
        if found is None:
            raise LookupError("There is no such item.")
        event = ObligationOpened(_PROTOTYPE, RECEIVERS, "L-1.ontvangst", now + _FAR)
        return open_obligation(uow, found, event, now, rules).id

    return made.write(unit)


def open_review(made: Installation, item: ItemId) -> int:
    """Open an obligation like that of a planned review on an item, as the flow's own rules do; returns its id."""
    rules, now = policy(), datetime.now(UTC)

    def unit(uow: SqlUnitOfWork) -> int:
        found = uow.items.load(item)
        if found is None:
            raise LookupError("There is no such item.")
        return open_obligation(uow, found, due(OF_THE_NCTV, now + 10 * _FAR), now, rules).id

    return made.write(unit)


def ring(made: Installation, obligation: int) -> None:
    """Advance one obligation past its first rung, as the clockwork does."""

    def unit(uow: SqlUnitOfWork) -> None:
        found = uow.obligations.load(obligation)
        if found is None:
            raise LookupError("There is no such obligation.")
        advance(uow, found, datetime.now(UTC) + _FAR + timedelta(seconds=1))

    made.write(unit)


def forget_rings(database: Path) -> None:
    """Settle everything that rings by itself, so that only what was asked for rings; the service must be at rest."""
    with closing(sqlite3.connect(database)) as db, db:
        db.execute(
            "UPDATE obligations SET next_at = NULL, settled_at = opened_at WHERE next_at < ? AND settled_at IS NULL",
            (micros(datetime.now(UTC) + _FAR / 2),),
        )
        db.execute("UPDATE outbox SET state = 'moot' WHERE state IN ('planned', 'sending')")


def copies(database: Path, prototype: int, moments: list[datetime], name: str) -> dict[str, datetime]:
    """Add one open obligation, each on an item of its own, for each of `moments`; returns the moment by item."""
    made = {f"{name}-{place:06}": moment for place, moment in enumerate(moments)}
    with closing(sqlite3.connect(database)) as db, db:
        obligation = _row(db, "SELECT * FROM obligations WHERE id = ?", prototype)
        item = _row(db, "SELECT * FROM items WHERE id = ?", obligation["item"])
        del obligation["id"]
        _insert(db, "items", [{**item, "id": copy} for copy in made])
        _insert(
            db,
            "obligations",
            [
                {**obligation, "item": copy, "start": micros(moment), "next_at": micros(moment)}
                for copy, moment in made.items()
            ],
        )
    return made


def reviews(database: Path, prototype: int, moments: list[datetime]) -> None:
    """Add one planned review, in a dossier of its own, for each of `moments`: it prompts nobody before a fortnight."""
    with closing(sqlite3.connect(database)) as db, db:
        obligation = _row(db, "SELECT * FROM obligations WHERE id = ?", prototype)
        item = _row(db, "SELECT * FROM items WHERE id = ?", obligation["item"])
        del obligation["id"]
        made = {f"plan-{place:06}": moment for place, moment in enumerate(moments)}
        review = {"flow": "herbeoordeling", "state": "gepland", "closed_at": None, "drill": 0}
        _insert(db, "items", [{**item, **review, "id": copy, "dossier": copy} for copy in made])
        _insert(
            db,
            "obligations",
            [
                {
                    **obligation,
                    "item": copy,
                    "start": micros(moment),
                    "due": micros(moment),
                    "next_at": micros(moment - FIRST_PROMPT),
                }
                for copy, moment in made.items()
            ],
        )


def handles(database: Path) -> dict[str, str]:
    """Return the item of each bell's handle, also while the service runs."""
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as db:
        return dict(db.execute("SELECT handle, item FROM outbox WHERE item IS NOT NULL"))


def engine_offset(database: Path) -> float:
    """Return engine time minus the monotonic clock, in seconds since 1970, from the service's newest heartbeat."""
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as db:
        at, elapsed = db.execute("SELECT at, boottime_ns FROM heartbeat").fetchone()
    slept = time.clock_gettime(time.CLOCK_BOOTTIME) - time.monotonic()
    return float(at) / 1e6 - float(elapsed) / 1e9 + slept


def _row(db: sqlite3.Connection, query: str, key: object) -> dict[str, Any]:
    found = db.execute(query, (key,))
    names = [column[0] for column in found.description]
    return dict(zip(names, found.fetchone(), strict=True))


def _insert(db: sqlite3.Connection, table: str, rows: list[dict[str, Any]]) -> None:
    names = ", ".join(f'"{name}"' for name in rows[0])
    marks = ", ".join("?" * len(rows[0]))
    db.executemany(f'INSERT INTO "{table}" ({names}) VALUES ({marks})', [tuple(row.values()) for row in rows])  # noqa: S608  # our names
