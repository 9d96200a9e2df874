"""What finds files by looking is not asked by one of them: in a circle, that one is not there yet when it looks."""

import re
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path
from typing import Final

import pytest

from tests.house.tree import ROOT

SOURCES: Final = ROOT / "webapp" / "src"
_IMPORT: Final = re.compile(r'^(?:import|export) (?!type\b)(?:([^"\n]*?) from )?"(\.[^"]+\.ts)";', flags=re.MULTILINE)
_GLOB: Final = re.compile(r"import\.meta\.glob(?:<.*?>)?\((\[.*?\]|\"[^\"]+\"), \{ eager: true", flags=re.DOTALL)


def imported(file: Path) -> Iterator[Path]:
    """The files that this one needs when it runs; what is imported as a type alone is gone by then."""
    for names, path in _IMPORT.findall(file.read_text()):
        named = re.findall(r"\{(.*)\}", names)
        if not named or any(not one.strip().startswith("type ") for one in named[0].split(",") if one.strip()):
            yield (file.parent / path).resolve()


def found_by(file: Path) -> set[Path]:
    """The files that this one looks for and has at once."""
    found: set[Path] = set()
    for given in _GLOB.findall(file.read_text()):
        patterns = re.findall(r'"([^"]+)"', given)
        named = [one for pattern in patterns for one in expanded(pattern)]
        wanted = [one for one in named if not one.startswith("!")]
        barred = [one[1:] for one in named if one.startswith("!")]
        for one in file.parent.rglob("*.ts"):
            path = f"./{one.relative_to(file.parent).as_posix()}"
            level = [pattern for pattern in wanted if pattern.count("/") == path.count("/") and fnmatch(path, pattern)]
            if level and not any(fnmatch(path, pattern) for pattern in barred):
                found.add(one.resolve())
    return found


def expanded(pattern: str) -> list[str]:
    before, brace, rest = pattern.partition("{")
    choices, _, after = rest.partition("}")
    return [f"{before}{choice}{after}" for choice in choices.split(",")] if brace else [pattern]


def reached(start: Path) -> set[Path]:
    seen, coming = set[Path](), [start]
    while coming:
        one = coming.pop()
        if one not in seen and one.is_file():
            seen.add(one)
            coming += imported(one)
    return seen


LOOKING: Final = sorted(one for one in SOURCES.rglob("*.ts") if found_by(one))


def test_some_files_look_for_others() -> None:
    assert {one.name for one in LOOKING} >= {"openings.ts", "facts.ts", "offers.ts"}


@pytest.mark.parametrize("looking", LOOKING, ids=lambda one: one.name)
def test_nothing_that_is_found_asks_who_found_it(looking: Path) -> None:
    circles = {one.name for one in found_by(looking) if looking in reached(one)}
    assert circles == set()
