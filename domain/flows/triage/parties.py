"""Who is who in one triage: who speaks for the OM, who judges, who sits at the table, who must have its key."""

from __future__ import annotations

from typing import Final

from domain.flows.triage.acts import Invitable, Lijn
from domain.flows.triage.state import Triage
from domain.functies import RULES, Functie, Holding, Scope, ScopeKind
from domain.items import Item
from domain.parties import (
    ADVISEUR_BB,
    COORDINEREND_HOVJ,
    DIRECTEUR_NCTV,
    NCTV,
    NCTV_BEHANDELAAR,
    NCTV_TEAMLEIDER,
    PG,
    TRIAGESECRETARIAAT,
    adviseur_bbc,
    hovj,
)

Case = Item[Triage]

JUDGES: Final = (NCTV_TEAMLEIDER, DIRECTEUR_NCTV, NCTV)
"""Who judges for the NCTV, the first rung first (TR-05).

[P]: a mandate of the line, since a judgement in working days needs no piket officer; who must designate at night does
so by a spoedaanwijzing.
"""
DESK: Final = (NCTV_BEHANDELAAR, NCTV_TEAMLEIDER)
"""Who prepares at the NCTV, checks the overdrachtsdossier and follows an admission up [P]."""


def officers(case: Case) -> tuple[Holding, ...]:
    """Return who acts as HOvJ: the HOvJ of the area, after who was put in his place where P-02 leaves no other."""
    own = hovj(case.area)
    return (own,) if case.data.deputy is None else (case.data.deputy, own)


def invited(names: list[Invitable], case: Case) -> tuple[Holding, ...]:
    """Return the holdings asked to the table: of the case's own arrondissement, of the rccb that serves it, or all."""
    return tuple(_at_the_table(Functie(name), case) for name in names)


def _at_the_table(functie: Functie, case: Case) -> Holding:
    if functie is Functie.RCCB:
        return case.data.rccb
    arrondissement = RULES[functie].scope is ScopeKind.ARRONDISSEMENT
    return Holding(functie, case.area) if arrondissement else Holding(functie, NCTV.scope)


def sealed_for(line: Lijn, officer: Holding, area: Scope, rccb: Holding) -> tuple[Holding, ...]:
    """Return everybody a case of that line may come to: to each of these its key is wrapped."""
    table = (TRIAGESECRETARIAAT, rccb, ADVISEUR_BB) if line == "triagetafel" else ()
    om = (officer, hovj(area), adviseur_bbc(area), COORDINEREND_HOVJ, PG)
    return tuple(dict.fromkeys((*om, NCTV_BEHANDELAAR, *JUDGES, *table)))


def addressees(case: Case) -> tuple[Holding, ...]:
    """Return who must have a wrap of this item; who has none is a gap that shows, never a refusal."""
    line: Lijn = "triagetafel" if case.data.line == "triagetafel" else "directe_opname"
    return sealed_for(line, case.opened_as, case.area, case.data.rccb)
