"""What one step of a log is: places, tiles and a signed checkpoint for its waiting leaves, and the root's leaves.

Every function here runs in a unit of the store. `prepare` reads, hashes and signs, in a reader; `place` and `record`
only write, so that nothing is computed while the one writer waits.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from typing import Final

from domain.audit.checkpoints import Checkpoint, parse_unverified, sign_checkpoint
from domain.audit.leaves import LeafType
from domain.audit.notes import SignerKey
from domain.audit.strict import to_base64
from domain.audit.succession import keys_at, next_turn
from domain.audit.tiles import grow
from domain.audit.tree import RunningTree, leaf_hash
from domain.errors import PiketError
from storage.logs import Head
from storage.unit_of_work import SqlUnitOfWork

ROOT: Final = "root"
"""The log whose leaves are the newest checkpoints of all other logs."""
_LEASE: Final = "sequencer/"
_RECORDED: Final = "root/"

Later = Callable[[str], Sequence[SignerKey]]
"""Gives the keys that were made to take over a log."""


class KeyMissing(PiketError):
    """A log has leaves and this instance has no key to sign for it; they wait, durable, until it has."""


class Placed(Enum):
    """What became of a batch."""

    DONE = "done"
    OVERTAKEN = "overtaken"
    """Another sequencer moved the head first, or another key takes over the log; nothing was written."""
    HELD = "held"
    """Another instance is working off this log; nothing was written."""


@dataclass(frozen=True, slots=True)
class Batch:
    """The next leaves of a log with all that placing them writes."""

    log: str
    seen_size: int
    leaves: tuple[int, ...]
    tiles: Mapping[tuple[int, int], bytes]
    head: Head
    more: bool
    """Whether leaves were left for a next batch."""
    turns: int = 0
    """How many turns of the log's key were known when it was signed."""


def prepare(
    uow: SqlUnitOfWork, log: str, key: SignerKey | None, limit: int, later: Later = lambda _log: ()
) -> Batch | None:
    """Build the next batch of at most `limit` leaves; None when none waits.

    `later` gives the keys that were made to take over a log. No batch goes past the size at which one does: there
    both keys sign, and beyond it the new one alone.

    Raises:
        KeyMissing: when leaves wait and there is no key that may sign at this size.
        FormatInvalid: when the stored head or a tile is damaged; nothing may be signed over it then.
    """
    waiting = uow.logs.unsequenced(log, limit + 1)
    if not waiting:
        return None
    head = uow.logs.head(log)
    tree = RunningTree() if head is None else RunningTree.from_bytes(head.frontier)
    seen_size, turns = tree.size, uow.audit.turns(log)
    stop = next_turn(turns, seen_size)
    taken = waiting[: limit if stop is None else min(limit, stop - seen_size)]
    able = [one for one in (key, *(later(log) if turns else ())) if one is not None]
    due = keys_at([] if key is None else [key.verifier], turns, seen_size + len(taken))
    signers = [one for one in able if one.verifier in due]
    if not signers:
        raise KeyMissing("log.key_missing", "A log has leaves and no key for them; put its key in the keys folder.")
    hashes = [leaf_hash(data) for _, data in taken]
    grown = grow(seen_size, hashes, lambda level, index: uow.logs.tile(log, level, index))
    tiles = {(tile.level, tile.index): data for tile, data in grown}
    tree.extend(hashes)
    note = sign_checkpoint(Checkpoint(signers[0].name, tree.size, tree.root()), *signers)
    head = Head(tree.size, tree.to_bytes(), note)
    placed = tuple(leaf for leaf, _ in taken)
    return Batch(log, seen_size, placed, tiles, head, len(waiting) > len(taken), len(turns))


def place(uow: SqlUnitOfWork, batch: Batch, now: datetime, lease: timedelta) -> Placed:
    """Store places, tiles, head and checkpoint together, if head and keys still stand as `prepare` saw them.

    The lease keeps other instances from competing during a long catch-up; the compare-and-swap of the head is what
    makes two sequencers safe. The lease is given up with the last batch.
    """
    name = _LEASE + batch.log
    if uow.leases.take(name, now, now + lease) is None:
        return Placed.HELD
    if len(uow.audit.turns(batch.log)) != batch.turns:
        uow.leases.let_go(name, now)
        return Placed.OVERTAKEN
    done = uow.logs.assign(batch.log, batch.seen_size, batch.leaves, batch.tiles, batch.head, now)
    if not (done and batch.more):
        uow.leases.let_go(name, now)
    return Placed.DONE if done else Placed.OVERTAKEN


def record(
    uow: SqlUnitOfWork, now: datetime, every: timedelta, at_least: timedelta, lease: timedelta
) -> datetime | None:
    """Give the root log the newest checkpoint of each log that is due; return when to look again (None: no log yet).

    Due is a log that changed since it was last taken, `every` after that; and each log `at_least` after it. Safe to
    repeat, and with several instances: what was taken, and when, stands in the store and moves under a lease.
    """
    name = _LEASE + "record"
    if uow.leases.take(name, now, now + lease) is None:
        return now + every
    again: list[datetime] = []
    for log in uow.logs.names():
        head = uow.logs.head(log)
        if log == ROOT or head is None:
            continue
        due = _due(uow.meta.get(_RECORDED + log), head.size, every, at_least)
        if due is None or due <= now:
            checkpoint, _ = parse_unverified(head.checkpoint)
            fields = {"origin": checkpoint.origin, "size": str(checkpoint.size), "root": to_base64(checkpoint.root)}
            uow.audit.append(ROOT, LeafType.CHECKPOINT, at=now, fields=fields)
            uow.meta.put(_RECORDED + log, f"{head.size} {now.isoformat()}")
            due = now + at_least
        again.append(due)
    uow.leases.let_go(name, now)
    return min(again, default=None)


def _due(found: str | None, size: int, every: timedelta, at_least: timedelta) -> datetime | None:
    """When a log's checkpoint must be taken; None when it never was."""
    if found is None:
        return None
    seen, _, at = found.partition(" ")
    return datetime.fromisoformat(at) + (every if int(seen) != size else at_least)
