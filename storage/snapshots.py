"""A ladder as text and back: the snapshot that an open obligation keeps (EV-04)."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from pydantic import TypeAdapter

from domain.functies import Functie
from domain.policy import Ladder

_LADDER: Final = TypeAdapter(Ladder)
LADDERS: Final = 2048
"""So many are kept: every gemeente has its own of each ladder of a notice, and a gesture asks for all of them."""


@lru_cache(maxsize=LADDERS)
def ladder_text(ladder: Ladder) -> str:
    """The ladder as JSON, its durations in ISO 8601."""
    return _LADDER.dump_json(ladder).decode()


@lru_cache(maxsize=LADDERS)
def ladder_from(text: str) -> Ladder:
    """The ladder that `ladder_text` wrote; equal texts give the same object."""
    return _LADDER.validate_json(text)


def functies_named(ladder: Ladder) -> set[Functie]:
    """The functies some rung of the ladder names."""
    return {one.functie for rung in ladder.rungs for one in rung.who if one.functie is not None}
