"""Leases: which instance does what only one may do, with a number that grows at every change of hands."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import bindparam, case, or_, update
from sqlalchemy.dialects.postgresql import insert

from storage.prepared import Transaction
from storage.tables_running import leases

_PUT = insert(leases)
_TAKE = _PUT.on_conflict_do_update(
    index_elements=["name"],
    set_={
        "owner": _PUT.excluded.owner,
        "until": _PUT.excluded.until,
        "fence": leases.c.fence + case((leases.c.owner == _PUT.excluded.owner, 0), else_=1),
    },
    where=or_(leases.c.owner == _PUT.excluded.owner, leases.c.until <= bindparam("now")),
).returning(leases.c.fence)
_LET_GO = (
    update(leases)
    .where(leases.c.name == bindparam("the_name"), leases.c.owner == bindparam("me"))
    .values(until=bindparam("now"))
)


class Leases:
    """Leases over one transaction, for the instance `owner`."""

    def __init__(self, transaction: Transaction, owner: str) -> None:
        self._transaction = transaction
        self._owner = owner

    def take(self, name: str, now: datetime, until: datetime) -> int | None:
        """Take or renew the lease; its fencing number, or None while another instance holds it."""
        row = {"name": name, "owner": self._owner, "until": until, "fence": 1, "now": now}
        fence: int | None = self._transaction.execute(_TAKE, row).scalar()
        return fence

    def let_go(self, name: str, now: datetime) -> None:
        """Give the lease up, so that another instance need not wait for it to run out."""
        self._transaction.execute(_LET_GO, {"the_name": name, "me": self._owner, "now": now})
