"""The table of rules is whole and fresh, and its command sees what is missing."""

import ast
from pathlib import Path

import pytest

from tests.house import rules
from tests.house.tree import ROOT, our_files


@pytest.fixture(scope="module")
def places() -> dict[str, rules.Place]:
    return rules.collect(ROOT, our_files())


@pytest.mark.parametrize("rule", rules.RULES)
def test_each_rule_is_kept_by_code_and_proven_by_a_test(rule: str, places: dict[str, rules.Place]) -> None:
    assert rules.missing({rule: places[rule]}) == []


def test_the_page_of_rules_is_what_the_code_says(places: dict[str, rules.Place]) -> None:
    assert rules.stale(places) == []


def test_a_name_proves_each_rule_it_begins_with() -> None:
    assert rules.tested_rules("test_sa_04_x_02_only_a_decider_receives") == {"SA-04", "X-02"}
    assert rules.tested_rules("test_l_1_silence_climbs") == {"L-1"}
    assert rules.tested_rules("test_the_sa_04_is_not_at_the_start") == set()
    assert rules.tested_rules("test_x_02") == {"X-02"}


def test_a_text_names_rules_one_by_one_and_by_range() -> None:
    assert rules.named_rules("SA-06 (C §2.3.4), X-01") == {"SA-06", "X-01"}
    assert rules.named_rules("SA-11…13") == {"SA-11", "SA-12", "SA-13"}


def test_code_is_found_by_the_name_of_what_cites_it() -> None:
    tree = ast.parse(
        '"""M (X-01)."""\nclass A:\n    """C."""\n    def f(self):\n        """SA-06."""\nT = ("SA-07",)\n'
    )
    assert list(rules.cited(tree)) == [("X-01", ""), ("SA-06", "A.f"), ("SA-07", "T")]


def test_what_is_missing_is_said_rule_by_rule(tmp_path: Path) -> None:
    (tmp_path / "domain").mkdir()
    (tmp_path / "tests").mkdir()
    code, test = tmp_path / "domain/a.py", tmp_path / "tests/test_a.py"
    code.write_text('def decide():\n    """SA-06 (C §2.3.4)."""\n')
    test.write_text("def test_sa_07_something():\n    assert True\n")
    places = rules.collect(tmp_path, [code, test])
    assert places["SA-06"].code == {"domain/a.py": ["decide"]}
    assert [one for one in rules.missing(places) if one.startswith(("SA-06", "SA-07"))] == [
        "SA-06: no test is named after it; write one whose name starts with test_sa_06_.",
        "SA-07: no docstring in bot, client, config, domain, handlers, notify, storage names it;"
        " name it where it is kept.",
    ]
    assert (
        "| SA-06 | outcome, reasoned and signed | C §2.3.4 | [domain/a.py](../domain/a.py): `decide` |"
        in rules.page(places)
    )


def test_a_ladder_of_the_policy_counts_as_code() -> None:
    policy = {"ladders": {"L-6.antwoord": {"source": "L-6 (C §4.1); [P]"}}}
    assert list(rules.ladders(policy)) == [("L-6", "L-6.antwoord")]
