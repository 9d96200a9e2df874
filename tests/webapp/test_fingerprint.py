"""The words that a phone shows to compare are those that `piket init` prints as spoken."""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path

from domain.fingerprint import words
from domain.ids import Sha256Hex
from tests.webapp.node import vitest


def test_a_phone_shows_the_words_of_the_founders(tmp_path: Path) -> None:
    hashes = [Sha256Hex(sha256(str(number).encode()).hexdigest()) for number in range(200)]
    (tmp_path / "fingerprints.json").write_text(json.dumps([[one, words(one)] for one in hashes]), "utf-8")
    vitest("tests/fingerprint.cross.ts", vectors=tmp_path)
