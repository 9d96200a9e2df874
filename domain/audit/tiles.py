"""C2SP tlog-tiles: paths, contents, which tiles a growth changes, and subtree hashes read back from them."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from domain.audit.errors import FormatInvalid
from domain.audit.proofs import HashAt
from domain.audit.tree import HASH_BYTES, MAX_SIZE, perfect_root

HEIGHT = 8
WIDTH = 1 << HEIGHT
MAX_LEVEL = 63
MAX_ENTRY_BYTES = 65_535
ENTRIES = -1
"""The level that stands for `tile/entries/…`, the bundles of leaf bytes beside the hash tiles of level 0."""

ReadTile = Callable[[int, int], bytes]
"""`read_tile(level, index)`: the widest stored version of a hash tile; empty bytes when there is none."""

_PATH = re.compile(r"tile/(entries|[0-9]{1,2})/((?:x[0-9]{3}/){0,6}[0-9]{3})(?:\.p/([1-9][0-9]{0,2}))?")


@dataclass(frozen=True, slots=True)
class Tile:
    """One tile: its level (ENTRIES for a bundle), its index in that level, and how many hashes it holds."""

    level: int
    index: int
    width: int = WIDTH

    @property
    def path(self) -> str:
        """The path below the log's prefix, such as `tile/0/x001/234.p/7`."""
        digits = str(self.index)
        digits = digits.zfill(-(-len(digits) // 3) * 3)
        groups = [digits[at : at + 3] for at in range(0, len(digits), 3)]
        number = "/".join([*("x" + group for group in groups[:-1]), groups[-1]])
        level = "entries" if self.level == ENTRIES else str(self.level)
        return f"tile/{level}/{number}" + ("" if self.width == WIDTH else f".p/{self.width}")


def parse_path(path: str) -> Tile:
    """The tile a path names; raises FormatInvalid unless it is spelled exactly as `Tile.path` spells it."""
    found = _PATH.fullmatch(path)
    if found:
        level, number, width = found.groups()
        row = ENTRIES if level == "entries" else int(level)
        tile = Tile(row, int(number.replace("x", "").replace("/", "")), int(width or WIDTH))
        leaves_before = tile.index * WIDTH ** (max(row, 0) + 1)
        if tile.path == path and row <= MAX_LEVEL and tile.width <= WIDTH and leaves_before <= MAX_SIZE:
            return tile
    raise FormatInvalid("This is not the path of a tile; see c2sp.org/tlog-tiles for its form.")


def encode_tile(hashes: Sequence[bytes]) -> bytes:
    """The bytes of a hash tile of 1 to 256 hashes."""
    data = b"".join(hashes)
    if not 1 <= len(hashes) <= WIDTH or len(data) != HASH_BYTES * len(hashes):
        raise FormatInvalid("A tile holds 1 to 256 hashes of 32 bytes; split the hashes.")
    return data


def decode_tile(data: bytes, width: int) -> list[bytes]:
    """The hashes of a tile of exactly `width` hashes; raises FormatInvalid for any other length."""
    if not 1 <= width <= WIDTH or len(data) != HASH_BYTES * width:
        raise FormatInvalid("A tile does not have the number of hashes its path says; fetch it again.")
    return _hashes(data)


def encode_bundle(entries: Sequence[bytes]) -> bytes:
    """The bytes of an entry bundle: 1 to 256 leaves, each after its length in two bytes."""
    if not 1 <= len(entries) <= WIDTH or any(len(entry) > MAX_ENTRY_BYTES for entry in entries):
        raise FormatInvalid("A bundle holds 1 to 256 leaves of at most 65535 bytes; split the leaves.")
    return b"".join(len(entry).to_bytes(2, "big") + entry for entry in entries)


def decode_bundle(data: bytes, width: int) -> list[bytes]:
    """The leaves of a bundle of exactly `width` leaves; raises FormatInvalid when bytes lack or are left."""
    entries: list[bytes] = []
    at = 0
    while len(entries) < width and at + 2 <= len(data):
        end = at + 2 + int.from_bytes(data[at : at + 2], "big")
        entries.append(data[at + 2 : end])
        at = end
    if not 1 <= width <= WIDTH or len(entries) != width or at != len(data):
        raise FormatInvalid("A bundle does not have the number of leaves its path says; fetch it again.")
    return entries


def grown(old_size: int, new_size: int) -> list[Tile]:
    """Every bundle and hash tile that growing from `old_size` to `new_size` leaves makes or widens."""
    tiles: list[Tile] = []
    for level in (ENTRIES, *range(MAX_LEVEL + 1)):
        old, new = (size >> HEIGHT * max(level, 0) for size in (old_size, new_size))
        if old >= new:
            break
        first, last = old // WIDTH, (new - 1) // WIDTH
        tiles += [Tile(level, index, min(WIDTH, new - index * WIDTH)) for index in range(first, last + 1)]
    return tiles


def grow(size: int, hashes: Sequence[bytes], read_tile: ReadTile) -> Iterator[tuple[Tile, bytes]]:
    """The new contents of every hash tile that appending these leaf hashes to `size` leaves makes or widens.

    Reads at most one partial tile per level; raises FormatInvalid when one is shorter than `size` asks.
    """
    level, start, fresh = 0, size, list(hashes)
    while fresh:
        first, kept = divmod(start, WIDTH)
        before = read_tile(level, first)[: kept * HASH_BYTES] if kept else b""
        if len(before) != kept * HASH_BYTES:
            raise FormatInvalid("A stored tile is shorter than the log; rebuild the tiles from the leaves.")
        row = _hashes(before) + fresh
        fresh = []
        for at in range(0, len(row), WIDTH):
            part = row[at : at + WIDTH]
            yield Tile(level, first + at // WIDTH, len(part)), encode_tile(part)
            if len(part) == WIDTH:
                fresh.append(perfect_root(part))
        level, start = level + 1, first


def hash_reader(read_tile: ReadTile) -> HashAt:
    """The subtree hashes that proofs are made from, each tile read once; make a new reader for each proof.

    The reader raises FormatInvalid when a tile does not reach far enough.
    """
    tiles: dict[tuple[int, int], bytes] = {}

    def hash_at(level: int, index: int) -> bytes:
        row, above = divmod(level, HEIGHT)
        tile, place = divmod(index << above, WIDTH)
        if (row, tile) not in tiles:
            tiles[row, tile] = read_tile(row, tile)
        data = tiles[row, tile][place * HASH_BYTES : (place + (1 << above)) * HASH_BYTES]
        if len(data) != HASH_BYTES << above:
            raise FormatInvalid("A stored tile is shorter than the log; rebuild the tiles from the leaves.")
        return perfect_root(_hashes(data))

    return hash_at


def _hashes(data: bytes) -> list[bytes]:
    return [data[at : at + HASH_BYTES] for at in range(0, len(data), HASH_BYTES)]
