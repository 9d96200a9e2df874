"""What the kwaliteitsmonitor counts of a month, read once it is over, and the figures that were published (EV-02)."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import bindparam, func, insert, or_, select

from domain.bells import BellAction, Outcome
from domain.counting import WATCHED_ALARMS, Awaited, Ended, MonthFacts, Rang, Stood
from domain.events import ObligationReopened
from domain.functies import Functie, Holding, Scope
from domain.quality import Cell, Figures, Group
from storage.prepared import Row, Transaction
from storage.snapshots import ladder_from
from storage.tables import alarms, history, items, persons
from storage.tables_running import obligations, outbox, quality, ringing

_ENDED: Final = (
    select(
        items.c.flow,
        items.c.dossier,
        items.c.opened_at.label("item_opened_at"),
        obligations.c.what,
        obligations.c.settles_by,
        obligations.c.ladder,
        obligations.c.rung,
        obligations.c.opened_at,
        obligations.c.start,
        obligations.c.due,
        obligations.c.settled_at,
        obligations.c.outcome,
        persons.c.organisation,
    )
    .select_from(obligations)
    .join(items, items.c.id == obligations.c.item)
    .outerjoin(persons, persons.c.id == obligations.c.settled_by)
    .where(
        obligations.c.settled_at >= bindparam("start"),
        obligations.c.settled_at < bindparam("end"),
        ~items.c.drill,
    )
    .order_by(obligations.c.id)
)
_WAITING: Final = (
    select(items.c.flow, items.c.dossier, obligations.c.what, obligations.c.settles_by)
    .select_from(obligations)
    .join(items, items.c.id == obligations.c.item)
    .where(
        obligations.c.start < bindparam("end"),
        or_(obligations.c.settled_at.is_(None), obligations.c.settled_at >= bindparam("end")),
        ~items.c.drill,
    )
    .order_by(obligations.c.id)
)
_REOPENED: Final = (
    select(items.c.flow, items.c.dossier, history.c.item, history.c.body)
    .select_from(history)
    .join(items, items.c.id == history.c.item)
    .where(
        history.c.tag == ObligationReopened.tag,
        history.c.at >= bindparam("start"),
        history.c.at < bindparam("end"),
        ~items.c.drill,
    )
    .order_by(history.c.id)
)
_SETTLES_BY: Final = (
    select(obligations.c.settles_by)
    .where(obligations.c.item == bindparam("item"), obligations.c.what == bindparam("what"))
    .order_by(obligations.c.id.desc())
    .limit(1)
)
_STOOD: Final = (
    select(alarms)
    .where(
        alarms.c.kind.in_(bindparam("kinds", expanding=True)),
        alarms.c.raised_at < bindparam("end"),
        or_(alarms.c.cleared_at.is_(None), alarms.c.cleared_at >= bindparam("start")),
    )
    .order_by(alarms.c.id)
)
_RINGS: Final = (
    select(
        outbox.c.person,
        persons.c.organisation,
        func.min(outbox.c.not_before).label("at"),
        ringing.c.rung,
        obligations.c.ladder,
        obligations.c.settles_by,
    )
    .select_from(outbox)
    .join(obligations, obligations.c.id == outbox.c.obligation)
    .join(ringing, (ringing.c.obligation == outbox.c.obligation) & (ringing.c.person == outbox.c.person))
    .join(persons, persons.c.id == outbox.c.person)
    .where(
        outbox.c.action == BellAction.RING.value,
        outbox.c.outcome.in_((Outcome.SENT.value, Outcome.AMBIGUOUS.value)),
        outbox.c.not_before >= bindparam("start"),
        outbox.c.not_before < bindparam("latest"),
        ~outbox.c.drill,
    )
    .group_by(
        outbox.c.obligation,
        outbox.c.person,
        outbox.c.ring,
        persons.c.organisation,
        ringing.c.rung,
        obligations.c.ladder,
        obligations.c.settles_by,
    )
    .order_by(outbox.c.obligation, outbox.c.person, outbox.c.ring)
)
_PUT: Final = insert(quality)
_PUBLISHED: Final = (
    select(quality)
    .where(quality.c.month >= bindparam("first"), quality.c.month <= bindparam("last"))
    .order_by(quality.c.month, quality.c.indicator, quality.c.organisation, quality.c.functie)
)


class Quality:
    """`handlers.reading.Quality` over one transaction."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def facts(self, start: datetime, end: datetime, latest: datetime) -> MonthFacts:
        span = {"start": start, "end": end}
        run = self._transaction.execute
        return MonthFacts(
            ended=[_ended(row) for row in run(_ENDED, span)],
            waiting=[
                Awaited(row.flow, row.what, _holdings(row.settles_by), row.dossier)
                for row in run(_WAITING, {"end": end})
            ],
            reopened=[self._reopened(row) for row in run(_REOPENED, span)],
            stood=[
                Stood(row.kind, row.subject, row.raised_at, row.cleared_at)
                for row in run(_STOOD, {**span, "kinds": tuple(sorted(WATCHED_ALARMS))})
            ],
            rings=[_rang(row) for row in run(_RINGS, {"start": start, "latest": latest})],
        )

    def put(self, month: date, figures: Mapping[Cell, Figures]) -> None:
        rows = [
            {
                "month": month.isoformat(),
                "indicator": cell.indicator,
                "organisation": cell.organisation,
                "functie": cell.functie,
                "figures": asdict(published),
            }
            for cell, published in figures.items()
        ]
        if rows:
            self._transaction.many(_PUT, rows)

    def published(self, first: date, last: date) -> Sequence[tuple[date, Cell, Figures]]:
        rows = self._transaction.execute(_PUBLISHED, {"first": first.isoformat(), "last": last.isoformat()})
        return [
            (
                date.fromisoformat(row.month),
                Cell(row.indicator, row.organisation, row.functie),
                Figures(**{name: _read(one) for name, one in row.figures.items()}),
            )
            for row in rows
        ]

    def _reopened(self, row: Row) -> Awaited:
        what = json.loads(row.body)["what"]
        found = self._transaction.execute(_SETTLES_BY, {"item": row.item, "what": what}).first()
        return Awaited(row.flow, what, () if found is None else _holdings(found.settles_by), row.dossier)


def _read(stored: Any) -> Any:
    return tuple(Group(**one) for one in stored) if isinstance(stored, list) else stored


def _holdings(stored: Sequence[tuple[str, Scope]]) -> tuple[Holding, ...]:
    return tuple(Holding(Functie(functie), scope) for functie, scope in stored)


def _ended(row: Row) -> Ended:
    return Ended(
        flow=row.flow,
        what=row.what,
        settles_by=_holdings(row.settles_by),
        ladder=ladder_from(row.ladder),
        rung=row.rung,
        item_opened_at=row.item_opened_at,
        opened_at=row.opened_at,
        start=row.start,
        due=row.due,
        settled_at=row.settled_at,
        outcome=row.outcome,
        employer=row.organisation,
        dossier=row.dossier,
    )


def _rang(row: Row) -> Rang:
    return Rang(
        person=row.person,
        employer=row.organisation,
        at=row.at,
        rung=row.rung,
        ladder=ladder_from(row.ladder),
        settles_by=_holdings(row.settles_by),
    )
