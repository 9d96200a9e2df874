"""Witnesses of a night: two of them over loopback HTTP, either of which is enough, on the night's own time."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import datetime
from functools import partial
from pathlib import Path

from aiohttp.test_utils import TestServer

from config.keys import load_later_keys, load_log_keys, logs_with_later_keys
from domain.audit.notes import VerifierKey, parse_note
from domain.audit.witness_policy import WitnessPolicy, parse_policy
from sandbox.witness import Witness
from storage.evidence import evidence


@asynccontextmanager
async def witnesses(folder: Path, clock: Callable[[], datetime]) -> AsyncIterator[Path]:
    """Let two witnesses serve; gives the policy file that a service of this folder is to be given."""
    async with AsyncExitStack() as serving:
        lines = []
        for name in ("w1", "w2"):
            witness = Witness(folder / "witnesses" / name, partial(_trusted, folder / "keys"), clock, name)
            server = await serving.enter_async_context(TestServer(witness.app()))
            lines.append(f"witness {name} {witness.key.encode()} http://127.0.0.1:{server.port}")
        path = folder / "witnesses.txt"
        path.write_text("\n".join([*lines, "group either any w1 w2", "quorum either", ""]), encoding="utf-8")
        yield path


def witnessed(url: str, policy: Path) -> dict[str, set[str]]:
    """Who cosigned the newest checkpoint of each log that has any leaf, by the log's name."""
    known = read(policy)
    with evidence(url) as store:
        heads = {log: store.logs.head(log) for log in store.logs.names()}
        return {log: set(known.cosigners(parse_note(head.checkpoint))) for log, head in heads.items() if head}


def read(policy: Path) -> WitnessPolicy:
    """The policy in a file."""
    return parse_policy(policy.read_text(encoding="utf-8"))


def _trusted(folder: Path) -> list[VerifierKey]:
    """The keys of all logs, also those that were made to take over: a witness is told of them beforehand."""
    later = [key for log in logs_with_later_keys(folder) for key in load_later_keys(folder, log)]
    return [key.verifier for key in (*load_log_keys(folder).values(), *later)]
