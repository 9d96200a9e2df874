"""Documents hold together: decisions numbered and whole, links that lead somewhere, a complete licence."""

import re
from pathlib import Path

import pytest

from tests.house.tree import ROOT, our_files

DECISIONS = sorted(path for path in (ROOT / "docs/decisions").glob("*.md") if path.name != "template.md")
HEADINGS = ["Context", "Decision", "Rejected", "Consequences"]
DOCUMENTS = [path for path in our_files() if path.suffix == ".md"]
LINK = re.compile(r"\]\((?!https?:|mailto:|#)([^)#\s]+)")


def headings(path: Path) -> list[str]:
    return re.findall(r"^## (.+)$", path.read_text(), flags=re.MULTILINE)


def test_decisions_are_numbered_without_gaps() -> None:
    assert [path.name[:5] for path in DECISIONS] == [f"{number:04}-" for number in range(1, len(DECISIONS) + 1)]


@pytest.mark.parametrize("path", [*DECISIONS, ROOT / "docs/decisions/template.md"], ids=lambda path: path.stem)
def test_a_decision_says_why_and_what_was_rejected(path: Path) -> None:
    assert headings(path) == HEADINGS
    assert re.match(r"# \d{4}\. \S", path.read_text())
    assert re.search(r"^Status: (accepted|replaced by \d{4})", path.read_text(), flags=re.MULTILINE)


def test_the_index_lists_every_decision() -> None:
    index = (ROOT / "docs/README.md").read_text()
    assert [path.name for path in DECISIONS if f"decisions/{path.name}" not in index] == []


def test_how_to_write_each_made_page_anew_is_said() -> None:
    modules = (ROOT / "tests/house").glob("*.py")
    writing = {one.stem for one in modules if f"python -m tests.house.{one.stem} --write" in one.read_text()}
    said = re.findall(r"python -m tests\.house\.(\w+) --write", (ROOT / "CONTRIBUTING.md").read_text())
    assert sorted(said) == sorted(writing)


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_link_leads_somewhere(path: Path) -> None:
    assert [link for link in LINK.findall(path.read_text()) if not (path.parent / link).exists()] == []


def test_the_index_lists_every_document() -> None:
    index = (ROOT / "docs/README.md").read_text()
    documents = [*(ROOT / "docs").glob("*.md"), *(ROOT / "docs/flows").glob("*.md")]
    named = {str(path.relative_to(ROOT / "docs")) for path in documents} - {"README.md"}
    assert {name for name in named if f"({name})" not in index} == set()


def test_the_changelog_has_a_place_for_what_is_not_out_yet() -> None:
    assert re.search(r"^## \[Unreleased\]$", (ROOT / "CHANGELOG.md").read_text(), flags=re.MULTILINE)


def test_the_glossary_is_sorted_and_names_a_source_for_each_word() -> None:
    text = (ROOT / "docs/glossary.md").read_text()
    rows = [
        [cell.strip() for cell in line.strip("|").split("|")] for line in text.splitlines() if line.startswith("| `")
    ]
    words = [row[0].strip("`") for row in rows]
    assert words == sorted(set(words))
    assert [row for row in rows if len(row) != 3 or not re.match(r"(C §|B\d\d|\[P\])", row[2])] == []


def test_the_licence_is_the_whole_eupl() -> None:
    text = (ROOT / "LICENSE").read_text()
    assert text.startswith("EUROPEAN UNION PUBLIC LICENCE v. 1.2")
    assert re.findall(r"^(\d+)\. ", text, flags=re.MULTILINE) == [str(number) for number in range(1, 16)]
    assert "Compatible Licences" in text.split("\nAppendix\n")[1]


def test_every_make_command_that_is_named_exists() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), flags=re.MULTILINE))
    named = {word for path in DOCUMENTS for word in re.findall(r"`make ([a-z-]+)`", path.read_text())}
    assert named <= targets
    assert {"run", "test", "test-all", "bench", "lock", "clean", "check"} <= targets
