"""A witness beside a practice service: it confirms the logs from outside, on loopback, for as long as a night lasts."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator, Callable
from datetime import datetime
from pathlib import Path
from typing import Final

from aiohttp import web

from domain.audit.notes import VerifierKey
from sandbox.play.founding import PUBLIC_KEYS
from sandbox.witness import NAME, Witness

_HOST: Final = "127.0.0.1"


@contextlib.asynccontextmanager
async def witness_beside(folder: Path, clock: Callable[[], datetime]) -> AsyncIterator[Path]:
    """Serve a witness of the logs whose keys lie in `folder`; yields the file that tells a service about it."""
    witness = Witness(folder / "witness", lambda: _keys(folder / PUBLIC_KEYS), clock)
    runner = web.AppRunner(witness.app(), access_log=None)
    await runner.setup()
    try:
        await web.TCPSite(runner, _HOST, 0).start()
        address = f"http://{_HOST}:{runner.addresses[0][1]}"
        policy = folder / "witnesses.txt"
        policy.write_text(f"witness {NAME} {witness.key.encode()} {address}\nquorum {NAME}\n", encoding="utf-8")
        yield policy
    finally:
        await runner.cleanup()


def _keys(file: Path) -> list[VerifierKey]:
    return [VerifierKey.parse(line) for line in file.read_text(encoding="utf-8").split()]
