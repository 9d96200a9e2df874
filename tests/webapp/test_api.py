"""The app talks with the real service: sessions, proofs, two round trips, events, problems by their code."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

from tests.client.test_over_http import REQUEST
from tests.harness.stores import sqlite_template, sqlite_url
from tests.webapp.stage import stage

__all__ = ["sqlite_template", "sqlite_url"]


async def test_the_app_talks_with_the_service(tmp_path: Path, sqlite_url: str) -> None:
    async with stage(tmp_path, sqlite_url) as set_up:

        async def listening(_asked: dict[str, Any]) -> None:
            while not len(set_up.world.service.changes):  # noqa: ASYNC110  # until the app waits
                await asyncio.sleep(0)

        async def submit(_asked: dict[str, Any]) -> dict[str, str]:
            sent = await (await set_up.phone("hanna")).submit_spoedaanwijzing(REQUEST)
            return {"item": sent.item}

        set_up.steps |= {"listening": listening, "submit": submit}
        await set_up.play("tests/api.cross.ts", tmp_path / "vectors", "hanna", "pieter")
