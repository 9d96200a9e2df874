"""House rules for files: short, with one sentence of purpose, and nothing of the machine they came from."""

import ast
import re

from tests.house.tree import ROOT, our_files

LONGEST = 400
SOURCES = {".py", ".ts"}
TEXTS = {".py", ".ts", ".md", ".toml", ".yml", ".json", ".lock", ".txt", ".cfg", ".ini", ".mako", ""}
DRAWERS = {"utils", "helpers", "common", "misc"}
# Written in pieces, so that this file does not find itself.
MACHINE = re.compile("|".join(["/" + "work/", r"\.\./" + "shared", "/" + "root/", "/" + r"home/\w", "/" + "Users/"]))
HOSTS = re.compile(
    "|".join(["pypi" + r"\.org", "pythonhosted" + r"\.org", "registry" + r"\.npmjs", "npmjs" + r"\.com"])
)


def test_no_source_file_is_over_400_lines() -> None:
    sources = [path for path in our_files() if path.suffix in SOURCES]
    lengths = {path.relative_to(ROOT): len(path.read_text().splitlines()) for path in sources}
    assert lengths
    assert {str(path): lines for path, lines in lengths.items() if lines > LONGEST} == {}


def test_every_module_says_in_one_sentence_what_it_is_for() -> None:
    modules = [path for path in our_files() if path.suffix == ".py"]
    bare = [path for path in modules if not (ast.get_docstring(ast.parse(path.read_text())) or "").strip()]
    assert [str(path.relative_to(ROOT)) for path in bare] == []


def test_there_is_no_drawer_for_odds_and_ends() -> None:
    parts = {part.removesuffix(".py") for path in our_files() for part in path.relative_to(ROOT).parts}
    assert parts & DRAWERS == set()


def test_no_file_names_a_machine_or_a_package_host() -> None:
    found = []
    for path in our_files():
        if path.suffix in TEXTS or path.name in {"Dockerfile", "Makefile"}:
            text = path.read_text()
            found += [f"{path.relative_to(ROOT)}: {hit}" for hit in MACHINE.findall(text) + HOSTS.findall(text)]
    assert found == []


def test_nothing_secret_or_made_is_kept() -> None:
    kept = [str(path.relative_to(ROOT)) for path in our_files()]
    assert [name for name in kept if re.search(r"(^|/)secrets/|\.(pem|key|sqlite3?|db)$|(^|/)\.env", name)] == []
