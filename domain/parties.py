"""Who is who in every flow: holdings of the whole country, and of an area the HOvJ, his deputy and the rccb."""

from __future__ import annotations

from typing import Final

from domain.facts import Facts
from domain.functies import NATIONAL, Functie, Holding, Scope
from domain.policy import Policy

NCTV_PIKET: Final = Holding(Functie.NCTV_PIKET, NATIONAL)
NCTV_BEHANDELAAR: Final = Holding(Functie.NCTV_BEHANDELAAR, NATIONAL)
NCTV_TEAMLEIDER: Final = Holding(Functie.NCTV_TEAMLEIDER, NATIONAL)
DIRECTEUR_NCTV: Final = Holding(Functie.DIRECTEUR_NCTV, NATIONAL)
NCTV: Final = Holding(Functie.NCTV, NATIONAL)
COORDINEREND_HOVJ: Final = Holding(Functie.COORDINEREND_HOVJ, NATIONAL)
PG: Final = Holding(Functie.PG, NATIONAL)
TRIAGESECRETARIAAT: Final = Holding(Functie.TRIAGESECRETARIAAT, NATIONAL)
LCC: Final = Holding(Functie.LCC, NATIONAL)
LCC_LEIDING: Final = Holding(Functie.LCC_LEIDING, NATIONAL)
ADVISEUR_BB: Final = Holding(Functie.ADVISEUR_BB, NATIONAL)

DEPUTIES: Final = (COORDINEREND_HOVJ, PG)
"""Who takes the place of a HOvJ where P-02 leaves no other of the arrondissement: the first of whom one is left."""

OVER: Final = ("persoon", "kerngezin", "woning", "werkplek")
"""What the authority is over after a designation (P-06, SA-09): home and work with a view to this person only."""


def hovj(area: Scope) -> Holding:
    """Return the HOvJ of an arrondissement: the authority over its cases in the local domain (C §2.3.1)."""
    return Holding(Functie.HOVJ, area)


def adviseur_bbc(area: Scope) -> Holding:
    """Return the adviseur BB&C of an arrondissement, who prepares what its HOvJ decides (C §2.4.1)."""
    return Holding(Functie.ADVISEUR_BBC, area)


def deputy(facts: Facts, area: Scope) -> Holding | None:
    """Return who takes the place of the HOvJ of an area, where the exclusions leave no other; else None (P-02)."""
    if hovj(area) not in facts.vacant:
        return None
    return next((one for one in DEPUTIES if one not in facts.vacant), DEPUTIES[0])


def officers(area: Scope, instead: Holding | None) -> tuple[Holding, ...]:
    """Return who acts as HOvJ in an item: the HOvJ, after who was put in his place where P-02 leaves no other."""
    return (hovj(area),) if instead is None else (instead, hovj(area))


def rccb_of(chosen: str | None, area: Scope, policy: Policy) -> Holding:
    """Return the rccb that serves a case: of the eenheid the sender's app chose (P-02), else the area's (P-04)."""
    own = policy.eenheid_of.get(area, Scope("eenheid:onbekend"))
    return Holding(Functie.RCCB, own if chosen is None else Scope(chosen))
