"""Leaves on their way into a log: made when something happens, durable with it, sequenced after the commit."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import bindparam, insert, select, update

from domain.audit.leaves import SALT_BYTES, LeafType, make_leaf, openings_from
from domain.audit.notes import VerifierKey
from domain.audit.succession import Turn
from domain.errors import NotFound
from domain.ids import OrganisationId, Randomness, Sha256Hex, random_id
from storage.committed import Committed
from storage.prepared import Transaction
from storage.tables import organisations
from storage.tables_running import heads, leaves, log_turns, openings

_LEAVES = insert(leaves)
_OPENINGS = insert(openings)
_SIZE = select(heads.c.size).where(heads.c.log == bindparam("log"))
_TURNS = select(log_turns.c.size, log_turns.c.key).where(log_turns.c.log == bindparam("log")).order_by(log_turns.c.id)
_ADD_TURN = insert(log_turns)
_TOUCH_HEAD = update(heads).where(heads.c.log == bindparam("the_log")).values(size=heads.c.size)
_LOG_OF = select(organisations.c.log).where(organisations.c.id == bindparam("organisation"))
_json: Final = json.JSONEncoder(separators=(",", ":")).encode


class Audit:
    """`domain.audit.port.Audit` over one transaction: leaves wait in it, and go in by one statement when it ends."""

    def __init__(self, transaction: Transaction, effects: Committed, random: Randomness) -> None:
        self._transaction = transaction
        self._effects = effects
        self._random = random
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
        leaf = make_leaf(
            event=event,
            type=kind,
            time=at,
            actor=actor,
            functie=functie,
            act_sha256=act or "",
            seq=0 if seq is None else seq + 1,
            openings=openings_from(given, salts),
        )
        self._effects.logs.add(log)
        self._transaction.later(_LEAVES, {"log": log, "event": event, "data": leaf.data})
        if given:
            row = {"log": log, "event": event, "item": given.get("item"), "salts": salts, "said": _json(given)}
            self._transaction.later(_OPENINGS, row)
        return event

    def log_of(self, organisation: OrganisationId) -> str:
        log = self._logs.get(organisation)
        if log is None:
            log = self._transaction.execute(_LOG_OF, {"organisation": organisation}).scalar()
            if log is None:
                raise NotFound("organisation.unknown", "The directory does not know this organisation; add it first.")
            self._logs[organisation] = log
        return log

    def size(self, log: str) -> int:
        found: int | None = self._transaction.execute(_SIZE, {"log": log}).scalar()
        return found or 0

    def turns(self, log: str) -> Sequence[Turn]:
        rows = self._transaction.execute(_TURNS, {"log": log})
        return [Turn(row.size, VerifierKey.parse(row.key)) for row in rows]

    def add_turn(self, log: str, turn: Turn) -> None:
        # Whoever is placing leaves at this moment by the turns of before conflicts with this, and reads them again.
        self._transaction.execute(_TOUCH_HEAD, {"the_log": log})
        self._transaction.execute(_ADD_TURN, {"log": log, "size": turn.size, "key": turn.new.encode()})
