"""Verifies logs in the store that serves them: every leaf, tile and checkpoint, what the root took, every act."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache, partial
from typing import Final

from config.keys import ROOT_LOG
from domain.audit.errors import AuditError, Difference, FormatInvalid, LogDiffers, OpeningInvalid
from domain.audit.leaves import LeafFields, LeafType, check_opening, parse_leaf
from domain.audit.proofs import root_at
from domain.audit.strict import hash_from_base64
from domain.audit.succession import LogKeys
from domain.audit.tiles import hash_reader
from domain.audit.verify import verify_log
from storage.evidence import Evidence

WAITING: Final = 100_000
_PAGE: Final = 512
_TILES_KEPT: Final = 1024

Page = Sequence[tuple[int | None, LeafFields]]
"""Leaves in order, each with its index; None while one waits for its place."""
Watch = Callable[[Page], None]
"""Called with each page of leaves once leaf and tile agree; raises at the first that says what is not so."""


@dataclass(slots=True)
class Report:
    """How far one log is verified."""

    log: str
    origin: str
    size: int
    leaves: int = 0
    checkpoints: int = 0
    covered: int = 0
    """Leaves that a checkpoint signs for."""
    waiting: int = 0
    """Durable leaves without a place yet: seen in a running service, for some milliseconds."""


class Untrue(AuditError):
    """A log holds together, and something it says does not hold; `place` is the index of the leaf, if it is one."""

    def __init__(self, log: str, place: int | None, what: str) -> None:
        where = "" if place is None else f"the leaf at index {place}: "
        super().__init__(f"Log {log}: {where}{what}; keep all data as it is and find out why.")
        self.log = log
        self.place = place


def verify(store: Evidence, log: str, keys: LogKeys, watch: Watch | None = None) -> Iterator[Report]:
    """Yield how far one log is verified; the last report says that all of it is good.

    Memory is O(log n) beside one page of leaves, and a page costs as many queries as one leaf.

    Raises:
        LogDiffers, Untrue: at the first difference, with its place.
    """
    head = store.logs.head(log)
    size = 0 if head is None else head.size
    report = Report(log, keys.origin, size, waiting=len(store.logs.unsequenced(log, WAITING)))
    taken: list[bytes] = []

    def leaves() -> Iterator[bytes]:
        for start in range(0, size, _PAGE):
            for data in store.logs.entries(log, start, min(start + _PAGE, size)):
                taken.append(data)
                yield data

    seen = 0
    for step in verify_log(keys, leaves(), _checkpoints(store, log), _tiles(store, log)):
        _look(log, seen, taken, watch)
        seen += len(taken)
        taken.clear()
        report.leaves, report.checkpoints, report.covered = step.leaves, step.checkpoints, step.covered
        yield report
    if report.leaves != size:
        raise LogDiffers(keys.origin, Difference.LEAF_MISSING, report.leaves)


def root_watch(store: Evidence, keys: Mapping[str, LogKeys]) -> Watch:
    """Return what the root log's leaves are held against: each took a checkpoint that its log, verified, still has."""
    logs = {one.origin: log for log, one in keys.items()}
    head = cache(store.logs.head)
    tile = lru_cache(_TILES_KEPT)(store.logs.tile)

    def watch(page: Page) -> None:
        taken = [(index, leaf) for index, leaf in page if leaf.type is LeafType.CHECKPOINT]
        kept = store.logs.openings_of(ROOT_LOG, [leaf.event for _, leaf in taken])
        for index, leaf in taken:
            openings = kept.get(leaf.event, ())
            try:
                for opening in openings:
                    check_opening(leaf, opening)
                said = {one.field: one.value for one in openings}
                origin, size, root = said["origin"], int(said["size"]), hash_from_base64(said["root"])
            except (KeyError, ValueError, FormatInvalid, OpeningInvalid):
                raise Untrue(ROOT_LOG, index, "what it took of another log cannot be read") from None
            if origin not in logs:
                raise Untrue(ROOT_LOG, index, "it took a checkpoint of a log without a key")
            log = logs[origin]
            found = head(log)
            if found is None or found.size < size:
                raise LogDiffers(origin, Difference.LEAF_MISSING, 0 if found is None else found.size)
            if root_at(size, hash_reader(partial(tile, log))) != root:
                raise LogDiffers(origin, Difference.FORK, size)

    return watch


def _look(log: str, start: int, taken: Sequence[bytes], watch: Watch | None) -> None:
    """Read a page of leaves and let it be watched; a leaf that is none waits until those before it were looked at."""
    page: list[tuple[int | None, LeafFields]] = []
    wrong: Untrue | None = None
    for index, data in enumerate(taken, start):
        try:
            page.append((index, parse_leaf(data)))
        except FormatInvalid:
            wrong = Untrue(log, index, "it is not a leaf")
            break
    if watch is not None and page:
        watch(page)
    if wrong is not None:
        raise wrong


def _tiles(store: Evidence, log: str) -> Callable[[int, int], bytes]:
    return lambda level, index: store.logs.tile(log, level, index)


def _checkpoints(store: Evidence, log: str) -> Iterator[bytes]:
    after = 0
    while page := store.logs.checkpoints(log, after, _PAGE):
        yield from (note for _, note in page)
        after = page[-1][0]
