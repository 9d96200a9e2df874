"""The witness to practise with: it remembers over a restart, and never cosigns two histories."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from aiohttp.test_utils import TestClient, TestServer

from domain.audit.checkpoints import Checkpoint, sign_checkpoint
from domain.audit.notes import SignatureType, SignerKey
from domain.audit.witness_policy import parse_policy
from domain.audit.witnessing import SIZE_TYPE, AddCheckpoint
from sandbox.witness import Witness, main

LOG = SignerKey("piket.example/log/om", SignatureType.ED25519, bytes([1]) * 32)


def request(old: int, size: int, root: int = 7) -> bytes:
    return AddCheckpoint(old, (), sign_checkpoint(Checkpoint(LOG.name, size, bytes([root]) * 32), LOG)).encode()


def witness(folder: Path) -> Witness:
    return Witness(folder, lambda: [LOG.verifier], lambda: datetime(2026, 3, 14, tzinfo=UTC))


async def test_it_answers_over_http_as_the_specification_says(tmp_path: Path) -> None:
    async with TestClient(TestServer(witness(tmp_path).app())) as client:
        answer = await client.post("/add-checkpoint", data=request(0, 3))
        assert (answer.status, (await answer.text())[:2]) == (200, "— ")
        answer = await client.post("/add-checkpoint", data=request(0, 5))
        assert (answer.status, answer.content_type, await answer.read()) == (409, SIZE_TYPE, b"3\n")


def test_what_it_saw_and_its_key_outlive_it(tmp_path: Path) -> None:
    first = witness(tmp_path)
    assert first.add_checkpoint(request(0, 3))[0] == 200
    again = witness(tmp_path)
    assert again.key == first.key
    assert again.add_checkpoint(request(3, 3, root=8))[0] == 409
    assert again.add_checkpoint(request(3, 3))[0] == 200
    assert (tmp_path / "witness.key").stat().st_mode & 0o777 == 0o600


def test_it_prints_the_lines_for_the_policy(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    keys = tmp_path / "log-keys.txt"
    keys.write_text(LOG.verifier.encode() + "\n")
    served: list[object] = []
    monkeypatch.setattr("aiohttp.web.run_app", lambda app, **given: served.append((given["host"], given["port"])))
    assert main(["--folder", str(tmp_path / "w"), "--keys", str(keys), "--port", "8099"]) == 0
    policy = parse_policy(capsys.readouterr().out)
    assert [one.url for one in policy.witnesses.values()] == ["http://127.0.0.1:8099"]
    assert served == [("127.0.0.1", 8099)]
