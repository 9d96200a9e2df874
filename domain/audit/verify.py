"""Verifies a whole log as one stream: every leaf, every tile hash, every checkpoint, up to the first difference."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from domain.audit.checkpoints import Checkpoint, parse_unverified
from domain.audit.errors import Difference, FormatInvalid, LogDiffers, NoteUnverified
from domain.audit.notes import Note
from domain.audit.succession import LogKeys
from domain.audit.tiles import HEIGHT, WIDTH, ReadTile, Tile
from domain.audit.tree import HASH_BYTES, MAX_SIZE, RunningTree, leaf_hash, perfect_root


@dataclass(frozen=True, slots=True)
class Progress:
    """What has been verified so far; `covered` is the size of the last checkpoint that was reached.

    Leaves beyond `covered` agree with their stored hashes but are not signed for yet.
    """

    leaves: int
    checkpoints: int
    covered: int


def verify_log(
    keys: LogKeys,
    leaves: Iterable[bytes],
    checkpoints: Iterable[bytes],
    read_tile: ReadTile | None = None,
    known: Iterable[Checkpoint] = (),
) -> Iterator[Progress]:
    """Yield progress after each tile of 256 leaves and at the end; raise LogDiffers at the first difference.

    `keys` say who may sign at which size. `leaves` are the exact leaf bytes from index 0; `checkpoints` the stored
    signed checkpoints by rising size;
    `read_tile` gives the widest stored hash tile; without it an edited leaf is found at the first checkpoint
    above it instead of at its index. `known` are verified checkpoints from elsewhere (a device, a
    witness, the root log): without one, a log cut off together with its checkpoints cannot be told from a
    younger log. Reads each input once, in order; memory is O(log n) beside `known`.
    """
    run = _Run(keys, iter(checkpoints), sorted(known, key=lambda one: one.size), read_tile)
    stream = iter(leaves)
    while batch := list(islice(stream, WIDTH)):
        run.take([leaf_hash(leaf) for leaf in batch])
        if len(batch) == WIDTH:
            yield run.progress()
    run.finish()
    yield run.progress()


class _Run:
    """One verification under way: the running tree, the tile rows being filled, and the next checkpoint due."""

    def __init__(
        self,
        keys: LogKeys,
        stored: Iterator[bytes],
        known: list[Checkpoint],
        read_tile: ReadTile | None,
    ) -> None:
        self._origin, self._keys, self._read_tile = keys.origin, keys, read_tile
        self._tree = RunningTree()
        self._rows: list[list[bytes]] = []
        self._stored, self._known = stored, known
        self._checkpoints = self._covered = 0
        self._due: tuple[Checkpoint, Note] | None = None
        self._next_due()
        self._meet_checkpoints()

    def progress(self) -> Progress:
        return Progress(self._tree.size, self._checkpoints, self._covered)

    def take(self, hashes: list[bytes]) -> None:
        """Add the leaf hashes of one tile (fewer only at the end of the log)."""
        start = self._tree.size
        stored = self._stored_tile(0, start)
        above = perfect_root(hashes) if len(hashes) == WIDTH else None
        if above is not None and self._next_stop() >= start + WIDTH:
            self._compare(0, start, hashes, stored)
            self._tree.append(above, HEIGHT)
            self._meet_checkpoints()
        while self._tree.size < start + len(hashes):
            place = self._tree.size - start
            stop = min(len(hashes), self._next_stop() - start)
            self._compare(0, start + place, hashes[place:stop], stored)
            self._tree.extend(hashes[place:stop])
            self._meet_checkpoints()
        if above is not None:
            self._climb(above)

    def _climb(self, hashed: bytes) -> None:
        """Add the root of a full tile to the row above, and so on while that fills a tile."""
        level = 1
        while True:
            if len(self._rows) < level:
                self._rows.append([])
            row = self._rows[level - 1]
            row.append(hashed)
            index = (self._tree.size >> HEIGHT * level) - 1
            self._compare(level, index, row[-1:], self._stored_tile(level, index))
            if len(row) < WIDTH:
                return
            self._rows[level - 1] = []
            hashed = perfect_root(row)
            level += 1

    def finish(self) -> None:
        """All leaves were taken: nothing that is stored or known may promise more of them."""
        size = self._tree.size
        more = self._due is not None or bool(self._known)
        for level in range(len(self._rows) + 2):
            index = size >> HEIGHT * level
            more = more or len(self._stored_tile(level, index) or b"") > index % WIDTH * HASH_BYTES
        if more:
            raise LogDiffers(self._origin, Difference.LEAF_MISSING, size)

    def _stored_tile(self, level: int, index: int) -> bytes | None:
        """The stored tile that holds this hash; None when tiles are not part of this verification."""
        return None if self._read_tile is None else self._read_tile(level, index // WIDTH)

    def _compare(self, level: int, index: int, hashes: list[bytes], stored: bytes | None) -> None:
        """Refuse the first of these hashes, neighbours in one tile, that is not stored as such."""
        if stored is None:
            return
        tile, place = divmod(index, WIDTH)
        found = stored[place * HASH_BYTES : (place + len(hashes)) * HASH_BYTES]
        if found == b"".join(hashes):
            return
        wrong = next(at for at, hashed in enumerate(hashes) if found[at * HASH_BYTES : (at + 1) * HASH_BYTES] != hashed)
        absent = len(found) < (wrong + 1) * HASH_BYTES
        if level == 0 and not absent:
            raise LogDiffers(self._origin, Difference.LEAF, index + wrong)
        kind = Difference.TILE_HASH_MISSING if absent else Difference.TILE_HASH
        detail = f"{place + wrong} of {Tile(level, tile).path}"
        raise LogDiffers(self._origin, kind, index + wrong << HEIGHT * level, detail)

    def _next_stop(self) -> int:
        """The size of the next checkpoint to meet; beyond any log when there is none."""
        sizes = [self._due[0].size] if self._due else []
        return min(sizes + [one.size for one in self._known[:1]], default=MAX_SIZE)

    def _meet_checkpoints(self) -> None:
        """Check every checkpoint of exactly the present size."""
        size = self._tree.size
        while self._due is not None and self._due[0].size == size:
            checkpoint, note = self._due
            if checkpoint.origin != self._origin:
                raise LogDiffers(self._origin, Difference.ORIGIN, size)
            try:
                self._keys.check(checkpoint, note)
            except NoteUnverified as error:
                raise LogDiffers(self._origin, Difference.SIGNATURE, size) from error
            self._match(checkpoint, Difference.ROOT)
            self._covered = size
            self._next_due()
        while self._known and self._known[0].size == size:
            self._match(self._known.pop(0), Difference.FORK)

    def _match(self, checkpoint: Checkpoint, kind: Difference) -> None:
        if checkpoint.root != self._tree.root():
            raise LogDiffers(self._origin, kind, checkpoint.size)
        self._checkpoints += 1

    def _next_due(self) -> None:
        """Read the next stored checkpoint, which may not be smaller than the last one."""
        self._due = None
        for data in islice(self._stored, 1):
            try:
                self._due = parse_unverified(data)
            except FormatInvalid as error:
                raise LogDiffers(self._origin, Difference.CHECKPOINT, self._tree.size) from error
            if self._due[0].size < self._tree.size:
                raise LogDiffers(self._origin, Difference.CHECKPOINT_ORDER, self._due[0].size)
