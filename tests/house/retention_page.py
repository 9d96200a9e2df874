"""Writes the table of terms in docs/retention.md, made of the policy as its file states it.

python -m tests.house.retention_page           says whether it is stale; exit status 1 if it is
python -m tests.house.retention_page --write   writes the table anew, then says the same
"""

import sys
from typing import Final

from bot.cli.retention import said
from tests.house.flow_page import policy
from tests.house.tree import ROOT

PAGE: Final = ROOT / "docs/retention.md"
BEGIN: Final = "<!-- begin: terms -->"
END: Final = "<!-- end: terms -->"
COMMAND: Final = "python -m tests.house.retention_page --write"


def table() -> str:
    """The table of terms, one row a flow."""
    rows = [f"| `{flow}` | {said(term)} [P] |" for flow, term in sorted(policy().retention.items())]
    made = f"Made by `{COMMAND}`; do not edit between the markers."
    return "\n".join([made, "", "| flow | kept after it closed |", "|---|---|", *rows])


def written(text: str) -> str:
    """The page with this table between its markers."""
    before, _, rest = text.partition(BEGIN)
    return f"{before}{BEGIN}\n{table()}\n{END}{rest.partition(END)[2]}"


def main(arguments: list[str]) -> int:
    """Run the command; returns its exit status."""
    if "--write" in arguments:
        PAGE.write_text(written(PAGE.read_text()))
    fresh = written(PAGE.read_text()) == PAGE.read_text()
    sys.stdout.write("" if fresh else f"The terms on the page are not the policy's; run: {COMMAND}\n")
    return 0 if fresh else 1


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
