"""Watches the logs: keeps the newest verified checkpoint of each, and refuses one that does not extend it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final, Protocol

from client.durable import private_folder, write_durably
from domain.acts.payload import CheckpointSeen
from domain.audit.checkpoints import Checkpoint, open_checkpoint
from domain.audit.errors import AuditError, ProofInvalid
from domain.audit.leaves import LeafFields, parse_leaf
from domain.audit.notes import VerifierKey
from domain.audit.proofs import consistency_proof, verify_consistency
from domain.audit.tiles import ENTRIES, HEIGHT, WIDTH, Tile, decode_bundle, decode_tile, hash_reader
from domain.audit.tree import HASH_BYTES, RunningTree, leaf_hash

_NOTHING: Final = bytes(HASH_BYTES)


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

    def newest(self, log: str, keys: Mapping[str, VerifierKey]) -> Checkpoint | None:
        """Return the newest checkpoint this device has verified; None when it saw none yet."""
        path = self._folder / f"{log}.checkpoint"
        if log not in self._newest and log in keys and path.exists():
            self._newest[log] = open_checkpoint(path.read_bytes(), keys[log].name, keys[log])
        return self._newest.get(log)

    def seen(self, log: str, keys: Mapping[str, VerifierKey]) -> CheckpointSeen | None:
        """Return it as the next act names it: gossip against a log that is shown forked."""
        found = self.newest(log, keys)
        return None if found is None else CheckpointSeen(origin=found.origin, size=found.size, root=found.root.hex())

    async def refresh(self, log: str, keys: Mapping[str, VerifierKey]) -> Checkpoint:
        """Fetch a log's checkpoint, prove that it belongs with the newest known, keep the larger; durably.

        Raises:
            LogRefused: when the key, the origin or the history is another.
        """
        if log not in keys:
            raise LogRefused("The genesis names no key for this log; do not trust what it says.")
        data = await self._files.log_file(log, "checkpoint")
        try:
            fresh = open_checkpoint(data, keys[log].name, keys[log])
            known = self.newest(log, keys)
            if known is not None:
                await self._check_consistent(log, *sorted((known, fresh), key=lambda one: one.size))
        except AuditError as wrong:
            raise LogRefused("The log does not continue what it showed before; call the officers.") from wrong
        if known is None or fresh.size > known.size:
            write_durably(self._folder / f"{log}.checkpoint", data)
            self._newest[log] = fresh
        return self._newest[log]

    async def leaves(self, log: str, keys: Mapping[str, VerifierKey]) -> list[LeafFields]:
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
