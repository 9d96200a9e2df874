"""Facts that only a triage knows; like all events they stand in history and are folded, never undone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from domain.events import Event
from domain.functies import Functie, Holding
from domain.ids import PersonId


@dataclass(frozen=True, slots=True)
class Scheduled(Event):
    """The triagetafel discusses the case at `at`, with these asked to be there beside the HOvJ (TR-07)."""

    tag: ClassVar[str] = "triage.scheduled"
    at: datetime
    invited: tuple[Holding, ...]


@dataclass(frozen=True, slots=True)
class Discussed(Event):
    """The triagetafel discussed the case; what it came to is sealed (TR-07)."""

    tag: ClassVar[str] = "triage.discussed"
    at: datetime


@dataclass(frozen=True, slots=True)
class Judged(Event):
    """The judgement of the NCTV (TR-05); its grounds are sealed."""

    tag: ClassVar[str] = "triage.judged"
    outcome: str
    person: PersonId
    functie: Functie
    at: datetime
    review_at: datetime | None
    visible: bool = False


@dataclass(frozen=True, slots=True)
class Transferred(Event):
    """The HOvJ sent the overdrachtsdossier (TR-06)."""

    tag: ClassVar[str] = "triage.transferred"
    at: datetime


@dataclass(frozen=True, slots=True)
class DossierComplete(Event):
    """The NCTV has the full file: from now on additional measures are possible in practice (TR-06)."""

    tag: ClassVar[str] = "triage.dossier_complete"
    at: datetime
