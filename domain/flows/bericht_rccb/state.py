"""The states of word to the rccb and what its item knows."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from domain.events import Event
from domain.functies import Holding
from domain.stored import Form


class State(StrEnum):
    """Where word to the rccb stands; the last is final."""

    VERSTUURD = "verstuurd"
    KENNISGENOMEN = "kennisgenomen"


@dataclass(frozen=True, slots=True)
class BerichtRccb:
    """What the server knows of word to the rccb: of which eenheid."""

    rccb: Holding


def fold(data: BerichtRccb, _event: Event) -> BerichtRccb:
    """Return what the item knows after one event: nothing of it changes. Pure."""
    return data


_FORM: Final = Form(BerichtRccb)
read, write = _FORM.read, _FORM.write
