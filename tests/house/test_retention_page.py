"""The page on retention states the terms of the policy, and everybody who may hold an item (EV-03)."""

from domain.acts.item import HOLDERS
from tests.house import retention_page
from tests.house.tree import ROOT

TEXT = (ROOT / "docs/retention.md").read_text()


def test_ev_03_the_page_states_the_term_of_every_flow() -> None:
    assert retention_page.written(TEXT) == TEXT


def test_ev_03_the_page_names_everybody_who_may_hold_an_item() -> None:
    sentence = next(line for line in TEXT.splitlines() if line.startswith("- Who may:"))
    assert {functie for functie in HOLDERS if f"`{functie}`" in sentence} == HOLDERS
