"""Nights in which one write fails, on SQLite and (slower) on PostgreSQL."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from functools import partial
from pathlib import Path

import pytest

from tests.failures.faults import Failure, Faults
from tests.harness.cast import CAST
from tests.harness.night import Night, Worlds
from tests.harness.stores import sqlite_template, sqlite_url
from tests.stories.conftest import postgres_worlds, sqlite_worlds

__all__ = ["postgres_worlds", "sqlite_template", "sqlite_url", "sqlite_worlds"]

PEOPLE = {name: CAST[name] for name in ("hovj", "piket1", "lcc1", "rccb")}

AFailingNight = Callable[[], AbstractAsyncContextManager[Night]]


@pytest.fixture(params=list(Failure), ids=lambda failure: failure.value)
def faults(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Faults:
    """Both failures of a write, in turn."""
    return Faults(monkeypatch, request.param)


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=[pytest.mark.postgres, pytest.mark.slow])])
def a_night(request: pytest.FixtureRequest, tmp_path: Path) -> AFailingNight:
    """Makes a night for this test: `async with a_night() as n`."""
    worlds: Worlds = request.getfixturevalue(f"{request.param}_worlds")
    return partial(worlds.night_of, Night, tmp_path / "night", cast=PEOPLE)
