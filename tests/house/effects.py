"""Which acts make somebody else do or know something, read from the rules; and which say so before they are signed.

An act's rules are its `case` in the flow's `decide`, with every function of the flow, and of what flows share, that
this can call. What opens an item is rung for as a matter of course. Not read back, and so left out: what is done with
one press, and what a protected person says on their own phone.
"""

import ast
import re
from collections.abc import Iterator
from functools import cache
from typing import Final, Literal, get_args, get_origin

from domain.acts.spec import ActSpec
from domain.catalogue import SPECS
from domain.flows import packages
from domain.functies import PROTECTED
from tests.house.tree import ROOT

FLOWS: Final = tuple(flow.FLOW for flow in packages())
WORDS: Final = ROOT / "webapp/src/words"
PAGES: Final = ROOT / "webapp/src/pages"
REACHING: Final = frozenset(
    {"GezagPassed", "LinkedOpened", "ObligationOpened", "ObligationMoved", "Told", "PersonTold"}
)
"""Events by which an act passes the authority, opens something for somebody, or rings them."""
SHARED: Final = ("einde.py", "mayors.py", "refusals.py")
"""Files of `domain/` in which flows open things for somebody, or ring them, together."""
CHOSEN: Final = ("outcome", "answer", "line", "to", "what")
"""What is chosen in an act and may have a word of its own, in the order in which the read-back looks."""


def reaching() -> list[str]:
    """Every act of a flow that passes the authority, or opens something for or rings somebody, and is read back."""
    specs = (spec for spec in SPECS.values() if spec.family in FLOWS and not spec.may <= PROTECTED)
    return sorted({spec.name for spec in specs if spec.opens or spec.params in _reach(spec.family)} - _direct())


def needed(spec: ActSpec) -> list[str]:
    """The words an act's read-back may show: its own, or that of each choice in it."""
    field = next((spec.params.model_fields[one] for one in CHOSEN if one in spec.params.model_fields), None)
    choices = () if field is None or get_origin(field.annotation) is not Literal else get_args(field.annotation)
    return [f"{spec.name}.{one}" for one in choices] or [spec.name]


@cache
def words() -> frozenset[str]:
    """Every effect that has words, without its kind."""
    texts = (path.read_text() for path in WORDS.glob("*.ts"))
    return frozenset(one for text in texts for one in re.findall(r'^  "effect\.([\w.]+)": \[', text, re.MULTILINE))


def lacking() -> list[str]:
    """What is signed without a word on what follows from it."""
    return [one for name in reaching() if name not in words() for one in needed(SPECS[name]) if one not in words()]


def unknown() -> list[str]:
    """Words of an act, or of a choice in it, that is not there."""
    known = {one for name, spec in SPECS.items() for one in (name, *needed(spec))}
    return sorted(words() - known)


def _direct() -> set[str]:
    """Acts of one press, that say no more than that one knows: these are not read back."""
    pages = (path.read_text() for path in PAGES.glob("flow-*.ts"))
    lists = (one for page in pages for one in re.findall(r"^  direct: \[(.*?)\]", page, re.MULTILINE | re.DOTALL))
    return {act for one in lists for act in re.findall(r'"([\w.]+)"', one)}


@cache
def _reach(flow: str) -> frozenset[type]:
    """The parameters of every act of a flow whose rules can bring about an event that reaches somebody."""
    files = [*sorted((ROOT / "domain/flows" / flow).glob("*.py")), *(ROOT / "domain" / one for one in SHARED)]
    functions: dict[str, list[ast.AST]] = {}
    cases: list[ast.match_case] = []
    for tree in (ast.parse(path.read_text()) for path in files):
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef):
                functions.setdefault(node.name, []).append(node)
            elif isinstance(node, ast.match_case):
                cases.append(node)
    acts = {spec.params.__name__: spec.params for spec in SPECS.values() if spec.family == flow}
    return frozenset(
        acts[name]
        for case in cases
        for name in _classes(case.pattern) & acts.keys()
        if REACHING & _calls([*case.body], functions)
    )


def _classes(pattern: ast.AST) -> set[str]:
    found = (node.cls for node in ast.walk(pattern) if isinstance(node, ast.MatchClass))
    return {_last(one) for one in found}


def _calls(begin: list[ast.AST], functions: dict[str, list[ast.AST]]) -> set[str]:
    """Everything that is named in these statements, and in every function that they name, and so on."""
    named: set[str] = set()
    todo = begin
    while todo:
        new = {name for node in todo for name in _names(node)} - named
        named |= new
        todo = [function for name in new for function in functions.get(name, [])]
    return named


def _names(node: ast.AST) -> Iterator[str]:
    for one in ast.walk(node):
        if isinstance(one, ast.Name | ast.Attribute):
            yield _last(one)


def _last(node: ast.AST) -> str:
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""
