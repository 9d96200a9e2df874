"""The nights of the stories: each story runs on SQLite and on PostgreSQL."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractAsyncContextManager
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from tests.harness.night import Night, Worlds

ANight = Callable[..., AbstractAsyncContextManager[Night]]


@pytest.fixture(scope="session")
def sqlite_worlds() -> Iterator[Worlds]:
    """Worlds on SQLite files, founded once in this process."""
    worlds = Worlds()
    yield worlds
    worlds.close()


@pytest.fixture(scope="session")
def postgres_worlds(postgres: Any) -> Iterator[Worlds]:
    """Worlds on the throw-away PostgreSQL cluster, founded once in this process."""
    worlds = Worlds(postgres)
    yield worlds
    worlds.close()


SQLITE = pytest.param("sqlite")
POSTGRES_SLOWLY = pytest.param("postgres", marks=[pytest.mark.postgres, pytest.mark.slow])
a_long_night = pytest.mark.parametrize("a_night", [SQLITE, POSTGRES_SLOWLY], indirect=True)
"""For a story of hours, or one told for many faults: in quick runs on SQLite alone."""


@pytest.fixture(params=[SQLITE, pytest.param("postgres", marks=pytest.mark.postgres)])
def a_night(request: pytest.FixtureRequest, tmp_path: Path) -> ANight:
    """Makes a night for this story: `async with a_night() as n`."""
    worlds: Worlds = request.getfixturevalue(f"{request.param}_worlds")
    return partial(worlds.night, tmp_path / "night")
