"""Looks for content where it may not be readable: databases, their logs, what was printed, what was sent in bells."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sandbox.play.scenario import Scenario

_TEXTS: Final = ("person", "need", "threat", "reasons", "order", "word", "text")


@dataclass(frozen=True, slots=True)
class Place:
    """One pile of bytes that left the phones, and what it is called."""

    name: str
    data: bytes


def contents(scenario: Scenario) -> list[str]:
    """Return every text of the scenario that only phones may ever show."""
    found = [getattr(step, name, None) for step in scenario.steps for name in _TEXTS]
    return sorted({text for text in found if isinstance(text, str)})


def disguises(text: str) -> Iterator[bytes]:
    """Yield the bytes a text may hide in: plain, as JSON, as UTF-16, in hexadecimal, in base64 wherever it starts."""
    plain = text.encode()
    yield plain
    yield json.dumps(text)[1:-1].encode()
    yield text.encode("utf-16-le")
    yield plain.hex().encode()
    for skipped in range(3):
        # What stands before and after spoils the first and last signs; the middle is always the same.
        coded = base64.b64encode(b"\0" * skipped + plain).rstrip(b"=")
        yield coded[(4 if skipped else 0) : -2]
        yield coded[(4 if skipped else 0) : -2].replace(b"+", b"-").replace(b"/", b"_")


def search(texts: Iterable[str], places: Iterable[Place]) -> list[str]:
    """Return, for each text that is readable somewhere, the name of the place; the text itself is not repeated."""
    needles = {needle for text in texts for needle in disguises(text)}
    return [place.name for place in places if any(needle in place.data for needle in needles)]


def files_below(folder: Path) -> Iterator[Place]:
    """Yield every file of an installation as it stands now: database, write-ahead log, keys, what was printed."""
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            yield Place(path.relative_to(folder).as_posix(), path.read_bytes())
