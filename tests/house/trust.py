"""Writes the table of act parameters in docs/trust.md: everything of an act the server can read, and why it may.

python -m tests.house.trust           says what is missing or stale; exit status 1 if anything is
python -m tests.house.trust --write   writes the table anew, then says the same
"""

import sys
from collections.abc import Iterator, Mapping
from typing import Final, get_args, get_origin

from pydantic import BaseModel

from domain.acts.spec import ActSpec
from domain.catalogue import SPECS
from tests.house.tree import ROOT

PAGE: Final = ROOT / "docs/trust.md"
BEGIN: Final = "<!-- begin: act parameters -->"
END: Final = "<!-- end: act parameters -->"
COMMAND: Final = "python -m tests.house.trust --write"


def fields(model: type[BaseModel], within: str = "") -> Iterator[tuple[str, str]]:
    """(path, why the server may know) of every field, those of nested models after their holder."""
    for name, info in model.model_fields.items():
        path = f"{within}.{name}".lstrip(".")
        yield path, info.description or ""
        for nested, many in _models(info.annotation):
            yield from fields(nested, f"{path}[]" if many else path)


def _models(annotation: object, many: bool = False) -> Iterator[tuple[type[BaseModel], bool]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation, many
    for argument in get_args(annotation):
        yield from _models(argument, many or get_origin(annotation) is list)


def table(specs: Mapping[str, ActSpec]) -> str:
    """The table, one row a parameter; an act without parameters has one row that says so."""
    lines = [
        f"Made by `{COMMAND}`; do not edit. `[]` stands for each entry of a list.",
        "",
        "| act | parameter | why the server may know |",
        "|---|---|---|",
    ]
    for name, spec in specs.items():
        rows = list(fields(spec.params))
        lines += [f"| `{name}` | `{path}` | {why} |" for path, why in rows]
        lines += [] if rows else [f"| `{name}` | none | |"]
    return "\n".join(lines)


def unexplained(specs: Mapping[str, ActSpec]) -> list[str]:
    """One sentence for each parameter that does not say why the server may know it."""
    return [
        f"{name}, {path}: say in its description why the server may know it."
        for name, spec in specs.items()
        for path, why in fields(spec.params)
        if not why.strip()
    ]


def written(text: str, made: str) -> str:
    """The page with this table between its markers; raises ValueError when the markers are not there, once each."""
    if text.count(BEGIN) != 1 or text.count(END) != 1:
        raise ValueError(f"docs/trust.md needs the lines {BEGIN} and {END}, once each.")
    before, _, rest = text.partition(BEGIN)
    return f"{before}{BEGIN}\n{made}\n{END}{rest.partition(END)[2]}"


def stale(specs: Mapping[str, ActSpec]) -> list[str]:
    """One sentence when the table in docs/trust.md is not what the code says."""
    text = PAGE.read_text()
    return [] if written(text, table(specs)) == text else [f"docs/trust.md is not what the code says; run: {COMMAND}"]


def main(arguments: list[str]) -> int:
    """Run the command; returns its exit status."""
    if "--write" in arguments:
        PAGE.write_text(written(PAGE.read_text(), table(SPECS)))
    found = [*unexplained(SPECS), *stale(SPECS)]
    sys.stdout.writelines(f"{sentence}\n" for sentence in found)
    return 1 if found else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
