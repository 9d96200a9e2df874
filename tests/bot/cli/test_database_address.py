"""An address that is none is told in one sentence by every command, with status 3, and without a word of itself."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.bot.cli.conftest import Typed

Piket = Callable[..., Typed]
SECRET = "zaterdag-ochtend"
COMMANDS = {
    "run": ["run"],
    "migrate": ["migrate"],
    "check": ["check"],
    "verify": ["log", "verify"],
    "show": ["log", "show"],
    "retention": ["retention"],
    "renew": ["keys", "renew", "om", "backup.age", "--passphrase-file", "passphrase"],
}
ADDRESSES = {
    "words": "not an address",
    "port": "postgresql://piket:zaterdag-ochtend@db:abc/piket",
    "asked-port": "postgresql://piket:zaterdag-ochtend@db/piket?port=x",
    "option": "postgresql://piket:zaterdag-ochtend@db/piket?bogus=1",
    "bracket": "postgresql://piket:zaterdag-ochtend@[::1/piket",
    "other": "mysql://piket:zaterdag-ochtend@db/piket",
    "no-file": "sqlite://",
}


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize("command", COMMANDS)
def test_a_wrong_address_is_one_sentence_without_its_password(
    piket: Piket, founded: Path, monkeypatch: pytest.MonkeyPatch, command: str, address: str
) -> None:
    monkeypatch.chdir(founded)
    (founded / "passphrase").write_text("long enough for a drawer\n")
    file = founded / "address"
    file.write_text(ADDRESSES[address])
    monkeypatch.setenv("PIKET_DATABASE_URL_FILE", str(file))
    said = piket(*COMMANDS[command], "--data", founded)
    assert said.status == (1 if command == "check" else 3)
    told = said.out if command == "check" else said.err
    assert [line for line in told.splitlines() if "correct the setting" in line] != []
    assert len(said.err.splitlines()) == (0 if command == "check" else 1)
    assert SECRET not in said.out + said.err


@pytest.mark.parametrize("wrong", ["postgresql://[::1/piket", "postgresql://db/piket?password=zaterdag-ochtend"])
def test_an_address_in_the_environment_with_a_fault_or_a_password_is_refused_by_every_command(
    piket: Piket, data: Path, monkeypatch: pytest.MonkeyPatch, wrong: str
) -> None:
    monkeypatch.setenv("PIKET_DATABASE_URL", wrong)
    for words in COMMANDS.values():
        said = piket(*words, "--data", data)
        assert said.status == (1 if words == ["check"] else 3)
        assert "PIKET_DATABASE_URL: " in said.out + said.err
        assert SECRET not in said.out + said.err
