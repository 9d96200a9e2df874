"""Proof of an act, for whoever did it: the leaf and a C2SP tlog-proof that verify offline, without trusting us."""

from __future__ import annotations

import base64
from dataclasses import asdict, dataclass

from aiohttp import web

from bot.http.answers import json_answer
from bot.http.door import DOOR
from bot.http.guard import with_session
from domain.audit.leaves import event_of_act
from domain.audit.proof_file import ProofFile
from domain.audit.proofs import inclusion_proof
from domain.audit.tiles import hash_reader
from domain.errors import NotFound
from domain.ids import ActId
from handlers.sessions import Viewer
from storage.unit_of_work import SqlUnitOfWork


@dataclass(frozen=True, slots=True)
class ActProof:
    """Where an act stands in its log; `leaf` is base64 of its exact bytes, `proof` the text of a `.tlog-proof` file."""

    act: str
    log: str
    leaf: str
    proof: str


@with_session
async def get_proof(request: web.Request, viewer: Viewer) -> web.StreamResponse:
    """Give the proof of one of the person's own acts, also of a refused one; until it has its place, a 404."""
    act = ActId(request.match_info["act"])
    found = await request.app[DOOR].store.read(lambda uow: _proof(uow, act, viewer))
    return json_answer(asdict(found))


def _proof(uow: SqlUnitOfWork, act: ActId, viewer: Viewer) -> ActProof:
    counted = uow.acts.counted(act)
    if counted is None or counted[2] != viewer.person:
        raise NotFound("act.unknown", "There is no such act of yours.", field="act")
    sha256, log, _ = counted
    placed, head = uow.logs.placed(log, event_of_act(sha256)), uow.logs.head(log)
    if placed is None or head is None or placed[0] >= head.size:
        raise NotFound("act.not_placed", "The act is stored and has no place in the log yet; ask again.", field="act")
    index, leaf = placed
    path = inclusion_proof(index, head.size, hash_reader(lambda level, tile: uow.logs.tile(log, level, tile)))
    proof = ProofFile(index, tuple(path), head.checkpoint).encode().decode("utf-8")
    return ActProof(act, log, base64.b64encode(leaf).decode("ascii"), proof)
