"""Every code that anything in Piket can refuse with has words in both languages."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from bot.http.words import TABLE, words_for
from domain import errors

ROOT = Path(__file__).parents[3]
FOLDERS = ("bot", "config", "domain", "handlers", "notify", "storage")


def _families() -> set[str]:
    """Names of all classes of refusals, the ones that modules add included."""
    names = {name for name in dir(errors) if name[0].isupper()}
    for path in _sources():
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.ClassDef) and any(isinstance(b, ast.Name) and b.id in names for b in node.bases):
                names.add(node.name)
    return names


def _sources() -> Iterator[Path]:
    for folder in FOLDERS:
        yield from sorted((ROOT / folder).rglob("*.py"))


def _codes() -> Iterator[tuple[str, str]]:
    families = _families()
    for path in _sources():
        tree = ast.parse(path.read_text())
        constants = dict(_constants(tree))
        for node in ast.walk(tree):
            if not isinstance(node, ast.Call):
                continue
            name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
            place = 2 if name == "problem" else 0
            if (name not in families and name != "problem") or len(node.args) <= place:
                continue
            for code in _texts(node.args[place], constants):
                yield code, f"{path.relative_to(ROOT)}:{node.lineno}"


def _constants(tree: ast.Module) -> Iterator[tuple[str, str]]:
    for node in tree.body:
        value = node.value if isinstance(node, ast.Assign | ast.AnnAssign) else None
        target = node.targets[0] if isinstance(node, ast.Assign) else getattr(node, "target", None)
        if isinstance(value, ast.Constant) and isinstance(value.value, str) and isinstance(target, ast.Name):
            yield target.id, value.value


def _texts(node: ast.expr, constants: Mapping[str, str]) -> Iterator[str]:
    """The codes an argument can be: written there, or a constant of the module."""
    for child in ast.walk(node):
        text = constants.get(child.id) if isinstance(child, ast.Name) else getattr(child, "value", None)
        if isinstance(text, str) and CODE.fullmatch(text):
            yield text


CODE = re.compile(r"[a-z0-9_]+(\.[a-z0-9_]+)+")
START_UP = (
    "store.old store.newer store.absent store.in_use store.unusable store.refused store.foreign store.url "
    "log.key_missing"
)
INTERNAL = set(START_UP.split())
"""Start-up errors for the operator's terminal: they never reach HTTP."""


def test_every_code_in_the_source_has_words() -> None:
    missing = {code: where for code, where in _codes() if code not in TABLE and code not in INTERNAL}
    assert missing == {}


def test_the_search_finds_codes() -> None:
    found = {code for code, _ in _codes()}
    assert {"item.unknown", "act.unknown", "session.missing", "origin.unknown", "item.stale"} <= found


@pytest.mark.parametrize("code", sorted(TABLE))
def test_words_are_whole_sentences_in_both_languages(code: str) -> None:
    words = TABLE[code]
    assert all(words)
    assert words.nl != words.en
    assert words.nl_detail.endswith(".")
    assert words.en_detail.endswith(".")


def test_a_code_without_words_still_speaks() -> None:
    assert words_for("never.seen", "nl", 404) == words_for("item.unknown", "nl", 404)
    assert words_for("never.seen", "en", 500) == words_for("internal", "en", 500)
