"""Leaves on their way into a log: made when something happens, durable with it, sequenced after the commit."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import bindparam, insert, select

from domain.audit.leaves import SALT_BYTES, LeafType, Opening, make_leaf
from domain.errors import NotFound
from domain.ids import OrganisationId, Randomness, Sha256Hex, random_id
from storage.committed import Committed
from storage.prepared import Transaction
from storage.tables import organisations
from storage.tables_running import leaves, openings

_LEAVES = insert(leaves)
_OPENINGS = insert(openings)
_LOG_OF = select(organisations.c.log).where(organisations.c.id == bindparam("organisation"))


class Audit:
    """`domain.ports.Audit` over one transaction: leaves wait in `self` until `flush` writes them in one statement."""

    def __init__(self, transaction: Transaction, effects: Committed, random: Randomness) -> None:
        self._transaction = transaction
        self._effects = effects
        self._random = random
        self._leaves: list[dict[str, object]] = []
        self._openings: list[dict[str, object]] = []
        self._logs: dict[OrganisationId, str] = {}

    def append(
        self,
        log: str,
        kind: LeafType,
        *,
        at: datetime,
        actor: str = "",
        functie: str = "",
        act: Sha256Hex | None = None,
        seq: int | None = None,
        event: str | None = None,
        fields: Mapping[str, str] | None = None,
    ) -> str:
        """`seq` is the act's own number, from 0; the leaf counts from 1, since 0 there says that there was no act."""
        event = event or random_id(self._random)
        given = fields or {}
        salts = self._random(SALT_BYTES * len(given))
        opened = [
            Opening(field, salts[place * SALT_BYTES : (place + 1) * SALT_BYTES], value)
            for place, (field, value) in enumerate(given.items())
        ]
        leaf = make_leaf(
            event=event,
            type=kind,
            time=at,
            actor=actor,
            functie=functie,
            act_sha256=act or "",
            seq=0 if seq is None else seq + 1,
            openings=opened,
        )
        self._leaves.append({"log": log, "event": event, "data": leaf.data})
        self._openings += [
            {"log": log, "event": event, "field": one.field, "salt": one.salt, "value": one.value} for one in opened
        ]
        return event

    def log_of(self, organisation: OrganisationId) -> str:
        log = self._logs.get(organisation)
        if log is None:
            log = self._transaction.execute(_LOG_OF, {"organisation": organisation}).scalar()
            if log is None:
                raise NotFound("organisation.unknown", "The directory does not know this organisation; add it first.")
            self._logs[organisation] = log
        return log

    def flush(self) -> None:
        """Write what waits; called once, as the last thing of the unit."""
        if self._leaves:
            self._transaction.many(_LEAVES, self._leaves)
            self._effects.logs.update(str(leaf["log"]) for leaf in self._leaves)
        if self._openings:
            self._transaction.many(_OPENINGS, self._openings)
