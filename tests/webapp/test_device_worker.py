"""The phone in the app's worker, as pages have it, does the main job against the real service."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.harness.stores import sqlite_template, sqlite_url
from tests.webapp.stage import stage
from tests.webapp.test_device import Others
from tests.webapp.test_device_enrol import Officers

__all__ = ["sqlite_template", "sqlite_url"]


@pytest.mark.timeout(240)  # Node starts, and makes and opens locks of 600,000 rounds
async def test_a_page_does_the_main_job_through_the_worker(tmp_path: Path, sqlite_url: str) -> None:
    async with stage(tmp_path, sqlite_url) as set_up:
        Others(set_up)
        Officers(set_up)
        await set_up.play("tests/device-worker.cross.ts", tmp_path / "vectors")
