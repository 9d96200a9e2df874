"""Nights with the service as a child process, on SQLite and on PostgreSQL."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from functools import partial
from pathlib import Path

import pytest

from tests.harness.night import Worlds
from tests.kills.child_night import ChildNight
from tests.kills.points import PEOPLE
from tests.stories.conftest import postgres_worlds, sqlite_worlds

__all__ = ["postgres_worlds", "sqlite_worlds"]

AChildNight = Callable[[], AbstractAsyncContextManager[ChildNight]]


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def a_child_night(request: pytest.FixtureRequest, tmp_path: Path) -> AChildNight:
    """Makes a night for this test: `async with a_child_night() as n`."""
    worlds: Worlds = request.getfixturevalue(f"{request.param}_worlds")
    return partial(worlds.night_of, ChildNight, tmp_path / "night", cast=PEOPLE)
