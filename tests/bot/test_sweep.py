"""The safety sweep of each second takes what an instance that died left behind, when nothing else wakes anybody."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from functools import partial
from pathlib import Path

import pytest

from domain.inbox import InboxEntry, InboxKind
from tests.harness.cast import CAST
from tests.harness.night import Night, Worlds
from tests.harness.stores import sqlite_template, sqlite_url
from tests.stories.conftest import postgres_worlds, sqlite_worlds

__all__ = ["postgres_worlds", "sqlite_template", "sqlite_url", "sqlite_worlds"]

ANight = Callable[[], AbstractAsyncContextManager[Night]]


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=[pytest.mark.postgres, pytest.mark.slow])])
def a_night(request: pytest.FixtureRequest, tmp_path: Path) -> ANight:
    worlds: Worlds = request.getfixturevalue(f"{request.param}_worlds")
    return partial(worlds.night_of, Night, tmp_path / "night", cast={"hovj": CAST["hovj"]})


async def test_an_update_that_a_dead_instance_kept_is_worked_off(a_night: ANight) -> None:
    async with a_night() as n:
        await n.soon()  # what starting wakes is over
        kept = InboxEntry("message:0:0", 1, InboxKind.DUTY, str(n["hovj"].chat), None, None, None, None, n.now)
        await n.service.store.write(lambda uow: uow.inbox.put([kept]))
        await n.soon()
        assert await n.service.store.read(lambda uow: uow.inbox.waiting()) == 1
        await n.service._sweep()
        await n.soon()
        assert await n.service.store.read(lambda uow: uow.inbox.waiting()) == 0
        assert n.api.screen(n["hovj"].chat)[-1].text.startswith("Wie dienst heeft")
