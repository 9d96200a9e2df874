"""`piket check` says whether the logs' present keys are here and how far witnesses are."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from domain.audit.notes import SignatureType, SignerKey
from storage.types import Utc
from tests.bot.cli.conftest import Typed

Piket = Callable[..., Typed]
KEY = SignerKey("w1", SignatureType.COSIGNATURE, bytes([3]) * 32).verifier.encode()


def findings(piket: Piket, data: Path, level: str) -> str:
    return "\n".join(
        found["sentence"]
        for found in json.loads(piket("check", "--data", data, "--json").out)
        if found["level"] == level
    )


def put(data: Path, statement: str, *values: object) -> None:
    with closing(sqlite3.connect(data / "piket.db")) as database:
        database.execute(statement, values)
        database.commit()


def with_head(data: Path, size: int) -> None:
    put(data, "INSERT INTO heads (log, size, frontier, checkpoint) VALUES ('om', ?, x'', x'')", size)


def confirmed(data: Path, size: int, ago: timedelta) -> None:
    stored = Utc().process_bind_param(datetime.now(UTC) - ago, None)  # type: ignore[arg-type]  # no dialect is looked at
    put(data, "INSERT INTO cosigned (log, witness, size, at) VALUES ('om', '', ?, ?)", size, stored)


@pytest.fixture
def asked(founded: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    policy = founded / "witnesses.txt"
    policy.write_text(f"witness w1 {KEY} https://w1.example\nquorum w1\n")
    monkeypatch.setenv("PIKET_WITNESSES_FILE", str(policy))
    with_head(founded, 300)
    return founded


def test_without_witnesses_it_says_so_and_that_is_no_fault(piket: Piket, founded: Path) -> None:
    assert "Nobody outside witnesses the logs" in findings(piket, founded, "note")


def test_a_log_that_was_never_confirmed_is_a_fault(piket: Piket, asked: Path) -> None:
    assert "never confirmed the log om" in findings(piket, asked, "WRONG")


@pytest.mark.parametrize(
    ("size", "ago", "level"),
    [(300, timedelta(days=2), "ok"), (290, timedelta(minutes=5), "ok"), (290, timedelta(hours=2), "WRONG")],
    ids=["whole", "a little behind", "long behind"],
)
def test_it_says_how_far_witnesses_are_and_how_long_ago(
    piket: Piket, asked: Path, size: int, ago: timedelta, level: str
) -> None:
    confirmed(asked, size, ago)
    said = findings(piket, asked, level)
    assert (
        f"Enough witnesses confirmed {size} of 300 leaves of the log om, {int(ago.total_seconds() // 60)} minutes"
        in said
    )


def test_a_policy_that_cannot_be_read_is_a_fault(piket: Piket, asked: Path) -> None:
    (asked / "witnesses.txt").write_text("quorum nobody\n")
    assert "tlog-policy" in findings(piket, asked, "WRONG")


def test_a_key_that_was_given_a_log_and_is_not_here_is_a_fault(piket: Piket, founded: Path) -> None:
    with_head(founded, 300)
    first = next(line for line in (founded / "log-keys.txt").read_text().splitlines() if "/om+" in line)
    put(founded, "INSERT INTO log_turns (log, size, key) VALUES ('om', 300, ?)", first)
    assert "another key" not in findings(piket, founded, "WRONG")
    other = SignerKey(first.partition("+")[0], SignatureType.ED25519, bytes([8]) * 32).verifier.encode()
    put(founded, "INSERT INTO log_turns (log, size, key) VALUES ('om', 300, ?)", other)
    assert "gave the log om another key" in findings(piket, founded, "WRONG")
