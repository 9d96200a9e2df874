"""EV-03: what was erased is told by the log itself; an act whose bytes are gone without that is named by its place."""

from __future__ import annotations

import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
import pytest_asyncio

from bot.cli.verifying import Result, named, verify_logs
from domain.ids import ItemId
from storage.evidence import evidence
from tests.client.service import Running, running
from tests.client.test_over_http import REQUEST
from tests.client.world import LOGS
from tests.harness.stores import sqlite_template, sqlite_url

__all__ = ["sqlite_template", "sqlite_url"]

BLANK = "UPDATE acts SET payload = x'', proofs = '[]' WHERE item = ?"


@pytest_asyncio.fixture
async def world(tmp_path: Path, sqlite_url: str) -> AsyncIterator[Running]:
    async with running(tmp_path, sqlite_url) as found:
        yield found


def change(world: Running, statement: str, *values: str) -> int:
    """What an operator can do to the database behind everybody's back; returns how many rows it touched."""
    path = world.service.settings.database.removeprefix("sqlite:///")
    with closing(sqlite3.connect(path)) as database, database:
        return database.execute(statement, values).rowcount


def verified(world: Running) -> Result:
    """What `piket log verify --acts` finds."""
    with evidence(world.service.settings.database) as store:
        keys = named([key.verifier for key in LOGS.values()], store)
        return verify_logs(store, keys, None, True, None, lambda *_: None)


async def two_requests(world: Running) -> tuple[ItemId, ItemId]:
    hanna = await world.phone("hanna")
    one, other = [(await hanna.submit_spoedaanwijzing(REQUEST)).item for _ in range(2)]
    assert (await hanna.withdraw(one)).status == 201
    await world.settle()
    return one, other


async def erase(world: Running) -> None:
    world.clock.advance(world.clock.now() + timedelta(days=5 * 366))
    await world.service.eraser.look()
    await world.settle()


async def test_ev_03_acts_that_were_erased_are_counted_and_everything_verifies(world: Running) -> None:
    await two_requests(world)
    before = verified(world)
    await erase(world)
    after = verified(world)
    assert (before.difference, before.erased) == (None, 0)
    assert (after.difference, after.erased, after.acts) == (None, 2, before.acts)


async def test_ev_03_an_act_that_was_blanked_without_a_word_in_the_log_is_a_difference(world: Running) -> None:
    one, _ = await two_requests(world)
    assert change(world, BLANK, one) == 2
    found = verified(world).difference
    assert found is not None
    assert (found.log, "does not say that it was erased" in found.sentence) == ("om", True)


@pytest.mark.parametrize("how", ["blanked as well", "moved into it", "taken out of it"])
async def test_ev_03_an_erasure_covers_exactly_the_acts_that_it_names(world: Running, how: str) -> None:
    one, other = await two_requests(world)
    await erase(world)
    if how == "taken out of it":
        assert change(world, "UPDATE acts SET item = NULL WHERE item = ?", one) == 2
    else:
        assert change(world, BLANK, other) == 1
        if how == "moved into it":
            assert change(world, "UPDATE acts SET item = ? WHERE item = ?", one, other) == 1
    found = verified(world).difference
    assert found is not None
    assert found.log == "om"


async def test_ev_03_a_statement_that_was_removed_is_a_difference(world: Running) -> None:
    one, _ = await two_requests(world)
    await erase(world)
    assert change(world, "DELETE FROM openings WHERE json_extract(said, '$.items') = ?", one) == 1
    found = verified(world).difference
    assert found is not None
    assert "what it says was erased is not kept" in found.sentence
