"""Watches the logs: keeps the newest verified checkpoint of each, and refuses one that does not extend it."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from typing import Final, Protocol

from client.durable import private_folder, write_durably
from client.transport import ServerRefused
from domain.acts.payload import CheckpointSeen
from domain.audit.checkpoints import Checkpoint, parse_unverified
from domain.audit.errors import AuditError, NoteUnverified, ProofInvalid
from domain.audit.leaves import LeafFields, parse_leaf
from domain.audit.notes import MAX_NOTE_BYTES
from domain.audit.proofs import consistency_proof, verify_consistency
from domain.audit.succession import LogKeys
from domain.audit.tiles import ENTRIES, HEIGHT, WIDTH, Tile, decode_bundle, decode_tile, hash_reader
from domain.audit.tree import HASH_BYTES, RunningTree, leaf_hash
from domain.audit.witness_policy import WitnessPolicy

_NOTHING: Final = bytes(HASH_BYTES)
_EVIDENCE: Final = "refused"
_MOST_EVIDENCE: Final = 64
"""So many refused checkpoints are kept: a service that forks at every turn does not fill the device."""


class LogFiles(Protocol):
    """Where logs are read; `client.api.Api` is one."""

    async def log_file(self, log: str, path: str) -> bytes: ...

    async def log_entries(self, log: str, path: str) -> bytes: ...


class LogRefused(Exception):
    """A log is not what it was, or not signed by its key: the service shows different people different logs."""


class LogWatch:
    """The newest verified checkpoint of each log, kept in `folder`; its signed bytes are evidence and stay exact."""

    def __init__(self, folder: Path, files: LogFiles) -> None:
        self._folder, self._files = private_folder(folder), files
        self._newest: dict[str, Checkpoint] = {}

    def newest(self, log: str, keys: Mapping[str, LogKeys]) -> Checkpoint | None:
        """Return the newest checkpoint this device has verified; None when it saw none yet."""
        path = self._folder / f"{log}.checkpoint"
        if log not in self._newest and log in keys and path.exists():
            self._newest[log] = keys[log].open(path.read_bytes())
        return self._newest.get(log)

    def seen(self, log: str, keys: Mapping[str, LogKeys]) -> CheckpointSeen | None:
        """Return it as the next act names it: gossip against a log that is shown forked."""
        found = self.newest(log, keys)
        return None if found is None else CheckpointSeen(origin=found.origin, size=found.size, root=found.root.hex())

    async def refresh(self, log: str, keys: Mapping[str, LogKeys]) -> Checkpoint:
        """Fetch a log's checkpoint, prove that it belongs with the newest known, keep the larger; durably.

        Raises:
            LogRefused: when the key, the origin or the history is another.
        """
        if log not in keys:
            raise LogRefused("The genesis names no key for this log; do not trust what it says.")
        return await self.take(log, keys, await self._files.log_file(log, "checkpoint"))

    async def take(self, log: str, keys: Mapping[str, LogKeys], data: bytes) -> Checkpoint:
        """Hold a checkpoint from anywhere against the newest known, and keep the larger; durably.

        What is refused is kept too, beside the newest known: two signed checkpoints of which neither continues the
        other prove to anybody that the log was forked.

        Raises:
            LogRefused: when the key, the origin or the history is another.
        """
        if log not in keys:
            raise LogRefused("The genesis names no key for this log; do not trust what it says.")
        try:
            fresh = keys[log].open(data)
            known = self.newest(log, keys)
            if known is not None and known != fresh:
                await self._check_consistent(log, *sorted((known, fresh), key=lambda one: one.size))
        except AuditError as wrong:
            self._keep_evidence(log, data)
            raise LogRefused("The log does not continue what it showed before; call the officers.") from wrong
        if known is None or fresh.size > known.size:
            write_durably(self._folder / f"{log}.checkpoint", data)
            self._newest[log] = fresh
        return self._newest[log]

    async def witnessed(self, log: str, keys: Mapping[str, LogKeys], policy: WitnessPolicy) -> int:
        """Return how many leaves of a log enough witnesses have confirmed: 0 when none is to be had now.

        Raises:
            LogRefused: when they confirmed a log that is not the one this device was shown.
        """
        try:
            data = await self._files.log_file(log, "witnessed")
        except ServerRefused:
            return 0
        await self.take(log, keys, data)
        checkpoint, note = parse_unverified(data)
        try:
            policy.check(note)
        except NoteUnverified:
            return 0
        return checkpoint.size

    def evidence(self) -> list[Path]:
        """Return the checkpoints that were refused, as they came; the newest known lies beside each."""
        return sorted((self._folder / _EVIDENCE).glob("*.checkpoint"))

    def _keep_evidence(self, log: str, data: bytes) -> None:
        folder = private_folder(self._folder / _EVIDENCE)
        path = folder / f"{log}.{sha256(data).hexdigest()[:16]}.checkpoint"
        if not path.exists() and len(data) <= MAX_NOTE_BYTES and len(list(folder.iterdir())) < _MOST_EVIDENCE:
            write_durably(path, data)

    async def leaves(self, log: str, keys: Mapping[str, LogKeys]) -> list[LeafFields]:
        """Return every leaf below the newest checkpoint, proven to be all of them; for who may read entries.

        Raises:
            LogRefused: when the leaves are not those the checkpoint was signed over.
        """
        checkpoint = await self.refresh(log, keys)
        tree, found = RunningTree(), []
        try:
            for index in range(-(-checkpoint.size // WIDTH)):
                width = min(WIDTH, checkpoint.size - index * WIDTH)
                bundle = await self._files.log_entries(log, Tile(ENTRIES, index, width).path)
                for leaf in decode_bundle(bundle, width):
                    tree.append(leaf_hash(leaf))
                    found.append(parse_leaf(leaf))
        except AuditError as wrong:
            raise LogRefused("A leaf of the log is malformed; call the officers.") from wrong
        if tree.root() != checkpoint.root:
            raise LogRefused("The leaves are not those the log signed for; call the officers.")
        return found

    async def _check_consistent(self, log: str, old: Checkpoint, new: Checkpoint) -> None:
        """Raises ProofInvalid unless the newer tree begins with exactly the older one."""
        needed: set[tuple[int, int]] = set()

        def note(level: int, index: int) -> bytes:
            row, above = divmod(level, HEIGHT)
            needed.add((row, (index << above) // WIDTH))
            return _NOTHING

        consistency_proof(old.size, new.size, note)
        tiles: dict[tuple[int, int], bytes] = {}
        for row, index in sorted(needed):
            width = min(WIDTH, (new.size >> HEIGHT * row) - index * WIDTH)
            data = await self._files.log_file(log, Tile(row, index, width).path)
            decode_tile(data, width)
            tiles[row, index] = data
        proof = consistency_proof(old.size, new.size, hash_reader(lambda row, index: tiles[row, index]))
        verify_consistency(old.size, new.size, proof, old.root, new.root)
        if old.size == new.size and old.root != new.root:
            raise ProofInvalid("Two checkpoints of one size differ; the log is forked.")
