"""tlog-tiles: paths, contents, growth, and proofs read back from tiles."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.audit.errors import AuditError, FormatInvalid
from domain.audit.proofs import consistency_proof, inclusion_proof, root_at, verify_consistency, verify_inclusion
from domain.audit.tiles import (
    ENTRIES,
    MAX_LEVEL,
    Tile,
    decode_bundle,
    decode_tile,
    encode_bundle,
    encode_tile,
    grow,
    grown,
    hash_reader,
    parse_path,
)
from domain.audit.tree import RunningTree, leaf_hash, perfect_root

from .sample_log import mth, sample_log

# Leaf hashes are arbitrary 32 bytes to a tile; numbers do.
NUMBERS = [number.to_bytes(32, "big") for number in range(70_000)]


@pytest.mark.parametrize(
    ("tile", "path"),
    [
        (Tile(0, 0), "tile/0/000"),
        (Tile(0, 1234067), "tile/0/x001/x234/067"),
        (Tile(1, 999, 17), "tile/1/999.p/17"),
        (Tile(2, 1000, 1), "tile/2/x001/000.p/1"),
        (Tile(MAX_LEVEL, 0, 255), "tile/63/000.p/255"),
        (Tile(ENTRIES, 5), "tile/entries/005"),
        (Tile(ENTRIES, 123456, 112), "tile/entries/x123/456.p/112"),
    ],
)
def test_a_tile_has_one_path(tile: Tile, path: str) -> None:
    assert tile.path == path
    assert parse_path(path) == tile


@pytest.mark.parametrize(
    "path",
    [
        "",
        "tile/0/0",
        "tile/0/00",
        "tile/0/0000",
        "tile/00/000",
        "tile/64/000",
        "tile/-1/000",
        "tile/data/000",
        "tile/0/x000/001",
        "tile/0/001/002",
        "tile/0/x001",
        "tile/0/x001/x002",
        "tile/0/000.p/0",
        "tile/0/000.p/01",
        "tile/0/000.p/256",
        "tile/0/000.p/",
        "tile/0/000/",
        "/tile/0/000",
        "tile/0/000\n",
        "tile/0/٠٠١",
        "tile/8/001",
        "tile/0/x999/x999/x999/x999/x999/x999/999",
        "tile/0/../000",
    ],
)
def test_another_spelling_of_a_path_is_refused(path: str) -> None:
    with pytest.raises(FormatInvalid):
        parse_path(path)


@given(st.integers(ENTRIES, MAX_LEVEL), st.integers(0, 1 << 54), st.integers(1, 256))
def test_paths_round_trip(level: int, index: int, width: int) -> None:
    tile = Tile(level, index >> 8 * max(level, 0), width)
    assert parse_path(tile.path) == tile


@given(st.text(alphabet="tile/entrisx.p0123456789", max_size=30) | st.text(max_size=20))
def test_any_text_is_the_one_path_of_a_tile_or_refused(path: str) -> None:
    try:
        tile = parse_path(path)
    except AuditError:
        return
    assert tile.path == path


@given(st.lists(st.binary(min_size=32, max_size=32), min_size=1, max_size=256))
def test_hash_tiles_round_trip(hashes: list[bytes]) -> None:
    data = encode_tile(hashes)
    assert decode_tile(data, len(hashes)) == hashes
    for wrong in (data[:-1], data + b"\x00", data + hashes[0]):
        with pytest.raises(FormatInvalid):
            decode_tile(wrong, len(hashes))


@pytest.mark.parametrize("hashes", [[], [b""], [bytes(31)], [bytes(33), bytes(31), b""], [bytes(32)] * 257])
def test_what_is_no_tile_is_not_encoded(hashes: list[bytes]) -> None:
    with pytest.raises(FormatInvalid):
        encode_tile(hashes)


@given(st.lists(st.binary(max_size=40), min_size=1, max_size=256))
def test_bundles_round_trip(entries: list[bytes]) -> None:
    data = encode_bundle(entries)
    assert decode_bundle(data, len(entries)) == entries
    for wrong, width in ((data[:-1], len(entries)), (data + b"\x00", len(entries)), (data, len(entries) + 1)):
        with pytest.raises(FormatInvalid):
            decode_bundle(wrong, width)


def test_the_largest_leaf_fits_in_a_bundle_and_a_larger_one_does_not() -> None:
    largest = bytes(65_535)
    assert encode_bundle([b"", largest])[:4] == b"\x00\x00\xff\xff"
    assert decode_bundle(encode_bundle([b"", largest]), 2) == [b"", largest]
    with pytest.raises(FormatInvalid):
        encode_bundle([bytes(65_536)])


@given(st.binary(max_size=300), st.integers(-1, 260))
def test_any_bytes_are_a_bundle_that_encodes_the_same_or_refused(data: bytes, width: int) -> None:
    try:
        entries = decode_bundle(data, width)
    except AuditError:
        return
    assert encode_bundle(entries) == data


def test_a_tree_of_70000_leaves_has_the_tiles_of_the_specification() -> None:
    tiles = grown(0, 70_000)
    assert sum(tile.level == 0 and tile.width == 256 for tile in tiles) == 273
    assert Tile(0, 273, 112) in tiles
    assert [tile for tile in tiles if tile.level > 0] == [Tile(1, 0), Tile(1, 1, 17), Tile(2, 0, 1)]
    assert [tile.index for tile in tiles if tile.level == ENTRIES] == list(range(274))
    assert grown(0, 256) == [Tile(ENTRIES, 0), Tile(0, 0), Tile(1, 0, 1)]
    assert grown(5, 5) == []


@given(st.integers(0, 1 << 40), st.integers(0, 2000))
def test_growth_changes_exactly_the_tiles_whose_width_changes(old: int, more: int) -> None:
    changed = set(grown(old, old + more))
    for level in range(7):
        before, after = (size >> 8 * level for size in (old, old + more))
        expected = {
            Tile(level, index, min(256, after - 256 * index))
            for index in range(before // 256, after // 256 + 1)
            if min(256, after - 256 * index) > max(0, min(256, before - 256 * index))
        }
        assert {tile for tile in changed if tile.level == level} == expected


@given(st.lists(st.integers(1, 700), min_size=1, max_size=4))
def test_growing_in_any_steps_writes_the_tiles_of_growing_at_once(steps: list[int]) -> None:
    total = sum(steps)
    stored: dict[tuple[int, int], bytes] = {}
    size = 0
    for step in steps:
        fresh = list(grow(size, NUMBERS[size : size + step], lambda level, index: stored.get((level, index), b"")))
        assert [tile for tile, _ in fresh] == [tile for tile in grown(size, size + step) if tile.level >= 0]
        stored.update({(tile.level, tile.index): data for tile, data in fresh})
        size += step
    at_once = {(tile.level, tile.index): data for tile, data in grow(0, NUMBERS[:total], lambda *_: b"")}
    assert stored == at_once


def test_growth_from_a_tile_boundary_reads_nothing() -> None:
    def read_tile(level: int, index: int) -> bytes:
        raise AssertionError(f"tile {index} of level {level} was read")

    assert [tile for tile, _ in grow(512, NUMBERS[512:515], read_tile)] == [Tile(0, 2, 3)]


def test_growth_beyond_a_tile_that_was_lost_is_refused() -> None:
    with pytest.raises(FormatInvalid):
        list(grow(3, NUMBERS[3:5], lambda *_: bytes(64)))


def test_hashes_at_every_level_are_read_from_tiles_of_three_levels() -> None:
    stored = {(tile.level, tile.index): data for tile, data in grow(0, NUMBERS, lambda *_: b"")}
    assert max(level for level, _ in stored) == 2
    hash_at = hash_reader(lambda level, index: stored.get((level, index), b""))
    for level, index in ((0, 69_999), (3, 8_749), (7, 3), (8, 272), (9, 135), (15, 1), (16, 0)):
        assert hash_at(level, index) == perfect_root(NUMBERS[index << level : (index + 1) << level])
    tree = RunningTree()
    tree.extend(NUMBERS)
    root = root_at(70_000, hash_at)
    assert root == tree.root()
    for index in (0, 255, 256, 65_535, 65_536, 69_999):
        verify_inclusion(NUMBERS[index], index, 70_000, inclusion_proof(index, 70_000, hash_at), root)
    for old in (1, 255, 256, 65_536, 69_888, 69_999):
        proof = consistency_proof(old, 70_000, hash_at)
        verify_consistency(old, 70_000, proof, root_at(old, hash_at), root)
    for level, index in ((0, 70_000), (8, 273), (16, 1), (24, 0)):
        with pytest.raises(FormatInvalid):
            hash_at(level, index)


def test_a_reader_reads_each_tile_once() -> None:
    log = sample_log(600)
    reads: list[tuple[int, int]] = []

    def read_tile(level: int, index: int) -> bytes:
        reads.append((level, index))
        return log.read_tile(level, index)

    hash_at = hash_reader(read_tile)
    verify_inclusion(leaf_hash(log.leaves[3]), 3, 600, inclusion_proof(3, 600, hash_at), mth(log.leaves))
    assert sorted(reads) == sorted(set(reads))
    assert all(re.fullmatch(r"tile/[01]/00[0-2]", Tile(*read).path) for read in reads)
