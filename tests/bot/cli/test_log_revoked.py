"""Never unprovable: an act that was let in after its device was revoked is named by its place, whoever let it in."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
import pytest_asyncio

from bot.cli.verifying import Result, named, verify_logs
from domain.acts.item import IkBel
from storage.evidence import evidence
from tests.client.service import Running, running
from tests.client.test_over_http import REQUEST
from tests.client.world import LOGS, PIKET, keyring_of
from tests.harness.stores import sqlite_template, sqlite_url

__all__ = ["sqlite_template", "sqlite_url"]

CALL = IkBel(what="ontvangen")


@pytest_asyncio.fixture
async def world(tmp_path: Path, sqlite_url: str) -> AsyncIterator[Running]:
    async with running(tmp_path, sqlite_url) as found:
        yield found


async def revoke_pieter(world: Running) -> None:
    """A minute of the service's time later, so that moments differ; the officers' clocks stand where they stood."""
    officer = await world.phone("stichter-a")
    await world.settle(60)
    officer.clock = lambda: world.clock.now() + timedelta(days=1)
    lost = officer.officer().revoke_device(keyring_of("pieter").device)
    assert (await officer.carry_out(lost, also=[keyring_of("stichter-b")])).status == 201
    await world.settle(60)


def let_in_again(world: Running) -> None:
    """What an operator can do to the database behind the officers' backs."""
    with closing(sqlite3.connect(database_of(world))) as database, database:
        changed = database.execute(
            "UPDATE devices SET revoked_at = NULL WHERE id = ?", (keyring_of("pieter").device,)
        ).rowcount
    assert changed == 1


def database_of(world: Running) -> str:
    return world.service.settings.database.removeprefix("sqlite:///")


def verified(world: Running) -> Result:
    """What `piket log verify --acts` finds."""
    with evidence(world.service.settings.database) as store:
        keys = named([key.verifier for key in LOGS.values()], store)
        return verify_logs(store, keys, None, True, None, lambda *_: None)


async def test_what_a_device_did_before_it_was_revoked_stays_good(world: Running) -> None:
    hanna, pieter = await world.phone("hanna"), await world.phone("pieter")
    item = (await hanna.submit_spoedaanwijzing(REQUEST)).item
    assert (await pieter.act("item.ik_bel", CALL, PIKET, item=item)).status == 201
    await revoke_pieter(world)
    assert (await hanna.spoken(item)).status == 201
    await world.settle()
    assert verified(world).difference is None


@pytest.mark.parametrize("alone", [True, False], ids=["alone", "signed along"])
async def test_an_act_that_was_let_in_after_its_device_was_revoked_is_named_by_its_place(
    world: Running, alone: bool
) -> None:
    hanna, pieter, paula = await world.phone("hanna"), await world.phone("pieter"), await world.phone("paula")
    item = (await hanna.submit_spoedaanwijzing(REQUEST)).item
    await revoke_pieter(world)
    let_in_again(world)
    if alone:
        answer = await pieter.act("item.ik_bel", CALL, PIKET, item=item)
    else:
        answer = await paula.act("item.ik_bel", CALL, PIKET, item=item, also=[pieter.keyring])
    assert answer.status == 201
    await untrue_at_the_last_act(world)


async def test_dating_such_an_act_back_does_not_hide_it(world: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    hanna, pieter, paula = await world.phone("hanna"), await world.phone("pieter"), await world.phone("paula")
    item = (await hanna.submit_spoedaanwijzing(REQUEST)).item
    before = world.clock.now()
    await revoke_pieter(world)
    assert (await paula.act("item.ik_bel", CALL, PIKET, item=item)).status == 201
    await world.settle()
    let_in_again(world)
    with monkeypatch.context() as back:
        back.setattr(world.clock, "now", lambda: before)
        assert (await pieter.act("item.ik_bel", CALL, PIKET, item=item)).status == 201
    await untrue_at_the_last_act(world)


async def places_of_acts(world: Running) -> list[int]:
    """Where the acts stand in the log `nctv`, once every leaf in it has its place."""
    for _ in range(100):
        await world.settle()
        with closing(sqlite3.connect(database_of(world))) as database:
            leaves = database.execute("SELECT idx, data FROM leaves WHERE log = 'nctv' ORDER BY id").fetchall()
        if all(index is not None for index, _ in leaves):
            return [index for index, data in leaves if json.loads(data)["type"] == "act"]
    raise AssertionError("the leaves of nctv do not get their places")


async def untrue_at_the_last_act(world: Running) -> None:
    place = (await places_of_acts(world))[-1]
    found = verified(world).difference
    assert found is not None
    assert (found.log, found.kind, found.place) == ("nctv", "untrue", place)
    assert "accepted after a device that signed it was revoked" in found.sentence
