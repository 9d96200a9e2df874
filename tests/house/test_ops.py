"""What is shipped for operators is true: rules and picture name figures and alarms that exist, and pages to read."""

import json
import re
from typing import Any, Final

import pytest
import yaml

from tests.house import operations
from tests.house.tree import ROOT, our_files

RULES: Final[list[dict[str, Any]]] = yaml.safe_load((ROOT / "ops/alerts.yml").read_text())["groups"][0]["rules"]
BOARD: Final[dict[str, Any]] = json.loads((ROOT / "ops/dashboard.json").read_text())
RUNBOOKS: Final = (ROOT / "docs/runbooks.md").read_text()
FIGURES: Final = operations.figures()
UNSEEN: Final = {"piket_quality_month_seconds", "piket_quality_cases", "piket_quality_late", "piket_quality_climbed",
                 "piket_quality_waiting", "piket_quality_reopened"}  # fmt: skip
"""Of handovers between organisations; who judges them has a page in the app."""


def named(expression: str) -> set[str]:
    return {one.removesuffix("_bucket") for one in re.findall(r"\bpiket_[a-z_]+", expression)}


def anchors() -> set[str]:
    titles = re.findall(r"^## (.+)$", RUNBOOKS, flags=re.MULTILINE)
    return {re.sub(r"[^a-z0-9 -]", "", title.lower()).replace(" ", "-") for title in titles}


EXPRESSIONS: Final = {rule["alert"]: rule["expr"] for rule in RULES} | {
    f"{panel['title']}, {target['refId']}": target["expr"] for panel in BOARD["panels"] for target in panel["targets"]
}


@pytest.mark.parametrize("name", sorted(EXPRESSIONS))
def test_every_figure_that_is_asked_exists(name: str) -> None:
    assert named(EXPRESSIONS[name]) <= FIGURES
    assert EXPRESSIONS[name].count("(") == EXPRESSIONS[name].count(")")


def test_every_figure_is_on_the_picture() -> None:
    shown = {figure for panel in BOARD["panels"] for target in panel["targets"] for figure in named(target["expr"])}
    assert FIGURES - shown == UNSEEN


def test_every_alarm_that_a_rule_waits_for_can_be_raised() -> None:
    code = "\n".join(one.read_text() for one in our_files() if one.suffix == ".py" and "tests" not in one.parts)
    asked = {
        kind for rule in RULES for kinds in re.findall(r'kind=~?"([^"]+)"', rule["expr"]) for kind in kinds.split("|")
    }
    assert asked
    assert {kind for kind in asked if f'"{kind}"' not in code} == set()


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: str(rule["alert"]))
def test_every_rule_says_what_it_is_and_where_to_read_what_to_do(rule: dict[str, Any]) -> None:
    file, _, anchor = rule["annotations"]["runbook"].partition("#")
    assert (ROOT / file).is_file()
    assert anchor in anchors()
    assert rule["labels"]["severity"] in ("page", "ticket")
    assert rule["annotations"]["summary"].endswith(".")


def test_every_page_of_the_runbooks_that_a_machine_can_notice_has_a_rule() -> None:
    reached = {rule["annotations"]["runbook"].partition("#")[2] for rule in RULES}
    by_people = {"a-key-is-lost", "the-night-of-the-restore", "afterwards"}
    assert anchors() - reached == by_people


def test_names_of_rules_are_their_own() -> None:
    names = [rule["alert"] for rule in RULES]
    assert len(names) == len(set(names))
