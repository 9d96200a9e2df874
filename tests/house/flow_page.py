"""Holds the pages in docs/flows against the code: acts, states, obligations, ladders (whose table it writes).

python -m tests.house.flow_page           says what is missing or stale; exit status 1 if anything is
python -m tests.house.flow_page --write   writes the table of ladders anew, then says the same
"""

import ast
import re
import sys
from collections.abc import Callable, Collection, Iterator, Mapping
from datetime import timedelta
from functools import cache
from itertools import product
from pathlib import Path
from typing import Final

from config.areas import load_areas
from config.policy import load_policies
from domain.acts.spec import ActSpec
from domain.catalogue import SPECS
from domain.flows import packages, parts
from domain.functies import Functie
from domain.mayors import WHICH
from domain.policy import Ladder, Policy, Selector
from domain.terms import Term
from tests.house.tree import ROOT

PAGES: Final = ROOT / "docs/flows"
FLOWS: Final = ROOT / "domain/flows"
FAMILIES: Final = tuple(flow.FLOW for flow in packages())
BEGIN: Final = "<!-- begin: ladders -->"
END: Final = "<!-- end: ladders -->"
COMMAND: Final = "python -m tests.house.flow_page --write"
STATES: Final = frozenset(state for module in parts("state") for state in module.State)


def pages() -> dict[str, str]:
    """The text of every flow's page, by its name."""
    return {path.stem: path.read_text() for path in sorted(PAGES.glob("*.md"))}


def families(page: str) -> tuple[str, ...]:
    """The flows that a page is about: those named in the sentence that begins with `Flows:`."""
    sentence = re.search(r"^Flows?: ([^;.]*)[;.]", page, flags=re.MULTILINE | re.DOTALL)
    return tuple(re.findall(r"`(\w+)`", sentence[1])) if sentence else ()


def acts(of: Collection[str]) -> dict[str, ActSpec]:
    """Every act of these flows, by name."""
    return {name: spec for name, spec in SPECS.items() if spec.family in of}


def states(of: Collection[str]) -> frozenset[str]:
    """Every state of these flows."""
    return frozenset(
        state for module in parts("state") if module.__name__.split(".")[-2] in of for state in module.State
    )


_OPENED_BY: Final[Mapping[str, Callable[[list[ast.expr]], tuple[ast.expr, ast.expr]]]] = {
    "ObligationOpened": lambda given: (given[0], given[2]),
    "which_mayors": lambda given: (ast.Constant(WHICH), given[1]),
}
"""What opens an obligation in the code of a flow: where the obligation's name and its ladder stand."""


@cache
def obligations(of: tuple[str, ...] = FAMILIES) -> dict[str, frozenset[str]]:
    """The ladders of every obligation that the code of these flows opens; numbered names are spelled for 1 and 2."""
    found: dict[str, frozenset[str]] = {}
    for path in (path for flow in of for path in sorted((FLOWS / flow).glob("*.py"))):
        tree = ast.parse(path.read_text())
        files = [*sorted(FLOWS.parent.glob("*.py")), *sorted(path.parent.glob("*.py"))]
        beside = (one for other in files for one in _constants(ast.parse(other.read_text())))
        known = {**dict(beside), **dict(_constants(tree))}
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in _OPENED_BY:
                whats, ladders = (list(_spelled(one, known, path)) for one in _OPENED_BY[node.func.id](node.args))
                paired = zip(whats, ladders, strict=True) if len(whats) == len(ladders) else product(whats, ladders)
                for what, ladder in paired:
                    found[what] = found.get(what, frozenset()) | {ladder}
    return found


def _constants(tree: ast.Module) -> Iterator[tuple[str, ast.expr]]:
    for node in tree.body:
        if isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None:
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            yield from ((target.id, node.value) for target in targets if isinstance(target, ast.Name))


def _spelled(node: ast.expr, known: Mapping[str, ast.expr], path: Path) -> Iterator[str]:
    match node:
        case ast.JoinedStr():
            for number in "12":
                yield "".join(str(part.value) if isinstance(part, ast.Constant) else number for part in node.values)
        case ast.Constant():
            yield str(node.value)
        case ast.IfExp():
            yield from _spelled(node.body, known, path)
            yield from _spelled(node.orelse, known, path)
        case ast.Name(id=name) if name in known:
            yield from _spelled(known[name], known, path)
        case ast.Dict(values=values):
            for value in values:
                yield from _spelled(value, known, path)
        case ast.Subscript(value=ast.Name(id=name)) if isinstance(known.get(name), ast.Dict):
            yield from _spelled(known[name], known, path)
        case _:
            raise ValueError(f"an obligation is opened in a way this cannot read ({path.name}, line {node.lineno})")


@cache
def policy() -> Policy:
    """The newest policy."""
    return load_policies(load_areas())


def ladders(of: tuple[str, ...]) -> dict[str, Ladder]:
    """The policy's ladders that these flows use, with those for a functie that stands in."""
    named = frozenset().union(*obligations(of).values())
    return {name: one for name, one in policy().ladders.items() if name in named or _base(name) in named}


def _base(name: str) -> str:
    base, _, holder = name.rpartition(".")
    return base if holder in set(Functie) else name


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


def _span(span: timedelta | Term) -> str:
    if isinstance(span, Term):
        parts = ((span.months, "months"), (span.days, "d by the calendar"), (span.working, "working days"))
        return " ".join(f"{number} {name}" for number, name in parts if number)
    for unit, name in ((timedelta(days=1), "d"), (timedelta(hours=1), "h"), (timedelta(minutes=1), "m")):
        if span and not span % unit:
            return f"{span // unit} {name}"
    return f"{span // timedelta(seconds=1)} s"


def missing(page: str) -> list[str]:
    """One sentence for each act, state, obligation or ladder of its flows that the page lacks or has otherwise."""
    of = families(page)
    rows = {cells[0].strip("`"): cells for cells in _rows(page)}
    words = set(re.findall(r"`([^`\n]+)`", page))
    found = [] if of and set(of) <= set(FAMILIES) else ["The page does not say which flows it is about (Flows: …)."]
    found += [f"The act {name} has no row." for name in acts(of) if name not in rows]
    for name, spec in acts(of).items():
        if name in rows and (set(re.findall(r"`(\w+)`", rows[name][1])) != spec.may or rows[name][4] != spec.source):
            found.append(f"The row of {name} names others who may, or another source, than the code.")
        if name in rows and spec.versioned != ("versioned" in rows[name][3]):
            found.append(f"The row of {name} says otherwise than the code whether it is versioned.")
    found += [f"There is no act {name} in the code." for name in sorted(rows) if "." in name and _unknown(name)]
    found += [f"The state {state} is not named." for state in sorted(states(of)) if state not in words]
    for what, ladder in obligations(of).items():
        if what not in rows or any(f"`{one}`" not in " ".join(rows[what]) for one in ladder):
            found.append(f"The obligation {what} has no row that names its ladder {' and '.join(sorted(ladder))}.")
    return found + [f"The ladder {name} is not named." for name in ladders(of) if name not in words]


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
    fresh = written(text, table(ladders(families(text))))
    return [] if fresh == text else [f"The ladders on the page are not the policy's; run: {COMMAND}"]


def main(arguments: list[str]) -> int:
    """Run the command; returns its exit status."""
    found: list[str] = []
    for name, text in pages().items():
        fresh = written(text, table(ladders(families(text)))) if "--write" in arguments else text
        (PAGES / f"{name}.md").write_text(fresh)
        found += [f"{name}: {sentence}" for sentence in missing(fresh) + stale(fresh)]
    told = [flow for page in pages().values() for flow in families(page)]
    found += [f"{flow} has {told.count(flow)} pages, not one." for flow in FAMILIES if told.count(flow) != 1]
    sys.stdout.writelines(f"{sentence}\n" for sentence in found)
    return 1 if found else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
