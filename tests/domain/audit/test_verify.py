"""ARCHITECTURE §7: a log that was deleted from, edited, swapped, cut off or re-signed is caught at the exact place."""

import tracemalloc
from collections.abc import Callable, Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.audit.checkpoints import Checkpoint, sign_checkpoint
from domain.audit.errors import Difference, LogDiffers
from domain.audit.succession import LogKeys
from domain.audit.tiles import grow
from domain.audit.tree import EMPTY_ROOT, leaf_hash
from domain.audit.verify import Progress, verify_log

from .sample_log import LOG_KEY, ORIGIN, OTHER_KEY, SampleLog, sample_log

KEYS = LogKeys(LOG_KEY.verifier)


def run(log: SampleLog, *known: Checkpoint, tiles: bool = True) -> Progress:
    read_tile = log.read_tile if tiles else None
    *_, last = verify_log(KEYS, log.leaves, log.checkpoints, read_tile, known)
    return last


def first_difference(log: SampleLog, *known: Checkpoint, tiles: bool = True) -> tuple[str, int]:
    with pytest.raises(LogDiffers) as caught:
        run(log, *known, tiles=tiles)
    assert caught.value.origin == ORIGIN
    assert str(caught.value.place) in str(caught.value)
    return caught.value.kind.value, caught.value.place


@pytest.mark.parametrize("sizes", [(0,), (1,), (256,), (0, 0, 1, 1, 5), (3, 255, 256, 257, 700), (512, 513), (66_000,)])
def test_an_untouched_log_verifies_with_and_without_tiles(sizes: tuple[int, ...]) -> None:
    log = sample_log(*sizes)
    for tiles in (True, False):
        assert run(log, log.head(), tiles=tiles) == Progress(sizes[-1], len(sizes) + 1, sizes[-1])


def test_progress_is_told_after_each_tile_and_at_the_end() -> None:
    log = sample_log(300, 600)
    seen = list(verify_log(KEYS, log.leaves, log.checkpoints, log.read_tile))
    assert seen == [Progress(256, 0, 0), Progress(512, 1, 300), Progress(600, 2, 600)]


def test_leaves_above_the_last_checkpoint_are_told_apart() -> None:
    log = sample_log(5, 9)
    log.checkpoints.pop()
    assert run(log) == Progress(9, 1, 5)


def delete(log: SampleLog) -> None:
    del log.leaves[299]


def edit(log: SampleLog) -> None:
    log.leaves[299] += b" edited"


def insert(log: SampleLog) -> None:
    log.leaves.insert(299, b"inserted")


def swap(log: SampleLog) -> None:
    log.leaves[299], log.leaves[301] = log.leaves[301], log.leaves[299]


def truncate(log: SampleLog) -> None:
    del log.leaves[299:]


def resign(log: SampleLog) -> None:
    log.checkpoints[1] = sign_checkpoint(sample_log(400).head(), OTHER_KEY)


def other_origin(log: SampleLog) -> None:
    head = sample_log(400).head()
    log.checkpoints[1] = sign_checkpoint(Checkpoint("piket.example/log/nctv", 400, head.root), LOG_KEY)


def other_root(log: SampleLog) -> None:
    log.checkpoints[1] = sign_checkpoint(Checkpoint(ORIGIN, 400, bytes(32)), LOG_KEY)


def garble(log: SampleLog) -> None:
    log.checkpoints[1] = log.checkpoints[1][:-1]


def disorder(log: SampleLog) -> None:
    log.checkpoints[1], log.checkpoints[2] = log.checkpoints[2], log.checkpoints[1]


@pytest.mark.parametrize(
    ("damage", "with_tiles", "without_tiles"),
    [
        (delete, ("leaf", 299), ("root", 400)),
        (edit, ("leaf", 299), ("root", 400)),
        (insert, ("leaf", 299), ("root", 400)),
        (swap, ("leaf", 299), ("root", 400)),
        (truncate, ("leaf_missing", 299), ("leaf_missing", 299)),
        (resign, ("signature", 400), ("signature", 400)),
        (other_origin, ("origin", 400), ("origin", 400)),
        (other_root, ("root", 400), ("root", 400)),
        (garble, ("checkpoint", 200), ("checkpoint", 200)),
        (disorder, ("checkpoint_order", 400), ("checkpoint_order", 400)),
    ],
)
def test_each_damage_is_named_at_its_first_place(
    damage: Callable[[SampleLog], None], with_tiles: tuple[str, int], without_tiles: tuple[str, int]
) -> None:
    log = sample_log(200, 400, 600)
    damage(log)
    assert first_difference(log) == with_tiles
    assert first_difference(log, tiles=False) == without_tiles


def rebuild_tiles(log: SampleLog) -> None:
    log.tiles = {
        (tile.level, tile.index): data
        for tile, data in grow(0, [leaf_hash(leaf) for leaf in log.leaves], lambda *_: b"")
    }


@pytest.mark.parametrize(("damage", "place"), [(delete, 400), (edit, 400), (insert, 400), (swap, 400)])
def test_tiles_rewritten_along_with_the_leaves_are_caught_by_the_next_checkpoint(
    damage: Callable[[SampleLog], None], place: int
) -> None:
    log = sample_log(200, 400, 600)
    damage(log)
    rebuild_tiles(log)
    assert first_difference(log) == ("root", place)


def test_a_log_rewritten_and_signed_again_with_its_own_key_is_caught_by_a_checkpoint_known_elsewhere() -> None:
    log = sample_log(200, 400, 600)
    known = sample_log(400).head()
    edit(log)
    rebuild_tiles(log)
    log.checkpoints = []
    log.sign()
    run(log)
    assert first_difference(log, known) == ("fork", 400)


def test_a_log_cut_off_with_its_checkpoints_is_caught_by_a_checkpoint_known_elsewhere() -> None:
    log = sample_log(200, 400)
    run(log, sample_log(300).head())
    assert first_difference(log, sample_log(401).head(), sample_log(300).head()) == ("leaf_missing", 400)


@pytest.mark.parametrize(("level", "index", "byte", "kind", "place"), [
    (0, 1, 3 * 32, "leaf", 259),
    (1, 0, 1 * 32, "tile_hash", 256),
    (1, 1, 0, "tile_hash", 65_536),
    (2, 0, 0, "tile_hash", 0),
])  # fmt: skip
def test_a_changed_tile_is_named_by_its_first_leaf(level: int, index: int, byte: int, kind: str, place: int) -> None:
    log = sample_log(66_000)
    data = bytearray(log.tiles[level, index])
    data[byte] ^= 1
    log.tiles[level, index] = bytes(data)
    assert first_difference(log) == (kind, place)


def test_a_changed_hash_above_the_second_full_tile_of_a_level_is_found() -> None:
    log = sample_log(2 * 65_536)
    log.tiles[2, 0] = log.tiles[2, 0][:32] + bytes(32)
    assert first_difference(log) == ("tile_hash", 65_536)


@pytest.mark.parametrize(
    ("level", "index", "kept", "place"), [(0, 1, 4, 260), (0, 2, 0, 512), (1, 0, 1, 256), (1, 0, 0, 0)]
)
def test_a_tile_that_is_short_or_lost_is_named_by_its_first_leaf(level: int, index: int, kept: int, place: int) -> None:
    log = sample_log(700)
    log.tiles[level, index] = log.tiles[level, index][: kept * 32]
    assert first_difference(log) == ("tile_hash_missing", place)


@pytest.mark.parametrize(("level", "index"), [(0, 2), (1, 0), (2, 0)])
def test_a_tile_that_promises_more_leaves_names_the_missing_leaf(level: int, index: int) -> None:
    log = sample_log(700)
    log.tiles[level, index] = log.tiles.get((level, index), b"") + bytes(32)
    assert first_difference(log) == ("leaf_missing", 700)


def test_a_checkpoint_of_an_empty_log_is_checked_too() -> None:
    log = SampleLog(checkpoints=[sign_checkpoint(Checkpoint(ORIGIN, 0, EMPTY_ROOT), OTHER_KEY)])
    assert first_difference(log) == ("signature", 0)


def test_differences_name_no_content() -> None:
    log = sample_log(200, 400, 600)
    edit(log)
    with pytest.raises(LogDiffers) as caught:
        run(log)
    assert str(caught.value) == (
        f"Log {ORIGIN}: the leaf at index 299 is not the leaf whose hash was stored; "
        "keep all data as it is and compare with a copy."
    )
    assert {LogDiffers(ORIGIN, kind, 5).kind for kind in Difference} == set(Difference)


@settings(deadline=None, max_examples=50)
@given(st.integers(1, 900), st.data())
def test_any_edited_leaf_is_named_exactly(size: int, data: st.DataObject) -> None:
    step = data.draw(st.integers(20, 300))
    log = sample_log(*range(step, size, step), size)
    place = data.draw(st.integers(0, size - 1))
    log.leaves[place] += b"!"
    assert first_difference(log) == ("leaf", place)
    next_checkpoint = min(size, (place // step + 1) * step)
    assert first_difference(log, tiles=False) == ("root", next_checkpoint)


def test_memory_stays_small_while_a_long_log_streams() -> None:
    total = 60_000
    head = sample_log(total).head()

    def stream() -> Iterator[bytes]:
        for number in range(total):
            yield f"leaf {number}".encode()

    tracemalloc.start()
    *_, last = verify_log(KEYS, stream(), iter([sign_checkpoint(head, LOG_KEY)]))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert last == Progress(total, 1, total)
    assert peak < 300_000
