"""Who reviews, who carries out and who is told, by who is the authority now (P-06, HB-02, HB-05)."""

from __future__ import annotations

from typing import Final

from domain.facts import Facts, authority_of
from domain.flows.herbeoordeling.state import Herbeoordeling
from domain.functies import Functie, Holding, Scope
from domain.items import Item
from domain.parties import (
    ADVISEUR_BB,
    COORDINEREND_HOVJ,
    DIRECTEUR_NCTV,
    LCC,
    LCC_LEIDING,
    NCTV,
    NCTV_BEHANDELAAR,
    NCTV_PIKET,
    NCTV_TEAMLEIDER,
    PG,
    adviseur_bbc,
    hovj,
    officers,
)

OF_THE_NCTV: Final = (NCTV_BEHANDELAAR, NCTV_TEAMLEIDER, NCTV_PIKET, DIRECTEUR_NCTV, NCTV)
"""Who reviews for the NCTV; the first is rung for a planned review (L-5)."""
_AT_ONCE: Final = (NCTV_PIKET, *(one for one in OF_THE_NCTV if one != NCTV_PIKET))
"""New information comes day and night: the first is on duty for it (HB-04)."""
MEASURES: Final = "maatregelen"
OBJECT: Final = "object_of_dienst"


def by_nctv(data: Herbeoordeling, area: Scope, facts: Facts) -> bool:
    """Tell whether the NCTV reviews: as the authority (P-06), and always the threat level of objects (C §2.5)."""
    return data.subject == OBJECT or authority_of(facts, area).functie is Functie.NCTV


def reviewers(data: Herbeoordeling, area: Scope, facts: Facts, *, at_once: bool = False) -> tuple[Holding, ...]:
    """Return who may review now, the first of them rung first: the NCTV, or the HOvJ of the area (HB-02)."""
    if by_nctv(data, area, facts):
        return _AT_ONCE if at_once else OF_THE_NCTV
    return officers(area, data.deputy)


def executors(data: Herbeoordeling, area: Scope, facts: Facts) -> tuple[Holding, ...]:
    """Return who carries out what is decided on measures: the LCC in the stelsel, the rccb in the local domain."""
    return (LCC, LCC_LEIDING) if by_nctv(data, area, facts) else (data.rccb,)


def advised(data: Herbeoordeling, area: Scope) -> tuple[Holding, ...]:
    """Return who decides whether the advice on an object is followed; nobody under the NCTV's own authority."""
    if data.local is None:
        return ()
    return officers(area, data.deputy) if data.local == hovj(area) else (data.local,)


def taking_part(data: Herbeoordeling, area: Scope, facts: Facts) -> list[tuple[Holding, str]]:
    """Return who reads the item while this is the authority, and why; nobody who took part before is removed (X-02)."""
    if data.subject == OBJECT:
        desk = [NCTV_BEHANDELAAR, NCTV_TEAMLEIDER, NCTV_PIKET]
        return [*((one, "gezag") for one in desk), *((one, "lokaal_gezag") for one in advised(data, area))]
    everybody = [(one, "gezag") for one in officers(area, data.deputy)]
    everybody.append((data.rccb, "uitvoering"))
    if by_nctv(data, area, facts):
        everybody = [(one, "openbaar_ministerie" if why == "gezag" else why) for one, why in everybody]
        everybody += [(one, "gezag") for one in (NCTV_BEHANDELAAR, NCTV_TEAMLEIDER, NCTV_PIKET)]
        everybody += [(one, "uitvoering") for one in (LCC, ADVISEUR_BB)]
    else:
        everybody.append((adviseur_bbc(area), "advies"))
    return everybody


def sealed_for(data: Herbeoordeling, area: Scope) -> tuple[Holding, ...]:
    """Return everybody the ladders of an item can reach, whoever will be the authority: to each its key is wrapped."""
    if data.subject == OBJECT:
        local = (*advised(data, area), COORDINEREND_HOVJ, PG) if data.local == hovj(area) else advised(data, area)
        return tuple(dict.fromkeys((*OF_THE_NCTV, *local)))
    return tuple(
        dict.fromkeys(
            (
                *OF_THE_NCTV,
                hovj(area),
                adviseur_bbc(area),
                COORDINEREND_HOVJ,
                PG,
                LCC,
                LCC_LEIDING,
                ADVISEUR_BB,
                data.rccb,
            )
        )
    )


def addressees(item: Item[Herbeoordeling]) -> tuple[Holding, ...]:
    """Return who must have a wrap of this item; who has none is a gap that shows, never a refusal."""
    return sealed_for(item.data, item.area)
