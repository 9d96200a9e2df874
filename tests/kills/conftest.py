"""Nights with the service as a child process, on SQLite and on PostgreSQL."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractAsyncContextManager
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from tests.harness.night import Worlds
from tests.harness.stores import database_url, sqlite_template, sqlite_url
from tests.kills.child_night import ChildNight
from tests.kills.points import PEOPLE
from tests.stories.conftest import postgres_worlds, sqlite_worlds

__all__ = ["database_url", "postgres_worlds", "sqlite_template", "sqlite_url", "sqlite_worlds"]

AChildNight = Callable[[], AbstractAsyncContextManager[ChildNight]]


SQLITE = pytest.param("sqlite")
POSTGRES_SLOWLY = pytest.param("postgres", marks=[pytest.mark.postgres, pytest.mark.slow])


def sampled(nights: Sequence[dict[str, str]], *quick: str) -> list[Any]:
    """Every night on both databases; a quick run has the first on the first database named, and so on."""
    return [
        pytest.param(
            database,
            night,
            id=f"{database}-{number}-{len(night)}",
            marks=[getattr(pytest.mark, name) for name in ("postgres", "slow") if name in (database, speed)],
        )
        for number, night in enumerate(nights, 1)
        for database in ("sqlite", "postgres")
        for speed in (["quick"] if quick[number - 1 : number] == (database,) else ["slow"])
    ]


@pytest.fixture(params=[SQLITE, POSTGRES_SLOWLY])
def a_child_night(request: pytest.FixtureRequest, tmp_path: Path) -> AChildNight:
    """Makes a night for this test: `async with a_child_night() as n`."""
    worlds: Worlds = request.getfixturevalue(f"{request.param}_worlds")
    return partial(worlds.night_of, ChildNight, tmp_path / "night", cast=PEOPLE)
