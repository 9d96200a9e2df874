"""Where nothing was founded no service starts, nothing is made by trying, and the sentence says how to found."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.bot.cli.conftest import Typed

Piket = Callable[..., Typed]


@pytest.fixture
def never_served(monkeypatch: pytest.MonkeyPatch) -> None:
    def serve(_settings: object, *, practice_clock: Path | None) -> int:
        raise AssertionError(f"served without a genesis (practice clock {practice_clock})")

    monkeypatch.setattr("bot.bootstrap.run", serve)


@pytest.mark.usefixtures("never_served")
@pytest.mark.parametrize("words", [["run"], ["check"], ["log", "verify"]], ids=" ".join)
def test_an_empty_folder_stays_empty_and_is_told_how_to_found(piket: Piket, data: Path, words: list[str]) -> None:
    said = piket(*words, "--data", data)
    assert said.status == (1 if words == ["check"] else 3)
    assert "piket init" in said.out + said.err
    assert "piket migrate" not in said.out + said.err
    assert list(data.iterdir()) == []


@pytest.mark.usefixtures("never_served")
@pytest.mark.parametrize("practice", ["false", "true"])
def test_tables_without_a_genesis_do_not_make_a_service(
    piket: Piket, data: Path, monkeypatch: pytest.MonkeyPatch, practice: str
) -> None:
    assert piket("migrate", "--data", data).status == 0
    monkeypatch.setenv("PIKET_PRACTICE", practice)
    said = piket("run", "--data", data)
    assert (said.status, "not founded" in said.err, "piket init" in said.err) == (3, True, True)


@pytest.mark.usefixtures("never_served")
def test_a_database_without_tables_is_founded_and_not_migrated(piket: Piket, data: Path) -> None:
    (data / "piket.db").touch()
    for words in (["run"], ["check"]):
        said = piket(*words, "--data", data)
        assert ("piket init" in said.out + said.err, "piket migrate" in said.out + said.err) == (True, False)
