"""The app keeps its own acts, asks for their proofs and lets go of them exactly as the Python client does."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

from client import envelopes
from client.answers import ProofsAnswer
from client.kept import Keeping, KeptActs, ProofWithheld
from client.logs import LogRefused, LogWatch
from client.transport import ServerRefused
from domain.acts.envelope import SignedAct
from domain.audit.checkpoints import Checkpoint, sign_checkpoint
from domain.audit.leaves import LeafType, event_of_act, make_leaf
from domain.audit.proof_file import ProofFile
from domain.audit.proofs import inclusion_proof
from domain.audit.tiles import grow, hash_reader
from domain.audit.tree import RunningTree, leaf_hash
from domain.ids import ActId
from tests.client.test_kept import ACT, ID, KEY, KEYS, LOG, POLICY, SIGNED_AT, WITNESS, Service
from tests.webapp.log_vectors import b64
from tests.webapp.node import vitest

Step = tuple[Service, bool, timedelta]
"""What the phone is shown, whether its witnesses must confirm, and how long after it signed."""
DAY, NOW = timedelta(days=1), timedelta(0)


class Recorder:
    """A service that notes what it answered."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self.files: dict[str, str] = {}
        self.proven: dict[str, Any] | str | None = None

    async def log_file(self, log: str, path: str) -> bytes:
        data = await self._service.log_file(log, path)
        self.files[path] = b64(data)
        return data

    async def log_entries(self, log: str, path: str) -> bytes:
        return await self._service.log_entries(log, path)

    async def proofs(self, acts: Sequence[ActId]) -> ProofsAnswer:
        answer = await self._service.proofs(acts)
        if answer.proofs:
            self.proven = answer.proofs[0].model_dump()
        else:
            self.proven = "act.unknown" if answer.unknown else "act.not_placed"
        return answer


def unknown() -> Service:
    service = Service(300)
    service.refuses = "act.unknown"
    return service


def lying() -> Service:
    """Its log has no such act, and it proves it by another log of the same key."""
    honest, other = Service(300, without=True), Service(400)
    honest.placed, honest.proof = True, other.proof  # type: ignore[method-assign]  # a service that lies here alone
    return honest


def confirmed(size: int, at: int) -> Service:
    """A log of which the witness has confirmed the first leaves alone."""
    service, before = Service(size), Service(at)
    before.confirm()
    service.witnessed = before.witnessed
    return service


def stories() -> dict[str, list[Step]]:
    lost = {"erased": Service(300, without=True), "erased and grown": Service(400, without=True)}
    lost |= {"rewritten": Service(300, other="b"), "begun anew": Service(2, other="b"), "cut off": Service(2)}
    minute = timedelta(minutes=1)
    return {
        "proven later": [(Service(2), False, NOW), (Service(300), False, NOW), (Service(600), False, DAY)],
        "kept for its term": [(Service(300), False, DAY), (Service(300), False, 30 * DAY - minute)],
        "over its term": [(Service(300), False, DAY), (Service(300), False, 30 * DAY)],
        "over its term without a proof": [(Service(2), False, 40 * DAY)],
        "withheld": [(Service(2), False, at * minute) for at in (5, 64, 65, 66)] + [(Service(300), False, 2 * DAY)],
        "witnessed": [(Service(300), True, NOW), (confirmed(300, 300), True, NOW)],
        "witnessed before it": [(confirmed(300, 2), True, 99 * DAY), (confirmed(300, 3), True, 99 * DAY)],
        "unknown": [(unknown(), False, NOW), (Service(300), False, NOW)],
        "of another history": [(Service(300, without=True), False, NOW), (lying(), False, NOW)],
        **{name: [(Service(300), False, NOW), (service, False, NOW)] for name, service in lost.items()},
    }


async def told(name: str, steps: list[Step], folder: Path) -> dict[str, Any]:
    done = folder / "done"
    done.mkdir(parents=True)
    (done / f"{ID}.act").write_bytes(envelopes.to_bytes(ACT))
    found: list[Any] = []
    for service, witnessed, late in steps:
        recorder, now = Recorder(service), SIGNED_AT + late
        logs = LogWatch(folder / "logs", recorder)
        kept = KeptActs(
            done, recorder, logs, Keeping(witnesses=POLICY if witnessed else None), partial(SIGNED_AT.__add__, late)
        )
        said = "kept"
        try:
            await logs.refresh(LOG, KEYS)
            await kept.bring_up(KEYS)
        except ProofWithheld:
            said = "withheld"
        except LogRefused:
            said = "refused"
        except ServerRefused:
            said = "server"
        found.append(
            {
                "files": recorder.files,
                "proof": recorder.proven,
                "witnessed": witnessed,
                "now": now.isoformat(),
                "said": said,
                "acts": len(list(done.glob("*.act"))),
                "bundles": [[b64(one.leaf), b64(one.proof)] for one in kept.bundles()],
            }
        )
    return {"name": name, "steps": found}


def test_the_app_keeps_and_lets_go_of_its_acts_as_the_client_does(tmp_path: Path) -> None:
    async def all_told() -> list[dict[str, Any]]:
        return [await told(name, steps, tmp_path / str(at)) for at, (name, steps) in enumerate(stories().items())]

    found = asyncio.run(all_told())
    assert {step["said"] for one in found for step in one["steps"]} >= {"kept", "refused", "withheld"}
    assert {step["acts"] for one in found for step in one["steps"]} == {0, 1}
    document = {
        "log": LOG,
        "key": KEY.verifier.encode(),
        "policy": f"witness w1 {WITNESS.verifier.encode()}\nquorum w1\n",
        "act": ID,
        "envelope": envelopes.to_bytes(ACT).decode("ascii"),
        "stories": found,
    }
    (tmp_path / "kept.json").write_text(json.dumps(document), "utf-8")
    vitest("tests/log-kept.cross.ts", vectors=tmp_path)


def acts_of_a_gesture(count: int) -> list[SignedAct]:
    """As many acts as one gesture may sign; what is kept is held to the log, and was verified when it was signed."""
    payload = json.loads(ACT.payload)
    names = [f"{payload['id'][:-4]}{place:04x}" for place in range(count)]
    return [replace(ACT, payload=json.dumps(payload | {"id": name}).encode()) for name in names]


def test_the_proofs_of_many_acts_come_in_few_requests_each_verified(tmp_path: Path) -> None:
    acts = acts_of_a_gesture(150)
    leaves = [
        make_leaf(
            event=event_of_act(act.sha256), type=LeafType.ACT, time=SIGNED_AT, act_sha256=act.sha256, seq=place
        ).data
        for place, act in enumerate(acts)
    ]
    hashes = [leaf_hash(data) for data in leaves]
    tiles = {(tile.level, tile.index): data for tile, data in grow(0, hashes, lambda _level, _index: b"")}
    tree = RunningTree()
    tree.extend(hashes)
    checkpoint = sign_checkpoint(Checkpoint(KEY.name, len(leaves), tree.root()), KEY)

    def proven(place: int) -> str:
        path = inclusion_proof(place, len(leaves), hash_reader(lambda level, index: tiles[level, index]))
        return ProofFile(place, tuple(path), checkpoint).encode().decode()

    document = {
        "log": LOG,
        "key": KEY.verifier.encode(),
        "signed": SIGNED_AT.isoformat(),
        "acts": [
            {
                "id": json.loads(act.payload)["id"],
                "envelope": envelopes.to_bytes(act).decode("ascii"),
                "leaf": b64(leaves[place]),
                "proof": proven(place),
            }
            for place, act in enumerate(acts)
        ],
    }
    (tmp_path / "kept-many.json").write_text(json.dumps(document), "utf-8")
    vitest("tests/log-kept-many.cross.ts", vectors=tmp_path)
