"""The areas of the country: gemeenten, arrondissementen, regionale eenheden. Without a word: which ones are in use.

piket areas import FOLDER    check the files in FOLDER whole, say what changes, and use them from the next start on
"""

from __future__ import annotations

import os
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from bot.cli.installation import Place, add_data
from bot.cli.refused import CommandRefused

if TYPE_CHECKING:
    from domain.areas import Areas


def add_arguments(parser: ArgumentParser) -> None:
    add_data(parser)
    parser.add_argument("action", nargs="?", choices=["show", "import"], default="show")
    parser.add_argument("folder", nargs="?", type=Path, metavar="FOLDER", help="with import: the folder with the files")


def run(given: Namespace) -> int:
    from config.areas import load_areas

    place = Place(given.data)
    used = place.settings().areas
    match given.action:
        case "show" if given.folder is None:
            sys.stdout.write(_sentence(load_areas(used)))
        case "import" if given.folder is not None:
            target = used if "PIKET_AREAS" in os.environ else place.areas
            _import(given.folder, load_areas(used), target)
        case _:
            raise CommandRefused("That is not how this works; see piket areas --help.")
    return 0


def _import(folder: Path, before: Areas, target: Path) -> None:
    """Take over the files of `folder` into `target`; safe to repeat, also after it broke off halfway."""
    from config.areas import FILES, load_areas

    after = load_areas(folder)
    if after.year < before.year:
        raise CommandRefused(f"These areas are of {after.year}, and those of {before.year} are in use; nothing to do.")
    known = before.gemeenten.keys() | before.opgeheven.keys()
    lost = sorted(scope.removeprefix("gm:") for scope in known - after.gemeenten.keys() - after.opgeheven.keys())
    if lost:
        raise CommandRefused(
            f"Nothing says what became of {', '.join(lost)}; add a row for each to herindelingen.csv in {folder}."
        )
    target.mkdir(parents=True, exist_ok=True)
    for name in FILES:
        _replace(target / name, (folder / name).read_bytes())
    sys.stdout.writelines(f"{line}\n" for line in _changes(before, after))
    sys.stdout.write(f"{_sentence(after)}They are in {target}; the service uses them from its next start on.\n")


def _changes(before: Areas, after: Areas) -> Iterator[str]:
    for scope in sorted(after.gemeenten.keys() | before.gemeenten.keys()):
        old, new = before.gemeenten.get(scope), after.gemeenten.get(scope)
        if new is None:
            gone = after.opgeheven[scope]
            yield f"- {gone.code} {gone.name}: since {gone.per} " + ", ".join(
                f"{one.code} {one.name}" for one in gone.opvolgers
            )
        elif old is None:
            yield f"+ {new.code} {new.name}: {new.eenheid}, {new.arrondissement}"
        elif old != new:
            yield f"* {new.code} {new.name}: {new.eenheid}, {new.arrondissement}; was {old.name}: {old.eenheid}"


def _replace(path: Path, content: bytes) -> None:
    fresh = path.with_name(f".{path.name}.new")
    with fresh.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)


def _sentence(areas: Areas) -> str:
    return (
        f"Areas of {areas.year}, from {areas.source}: {len(areas.gemeenten)} gemeenten, "
        f"{len(areas.arrondissementen)} arrondissementen, {len(areas.eenheden)} regionale eenheden; "
        f"{len(areas.opgeheven)} gemeenten that are no more.\n"
    )
