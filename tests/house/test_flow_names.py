"""What serves every flow names none: a flow's name stands in its own files, or here with why it stands elsewhere."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house.tree import ROOT, our_files

FLOWS = sorted(one.parent.name for one in (ROOT / "domain" / "flows").glob("*/__init__.py"))
GENERIC = ("bot", "client", "config", "domain", "handlers", "notify", "sandbox", "storage")

NAMED = {
    "bot/http/words_of_rules.py": (
        {"geschil", "opdracht", "spoedaanwijzing"},
        "one flow and what hangs on it",
    ),
    "client/content_rules.py": ({"spoedaanwijzing"}, "a decision says its outcome sealed as well, also joined (SA-12)"),
    "client/loket.py": ({"risicomoment"}, "the file of one flow: an answer that nobody signed inside (RM-02)"),
    "client/phone.py": (
        {"bericht_rccb", "burgemeestersbericht", "geschil", "opdracht", "spoedaanwijzing"},
        "verbs of what hangs on a request; the one person who stands in gets a key by device (BB-05)",
    ),
    "client/reading.py": ({"spoedaanwijzing"}, "the outcome of a request is compared with what was signed (SA-06)"),
    "domain/acts/sealed.py": ({"bericht_rccb", "geschil"}, "types of what an act of several flows carries"),
    "domain/einde.py": ({"bericht_rccb"}, "with an end goes word to the rccb (SA-11)"),
    "domain/risico.py": ({"risicoweging"}, "what both flows of a risk moment share (RM-02)"),
    "sandbox/people/steps.py": (
        {"bericht_rccb", "geschil", "opdracht", "spoedaanwijzing"},
        "steps of one flow and what hangs on it; those of others stand in steps_of_*.py",
    ),
    "sandbox/play/steps.py": ({"bericht_rccb", "geschil", "opdracht"}, "steps of what hangs on a request"),
    "sandbox/play/watching.py": ({"risicomoment"}, "who reports sees a part, and is asked last (RM-02)"),
    "sandbox/wall/playing.py": ({"spoedaanwijzing"}, "steps of one flow are written without its name"),
}
"""Files that serve more than one flow and name some: which, and why; a hook or a search is better."""


def belongs_to_a_flow(path: Path) -> bool:
    """`domain/flows/triage/…`, `handlers/flows/triage.py`, `client/triage.py`, `sandbox/play/steps_of_triage.py`."""
    words = path.stem.removeprefix("words_of_").removeprefix("steps_of_")
    return path.parts[:2] == ("domain", "flows") or any(words == one or words.startswith(f"{one}_") for one in FLOWS)


def named(tree: ast.AST) -> Iterator[str]:
    """The flows that code names: in a string (but no sentence about it), or in what it imports."""
    prose = {id(one.value) for one in ast.walk(tree) if isinstance(one, ast.Expr)}
    for one in ast.walk(tree):
        if isinstance(one, ast.Constant) and isinstance(one.value, str) and id(one) not in prose:
            yield from (flow for flow in FLOWS if one.value == flow or one.value.startswith(f"{flow}."))
        elif isinstance(one, ast.ImportFrom) and one.module is not None:
            yield from _imported(f"{one.module}.{alias.name}" for alias in one.names)
        elif isinstance(one, ast.Import):
            yield from _imported(alias.name for alias in one.names)


def _imported(modules: Iterator[str]) -> Iterator[str]:
    for module in modules:
        parts = module.split(".")
        at = parts.index("flows") + 1 if "flows" in parts else 1
        yield from (flow for flow in FLOWS if parts[at : at + 1] == [flow])


def names_by_file() -> dict[str, set[str]]:
    """What every generic file of ours names, of those that name anything."""
    ours = [one for one in our_files() if one.suffix == ".py" and one.relative_to(ROOT).parts[0] in GENERIC]
    generic = [one for one in ours if not belongs_to_a_flow(one.relative_to(ROOT))]
    found = {one.relative_to(ROOT).as_posix(): set(named(ast.parse(one.read_text()))) for one in generic}
    return {file: flows for file, flows in found.items() if flows}


def test_what_serves_every_flow_names_none_but_for_what_is_argued_here() -> None:
    assert names_by_file() == {file: flows for file, (flows, _) in NAMED.items()}, "make it a hook, or argue it here"


@pytest.mark.parametrize(
    "code",
    [
        "KNOWN = {'triage', 'geheel'}",
        "if act == 'triage.submit': pass",
        "from domain.flows import triage",
        "from domain.flows.triage.acts import Submit",
        "import handlers.flows.triage",
        "from client.triage import TriageActs",
    ],
)
def test_a_name_is_found_wherever_code_says_it(code: str) -> None:
    assert set(named(ast.parse(code))) == {"triage"}


def test_a_sentence_or_another_word_is_no_name() -> None:
    assert not set(named(ast.parse('"""triage."""\nWHO = "triagesecretariaat"\nfrom domain.flows import packages')))


def rules_beside_its_own(file: str, code: str) -> set[str]:
    """Whose rules the handling of a flow imports, beside its own; an import contract cannot pair two folders."""
    own = next(one for one in FLOWS if Path(file).stem == one or Path(file).stem.startswith(f"{one}_"))
    imports = [one for one in ast.walk(ast.parse(code)) if isinstance(one, ast.Import | ast.ImportFrom)]
    return set(named(ast.Module(list(imports), []))) - {own}


@pytest.mark.parametrize("file", sorted((ROOT / "handlers" / "flows").glob("[!_]*.py")), ids=lambda file: file.stem)
def test_handling_a_flow_reaches_into_no_other_flows_rules(file: Path) -> None:
    assert not rules_beside_its_own(file.name, file.read_text())


@pytest.mark.parametrize(
    "mistake", ["from domain.flows import duiding", "from domain.flows.duiding.state import State"]
)
def test_a_planted_reach_is_found(mistake: str) -> None:
    file = ROOT / "handlers" / "flows" / "herbeoordeling.py"
    assert rules_beside_its_own(file.name, f"{file.read_text()}\n{mistake}\n") == {"duiding"}
