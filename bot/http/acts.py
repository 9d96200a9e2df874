"""POST /v1/acts: signed acts come in, each is carried out in a transaction of its own, each gets an answer."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from itertools import takewhile
from time import perf_counter
from typing import Any, Final

from aiohttp import web

from bot.http.answers import json_answer
from bot.http.body import Parts, body_json, read_body, split_parts
from bot.http.door import DOOR, GAUGES, Door
from bot.http.envelope import ReadAct, blobs_to_find, check_blobs, read_acts, verify
from bot.http.problems import NotSupported, problem
from config.settings import Limits
from domain.acts.webauthn import App
from domain.errors import PiketError, StorageBusy
from domain.ids import ActId, DeviceId, Sha256Hex
from domain.ports import Answer, Device, UnitOfWork, VerifiedAct
from handlers.people import app_of
from handlers.reading import DoorUnit

_ON_THE_LOOP: Final = 4
"""So many signatures are looked up and checked where they are; more go to a thread: bells are not kept waiting."""
_SMALL: Final = 128 * 1024
"""A body of so many bytes is read where it is; what is larger, as many acts are, in a thread."""
_MANY: Final = 4
"""A request with more acts than this is a gesture of many."""
_TOGETHER: Final = 16
"""At most so many acts of a gesture of many share a transaction."""
_UNIT_SECONDS: Final = 0.006
"""Such a transaction begins no further act once it has run this long, nor once somebody else's emergency waits."""
_FRAMING: Final = 1024 * 1024
"""Room for the heads of all parts beside the parts themselves."""


@dataclass(frozen=True, slots=True)
class ActAnswer:
    """What became of one act; a refusal (403, 409) was stored, any other problem was not."""

    act: str
    status: int
    item: str | None
    version: int | None
    state: str | None
    code: str | None
    field: str | None
    flags: tuple[str, ...]
    rings_at: datetime | None
    """When people ring again because this act forces it; one too many is merged into a later ring (X-08)."""


@dataclass(frozen=True, slots=True)
class ActsAnswer:
    """The answers in the order of the acts; of one act, the HTTP status is the answer's."""

    answers: tuple[ActAnswer, ...]


async def post_acts(request: web.Request) -> web.StreamResponse:
    """Carry out one act or a batch; sending the same bytes again is always safe and gives the first answer.

    Nothing is stored unless every act of the request is well-formed, signed and complete. Emergencies take the
    urgent lane and are never refused for their number; a gesture of many never holds up somebody else's emergency.
    """
    door = request.app[DOOR]
    parts, acts = await _read_parts(request, door.settings.limits)
    verified = await _verified(door, acts, parts.blobs)
    gauges = request.app[GAUGES]
    if not any(act.spec.emergency for act in acts):  # nothing that comes along may hold an emergency back
        for device in {act.payload.device for act in acts}:
            gauges.devices.take(device)
    answers = await _all_carried_out(door, acts, verified)
    for act, answer in zip(acts, answers, strict=True):
        gauges.metrics.acts.labels(act.spec.name, str(answer.status), str(act.signed.drill).lower()).inc()
    return _answer(request, answers)


async def _read_parts(request: web.Request, limits: Limits) -> tuple[Parts, Sequence[ReadAct]]:
    kind = request.headers.get("Content-Type", "")
    media = kind.partition(";")[0].strip().lower()  # aiohttp would read each new boundary as a mail's head
    if media == "application/json":
        return _read(Parts(body_json(await read_body(request, limits.acts, limits.body_time)), {}), limits)
    if media != "multipart/form-data":
        raise NotSupported("body.type", "Acts come as application/json or multipart/form-data; say which it is.")
    body = await read_body(request, limits.acts + limits.blobs + _FRAMING, limits.body_time)

    def split() -> tuple[Parts, Sequence[ReadAct]]:
        return _read(split_parts(kind, body, document="acts", blob_limit=limits.blob, blobs_limit=limits.blobs), limits)

    return split() if len(body) <= _SMALL else await asyncio.to_thread(split)


def _read(parts: Parts, limits: Limits) -> tuple[Parts, Sequence[ReadAct]]:
    acts = read_acts(parts.document, limits.batch)
    check_blobs(acts, parts.blobs)
    return parts, acts


async def _verified(door: Door, acts: Sequence[ReadAct], parts: Mapping[str, bytes]) -> list[VerifiedAct]:
    signers = {proof.device for act in acts for proof in act.signed.proofs}
    by_passkey = any(proof.kind == "webauthn" for act in acts for proof in act.signed.proofs)

    def look(uow: DoorUnit) -> tuple[dict[DeviceId, Device], App | None, list[frozenset[Sha256Hex]]]:
        found = {device: row for device in signers if (row := uow.directory.device(device)) is not None}
        app = app_of(uow) if by_passkey else None
        return found, app, [_absent(uow, act, parts) for act in acts]

    few = sum(len(act.signed.proofs) for act in acts) <= _ON_THE_LOOP
    devices, app, absent = await door.store.read(look, brief=few)

    def check() -> list[VerifiedAct]:
        return [verify(act, devices, app, parts, its) for act, its in zip(acts, absent, strict=True)]

    return check() if few else await asyncio.to_thread(check)


def _absent(uow: DoorUnit, act: ReadAct, parts: Mapping[str, bytes]) -> frozenset[Sha256Hex]:
    """What an act names and may not: what neither came along nor was uploaded by its own device (P-01).

    Else whoever learns a hash would have another item's bytes released as their own. An act that is stored already
    is only being repeated.
    """
    elsewhere = blobs_to_find(act, parts)
    if not elsewhere or uow.acts.find(ActId(act.payload.id)) is not None:
        return frozenset()
    return frozenset(uow.blobs.missing(elsewhere, DeviceId(act.payload.device)))


async def _all_carried_out(door: Door, acts: Sequence[ReadAct], verified: Sequence[VerifiedAct]) -> list[Answer]:
    """Carry out acts in their order. Those of a gesture of many go behind what is urgent and came by itself.

    They share transactions, so that as much is flushed for several of them as for one.
    """
    many = len(acts) > _MANY
    answers: list[Answer] = []
    while len(answers) < len(acts):
        first = len(answers)
        some = verified[first : first + (_TOGETHER if many else 1)]
        urgent = acts[first].spec.emergency and not many
        answers += await _carry_out(door, some, urgent=urgent, alone=len(acts) == 1)
    return answers


async def _carry_out(door: Door, some: Sequence[VerifiedAct], *, urgent: bool, alone: bool = False) -> list[Answer]:
    """Carry out acts in one transaction, from the first on, as many as fit; return the answer of each that was.

    What goes wrong with one of several undoes them all, and then each is carried out for itself: in a batch it is an
    act's own answer and stops no other.
    """

    def unit(uow: UnitOfWork) -> list[Answer]:
        now, stop = door.clock.now(), perf_counter() + _UNIT_SECONDS
        done = [door.perform(uow, some[0], now, door.policy)]
        for act in some[1:]:
            if perf_counter() >= stop or door.store.urgent_waits:
                break
            done.append(door.perform(uow, act, now, door.policy))
        return done

    try:
        return await door.store.write(unit, urgent=urgent)
    except StorageBusy:
        return await _first_answers(door, some)
    except Exception as wrong:
        if len(some) > 1:
            return [answer for act in some for answer in await _carry_out(door, [act], urgent=urgent)]
        if alone or not isinstance(wrong, PiketError):
            raise
        return [Answer(ActId(some[0].payload.id), wrong.status, None, None, None, wrong.code, wrong.field, ())]


async def _first_answers(door: Door, some: Sequence[VerifiedAct]) -> list[Answer]:
    """The store could not say whether it stored: look how far it came.

    Raises:
        StorageBusy: when it stored none of these, or cannot say.
    """

    def look(uow: DoorUnit) -> list[Answer]:
        found = (uow.acts.find(ActId(act.payload.id)) for act in some)
        pairs = zip(some, found, strict=True)
        stored = takewhile(lambda pair: pair[1] is not None and pair[1][0] == pair[0].signed.sha256, pairs)
        return [known[1] for _, known in stored if known is not None]

    answers = await door.store.read(look)
    if not answers:
        raise StorageBusy("store.busy", "The act was not stored; send the same bytes again.")
    return answers


def _answer(request: web.Request, answers: Sequence[Answer]) -> web.Response:
    body: dict[str, Any] = {"answers": [asdict(answer) for answer in answers]}
    first = answers[0]
    if len(answers) > 1:
        return json_answer(body)
    if first.status < 400:
        return json_answer(body, status=first.status)
    return problem(request, first.status, first.code or "act.refused", field=first.field, more=body)
