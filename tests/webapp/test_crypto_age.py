"""Every vector of npm `cctv-age` for the two kinds of key that devices have gives the app the outcome that it names."""

from __future__ import annotations

import json
import zlib
from pathlib import Path
from typing import Any

import pytest

from client.age import X25519Identity, parse_identity
from tests.client.age.conftest import node
from tests.interop.node import NpmAge
from tests.webapp.keys import b64, pkcs8, x25519_key
from tests.webapp.node import vitest

__all__ = ["node"]


def case_of(name: str, vector: bytes) -> dict[str, Any] | None:
    """One vector as the app can try it; None for armor and passphrases, which the app has no code for."""
    heading, _, file = vector.partition(b"\n\n")
    fields = [line.split(": ", 1) for line in heading.decode("utf-8").splitlines()]
    about = dict(fields)
    identities = [parse_identity(value) for key, value in fields if key == "identity"]
    if about.get("armored") == "yes" or not identities:
        return None
    if about.get("compressed") == "zlib":
        file = zlib.decompress(file)
    return {
        "name": name,
        "file": b64(file),
        "openers": [
            {"x25519": pkcs8(x25519_key(one))} if isinstance(one, X25519Identity) else {"secret": one.to_string()}
            for one in identities
        ],
        "payload": about["payload"] if about["expect"] == "success" else None,
    }


@pytest.mark.timeout(240)  # Node starts, reads and seals hundreds of files
def test_the_app_opens_and_refuses_files_as_the_format_says(node: NpmAge, tmp_path: Path) -> None:
    found = [case_of(name, vector) for name, vector in node.vectors().items()]
    cases = [case for case in found if case is not None]
    assert sum(case["payload"] is None for case in cases) > 40
    assert sum(case["payload"] is not None for case in cases) > 10
    (tmp_path / "age.json").write_text(json.dumps(cases), encoding="utf-8")
    vitest("tests/crypto-age.cross.ts", vectors=tmp_path)
