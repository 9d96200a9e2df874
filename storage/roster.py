"""Duties: who is on call as what, from when to when."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from sqlalchemy import bindparam, insert, select, update

from domain.functies import Functie, Holding
from domain.ids import ActId
from domain.policy import Slot
from domain.ports import Duty
from storage.prepared import Row, Transaction
from storage.tables import duties

_PUT = insert(duties).returning(duties.c.id)
_CANCEL = (
    update(duties)
    .where(duties.c.id == bindparam("duty"), duties.c.cancelled_at.is_(None))
    .values(cancelled_at=bindparam("at"))
)
_LOAD = select(duties).where(duties.c.id == bindparam("id"))
_OVERLAPPING = (
    select(duties)
    .where(
        duties.c.functie == bindparam("functie"),
        duties.c.scope == bindparam("scope"),
        duties.c.cancelled_at.is_(None),
        duties.c.ends > bindparam("start"),
    )
    .order_by(duties.c.starts, duties.c.id)
)
_AT = _OVERLAPPING.where(duties.c.starts <= bindparam("start"))
_BETWEEN = _OVERLAPPING.where(duties.c.starts < bindparam("end"))
_OF_FUNCTIES = (
    select(duties)
    .where(
        duties.c.functie.in_(bindparam("functies", expanding=True)),
        duties.c.cancelled_at.is_(None),
        duties.c.ends > bindparam("start"),
        duties.c.starts < bindparam("end"),
    )
    .order_by(duties.c.starts, duties.c.id)
)


class Roster:
    """`domain.ports.Roster` over one transaction."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def put(self, duty: Duty, act: ActId) -> int:
        row = {
            "functie": duty.holding.functie.value,
            "scope": duty.holding.scope,
            "person": duty.person,
            "slot": duty.slot.value,
            "starts": duty.starts,
            "ends": duty.ends,
            "override": duty.override,
            "act": act,
        }
        made: int = self._transaction.execute(_PUT, row).scalar()
        return made

    def cancel(self, duty: int, at: datetime) -> None:
        self._transaction.execute(_CANCEL, {"duty": duty, "at": at})

    def load(self, duty: int) -> Duty | None:
        row = self._transaction.execute(_LOAD, {"id": duty}).first()
        return None if row is None else _duty(row)

    def duties(self, holding: Holding, at: datetime) -> Sequence[Duty]:
        terms = {"functie": holding.functie.value, "scope": holding.scope, "start": at}
        return [_duty(row) for row in self._transaction.execute(_AT, terms)]

    def between(self, holding: Holding, start: datetime, end: datetime) -> Sequence[Duty]:
        terms = {"functie": holding.functie.value, "scope": holding.scope, "start": start, "end": end}
        return [_duty(row) for row in self._transaction.execute(_BETWEEN, terms)]

    def of_functies(
        self, functies: Collection[Functie], start: datetime, end: datetime
    ) -> Mapping[Holding, Sequence[Duty]]:
        found: dict[Holding, list[Duty]] = {}
        terms = {"functies": tuple(functie.value for functie in functies), "start": start, "end": end}
        for duty in map(_duty, self._transaction.execute(_OF_FUNCTIES, terms)):
            found.setdefault(duty.holding, []).append(duty)
        return found


def _duty(row: Row) -> Duty:
    holding = Holding(Functie(row.functie), row.scope)
    return Duty(row.id, holding, row.person, Slot(row.slot), row.starts, row.ends, row.override)
