"""A phone keeps the newest checkpoint it verified; a log that forks, rolls back or hides leaves is refused."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from client.logs import LogRefused, LogWatch
from client.transport import ServerRefused
from domain.audit.checkpoints import Checkpoint, sign_checkpoint
from domain.audit.leaves import LeafType, make_leaf
from domain.audit.notes import SignatureType, SignerKey
from domain.audit.succession import LogKeys
from domain.audit.tiles import ENTRIES, WIDTH, encode_bundle, grow, parse_path
from domain.audit.tree import RunningTree, leaf_hash

KEY = SignerKey("piket.example/log/om", SignatureType.ED25519, bytes([9]) * 32)
STRANGER = SignerKey("piket.example/log/om", SignatureType.ED25519, bytes([8]) * 32)
KEYS = {"om": LogKeys(KEY.verifier)}
AT = datetime(2026, 3, 14, 2, 12, tzinfo=UTC)


def leaf(number: int, world: str = "a") -> bytes:
    return make_leaf(event=f"{world}{number:021d}", type=LeafType.ACT, time=AT, act_sha256=f"{number:064x}", seq=1).data


class Log:
    """A log of so many leaves as a service shows it; from `forked` on its leaves are others."""

    def __init__(self, size: int, *, forked: int | None = None, key: SignerKey = KEY) -> None:
        self.leaves = [leaf(number, "a" if forked is None or number < forked else "b") for number in range(size)]
        hashes = [leaf_hash(data) for data in self.leaves]
        self.tiles = {(tile.level, tile.index): data for tile, data in grow(0, hashes, lambda _level, _index: b"")}
        tree = RunningTree()
        tree.extend(hashes)
        self.checkpoint = sign_checkpoint(Checkpoint(key.name, size, tree.root()), key)

    async def log_file(self, _log: str, path: str) -> bytes:
        if path == "checkpoint":
            return self.checkpoint
        tile = parse_path(path)
        if (tile.level, tile.index) not in self.tiles:
            raise ServerRefused(404, "log.unknown")
        return self.tiles[tile.level, tile.index][: tile.width * 32]

    async def log_entries(self, _log: str, path: str) -> bytes:
        tile = parse_path(path)
        assert tile.level == ENTRIES
        return encode_bundle(self.leaves[tile.index * WIDTH : tile.index * WIDTH + tile.width])


def watch(folder: Path, log: Log) -> LogWatch:
    return LogWatch(folder, log)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.integers(0, 700), min_size=2, max_size=4))
@pytest.mark.asyncio
async def test_an_honest_log_is_followed_whatever_its_sizes(
    tmp_path_factory: pytest.TempPathFactory, sizes: Sequence[int]
) -> None:
    """Also when an older checkpoint comes late: the log still has the tiles of the newer one."""
    folder, log = tmp_path_factory.mktemp("phone"), Log(max(sizes))
    for size in sizes:
        log.checkpoint = Log(size).checkpoint
        newest = await watch(folder, log).refresh("om", KEYS)
    assert newest.size == max(sizes)
    seen = watch(folder, Log(0)).seen("om", KEYS)
    assert seen is not None
    assert (seen.origin, seen.size, seen.root) == (KEY.name, max(sizes), newest.root.hex())


@pytest.mark.parametrize(("known", "shown", "forked"), [(5, 5, 4), (5, 300, 2), (300, 5, 0), (256, 257, 255)])
async def test_a_forked_log_is_refused_and_the_known_one_stays(
    tmp_path: Path, known: int, shown: int, forked: int
) -> None:
    await watch(tmp_path, Log(known)).refresh("om", KEYS)
    with pytest.raises(LogRefused):
        await watch(tmp_path, Log(shown, forked=forked)).refresh("om", KEYS)
    seen = watch(tmp_path, Log(0)).seen("om", KEYS)
    assert seen is not None
    assert seen.size == known


async def test_a_log_that_was_cut_off_is_refused(tmp_path: Path) -> None:
    await watch(tmp_path, Log(300)).refresh("om", KEYS)
    cut = Log(280)
    with pytest.raises((LogRefused, ServerRefused)):
        await watch(tmp_path, cut).refresh("om", KEYS)


async def test_another_key_or_an_unknown_log_is_refused(tmp_path: Path) -> None:
    with pytest.raises(LogRefused):
        await watch(tmp_path, Log(3, key=STRANGER)).refresh("om", KEYS)
    with pytest.raises(LogRefused):
        await watch(tmp_path, Log(3)).refresh("nctv", KEYS)


async def test_a_changed_checkpoint_file_is_never_believed_again(tmp_path: Path) -> None:
    await watch(tmp_path, Log(3)).refresh("om", KEYS)
    path = tmp_path / "om.checkpoint"
    path.write_bytes(path.read_bytes().replace(b"\n3\n", b"\n2\n"))
    with pytest.raises(Exception, match="signature"):
        watch(tmp_path, Log(3)).seen("om", KEYS)


async def test_all_leaves_are_proven_to_be_all(tmp_path: Path) -> None:
    log = Log(300)
    found = await watch(tmp_path, log).leaves("om", KEYS)
    assert [one.act_sha256 for one in found] == [f"{number:064x}" for number in range(300)]
    log.leaves[7] = leaf(7, "b")
    with pytest.raises(LogRefused, match="not those"):
        await watch(tmp_path, log).leaves("om", KEYS)


async def test_a_tile_that_lies_cannot_prove_a_fork(tmp_path: Path) -> None:
    await watch(tmp_path, Log(300)).refresh("om", KEYS)
    forged = Log(600, forked=300)
    forged.tiles[0, 0] = bytes(32) + forged.tiles[0, 0][32:]
    forged.tiles[0, 1] = forged.tiles[0, 1][:-32] + bytes(32)
    with pytest.raises(LogRefused):
        await watch(tmp_path, forged).refresh("om", KEYS)
