"""Asks the configured witnesses to cosign each log's newest checkpoint; nothing of the service ever waits for them."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import Enum
from functools import partial
from typing import Any, Final, Protocol, TypeVar

from config.logs import logger
from config.settings import Witnesses
from domain.audit.checkpoints import parse_unverified
from domain.audit.cosignatures import adopt
from domain.audit.errors import AuditError
from domain.audit.notes import parse_note
from domain.audit.proofs import consistency_proof
from domain.audit.strict import from_decimal
from domain.audit.tiles import hash_reader
from domain.audit.witness_policy import Witness, WitnessPolicy
from domain.audit.witnessing import PATH, AddCheckpoint
from domain.errors import StorageBusy
from domain.ports import Clock, Timer
from storage.logs import QUORUM, Witnessed
from storage.unit_of_work import SqlUnitOfWork

T = TypeVar("T")
Ask = Callable[[str, bytes], Awaitable[tuple[int, bytes]]]
"""Posts a body to an address; the status and body of the answer. Raises OSError when there was none."""

FORKED: Final = "log.forked"
"""The alarm of a log of which a witness saw another tree, or a larger one, than this store has."""
REFUSED: Final = "witness.refuses"
LATE: Final = "log.unwitnessed"
_LEASE: Final = "witnesses"
_log = logger("piket.witnessing")


class Store(Protocol):
    """The store as it is needed here: a unit is one transaction."""

    async def write(self, unit: Callable[[Any], T], *, urgent: bool = False) -> T: ...

    async def read(self, unit: Callable[[Any], T]) -> T: ...


class _Said(Enum):
    NOTHING = "nothing"
    """No answer, or one that says no more than that it was not possible now."""
    REFUSED = "refused"
    FORKED = "forked"


@dataclass(frozen=True, slots=True)
class _Standing:
    """One log: its newest checkpoint, and how far who confirmed it, and when."""

    log: str
    size: int
    checkpoint: bytes
    confirmed: Mapping[str, Witnessed]


class Witnessing:
    """Any number of instances may run it on one store: the lease lets one of them ask."""

    def __init__(
        self, store: Store, policy: WitnessPolicy, clock: Clock, timer: Timer, settings: Witnesses, ask: Ask
    ) -> None:
        self._store, self._policy, self._clock, self._timer = store, policy, clock, timer
        self._settings, self._ask = settings, ask
        self._woken = asyncio.Event()
        self._woken.set()
        self._working = False
        self._confirmed: dict[str, datetime | None] = {}

    @property
    def busy(self) -> bool:
        """Whether anything is left to do at this moment; virtual time stands still until there is not."""
        return self._working or self._woken.is_set()

    def ages(self) -> dict[str, float]:
        """Seconds since enough witnesses last confirmed each log whose newest checkpoint they have not (a metric).

        0 for a log that stands confirmed; since the first look for one that never was.
        """
        now = self._clock.now()
        return {
            log: 0.0 if since is None else max(0.0, (now - since).total_seconds())
            for log, since in self._confirmed.items()
        }

    async def run(self) -> None:
        """Ask at once, and then every so often, until cancelled."""
        while True:
            await self._woken.wait()
            self._working = True
            self._woken.clear()
            try:
                await self._round()
            except StorageBusy:
                _log.warning("witnesses later")
            self._timer.call_at(self._clock.now() + self._settings.every, self._woken.set)
            self._working = False

    async def _round(self) -> None:
        logs = await self._store.read(_standings)
        now = self._clock.now()
        for one in logs:
            self._look(one, now)
        asked = {log.log: self._lacking(log) for log in logs}
        if not any(asked.values()):
            return
        until = now + self._settings.lease
        if await self._store.write(lambda uow: uow.leases.take(_LEASE, now, until)) is None:
            return
        for one in logs:
            if asked[one.log]:
                said = await asyncio.gather(*(self._one(one, witness) for witness in asked[one.log]))
                await self._keep(one, dict(zip((witness.name for witness in asked[one.log]), said, strict=True)))

    def _look(self, one: _Standing, now: datetime) -> None:
        quorum = one.confirmed.get(QUORUM)
        if quorum is not None and quorum.size >= one.size:
            self._confirmed[one.log] = None
        else:
            before = self._confirmed.get(one.log)
            self._confirmed[one.log] = quorum.at if quorum is not None else before or now

    def _lacking(self, one: _Standing) -> list[Witness]:
        """The witnesses that can be asked and have not confirmed this log as it stands."""
        return [
            witness
            for witness in self._policy.witnesses.values()
            if witness.url is not None
            and (witness.name not in one.confirmed or one.confirmed[witness.name].size < one.size)
        ]

    async def _one(self, one: _Standing, witness: Witness) -> bytes | _Said:
        """Ask one witness; its signature lines, or what else it said. A size it names is tried once."""
        known = one.confirmed.get(witness.name)
        old = 0 if known is None else known.size
        for _ in range(2):
            start = old
            request = await self._store.read(partial(_request, one=one, old=old))
            try:
                async with asyncio.timeout(self._settings.answer_time.total_seconds()):
                    status, body = await self._ask(f"{witness.url}{PATH}", request.encode())
            except (OSError, TimeoutError):
                return _Said.NOTHING
            if status == 200:
                return body
            if status != 409:
                return _Said.REFUSED if 400 <= status < 500 and status != 429 else _Said.NOTHING
            try:
                old = from_decimal(body.decode("ascii").removesuffix("\n"))
            except (AuditError, UnicodeDecodeError):
                return _Said.REFUSED
            if old > one.size or old == start:
                return _Said.FORKED
        return _Said.NOTHING

    async def _keep(self, one: _Standing, said: Mapping[str, bytes | _Said]) -> None:
        """Store the cosignatures on their checkpoint with how far each witness is, in one transaction."""
        note, wrong = one.checkpoint, {name: what for name, what in said.items() if isinstance(what, _Said)}
        for name, lines in said.items():
            if isinstance(lines, bytes):
                try:
                    note = adopt(note, lines, [self._policy.witnesses[name].key])
                except AuditError:
                    wrong[name] = _Said.REFUSED
        cosigned = self._policy.cosigners(parse_note(note))
        wrong |= {name: _Said.REFUSED for name in said if name not in wrong and name not in cosigned}
        now, late = self._clock.now(), self._settings.late.total_seconds()
        enough = self._policy.met(cosigned)
        overdue = not enough and self.ages()[one.log] >= late

        def unit(uow: SqlUnitOfWork) -> None:
            if note == one.checkpoint or uow.logs.cosign(one.log, one.checkpoint, note):
                for name, seconds in cosigned.items():
                    uow.logs.witnessed(one.log, name, Witnessed(one.size, datetime.fromtimestamp(seconds, UTC)))
                if enough:
                    uow.logs.witnessed(one.log, QUORUM, Witnessed(one.size, now))
            for name in said:
                _alarm(uow, REFUSED, name, now, stands=wrong.get(name) is _Said.REFUSED)
            if _Said.FORKED in wrong.values():
                uow.alarms.raise_(FORKED, one.log, now)
            _alarm(uow, LATE, one.log, now, stands=overdue)

        await self._store.write(unit)
        if enough:
            self._confirmed[one.log] = None


def _alarm(uow: SqlUnitOfWork, kind: str, subject: str, now: datetime, *, stands: bool) -> None:
    if stands:
        uow.alarms.raise_(kind, subject, now)
    else:
        uow.alarms.clear(kind, subject, now)


def _standings(uow: SqlUnitOfWork) -> list[_Standing]:
    found = []
    for log in uow.logs.names():
        head = uow.logs.head(log)
        if head is not None:
            found.append(_Standing(log, head.size, head.checkpoint, uow.logs.witnesses_of(log)))
    return found


def _request(uow: SqlUnitOfWork, one: _Standing, old: int) -> AddCheckpoint:
    checkpoint, _ = parse_unverified(one.checkpoint)
    proof = consistency_proof(
        old, checkpoint.size, hash_reader(lambda level, tile: uow.logs.tile(one.log, level, tile))
    )
    return AddCheckpoint(old, tuple(proof), one.checkpoint)
