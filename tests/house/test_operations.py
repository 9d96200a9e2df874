"""The pages for operators name every setting with its default, every figure, and every fault that is handled."""

import re

from sandbox.botapi.faults import Fault
from sandbox.botapi.mishaps import Mishap
from tests.house import operations
from tests.house.tree import ROOT

PAGE = operations.PAGE.read_text()
FIRST_TWO = re.compile(r"^\| `(\w+)` \| ([^|]+) \|", flags=re.MULTILINE)


def test_every_setting_stands_on_the_page_with_its_default() -> None:
    found = {name: default for name, default in FIRST_TWO.findall(PAGE) if name.startswith("PIKET_")}
    assert found == operations.rows()


def test_the_settings_come_from_the_code_nested_ones_too() -> None:
    assert {"PIKET_LISTEN", "PIKET_LIMITS__BLOB", "PIKET_BELLS__PACED"} <= operations.rows().keys()


def test_every_figure_stands_on_the_page_and_no_other() -> None:
    assert {name for name, _ in FIRST_TWO.findall(PAGE) if name.startswith("piket_")} == operations.figures()


def test_every_fault_up_to_f20_has_a_row_that_says_what_happens() -> None:
    rows = re.findall(r"^\| (F\d+) \|", (ROOT / "docs/bells.md").read_text(), flags=re.MULTILINE)
    numbers = {int(found[1]) for one in (*Fault, *Mishap) if (found := re.match(r"F(\d+) ", one.value))}
    assert rows == [f"F{number}" for number in sorted(numbers) if number <= 20]
    assert len(rows) == 20
