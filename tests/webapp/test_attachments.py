"""Attachments of the app against the real service: sent however the line is, and opened by both languages."""

from __future__ import annotations

from hashlib import sha256, shake_256
from pathlib import Path
from typing import Any

import pytest

from domain.ids import ItemId, Sha256Hex
from tests.harness.stores import sqlite_template, sqlite_url
from tests.webapp.stage import Stage, stage
from tests.webapp.test_device_enrol import Officers

pytestmark = pytest.mark.slow

__all__ = ["sqlite_template", "sqlite_url"]


class Attaching:
    """What Python's phone of the NCTV does with attachments when the app's test asks for it."""

    def __init__(self, set_up: Stage, folder: Path) -> None:
        self.set_up = set_up
        self.folder = folder
        folder.mkdir()
        set_up.steps |= {"fetched": self.fetched, "attach": self.attach}

    async def fetched(self, asked: dict[str, Any]) -> dict[str, Any]:
        """Fetch and open what the app added."""
        pieter, to = await self.set_up.phone("pieter"), self.folder / "opened"
        found = await pieter.fetch_attachment(ItemId(asked["item"]), Sha256Hex(asked["blob"]), to)
        digest = sha256(to.read_bytes()).hexdigest()
        content = found.content
        return {"name": content.name, "type": content.media_type, "person": found.opened.person, "sha256": digest}

    async def attach(self, asked: dict[str, Any]) -> dict[str, Any]:
        """Add a document of this size."""
        pieter, item = await self.set_up.phone("pieter"), ItemId(asked["item"])
        file = self.folder / "plattegrond.pdf"
        file.write_bytes(shake_256(b"plattegrond").digest(asked["size"]))
        before = {one.blob for one in (await pieter.read(item)).attachments}
        assert (await pieter.attach(item, file, "application/pdf")).status == 201
        [blob] = {one.blob for one in (await pieter.read(item)).attachments} - before
        return {"blob": blob, "sha256": sha256(file.read_bytes()).hexdigest()}


@pytest.mark.timeout(240)  # Node starts, seals a dozen photos, and waits out a bad line three times
async def test_attachments_go_both_ways_over_a_bad_line(tmp_path: Path, sqlite_url: str) -> None:
    async with stage(tmp_path, sqlite_url) as set_up:
        Officers(set_up)
        Attaching(set_up, tmp_path / "files")
        await set_up.play("tests/attachments.cross.ts", tmp_path / "vectors")
