"""Proofs of acts, for whoever did them: the leaf and a C2SP tlog-proof that verify offline, without trusting us."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from functools import cache, partial
from typing import Final

from aiohttp import web

from bot.http.answers import json_answer
from bot.http.door import DOOR
from bot.http.guard import with_session
from domain.acts.payload import ACT_ID
from domain.audit.leaves import event_of_act
from domain.audit.proof_file import ProofFile
from domain.audit.proofs import inclusion_proof
from domain.audit.tiles import hash_reader
from domain.errors import Malformed, NotFound
from domain.ids import ActId
from handlers.sessions import Viewer
from storage.logs import Head
from storage.unit_of_work import SqlUnitOfWork

MOST: Final = 64
"""So many acts are proven in one answer: a request line that a door reads, and an answer of some 100 kB."""
_ACT: Final = re.compile(ACT_ID)


@dataclass(frozen=True, slots=True)
class ActProof:
    """Where an act stands in its log; `leaf` is base64 of its exact bytes, `proof` the text of a `.tlog-proof` file."""

    act: str
    log: str
    leaf: str
    proof: str


@dataclass(frozen=True, slots=True)
class ActProofs:
    """The proofs of several acts. `waiting` are stored and have no place in the log yet, `unknown` no acts of yours."""

    proofs: Sequence[ActProof]
    waiting: Sequence[str]
    unknown: Sequence[str]


@with_session
async def get_proof(request: web.Request, viewer: Viewer) -> web.StreamResponse:
    """Give the proof of one of the person's own acts, also of a refused one; until it has its place, a 404."""
    act = ActId(request.match_info["act"])
    found = await request.app[DOOR].store.read(partial(_proofs, [act], viewer))
    if found.unknown:
        raise NotFound("act.unknown", "There is no such act of yours.", field="act")
    if found.waiting:
        raise NotFound("act.not_placed", "The act is stored and has no place in the log yet; ask again.", field="act")
    return json_answer(asdict(found.proofs[0]))


@with_session
async def get_proofs(request: web.Request, viewer: Viewer) -> web.StreamResponse:
    """Give the proofs of several of the person's own acts; of each it says so when there is none (yet)."""
    names = request.query.get("acts", "").split(".")
    if len(names) > MOST or not all(_ACT.fullmatch(name) for name in names):
        raise Malformed("query.malformed", f"Name 1 to {MOST} acts, with a dot between them.", field="acts")
    acts = [ActId(name) for name in dict.fromkeys(names)]
    return json_answer(asdict(await request.app[DOOR].store.read(partial(_proofs, acts, viewer))))


def _proofs(acts: Sequence[ActId], viewer: Viewer, uow: SqlUnitOfWork) -> ActProofs:
    """All of one snapshot: acts of one log are proven by the same checkpoint, and a tile is read once."""
    tile, head = cache(uow.logs.tile), cache(uow.logs.head)
    found, waiting, unknown = [], [], []
    for act in acts:
        counted = uow.acts.counted(act)
        if counted is None or counted[2] != viewer.person:
            unknown.append(act)
            continue
        sha256, log, _ = counted
        placed, stands = uow.logs.placed(log, event_of_act(sha256)), head(log)
        if placed is None or stands is None or placed[0] >= stands.size:
            waiting.append(act)
        else:
            found.append(_proof(act, log, *placed, stands, partial(tile, log)))
    return ActProofs(found, waiting, unknown)


def _proof(act: ActId, log: str, index: int, leaf: bytes, head: Head, tile: Callable[[int, int], bytes]) -> ActProof:
    path = inclusion_proof(index, head.size, hash_reader(tile))
    proof = ProofFile(index, tuple(path), head.checkpoint).encode().decode("utf-8")
    return ActProof(act, log, base64.b64encode(leaf).decode("ascii"), proof)
