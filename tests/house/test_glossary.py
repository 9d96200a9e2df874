"""Every functie, state and obligation of the code stands in the glossary, so that no Dutch word is left unexplained."""

import re

import pytest

from domain.functies import Functie
from tests.house import flow_page
from tests.house.tree import ROOT

WORDS = frozenset(re.findall(r"^\| `([^`]+)`", (ROOT / "docs/glossary.md").read_text(), flags=re.MULTILINE))
NAMES = frozenset([*Functie, *flow_page.STATES, *flow_page.obligations(), *flow_page.FAMILIES])


@pytest.mark.parametrize("name", sorted(NAMES))
def test_the_word_is_explained(name: str) -> None:
    assert name in WORDS
