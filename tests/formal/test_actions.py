"""What the model calls an action is a function that says so, and the page says which."""

from __future__ import annotations

import ast
import re
from typing import Final

from tests.formal.checking import ACTIONS
from tests.house.tree import ROOT

OF_THE_WORLD: Final = {"crash", "stall", "act", "tick", "later", "first"}
"""What nobody's code does, and what is only a way to write the model."""


def rows() -> dict[str, tuple[str, str]]:
    """Each action of the page, with its file and function."""
    page = (ROOT / "docs" / "formal.md").read_text()
    found = re.findall(r"^\| `(\w+)` \|.*\| `([\w/]+\.py)` `(\w+)` \|$", page, flags=re.MULTILINE)
    return {action: (file, function) for action, file, function in found}


def test_every_action_of_the_model_is_a_function_or_the_world() -> None:
    assert rows().keys() | OF_THE_WORLD == {*ACTIONS, "start"}  # which stands with `crash` in the model


def test_the_function_names_the_action() -> None:
    for action, (file, function) in rows().items():
        tree = ast.parse((ROOT / file).read_text())
        said = [
            ast.get_docstring(one) or ""
            for one in ast.walk(tree)
            if isinstance(one, ast.FunctionDef | ast.AsyncFunctionDef) and one.name == function
        ]
        assert any(f"`{action}`" in text and "docs/formal.md" in text for text in said), (action, file, function)
