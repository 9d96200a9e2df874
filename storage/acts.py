"""Stored acts: their exact bytes, the answer each got, and where each device's chain stands."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from dataclasses import fields
from datetime import datetime
from typing import Any, Final

from sqlalchemy import bindparam, case, func, select
from sqlalchemy.dialects.postgresql import insert

from domain.acts.envelope import Proof, SignedAct
from domain.ids import ActId, DeviceId, PersonId, Sha256Hex
from domain.ports import Answer, VerifiedAct
from storage.blobs import keep, put_small
from storage.prepared import Transaction
from storage.tables import acts, chains, items

EMERGENCY_FLOW: Final = "spoedaanwijzing"
"""The flow whose items a device may open in floods; an order, dispute or notice is opened beside such an item."""

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
_EMERGENCIES = (
    select(func.count())
    .select_from(acts.join(items, items.c.id == acts.c.item))
    .where(
        acts.c.device == bindparam("device"),
        acts.c.at >= bindparam("since"),
        acts.c.status == 201,
        items.c.opened_at == acts.c.at,
        items.c.opened_by == acts.c.person,
        items.c.flow == EMERGENCY_FLOW,
        items.c.drill == bindparam("drill"),
    )
)
_SIGNED = select(acts.c.payload_type, acts.c.payload, acts.c.proofs).where(acts.c.id == bindparam("id"))


class Acts:
    """`domain.ports.Acts` over one transaction."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

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
        put_small(self._transaction, act.blobs, now)
        keep(self._transaction, set(payload.blobs) - act.blobs.keys())

    def last_in_chain(self, device: DeviceId, log: str) -> tuple[int, Sha256Hex] | None:
        row = self._transaction.execute(_LAST, {"device": device, "log": log}).first()
        return None if row is None else (row.seq, row.sha256)

    def emergencies_since(self, device: DeviceId, since: datetime, *, drill: bool) -> int:
        terms = {"device": device, "since": since, "drill": drill}
        count: int = self._transaction.execute(_EMERGENCIES, terms).scalar()
        return count

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
