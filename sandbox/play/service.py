"""The service as a child process: founded, started, killed and started again by its process id."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import socket
import sys
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Final

from sandbox.play.clock import ClockLost, PracticeClock

_PATIENCE: Final = 30.0
"""Real seconds in which the service must have started, or ended."""
_LOOK_EVERY: Final = 0.01
_ELSEWHERE: Final = ("PIKET_DATABASE_URL", "PIKET_DATABASE_URL_FILE", "PIKET_LOG_KEY_FILE")


class ServiceFailed(Exception):
    """The service, or a command of it, ended by itself; its own words are in the log file."""


@dataclass(slots=True)
class Installation:
    """One data folder with the environment of the service that runs on it."""

    folder: Path
    environment: dict[str, str]

    @property
    def log(self) -> Path:
        """Everything the service printed, over all its lives."""
        return self.folder / "service.log"

    @property
    def socket(self) -> Path:
        return self.folder / "clock.sock"

    async def command(self, *arguments: str) -> tuple[int, str]:
        """Run `piket ...` on this folder and return its exit status and what it printed."""
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", *arguments, "--data", str(self.folder),
            env=_surroundings() | self.environment,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
        )  # fmt: skip
        output, _ = await process.communicate()
        return process.returncode or 0, output.decode(errors="replace")


def practice_environment(*, port: int, telegram: str, token_file: Path, start: datetime) -> dict[str, str]:
    """Return the settings of a practice service; limits per address are off, for everybody lives on one machine."""
    limits = {"PIKET_LIMITS__ADDRESS_BURST": "1000000", "PIKET_LIMITS__DEVICE_BURST": "1000000"}
    return limits | {
        "PIKET_PRACTICE": "true",
        "PIKET_PRACTICE_START": start.isoformat(),
        "PIKET_LISTEN": f"127.0.0.1:{port}",
        "PIKET_API_ORIGIN": f"http://127.0.0.1:{port}",
        "PIKET_BOT_TOKEN_FILE": str(token_file),
        "PIKET_BELLS__TELEGRAM_API": telegram,
        "PIKET_BELLS__WEBHOOK_HOSTS": json.dumps(["127.0.0.1"]),
        # No push service of the real world: it would refuse a token that is dated in practice time.
        "PIKET_BELLS__PUSH_HOSTS": "[]",
    }


def _surroundings() -> dict[str, str]:
    """This process's environment without what leads to another installation: practice never touches that."""
    return {name: value for name, value in os.environ.items() if name not in _ELSEWHERE}


def free_port(wanted: int = 0) -> int:
    """Return a port on loopback that nobody listens on now: the wanted one, if it is free."""
    with socket.socket() as probe:
        try:
            probe.bind(("127.0.0.1", wanted))
        except OSError:
            probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass(slots=True)
class ServiceProcess:
    """One service on one installation; `clock` is there while it runs."""

    installation: Installation
    clock: PracticeClock | None = None
    _process: asyncio.subprocess.Process | None = None
    up: asyncio.Event = field(default_factory=asyncio.Event)
    """Set while the service can be reached; phones wait for it before they send again."""

    async def start(self) -> None:
        """Start it, and return once its practice clock answers.

        Raises:
            ServiceFailed: when it ends instead, or takes too long.
        """
        self.installation.socket.unlink(missing_ok=True)
        with self.installation.log.open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "bot", "run",
                "--data", str(self.installation.folder),
                "--practice-clock", str(self.installation.socket),
                env=_surroundings() | self.installation.environment,
                stdin=asyncio.subprocess.DEVNULL, stdout=log, stderr=log,
            )  # fmt: skip
        await self.attach()

    async def attach(self) -> None:
        """Return once the service on this installation can be reached, whoever started it; raises as `start` does."""
        try:
            async with asyncio.timeout(_PATIENCE):
                while self.clock is None:
                    self._must_live()
                    try:
                        self.clock = await PracticeClock.connect(self.installation.socket)
                    except ClockLost:
                        await asyncio.sleep(_LOOK_EVERY)
                await self._reachable()
        except TimeoutError:
            raise ServiceFailed("The service did not start in time; read service.log.") from None
        self.up.set()

    def kill(self) -> None:
        """End it with SIGKILL, at whatever instruction it is."""
        self._leave()
        if self._process is not None and self._process.returncode is None:
            self._process.kill()

    async def ended(self) -> int:
        """Wait until the process is gone; returns its exit status."""
        return 0 if self._process is None else await self._process.wait()

    async def stop(self) -> int:
        """Ask it to stop (SIGTERM) and return its exit status; kills it when it takes too long."""
        self._leave()
        if self._process is None:
            return 0
        if self._process.returncode is None:
            self._process.send_signal(signal.SIGTERM)
        try:
            async with asyncio.timeout(_PATIENCE):
                return await self._process.wait()
        except TimeoutError:
            self._process.kill()
            raise ServiceFailed("The service did not stop when it was asked to; read service.log.") from None

    def must_live(self) -> None:
        """Return only while it runs; raises ServiceFailed when it ended although nobody killed it."""
        if self.clock is not None:
            self._must_live()

    def _must_live(self) -> None:
        if self._process is not None and self._process.returncode is not None:
            raise ServiceFailed(f"The service ended by itself ({self._process.returncode}); read service.log.")

    def _leave(self) -> None:
        self.up.clear()
        if self.clock is not None:
            self.clock.close()
            self.clock = None

    async def _reachable(self) -> None:
        host, _, port = self.installation.environment["PIKET_LISTEN"].rpartition(":")
        while True:
            self._must_live()
            try:
                _, writer = await asyncio.open_connection(host, int(port))
            except OSError:
                await asyncio.sleep(_LOOK_EVERY)
                continue
            writer.close()
            return
