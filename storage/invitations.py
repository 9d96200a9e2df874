"""Invitations: tokens, of which only the hash is kept, that work once and for a while."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import bindparam, insert, update

from domain.ids import ActId, PersonId, Sha256Hex
from storage.prepared import Transaction
from storage.tables import invitations

_PUT = insert(invitations)
_USE = (
    update(invitations)
    .where(
        invitations.c.kind == bindparam("the_kind"),
        invitations.c.token_hash == bindparam("the_hash"),
        invitations.c.used_at.is_(None),
        invitations.c.expires_at > bindparam("now"),
    )
    .values(used_at=bindparam("now"))
    .returning(invitations.c.person)
)


class Invitations:
    """`domain.ports.Invitations` over one transaction."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def put(self, kind: str, token_hash: Sha256Hex, person: PersonId, expires_at: datetime, by: ActId | None) -> None:
        row = {"kind": kind, "token_hash": token_hash, "person": person, "expires_at": expires_at, "by": by}
        self._transaction.execute(_PUT, row)

    def use(self, kind: str, token_hash: Sha256Hex, now: datetime) -> PersonId | None:
        found = self._transaction.execute(_USE, {"the_kind": kind, "the_hash": token_hash, "now": now}).scalar()
        return None if found is None else PersonId(found)
