"""Holds docs/flows/spoedaanwijzing.md against the code: acts, states, obligations, ladders (whose table it writes).

python -m tests.house.flow_page           says what is missing or stale; exit status 1 if anything is
python -m tests.house.flow_page --write   writes the table of ladders anew, then says the same
"""

import ast
import re
import sys
from collections.abc import Iterator, Mapping
from datetime import timedelta
from functools import cache
from typing import Final

from config.areas import load_areas
from config.policy import load_policies
from domain.acts.spec import ActSpec
from domain.catalogue import SPECS
from domain.flows.spoedaanwijzing.state import State
from domain.flows.spoedaanwijzing_bericht_rccb.rules import KENNISGENOMEN, VERSTUURD
from domain.flows.spoedaanwijzing_geschil.state import State as GeschilState
from domain.flows.spoedaanwijzing_opdracht.state import State as OpdrachtState
from domain.policy import Ladder, Policy, Selector
from tests.house.tree import ROOT

PAGE: Final = ROOT / "docs/flows/spoedaanwijzing.md"
FLOWS: Final = ROOT / "domain/flows"
FAMILIES: Final = ("spoedaanwijzing", "opdracht", "bericht_rccb", "geschil")
BEGIN: Final = "<!-- begin: ladders -->"
END: Final = "<!-- end: ladders -->"
COMMAND: Final = "python -m tests.house.flow_page --write"
STATES: Final = frozenset([*State, *GeschilState, *OpdrachtState, VERSTUURD, KENNISGENOMEN])


def acts() -> dict[str, ActSpec]:
    """Every act of the flow and of its linked items, by name."""
    return {name: spec for name, spec in SPECS.items() if spec.family in FAMILIES}


@cache
def obligations() -> dict[str, str]:
    """The ladder of every obligation that the flow's code opens; names made with a number are spelled for 1 and 2."""
    found: dict[str, str] = {}
    for path in sorted(FLOWS.glob("spoedaanwijzing*/*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "ObligationOpened":
                for what, ladder in zip(_spelled(node.args[0]), _spelled(node.args[2]), strict=True):
                    found[what] = ladder
    return found


def _spelled(node: ast.expr) -> Iterator[str]:
    if isinstance(node, ast.JoinedStr):
        for number in "12":
            yield "".join(str(part.value) if isinstance(part, ast.Constant) else number for part in node.values)
    elif isinstance(node, ast.Constant):
        yield str(node.value)
    else:
        raise ValueError(f"an obligation is opened in a way this cannot read (line {node.lineno})")


@cache
def policy() -> Policy:
    """The newest policy."""
    return load_policies(load_areas().eenheid_of)


def table(ladders: Mapping[str, Ladder]) -> str:
    """The table of ladders, made of the policy."""
    lines = [
        f"Made by `{COMMAND}`; do not edit between the markers.",
        "",
        "| ladder | rungs | again every | tells |",
        "|---|---|---|---|",
    ]
    for name, ladder in ladders.items():
        rungs = "<br>".join(f"{_span(rung.after)}: {', '.join(map(_who, rung.who))}" for rung in ladder.rungs)
        lines.append(f"| `{name}` | {rungs} | {_span(ladder.repeat)} | {'yes' if ladder.tells_requester else ''} |")
    return "\n".join(lines)


def _who(selector: Selector) -> str:
    if selector.functie is None and selector.relation.startswith("settler:"):
        return f"settler of {selector.relation.removeprefix('settler:')}"
    if selector.relation == "opener":
        return "whoever opened it"
    who = selector.relation if selector.functie is None else str(selector.functie)
    return f"{who} {selector.slot.replace('_', ' ')}"


def _span(span: timedelta) -> str:
    for unit, name in ((timedelta(days=1), "d"), (timedelta(hours=1), "h"), (timedelta(minutes=1), "m")):
        if span and not span % unit:
            return f"{span // unit} {name}"
    return f"{span // timedelta(seconds=1)} s"


def missing(page: str) -> list[str]:
    """One sentence for each act, state, obligation or ladder of the code that the page lacks or has otherwise."""
    rows = {cells[0].strip("`"): cells for cells in _rows(page)}
    words = set(re.findall(r"`([^`\n]+)`", page))
    found = [f"The act {name} has no row." for name in acts() if name not in rows]
    for name, spec in acts().items():
        if name in rows and (set(re.findall(r"`(\w+)`", rows[name][1])) != spec.may or rows[name][4] != spec.source):
            found.append(f"The row of {name} names others who may, or another source, than the code.")
        if name in rows and spec.versioned != ("versioned" in rows[name][3]):
            found.append(f"The row of {name} says otherwise than the code whether it is versioned.")
    found += [f"The act {name} is not named." for name in SPECS if name.startswith("item.") and name not in words]
    found += [f"There is no act {name} in the code." for name in sorted(rows) if "." in name and _unknown(name)]
    found += [f"The state {state} is not named." for state in sorted(STATES) if state not in words]
    for what, ladder in obligations().items():
        if what not in rows or f"`{ladder}`" not in rows[what]:
            found.append(f"The obligation {what} has no row that names its ladder {ladder}.")
    return found + [f"The ladder {name} is not named." for name in policy().ladders if name not in words]


def _unknown(name: str) -> bool:
    return name not in SPECS and name not in policy().ladders


def _rows(page: str) -> Iterator[list[str]]:
    """The rows of tables whose first cell is one name; a state's row gives way to an obligation's of that name."""
    for line in page.splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if line.startswith("| `") and len(cells) >= 4 and re.fullmatch(r"`[^`]+`", cells[0]):
            yield cells


def written(text: str, made: str) -> str:
    """The page with this table between its markers."""
    before, _, rest = text.partition(BEGIN)
    return f"{before}{BEGIN}\n{made}\n{END}{rest.partition(END)[2]}"


def stale(text: str) -> list[str]:
    """One sentence when the table of ladders is not what the policy says."""
    fresh = written(text, table(policy().ladders))
    return [] if fresh == text else [f"The ladders on the page are not the policy's; run: {COMMAND}"]


def main(arguments: list[str]) -> int:
    """Run the command; returns its exit status."""
    if "--write" in arguments:
        PAGE.write_text(written(PAGE.read_text(), table(policy().ladders)))
    text = PAGE.read_text()
    found = missing(text) + stale(text)
    sys.stdout.writelines(f"{sentence}\n" for sentence in found)
    return 1 if found else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
