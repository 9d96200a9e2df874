"""A watcher over HTTP: the board without content, and acts from it on items of which they can read nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from client.board import Watch
from client.transport import ServerRefused
from domain.functies import Functie, Holding, Scope
from domain.ids import DeviceId, ItemId, PersonId
from tests.client.service import Running, running
from tests.client.test_over_http import REQUEST
from tests.client.test_stories_over_http import SECOND
from tests.client.world import keyring_of
from tests.harness.stores import sqlite_template, sqlite_url

__all__ = ["sqlite_template", "sqlite_url"]

WATCH = Holding(Functie.ESCALATIEWACHTER, Scope("board"))


async def watching(world: Running, name: str) -> Watch:
    """Somebody whom officers let watch."""
    officer = await world.phone("stichter-a")
    assert (await officer.carry_out(officer.officer().grant(PersonId(name), WATCH), also=SECOND)).status == 201
    return Watch(await world.phone(name))


async def test_a_watcher_rings_again_reopens_and_stops_a_device(tmp_path: Path, sqlite_url: str) -> None:
    async with running(tmp_path, sqlite_url) as world:
        watch = await watching(world, "kees")
        hanna, pieter = await world.phone("hanna"), await world.phone("pieter")
        item = (await hanna.submit_spoedaanwijzing(REQUEST)).item
        assert item is not None
        board = await watch.board()
        receipt = next(one for one in board.ladders if one.what == "ontvangen")
        assert (receipt.item, receipt.rung, receipt.rungs, receipt.reopens) == (item, 5, 6, None)
        assert (receipt.rung_people, receipt.climbs_at, receipt.climbs_to) == (0, None, ()), "nobody here has a channel"
        assert REQUEST.person not in board.model_dump_json()
        assert (await watch.ring_again(receipt)).status == 201
        with pytest.raises(LookupError, match="receipt"):
            await watch.reopen(receipt)
        assert (await pieter.receive(ItemId(item))).status == 201
        deciding = next(one for one in (await watch.board()).ladders if one.what == "besluiten")
        assert (await watch.reopen(deciding)).status == 201
        assert "ontvangen" in {one.what for one in (await watch.board()).ladders}
        device = DeviceId(keyring_of("hanna").device)
        assert (await watch.freeze(device, frozen=True)).status == 201
        assert ("device.frozen", device) in {(one.kind, one.about) for one in (await watch.board()).alarms}
        assert (await watch.freeze(device, frozen=False)).status == 201
        assert "device.frozen" not in {one.kind for one in (await watch.board()).alarms}


async def test_p_01_who_does_not_watch_has_no_board(tmp_path: Path, sqlite_url: str) -> None:
    async with running(tmp_path, sqlite_url) as world:
        rob = await world.phone("rob")
        with pytest.raises(LookupError):
            Watch(rob)
        with pytest.raises(ServerRefused) as refused:
            await rob.api.board()
        assert refused.value.code == "board.unknown"
