"""Keys that were missing: given by the app's phones to new phones and roles, and made anew; Python's phones read."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from domain.functies import NATIONAL, Functie, Holding
from domain.ids import DeviceId, ItemId, PersonId
from tests.client.test_stories_over_http import SECOND
from tests.harness.stores import sqlite_template, sqlite_url
from tests.webapp.stage import Stage, stage
from tests.webapp.test_device_enrol import Officers

__all__ = ["sqlite_template", "sqlite_url"]

TEAMLEIDER = Holding(Functie.NCTV_TEAMLEIDER, NATIONAL)


class More:
    """What Python's officers and readers do besides enrolling phones."""

    def __init__(self, set_up: Stage) -> None:
        self.set_up = set_up
        set_up.steps |= {name: getattr(self, name) for name in ("grant", "epoch", "revoke", "read")}

    async def grant(self, _asked: dict[str, Any]) -> dict[str, Any]:
        """Give dirk a functie that nobody had, and that has no key."""
        officer = await self.set_up.phone("stichter-a")
        grant = officer.officer().grant(PersonId("dirk"), TEAMLEIDER)
        assert (await officer.carry_out(grant, also=SECOND)).status == 201
        await officer.sync()
        return {}

    async def epoch(self, _asked: dict[str, Any]) -> dict[str, Any]:
        """Make the key of that functie."""
        officer = await self.set_up.phone("stichter-a")
        epoch = officer.officer().new_epoch(officer.directory, TEAMLEIDER)
        assert (await officer.carry_out(epoch, also=SECOND)).status == 201
        return {}

    async def revoke(self, asked: dict[str, Any]) -> dict[str, Any]:
        officer = await self.set_up.phone("stichter-a")
        await officer.sync()
        gone = officer.officer().revoke_device(DeviceId(asked["device"]))
        return {"status": (await officer.carry_out(gone, also=SECOND)).status}

    async def read(self, asked: dict[str, Any]) -> dict[str, Any]:
        phone = await self.set_up.phone(asked["who"])
        await phone.sync()
        case = await phone.read(ItemId(asked["item"]))
        return {"kinds": [one.content.kind for one in case.contents], "locked": len(case.locked)}


async def test_keys_that_were_missing_are_given_and_made_on_the_app(tmp_path: Path, sqlite_url: str) -> None:
    async with stage(tmp_path, sqlite_url) as set_up:
        Officers(set_up)
        More(set_up)
        await set_up.play("tests/device-keys.cross.ts", tmp_path / "vectors", "hanna", "pieter", "lies")
