"""Offers of keys by new devices, kept until an officer signs them or they expire."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import bindparam, insert, select

from domain.enrolment import Enrolment
from domain.ids import Sha256Hex
from storage.prepared import Row, Transaction
from storage.tables import devices, enrolments

_PUT = insert(enrolments)
_FIND = select(enrolments).where(enrolments.c.token == bindparam("token"))
_WAITING = (
    select(enrolments)
    .where(enrolments.c.expires_at > bindparam("now"), enrolments.c.device.not_in(select(devices.c.id)))
    .order_by(enrolments.c.at, enrolments.c.token)
    .limit(bindparam("limit"))
)


class Enrolments:
    """`domain.enrolment.Enrolments` over one transaction."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def put(self, enrolment: Enrolment) -> None:
        row = {name: getattr(enrolment, name) for name in Enrolment.__slots__}
        self._transaction.execute(_PUT, row)

    def find(self, token: Sha256Hex) -> Enrolment | None:
        row = self._transaction.execute(_FIND, {"token": token}).first()
        return None if row is None else _enrolment(row)

    def waiting(self, now: datetime, limit: int) -> Sequence[Enrolment]:
        return [_enrolment(row) for row in self._transaction.execute(_WAITING, {"now": now, "limit": limit})]


def _enrolment(row: Row) -> Enrolment:
    return Enrolment(
        token=row.token,
        person=row.person,
        organisation=row.organisation,
        device=row.device,
        signing_key=bytes(row.signing_key),
        x25519=row.x25519,
        hybrid=row.hybrid,
        mac=bytes(row.mac),
        at=row.at,
        expires_at=row.expires_at,
        passkey=None if row.passkey is None else bytes(row.passkey),
    )
