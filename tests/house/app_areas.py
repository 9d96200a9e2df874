"""Writes the areas that the app knows, from the service's data files: names to choose from, and where each lies (P-04).

python -m tests.house.app_areas           says what is stale; exit status 1 if anything is
python -m tests.house.app_areas --write   writes the files anew, then says the same
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from typing import Any, Final

from config.areas import load_areas
from domain.areas import Areas
from tests.house.tree import ROOT

FOLDER: Final = ROOT / "webapp/src/device"
COMMAND: Final = "python -m tests.house.app_areas --write"


def written(areas: Areas) -> dict[str, str]:
    """The text of each file by its name, one gemeente a line."""
    return {
        "eenheden.json": json.dumps(dict(sorted(areas.eenheid_of.items())), indent=2) + "\n",
        "gemeenten.json": "\n".join(_lines(areas)) + "\n",
        "arrondissementen.json": json.dumps(_codes(areas), indent=2) + "\n",
    }


def _codes(areas: Areas) -> dict[str, str]:
    """For the worker, which names nobody: the gemeenten of each arrondissement, by the number of their code."""
    found: dict[str, list[str]] = {}
    for one in areas.gemeenten.values():
        found.setdefault(one.arrondissement, []).append(one.code.removeprefix("GM"))
    return {area: " ".join(sorted(codes)) for area, codes in sorted(found.items())}


def _lines(areas: Areas) -> Iterator[str]:
    yield "{"
    yield f'  "year": {areas.year},'
    yield f'  "source": {_text(areas.source)},'
    present: list[dict[str, Any]] = [
        {"code": one.code, "name": one.name, "arrondissement": one.arrondissement, "eenheid": one.eenheid}
        for one in areas.gemeenten.values()
    ]
    gone: list[dict[str, Any]] = [
        {"code": one.code, "name": one.name, "per": str(one.per), "opvolgers": [its.code for its in one.opvolgers]}
        for one in areas.opgeheven.values()
    ]
    for name, rows, end in (("gemeenten", present, ","), ("opgeheven", gone, "")):
        yield f'  "{name}": ['
        yield ",\n".join(f"    {_text(row)}" for row in rows)
        yield f"  ]{end}"
    yield "}"


def _text(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def stale() -> list[str]:
    """One sentence for each file that is not what the data say."""
    return [
        f"{name} is not what the areas say; run: {COMMAND}"
        for name, text in written(load_areas()).items()
        if not (FOLDER / name).exists() or (FOLDER / name).read_text("utf-8") != text
    ]


def main(arguments: list[str]) -> int:
    """Run the command; returns its exit status."""
    if "--write" in arguments:
        for name, text in written(load_areas()).items():
            (FOLDER / name).write_text(text, "utf-8")
    found = stale()
    sys.stdout.writelines(f"{sentence}\n" for sentence in found)
    return 1 if found else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
