"""Writes the table of indicators into docs/quality.md, between its markers, from the indicators themselves.

python -m tests.house.quality_page --write
"""

import sys
from collections.abc import Iterator
from typing import Final

from domain.indicators import MEANINGS, Meaning
from domain.quality import Since
from tests.house.tree import ROOT

PAGE: Final = ROOT / "docs/quality.md"
BEGIN: Final = "<!-- begin: indicators -->\n"
END: Final = "<!-- end: indicators -->"
_SINCE: Final = {
    Since.START: "since its ladder counts",
    Since.OPENED: "since it was asked",
    Since.ITEM: "since the item was opened",
    Since.DUE: "past its due moment",
    "raised": "while it stood",
    "": "by person",
}


def written(page: str) -> str:
    """Return the page with the table as it must be."""
    before, begin, rest = page.partition(BEGIN)
    _, end, after = rest.partition(END)
    assert begin, "the page has lost the marker before its table"
    assert end, "the page has lost the marker after its table"
    return "".join((before, begin, "\n", *_rows(), "\n", end, after))


def _rows() -> Iterator[str]:
    yield "| indicator | asks | is measured | unit | measured | source |\n|---|---|---|---|---|---|\n"
    for one in MEANINGS.values():
        cells = (f"`{one.name}`", one.asks or "–", _measured(one), one.unit, _SINCE[one.since], one.source)
        yield f"| {' | '.join(cells)} |\n"


def _measured(one: Meaning) -> str:
    if one.of:
        return ", ".join(one.of)
    return "each functie" if one.unit == "rings" else "who fills the functie"


if __name__ == "__main__":
    present = PAGE.read_text("utf-8")
    if "--write" in sys.argv:
        PAGE.write_text(written(present), "utf-8")
    sys.exit(0 if "--write" in sys.argv or present == written(present) else 1)
