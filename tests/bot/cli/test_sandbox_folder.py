"""`piket run --sandbox` on a folder that is not its own to wipe, and what it says when it stops."""

from __future__ import annotations

import fcntl
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from bot.cli import run
from bot.cli.installation import Place
from tests.bot.cli.conftest import Typed

Piket = Callable[..., Typed]
HOLDS = """
import fcntl, os, sys
fcntl.flock(os.open(sys.argv[1], os.O_RDONLY), fcntl.LOCK_EX)
print(flush=True)
input()
"""


def held(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """The folders in which a service was started."""
    folders: list[Path] = []

    @contextmanager
    def sandbox(place: Place) -> Iterator[dict[str, object]]:
        place.folder.mkdir(exist_ok=True)
        yield {}

    def serve(place: Place, *_more: object) -> int:
        folders.append(place.folder)
        assert not {name for name in os.environ if name.startswith("PIKET_DATABASE")}
        return 0

    monkeypatch.setattr(run, "_sandbox", sandbox)
    monkeypatch.setattr(run, "_serve", serve)
    return folders


def test_an_installation_that_is_being_founded_is_refused_and_stays_as_it_is(piket: Piket, begun: Path) -> None:
    before = held(begun)
    said = piket("run", "--sandbox", "--data", begun)
    assert (said.status, "nothing in it was touched" in said.err) == (3, True)
    assert held(begun) == before


def test_a_founders_folder_is_refused_and_stays_as_it_is(piket: Piket, founders: list[Path]) -> None:
    before = held(founders[0])
    assert piket("run", "--sandbox", "--data", founders[0]).status == 3
    assert held(founders[0]) == before


def test_data_with_a_point_means_this_folder_and_not_the_default(
    piket: Piket, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (data / "package.json").write_text("{}")
    monkeypatch.chdir(data)
    said = piket("run", "--sandbox", "--data", ".")
    assert (said.status, "package.json" in said.err, (data / ".run").exists()) == (3, False, False)
    assert held(data) == {"package.json": b"{}"}


def test_a_second_world_beside_a_running_one_is_refused_before_anything_is_wiped(piket: Piket, data: Path) -> None:
    (data / "PRACTICE-WORLD.txt").touch()
    (data / "piket.db").write_bytes(b"the first one's")
    before = held(data)
    first = subprocess.Popen([sys.executable, "-c", HOLDS, str(data)], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    try:
        assert first.stdout is not None
        first.stdout.readline()
        said = piket("run", "--sandbox", "--data", data)
        assert (said.status, "runs in" in said.err, "already" in said.err) == (3, True, True)
        assert held(data) == before
    finally:
        first.communicate(b"\n")


def test_the_folder_is_free_again_when_a_world_has_ended(data: Path) -> None:
    with run._alone(data):
        handle = os.open(data, os.O_RDONLY)
        with pytest.raises(BlockingIOError):
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    os.close(handle)


def test_practice_never_follows_the_environment_to_another_database(
    piket: Piket, data: Path, monkeypatch: pytest.MonkeyPatch, served: list[Path]
) -> None:
    monkeypatch.chdir(data)
    monkeypatch.setenv("PIKET_DATABASE_URL", "postgresql://real@127.0.0.1:9/work")
    monkeypatch.setenv("PIKET_DATABASE_URL_FILE", "real.url")
    assert piket("run", "--sandbox").status == 0
    assert served == [Path(".run")]


def test_a_world_that_stops_says_so_and_where_it_stays(
    piket: Piket, data: Path, monkeypatch: pytest.MonkeyPatch, served: list[Path]
) -> None:
    folder = data / "world"
    said = piket("run", "--sandbox", "--data", folder)
    assert said.status == 0
    assert f"Stopped. The practice world stays in {folder}" in said.out

    def interrupted(*_given: object) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr(run, "_serve", interrupted)
    said = piket("run", "--sandbox", "--data", folder)
    assert (said.status, "Stopped." in said.out) == (130, True)
    assert len(served) == 1
