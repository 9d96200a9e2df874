"""The app reads keys, notes, checkpoints, leaves, proofs and policies as the client does, and follows the same logs."""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any

from client.logs import LogRefused, LogWatch
from client.transport import ServerRefused
from domain.audit.checkpoints import parse_unverified
from domain.audit.cosignatures import cosign
from domain.audit.leaves import parse_leaf
from domain.audit.notes import VerifierKey
from domain.audit.proof_file import parse_proof, verify_proof
from domain.audit.succession import LogKeys
from domain.audit.witness_policy import parse_policy
from tests.client.test_log_watch import STRANGER, Log, leaf
from tests.webapp.log_vectors import (
    KEYS,
    NEW,
    TURNED,
    WITNESSES,
    b64,
    checkpoints,
    judged,
    key_texts,
    keys_json,
    leaves,
    merkle,
    policies,
    proofs_of,
    receipts,
    spoilt,
    tiles,
)
from tests.webapp.node import vitest


@dataclass
class Recorder:
    """Reads a log for a phone, and notes what it was given."""

    log: Log
    witnessed: bytes | None = None
    files: dict[str, str] = field(default_factory=dict)

    async def log_file(self, log: str, path: str) -> bytes:
        if path == "witnessed":
            if self.witnessed is None:
                raise ServerRefused(404, "log.unknown")
            return self._note(path, self.witnessed)
        return self._note(path, await self.log.log_file(log, path))

    async def log_entries(self, log: str, path: str) -> bytes:
        return self._note(path, await self.log.log_entries(log, path))

    def _note(self, path: str, data: bytes) -> bytes:
        self.files[path] = b64(data)
        return data


Step = tuple[str, Log, LogKeys]


def edited_to_none() -> Log:
    log = Log(3)
    log.leaves[1] = b"{}"
    return log


def stories() -> dict[str, list[Step]]:
    """What a phone is shown, one after the other."""
    lying, late = Log(600, forked=300), Log(600)
    lying.tiles[0, 0] = bytes(32) + lying.tiles[0, 0][32:]
    late.checkpoint = Log(5).checkpoint
    edited = Log(300)
    edited.leaves[7] = leaf(7, "b")
    sizes = (0, 1, 2, 3, 7, 8, 255, 256, 257, 511, 600)
    return {
        "grows": [("refresh", Log(size), KEYS) for size in sizes],
        "an older checkpoint comes late": [("refresh", Log(600), KEYS), ("refresh", late, KEYS)],
        "forks": [("refresh", Log(5), KEYS), ("refresh", Log(300, forked=2), KEYS), ("refresh", Log(300), KEYS)],
        "forks at one size": [("refresh", Log(5), KEYS), ("refresh", Log(5, forked=4), KEYS)],
        "forks on the edge": [("refresh", Log(256), KEYS), ("refresh", Log(257, forked=255), KEYS)],
        "is cut off": [("refresh", Log(300), KEYS), ("refresh", Log(280), KEYS)],
        "forks downwards": [("refresh", Log(300), KEYS), ("refresh", Log(5, forked=0), KEYS)],
        "lies in a tile": [("refresh", Log(300), KEYS), ("refresh", lying, KEYS)],
        "another key": [("refresh", Log(3, key=STRANGER), KEYS), ("refresh", Log(3), KEYS)],
        "turns": [
            ("refresh", Log(200), KEYS), ("refresh", Log(301, key=NEW), KEYS), ("refresh", Log(300), TURNED),
            ("refresh", Log(301), TURNED), ("refresh", Log(301, key=NEW), TURNED),
        ],
        "shows all leaves": [("leaves", Log(300), KEYS), ("leaves", edited, KEYS)],
        "shows a leaf that is none": [("leaves", edited_to_none(), KEYS)],
        "is witnessed": [("witnessed", Log(3), KEYS), ("witnessed", Log(7), KEYS)],
    }  # fmt: skip


async def told(name: str, steps: list[Step], folder: Path) -> dict[str, Any]:
    found: list[Any] = []
    policy = f"witness een {WITNESSES[0].verifier.encode()}\nquorum een"
    for number, (what, log, keys) in enumerate(steps):
        note = parse_unverified(log.checkpoint)[1]
        cosigned = replace(note, signatures=(*note.signatures, cosign(note.text, WITNESSES[0], 1_770_000_000)))
        files = Recorder(log, cosigned.encode() if what == "witnessed" and number == 0 else None)
        watch = LogWatch(folder, files)
        said: str | int
        try:
            if what == "refresh":
                said = (await watch.refresh("om", {"om": keys})).size
            elif what == "leaves":
                said = len(await watch.leaves("om", {"om": keys}))
            else:
                said = await watch.witnessed("om", {"om": keys}, parse_policy(policy))
        except LogRefused:
            said = "refused"
        except ServerRefused:
            said = "server"
        seen = watch.seen("om", {"om": keys})
        found.append(
            {
                "what": what,
                "keys": keys_json(keys),
                "files": files.files,
                "said": said,
                "seen": seen and seen.model_dump(),
            }
        )
    kept = LogWatch(folder, Recorder(Log(0)))
    return {
        "name": name,
        "policy": policy,
        "steps": found,
        "evidence": sorted(b64(one.read_bytes()) for one in kept.evidence()),
    }


def test_the_app_reads_what_logs_say_as_the_client_does(tmp_path: Path) -> None:
    log, made = proofs_of(5)
    checked = partial(_proven, leaf_bytes=log.leaves[2])
    extra = made[2].replace(b"index", b"extra AAAA\nindex", 1)
    odd = [extra, extra.replace(b"AAAA", b""), made[2].replace(b"\nindex 2", b"\nindex 02"), made[3], b"", b"\n\n"]
    long = made[2].replace(b"\n\n", b"\n" + b"\n".join([b64(bytes(32)).encode()] * 64) + b"\n\n", 1)
    document = {
        "keys": judged(key_texts(), lambda text: VerifierKey.parse(text.decode("utf-8"))),
        "checkpoints": [
            [keys_json(keys), judged(checkpoints(), partial(LogKeys.open, keys))] for keys in (KEYS, TURNED)
        ],
        "leaves": judged(leaves(), parse_leaf),
        "proofs": [keys_json(KEYS), b64(log.leaves[2]), judged([*spoilt(made[2]), *odd, long, *made], checked)],
        **merkle(),
        **tiles(),
        "policies": policies(),
        "receipts": [keys_json(KEYS), receipts(tmp_path / "receipts")],
    }
    (tmp_path / "log.json").write_text(json.dumps(document), "utf-8")
    vitest("tests/log.cross.ts", vectors=tmp_path)


def _proven(data: bytes, leaf_bytes: bytes) -> None:
    verify_proof(parse_proof(data), leaf_bytes, KEYS)


def test_the_app_follows_the_same_logs_and_refuses_the_same_forks(tmp_path: Path) -> None:
    async def all_told() -> list[dict[str, Any]]:
        return [
            await told(name, steps, tmp_path / str(number)) for number, (name, steps) in enumerate(stories().items())
        ]

    found = asyncio.run(all_told())
    said = {step["said"] for one in found for step in one["steps"]}
    assert {"refused", 600, 300, 0, 3} < said
    (tmp_path / "watch.json").write_text(json.dumps(found), "utf-8")
    vitest("tests/log-watch.cross.ts", vectors=tmp_path)
