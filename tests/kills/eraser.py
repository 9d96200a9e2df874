"""Erases once what is over in a database, as the service does each hour; dies where the file PIKET_KILL_AT says."""

from __future__ import annotations

import asyncio
import os
from datetime import datetime
from pathlib import Path

from bot.retention import Eraser
from storage.database import open_store
from tests.harness.ladders import POLICY
from tests.kills.launcher import watch_writes


class Standing:
    """A clock that stands still."""

    def __init__(self, at: datetime) -> None:
        self._at = at

    def now(self) -> datetime:
        return self._at


async def erase(url: str, at: datetime) -> None:
    store = open_store(url, owner="eraser", on_commit=lambda _committed: None)
    try:
        await Eraser(store, Standing(at), POLICY).look()
    finally:
        await store.close()


def live(url: str, at: datetime, kill_at: Path) -> None:
    """One life, in a process that is forked for it."""
    os.environ["PIKET_KILL_AT"] = str(kill_at)
    watch_writes()
    asyncio.run(erase(url, at))
