"""When a risk moment must be looked at, counted back from its start, and who stands on which side (RM-02, RM-04)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import ClassVar, Final

from domain.events import Event
from domain.functies import Holding
from domain.parties import DIRECTEUR_NCTV, LCC, LCC_LEIDING, NCTV_BEHANDELAAR, NCTV_PIKET, NCTV_TEAMLEIDER
from domain.policy import Needs, Policy
from domain.sides import LOKAAL, STELSEL

DESK: Final = (NCTV_PIKET, NCTV_BEHANDELAAR, NCTV_TEAMLEIDER, DIRECTEUR_NCTV)
"""Who takes and assesses for the NCTV; the first is on duty day and night."""
GEWIJZIGD: Final = "gewijzigd"
INGETROKKEN: Final = "ingetrokken"
AFGEROND: Final = "afgerond"

WEGING: Final = "risicoweging"
"""The flow in which the receivers weigh a report, apart from its reporter (RM-02)."""
TE_BEOORDELEN: Final = "te_beoordelen"
DECIDED: Final = frozenset({"geen_maatregelen", "uitvoeren", "spoed"})
"""States of what is weighed that the reporter is told of, if they were answered before (RM-03)."""
CARRIED_OUT: Final = frozenset({"uitvoeren", "geregeld"})
"""States in which somebody prepares measures, or did."""


LADDERS: Final = {
    (STELSEL, True): "L-8",
    (STELSEL, False): "L-8.regulier",
    (LOKAAL, True): "L-8.lokaal",
    (LOKAAL, False): "L-8.regulier",
}
"""What rings a side for its follow-ups, by whether the moment is near (L-8)."""


class Klasse(StrEnum):
    """How soon a moment starts (RM-04): more than 7 d, 72 h, 24 h, 4 h, or less than that."""

    REGULIER = "regulier"
    BINNENKORT = "binnenkort"
    DRINGEND = "dringend"
    PIKET = "piket"
    NOOD = "nood"


NEEDS: Final = Needs(
    durations=frozenset(
        {
            "risicomoment_regulier",
            "risicomoment_binnenkort",
            "risicomoment_dringend",
            "risicomoment_piket",
            "risicomoment_klaar_regulier",
            "risicomoment_klaar_binnenkort",
            "risicomoment_klaar_dringend",
            "risicomoment_klaar_piket",
            "loket_minst",
            "loket_ritme",
        }
    )
)


@dataclass(frozen=True, slots=True)
class Timed(Event):
    """The moment is from `starts_at` to `ends_at`; everything counts back from its start (RM-01, RM-05)."""

    tag: ClassVar[str] = "risico.timed"
    starts_at: datetime
    ends_at: datetime


def klasse(starts_at: datetime, now: datetime, policy: Policy) -> Klasse:
    """Return how soon it starts (RM-04): elapsed time, also in the night the clocks change (X-06)."""
    left, own = starts_at - now, policy.durations
    if left > own["risicomoment_regulier"]:
        return Klasse.REGULIER
    for one in (Klasse.BINNENKORT, Klasse.DRINGEND, Klasse.PIKET):
        if left >= own[f"risicomoment_{one}"]:
            return one
    return Klasse.NOOD


def due(starts_at: datetime, now: datetime, policy: Policy) -> datetime:
    """Return by when it is assessed, counted back from the start; at once where nothing is left to count (RM-04)."""
    found = klasse(starts_at, now, policy)
    if found is Klasse.NOOD:
        return now
    return max(now, starts_at - policy.durations[f"risicomoment_klaar_{found}"])


def urgent_from(starts_at: datetime, now: datetime, policy: Policy) -> datetime:
    """Return from when whoever is on duty is rung for it, day and night (RM-04)."""
    return max(now, starts_at - policy.durations["risicomoment_dringend"])


def is_urgent(starts_at: datetime, now: datetime, policy: Policy) -> bool:
    """Tell whether it starts so soon that the duty officer is rung at once (RM-04)."""
    return klasse(starts_at, now, policy) in (Klasse.PIKET, Klasse.NOOD)


def answer_at(starts_at: datetime, now: datetime, policy: Policy) -> datetime:
    """Return the fixed moment at which the loket answers, the same whoever will have taken it (RM-02)."""
    return max(due(starts_at, now, policy), now + policy.durations["loket_minst"])


def released_at(promised: datetime, now: datetime, policy: Policy) -> datetime:
    """Return when an answer given now is shown: at the fixed moment, or the next one of its rhythm (RM-02)."""
    rhythm = policy.durations["loket_ritme"]
    late = max(timedelta(0), now - promised)
    return promised + -(-late // rhythm) * rhythm


def assessors(side: str, rccb: Holding) -> tuple[Holding, ...]:
    """Return who establishes for a side whether measures are advised; the first is the holder (RM-03)."""
    return DESK if side == STELSEL else (rccb,)


def executors(side: str, rccb: Holding) -> tuple[Holding, ...]:
    """Return who carries out measures: the LCC in the stelsel, the rccb in the local domain (RM-03)."""
    return (LCC, LCC_LEIDING) if side == STELSEL else (rccb,)
