"""Makes signed acts: exact bytes built once, numbered per log, and saved before anything is sent.

A device keeps one small file per log: where its chain stands, and the one act that was signed and has no answer yet.
That act is sent again, byte for byte, until its answer is known; only then can the next be signed.
"""

from __future__ import annotations

import asyncio
import base64
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from client import envelopes
from client.durable import private_folder, write_durably
from client.envelopes import Signer
from client.keyring import Keyring
from domain.acts.envelope import DRILL_TYPE, REAL_TYPE, SignedAct
from domain.acts.payload import ActPayload, CheckpointSeen, Params, parse_payload
from domain.catalogue import read_act
from domain.functies import Holding
from domain.ids import ActId, ItemId, Sha256Hex


class ActUnderWay(Exception):
    """An earlier act of this device in this log has no answer yet: send that one again first."""


@dataclass(frozen=True, slots=True)
class Draft:
    """An act that a person has decided on, before it gets its number; `id` is known because content names it."""

    id: ActId
    name: str
    params: Params
    holding: Holding
    item: ItemId | None = None
    version: int | None = None
    blobs: Mapping[Sha256Hex, bytes] = field(default_factory=dict)
    """Every ciphertext that goes with the act."""
    uploaded: tuple[Sha256Hex, ...] = ()
    """Hashes of ciphertext that went up in chunks before."""
    drill: bool = False


@dataclass(frozen=True, slots=True)
class ReadyAct:
    """A signed act and its blobs: what is sent, now and on every repetition."""

    signed: SignedAct
    blobs: Mapping[Sha256Hex, bytes]

    @property
    def payload(self) -> ActPayload:
        return parse_payload(self.signed.payload)


def build_payload(
    draft: Draft,
    *,
    device: str,
    at: datetime,
    log: str,
    seq: int,
    prev: Sha256Hex | None,
    checkpoint: CheckpointSeen | None = None,
) -> bytes:
    """Return the exact bytes to be signed: JSON made here, once.

    Raises:
        Malformed: when no server would take them; nothing has been numbered or saved then.
    """
    payload = ActPayload(
        v=1,
        act=draft.name,
        id=draft.id,
        device=device,
        item=draft.item,
        version=draft.version,
        functie=draft.holding.functie,
        scope=draft.holding.scope,
        at=at,
        params=draft.params.model_dump(mode="json"),
        blobs=[*draft.blobs, *draft.uploaded],
        checkpoint=checkpoint,
        log=log,
        seq=seq,
        prev=prev,
    )
    raw = json.dumps(payload.model_dump(mode="json"), ensure_ascii=False, separators=(",", ":")).encode("utf-8")
    read_act(parse_payload(raw))
    return raw


@dataclass(frozen=True, slots=True)
class _Chain:
    seq: int = -1
    prev: Sha256Hex | None = None
    pending: ReadyAct | None = None


class Outbox:
    """The chains of one device, one file per log below `folder`; one process at a time may use a folder."""

    def __init__(self, folder: Path, keyring: Keyring, clock: Callable[[], datetime]) -> None:
        self._folder, self._keyring, self._clock = private_folder(folder), keyring, clock
        self._turns: dict[str, asyncio.Lock] = {}

    def turn(self, log: str) -> asyncio.Lock:
        """The lock under which one act at a time is signed, sent and answered in this log."""
        return self._turns.setdefault(log, asyncio.Lock())

    def sign(
        self,
        draft: Draft,
        log: str,
        *,
        by: Signer | None = None,
        also: Sequence[Signer] = (),
        checkpoint: CheckpointSeen | None = None,
    ) -> ReadyAct:
        """Number, sign and save an act; durable on return, so that a crash can lose nothing that was sent.

        `by` proves it instead of the device key: this device's passkey. `also` are others who sign the same bytes.

        Raises:
            ActUnderWay: while an earlier act in this log has no answer.
            Malformed: when the act does not have the shape it must have; nothing is saved.
        """
        chain = self._read(log)
        if chain.pending is not None:
            raise ActUnderWay("An earlier act has no answer yet; send it again first.")
        raw = build_payload(
            draft,
            device=self._keyring.device,
            at=self._clock(),
            log=log,
            seq=chain.seq + 1,
            prev=chain.prev,
            checkpoint=checkpoint,
        )
        signed = envelopes.sign(DRILL_TYPE if draft.drill else REAL_TYPE, raw, [by or self._keyring, *also])
        ready = ReadyAct(signed, dict(draft.blobs))
        self._write(log, _Chain(chain.seq, chain.prev, ready))
        return ready

    def begin_at(self, log: str, seq: int, prev: Sha256Hex) -> None:
        """Take over a chain that was begun elsewhere (at the founding); a log with acts of its own stays as it is."""
        if not self._path(log).exists():
            self._write(log, _Chain(seq, prev))

    def pending(self, log: str) -> ReadyAct | None:
        """The act in this log that was saved and has no answer yet: exactly the bytes that were signed."""
        return self._read(log).pending

    def logs(self) -> Iterator[str]:
        """Every log in which this device ever acted."""
        return (path.name.removesuffix(".chain") for path in sorted(self._folder.glob("*.chain")))

    def answered(self, log: str, *, stored: bool) -> None:
        """The pending act got its answer; `stored` says whether it consumed its number. Durable on return."""
        chain = self._read(log)
        if chain.pending is not None:
            kept = _Chain(chain.seq + 1, chain.pending.signed.sha256) if stored else _Chain(chain.seq, chain.prev)
            self._write(log, kept)

    def set_aside(self, log: str) -> None:
        """Keep the pending act apart: the service does not take it, and it may not hold up what comes after.

        Whether it was stored is not known; if it was, the next act is flagged as a broken chain: taken on
        an item, in the directory a 409 once.
        """
        chain = self._read(log)
        if chain.pending is not None:
            aside = self._folder / f"{chain.pending.payload.id}.aside"
            write_durably(aside, self._path(log).read_bytes())
            self._write(log, _Chain(chain.seq, chain.prev))

    def _read(self, log: str) -> _Chain:
        path = self._path(log)
        if not path.exists():
            return _Chain()
        found = json.loads(path.read_bytes())
        pending = None
        if found["pending"] is not None:
            blobs = [base64.b64decode(blob) for blob in found["pending"]["blobs"]]
            signed = envelopes.from_json(found["pending"]["signed"])
            pending = ReadyAct(signed, {blob_name(blob): blob for blob in blobs})
        return _Chain(found["seq"], found["prev"], pending)

    def _write(self, log: str, chain: _Chain) -> None:
        pending = None
        if chain.pending is not None:
            blobs = [base64.b64encode(blob).decode("ascii") for blob in chain.pending.blobs.values()]
            pending = {"signed": envelopes.to_json(chain.pending.signed), "blobs": blobs}
        document = {"seq": chain.seq, "prev": chain.prev, "pending": pending}
        write_durably(self._path(log), json.dumps(document).encode("ascii"))

    def _path(self, log: str) -> Path:
        return self._folder / f"{log}.chain"


def blob_name(blob: bytes) -> Sha256Hex:
    """Return the name of a ciphertext: its SHA-256."""
    return Sha256Hex(sha256(blob).hexdigest())
