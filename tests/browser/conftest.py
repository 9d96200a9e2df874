"""What every test in a browser needs: the app built once a session, a world founded once, and a stage."""

from __future__ import annotations

import asyncio
import fcntl
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path

import pytest
import pytest_asyncio

from tests.browser.gallery import Gallery, opened
from tests.browser.service import found_world
from tests.browser.stage import Stage
from tests.browser.stage import stage as staged
from tests.webapp.node import build, build_gallery


def _once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], None]) -> Path:
    """A folder that one process of this run makes and all of them use."""
    mine = factory.getbasetemp()
    shared = mine.parent if mine.name.startswith("popen-") else mine
    folder, done = shared / name, shared / f"{name}.done"
    with (shared / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not done.exists():
            make(folder)
            done.touch()
    return folder


@pytest.fixture(scope="session")
def app(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The app as `make app` builds it."""
    return _once(tmp_path_factory, "browser-app", build)


@pytest.fixture(scope="session")
def world(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A practice world with the cast in it, whose service has stopped; copy it, never change it."""

    def make(folder: Path) -> None:
        folder.mkdir()
        asyncio.run(found_world(folder))

    return _once(tmp_path_factory, "browser-world", make)


@pytest.fixture(scope="module")
def gallery(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Gallery]:
    """Every screen on a made-up phone."""
    with opened(_once(tmp_path_factory, "browser-gallery", build_gallery)) as found:
        yield found


@pytest_asyncio.fixture
async def stage(world: Path, app: Path, tmp_path: Path) -> AsyncIterator[Stage]:
    """The stage; whatever a browser complained of on it fails the test."""
    async with staged(world, app, tmp_path / "service") as found:
        yield found
        assert found.faults() == []
