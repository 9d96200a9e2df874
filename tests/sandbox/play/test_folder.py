"""A practice world wipes its own folder and no other: not a foreign one, and not one that is in use."""

import fcntl
from pathlib import Path

import pytest

from sandbox.__main__ import main
from sandbox.play.folder import MARK, FolderRefused, clear

FOREIGN = (
    "keys/om.key",
    "officials/a",
    "phones/b",
    "founder.keys.json",
    "genesis.unsigned.json",
    "package.json",
    "app.log",
    "log-keys.txt",
    "bot.token",
    "yarn.lock",
    "piket.db",
)


def filled(folder: Path, *names: str) -> dict[str, str]:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(f"what is in {name}")
    return held(folder)


def held(folder: Path) -> dict[str, str]:
    return {str(path.relative_to(folder)): path.read_text() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("name", FOREIGN)
def test_a_folder_that_practice_did_not_mark_is_refused_and_nothing_in_it_is_touched(
    tmp_path: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    before = filled(tmp_path, name)
    assert main(["prepare", "--data", str(tmp_path)]) == 3
    assert held(tmp_path) == before
    said = capsys.readouterr().err
    assert "nothing in it was touched" in said
    assert len(said.splitlines()) == 1


def test_a_new_or_empty_folder_is_marked(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    for folder in (tmp_path / "empty", tmp_path / "deep" / "new"):
        clear(folder)
        assert set(held(folder)) == {MARK, "piket.db.lock"}


def test_an_earlier_practice_world_is_wiped_and_what_piket_did_not_make_is_left(tmp_path: Path) -> None:
    clear(tmp_path)
    filled(tmp_path, "piket.db", "piket.db-wal", "keys/om.key", "phones/b/x", "world.json", "package.json", "app.log")
    clear(tmp_path)
    assert set(held(tmp_path)) == {MARK, "piket.db.lock", "package.json", "app.log"}


def test_a_link_goes_and_never_what_it_leads_to(tmp_path: Path) -> None:
    real, world = tmp_path / "real", tmp_path / "world"
    before = filled(real, "om.key")
    clear(world)
    (world / "keys").symlink_to(real)
    clear(world)
    assert not (world / "keys").exists()
    assert held(real) == before


def test_a_world_that_is_in_use_is_refused_and_nothing_in_it_is_touched(tmp_path: Path) -> None:
    clear(tmp_path)
    before = filled(tmp_path, "piket.db", "world.json")
    with (tmp_path / "piket.db.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with pytest.raises(FolderRefused, match="in use"):
            clear(tmp_path)
        assert held(tmp_path) == before
    clear(tmp_path)
    assert "piket.db" not in held(tmp_path)
