"""The list of the app's files, path by path with its SHA-256: read strictly, and held against a folder."""

from __future__ import annotations

import re
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from typing import Final

from bot.cli.refused import CommandRefused
from domain.acts.payload import strict_json
from domain.errors import Malformed
from domain.ids import Sha256Hex

LIST: Final = "files.json"
_PATH: Final = re.compile(r"(/[A-Za-z0-9_-][A-Za-z0-9._-]*)+")
_HASH: Final = re.compile(r"[0-9a-f]{64}")


def hash_of(data: bytes) -> Sha256Hex:
    """The SHA-256 of a file, as the list and a signed release spell it."""
    return Sha256Hex(sha256(data).hexdigest())


def parse_list(data: bytes) -> dict[str, Sha256Hex]:
    """Return each path with the hash of its file. Raises CommandRefused when this is no list of an app."""
    try:
        found = strict_json(data)
    except Malformed:
        found = None
    if not isinstance(found, dict) or not found or not all(_fits(path, named) for path, named in found.items()):
        raise CommandRefused(f"{LIST} is not a list of the app's files; build the app again with make app.")
    return {path: Sha256Hex(named) for path, named in found.items()}


def _fits(path: str, named: object) -> bool:
    return bool(_PATH.fullmatch(path)) and isinstance(named, str) and bool(_HASH.fullmatch(named))


def read_release(folder: Path) -> tuple[Sha256Hex, dict[str, Sha256Hex]]:
    """Return the hash of the list in a folder, and the list, once the folder holds exactly what it names.

    Raises:
        CommandRefused: when there is no list, or a file is another, missing, or not named.
    """
    if not (folder / LIST).is_file():
        raise CommandRefused(f"There is no {LIST} in {folder}; build the app with make app, or give --files FOLDER.")
    data = (folder / LIST).read_bytes()
    files = parse_list(data)
    wrong = differences(files, folder)
    if wrong:
        raise CommandRefused(f"{' '.join(wrong)} Build the app again with make app.")
    return hash_of(data), files


def differences(files: Mapping[str, Sha256Hex], folder: Path) -> list[str]:
    """Return a sentence for each file in a folder that is not as the list says."""
    there = {f"/{path.relative_to(folder).as_posix()}" for path in folder.rglob("*") if path.is_file()} - {f"/{LIST}"}
    missing = [f"{path} is missing." for path in sorted(files.keys() - there)]
    extra = [f"{path} is not named in {LIST}." for path in sorted(there - files.keys())]
    other = [path for path in sorted(there & files.keys()) if hash_of((folder / path[1:]).read_bytes()) != files[path]]
    return [*missing, *extra, *(f"{path} is not the file that {LIST} names." for path in other)]
