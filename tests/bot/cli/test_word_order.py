"""Options may stand anywhere on the command line: before, between and after the other words, for every command."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable, Iterator, Sequence
from importlib import import_module
from itertools import permutations
from pathlib import Path

import pytest

from bot.__main__ import COMMANDS, module_of
from tests.bot.cli.conftest import Typed

LINES: dict[str, tuple[Sequence[str], Sequence[Sequence[str]]]] = {
    "run": ((), (("--data", "D"), ("--practice-clock", "S"))),
    "init": ((), (("--finish",), ("--data", "D"), ("--proof", "P"))),
    "founder": (("sign", "FILE"), (("--yes",), ("--folder", "D"))),
    "keys": (("restore", "FILE"), (("--passphrase-file", "P"), ("--data", "D"))),
    "areas": (("import", "FOLDER"), (("--data", "D"),)),
    "migrate": ((), (("--data", "D"),)),
    "check": ((), (("--live",), ("--data", "D"))),
    "log": (("verify",), (("--acts",), ("--genesis", "H"))),
    "retention": ((), (("--data", "D"), ("--json",))),
    "openapi": ((), (("--data", "D"),)),
    "release": (("make",), (("--data", "D"),)),
    "verify-release": (("https://app.piket.example",), (("--data", "D"), ("--json",), ("--genesis", "H"))),
}
"""For each command words that go together, and options; `demo` hands its own over to the sandbox as they are."""


def orders(words: Sequence[str], options: Sequence[Sequence[str]]) -> Iterator[list[str]]:
    """Every order of the options among the words; the words keep their own order."""
    pieces = [*((word,) for word in words), *map(tuple, options)]
    for order in permutations(range(len(pieces))):
        if [place for place in order if place < len(words)] == list(range(len(words))):
            yield [word for place in order for word in pieces[place]]


@pytest.fixture
def understood(monkeypatch: pytest.MonkeyPatch, piket: Callable[..., Typed]) -> Callable[[str, list[str]], Namespace]:
    """What a command was told, instead of doing it."""

    def understand(name: str, words: list[str]) -> Namespace:
        found: list[Namespace] = []

        def note(given: Namespace) -> int:
            found.append(given)
            return 0

        monkeypatch.setattr(import_module(module_of(name)), "run", note)
        assert piket(name, *words).status == 0
        return found[0]

    return understand


def test_every_command_is_in_the_table() -> None:
    assert LINES.keys() == COMMANDS.keys() - {"demo"}


@pytest.mark.parametrize("name", LINES)
def test_every_order_of_words_and_options_means_the_same(
    understood: Callable[[str, list[str]], Namespace], name: str
) -> None:
    words, options = LINES[name]
    first, *others = [understood(name, line) for line in orders(words, options)]
    assert all(other == first for other in others)
    told = [str(value) for value in vars(first).values()]
    for given in [*words, *(option[1] for option in options if len(option) == 2)]:
        assert any(given in one for one in told), given


def test_a_founder_signs_with_the_option_before_the_file(
    piket: Callable[..., Typed], begun: Path, founders: list[Path]
) -> None:
    said = piket("founder", "sign", "--yes", begun / "genesis.unsigned.json", "--folder", founders[0])
    assert (said.status, (founders[0] / "genesis.proof.json").exists()) == (0, True), said.err


def test_a_backup_is_restored_with_the_option_before_the_file(
    piket: Callable[..., Typed], founded: Path, tmp_path: Path
) -> None:
    words, file = tmp_path / "passphrase", tmp_path / "keys.backup"
    words.write_text("twaalf losse woorden in een gesloten enveloppe\n")
    assert piket("keys", "backup", "--passphrase-file", words, file, "--data", founded).status == 0
    said = piket("keys", "restore", "--passphrase-file", words, file, "--data", founded)
    assert (said.status, said.out) == (0, "Put back: nothing, all keys were there.\n"), said.err


@pytest.mark.parametrize(
    "line",
    [["founder"], ["founder", "sing", "FILE"], ["keys", "lost"], ["log"], ["check", "word"], ["log", "verify", "--no"]],
    ids=" ".join,
)
def test_what_is_not_understood_is_refused_with_the_usage(piket: Callable[..., Typed], line: list[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        piket(*line)
    assert ended.value.code == 2
