"""Stored acts: their exact bytes, the answer each got, and where each device's chain stands."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from dataclasses import fields
from datetime import datetime
from typing import Any, Final

from sqlalchemy import bindparam, case, exists, select
from sqlalchemy.dialects.postgresql import insert

from domain.acts.envelope import Proof, SignedAct
from domain.functies import Scope
from domain.ids import ActId, DeviceId, ItemId, PersonId, Sha256Hex
from domain.ports import Answer, VerifiedAct
from storage.blobs import keep, put_small
from storage.prepared import Transaction
from storage.tables import acts, chains, items

_ANSWER: Final = tuple(one.name for one in fields(Answer))

# PostgreSQL's form of INSERT is understood by SQLite too, `ON CONFLICT` included; so each upsert stands once.
_ADD = insert(acts)
_CHAIN = insert(chains)
# A number given twice never takes the chain back: what goes on from there would pass here, and stop every replay.
_FURTHEST = case((_CHAIN.excluded.seq > chains.c.seq, _CHAIN.excluded.seq), else_=chains.c.seq)
_CHAIN = _CHAIN.on_conflict_do_update(
    index_elements=["device", "log"], set_={"seq": _FURTHEST, "sha256": _CHAIN.excluded.sha256}
)
_FIND = select(acts.c.sha256, acts.c.answer).where(acts.c.id == bindparam("id"))
_LAST = select(chains.c.seq, chains.c.sha256).where(
    chains.c.device == bindparam("device"), chains.c.log == bindparam("log")
)
_OPENED_AS_EMERGENCY = (
    items.c.opened_at == acts.c.at,
    items.c.opened_by == acts.c.person,
    items.c.flow == bindparam("flow"),
    items.c.parent.is_(None),
    items.c.drill == bindparam("drill"),
    acts.c.device == bindparam("device"),
    acts.c.status == 201,
)
# Each reads a handful of rows, however many the device opened: by its own acts, or by what was opened in the area.
_EMERGENCIES = (
    select(items.c.id)
    .distinct()
    .select_from(acts.join(items, items.c.id == acts.c.item))
    .where(acts.c.at >= bindparam("since"), *_OPENED_AS_EMERGENCY)
    .limit(bindparam("most"))
)
_EMERGENCIES_AT = (
    select(items.c.id)
    .where(
        items.c.area == bindparam("area"),
        items.c.opened_at >= bindparam("since"),
        exists().where(acts.c.item == items.c.id, *_OPENED_AS_EMERGENCY),
    )
    .limit(bindparam("most"))
)
_COUNTED = select(acts.c.sha256, acts.c.log, acts.c.person).where(acts.c.id == bindparam("id"))
_SIGNED = select(acts.c.payload_type, acts.c.payload, acts.c.proofs).where(acts.c.id == bindparam("id"))


class Acts:
    """`domain.ports.Acts` over one transaction."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction
        self._full: set[tuple[object, ...]] = set()
        """Counts that were reached: nothing within the same transaction makes them less."""

    def find(self, act: ActId) -> tuple[Sha256Hex, Answer] | None:
        row = self._transaction.execute(_FIND, {"id": act}).first()
        return None if row is None else (row.sha256, _answer(row.answer))

    def add(self, act: VerifiedAct, person: PersonId, answer: Answer, now: datetime) -> None:
        payload, sha256 = act.payload, act.signed.sha256
        row = {
            "id": payload.id,
            "sha256": sha256,
            "payload_type": act.signed.payload_type,
            "payload": act.signed.payload,
            "proofs": [_plain(proof) for proof in act.signed.proofs],
            "name": payload.act,
            "person": person,
            "device": payload.device,
            "log": payload.log,
            "seq": payload.seq,
            "item": payload.item,
            "status": answer.status,
            "answer": {one: getattr(answer, one) for one in _ANSWER},
            "at": now,
        }
        self._transaction.execute(_ADD, row)
        self._transaction.execute(
            _CHAIN, {"device": payload.device, "log": payload.log, "seq": payload.seq, "sha256": sha256}
        )
        item = None if payload.item is None else ItemId(payload.item)
        put_small(self._transaction, act.blobs, now, item)
        keep(self._transaction, set(payload.blobs) - act.blobs.keys(), item)

    def last_in_chain(self, device: DeviceId, log: str) -> tuple[int, Sha256Hex] | None:
        row = self._transaction.execute(_LAST, {"device": device, "log": log}).first()
        return None if row is None else (row.seq, row.sha256)

    def emergencies_since(
        self, device: DeviceId, flow: str, since: datetime, most: int, *, drill: bool, area: Scope | None = None
    ) -> int:
        terms = {"device": device, "flow": flow, "since": since, "drill": drill, "most": most}
        asked = (*terms.values(), area)
        if asked in self._full:
            return most
        statement, place = (_EMERGENCIES, {}) if area is None else (_EMERGENCIES_AT, {"area": area})
        found = len(self._transaction.execute(statement, terms | place).all())
        if found >= most:
            self._full.add(asked)
        return found

    def counted(self, act: ActId) -> tuple[Sha256Hex, str, PersonId] | None:
        """Return an act's hash, the log in which it is counted and who did it; of an erased one too (EV-03)."""
        row = self._transaction.execute(_COUNTED, {"id": act}).first()
        return None if row is None else (row.sha256, row.log, row.person)

    def signed(self, act: ActId) -> SignedAct | None:
        row = self._transaction.execute(_SIGNED, {"id": act}).first()
        return None if row is None else signed_act(row.payload_type, row.payload, row.proofs)


def signed_act(payload_type: str, payload: bytes, proofs: Sequence[Sequence[str]]) -> SignedAct:
    """The act as it travelled, from its columns."""
    return SignedAct(
        payload_type,
        bytes(payload),
        tuple(_proof(*proof) for proof in proofs),
    )


def _proof(kind: str, device: str, *data: str) -> Proof:
    return Proof("webauthn" if kind == "webauthn" else "es256", DeviceId(device), *map(base64.b64decode, data))


def _plain(proof: Proof) -> list[str]:
    more = (proof.authenticator_data, proof.client_data) if proof.kind == "webauthn" else ()
    return [proof.kind, proof.device, *(base64.b64encode(one).decode("ascii") for one in (proof.signature, *more))]


def _answer(stored: dict[str, Any]) -> Answer:
    return Answer(**{**stored, "flags": tuple(stored["flags"])})
