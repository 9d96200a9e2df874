"""Processes that live one life of the service each, forked from one that has imported everything and done nothing.

A life is a process of its own in all that matters here: memory, files, threads, death by SIGKILL. It is only spared
the seconds of imports with which each `python -m bot` begins.
"""

from __future__ import annotations

import asyncio
import multiprocessing
import os
from collections.abc import Mapping, Sequence
from multiprocessing.context import ForkServerProcess
from pathlib import Path

from tests.kills.launcher import live

FORKED = multiprocessing.get_context("forkserver")
FORKED.set_forkserver_preload(
    ["tests.kills.launcher", "bot.cli.run", "bot.bootstrap", "sqlalchemy.dialects.postgresql.psycopg"]
)


class Life:
    """One running service; made by `begin`."""

    def __init__(self, process: ForkServerProcess) -> None:
        self._process = process

    @property
    def pid(self) -> int:
        assert self._process.pid is not None
        return self._process.pid

    @property
    def returncode(self) -> int | None:
        """How it ended, negative for a signal; None while it runs."""
        return self._process.exitcode

    def send_signal(self, signal: int) -> None:
        os.kill(self.pid, signal)

    async def wait(self) -> int:
        """Return how it ended, once it has."""
        loop, ended = asyncio.get_running_loop(), asyncio.Event()
        loop.add_reader(self._process.sentinel, ended.set)
        try:
            while (status := self.returncode) is None:
                await ended.wait()
        finally:
            loop.remove_reader(self._process.sentinel)
        return status


async def begin(arguments: Sequence[str], environment: Mapping[str, str], log: Path) -> Life:
    """Start one life; `log` gets everything it prints."""
    process = FORKED.Process(target=live, args=(arguments, environment, log), daemon=True)
    await asyncio.to_thread(process.start)
    return Life(process)
