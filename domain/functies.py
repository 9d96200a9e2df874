"""Which functies exist, in which organisation and scope, and which powers each holds (DOMAIN §1, P-01, X-02)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import NewType

Scope = NewType("Scope", str)
"""`nl`, `arr:<slug>`, `eenheid:<slug>`, `gm:<CBS code>`, `org:<id>`, `own:<random>`, `board`; slugs are data (P-04)."""

NATIONAL = Scope("nl")


class Functie(StrEnum):
    """A role in the circular's terms; [P] marks product policy."""

    HOVJ = "hovj"
    NAMENS_HOVJ = "namens_hovj"  # [P]
    ADVISEUR_BBC = "adviseur_bbc"
    COORDINEREND_HOVJ = "coordinerend_hovj"
    PG = "pg"
    TRIAGESECRETARIAAT = "triagesecretariaat"
    NCTV_PIKET = "nctv_piket"
    NCTV_BEHANDELAAR = "nctv_behandelaar"  # [P]
    NCTV_TEAMLEIDER = "nctv_teamleider"  # [P]
    DIRECTEUR_NCTV = "directeur_nctv"
    NCTV = "nctv"
    LCC = "lcc"
    LCC_LEIDING = "lcc_leiding"
    ADVISEUR_BB = "adviseur_bb"
    RCCB = "rccb"
    BURGEMEESTER = "burgemeester"
    LOCO_BURGEMEESTER = "loco_burgemeester"  # [P]
    GEMEENTE_CONTACT = "gemeente_contact"  # [P]
    TE_BEVEILIGEN_PERSOON = "te_beveiligen_persoon"
    KERNGEZINSLID = "kerngezinslid"
    AANMELDER = "aanmelder"
    INLICHTINGENDIENST = "inlichtingendienst"
    DAF = "daf"
    ESCALATIEWACHTER = "escalatiewachter"  # [P]
    TOEZICHTHOUDER = "toezichthouder"
    FUNCTIONEEL_BEHEERDER = "functioneel_beheerder"  # [P]


class ScopeKind(StrEnum):
    """The kind of area in which a functie acts; the part of a scope before the colon."""

    NATIONAL = "nl"
    ARRONDISSEMENT = "arr"
    EENHEID = "eenheid"
    GEMEENTE = "gm"
    ORGANISATION = "org"
    OWN = "own"
    BOARD = "board"


class Power(StrEnum):
    """What a functie may do that others may not; an obligation names the power it needs through its `settles_by`."""

    SUBMIT_SPOED = "submit_spoed"
    RECEIVE_SPOED = "receive_spoed"
    DECIDE_SPOED = "decide_spoed"
    REGISTER_SPOED = "register_spoed"
    JOIN_ITEMS = "join_items"
    OBJECT = "object"
    DISPUTE = "dispute"
    ANSWER_ORDER = "answer_order"
    LOCAL_MEASURES = "local_measures"
    ADVISE_MEASURES = "advise_measures"
    CONSULT_RUNG_1 = "consult_rung_1"
    CONSULT_RUNG_2 = "consult_rung_2"
    END_PROTECTION = "end_protection"
    WATCH = "watch"
    MANAGE_PEOPLE = "manage_people"
    FOLLOW_UP = "follow_up"


@dataclass(frozen=True, slots=True)
class FunctieRule:
    """One row of DOMAIN §1: the organisations that may fill it, the kind of its scope, its powers."""

    organisations: frozenset[str]
    scope: ScopeKind
    powers: frozenset[Power]


def _rule(organisations: str, scope: ScopeKind, *powers: Power) -> FunctieRule:
    return FunctieRule(frozenset(organisations.split()), scope, frozenset(powers))


_NL, _ARR, _EENHEID, _GM = ScopeKind.NATIONAL, ScopeKind.ARRONDISSEMENT, ScopeKind.EENHEID, ScopeKind.GEMEENTE

RULES: dict[Functie, FunctieRule] = {
    Functie.HOVJ: _rule(
        "om", _ARR, Power.SUBMIT_SPOED, Power.OBJECT, Power.DISPUTE, Power.LOCAL_MEASURES, Power.FOLLOW_UP
    ),
    Functie.NAMENS_HOVJ: _rule("om", _ARR, Power.SUBMIT_SPOED),
    Functie.ADVISEUR_BBC: _rule("om", _ARR, Power.FOLLOW_UP),
    Functie.COORDINEREND_HOVJ: _rule("om", _NL, Power.CONSULT_RUNG_1),
    Functie.PG: _rule("om", _NL, Power.CONSULT_RUNG_2),
    Functie.TRIAGESECRETARIAAT: _rule("om", _NL, Power.FOLLOW_UP),
    Functie.NCTV_PIKET: _rule(
        "nctv",
        _NL,
        Power.RECEIVE_SPOED,
        Power.DECIDE_SPOED,
        Power.REGISTER_SPOED,
        Power.JOIN_ITEMS,
        Power.END_PROTECTION,
        Power.FOLLOW_UP,
    ),
    Functie.NCTV_BEHANDELAAR: _rule("nctv", _NL, Power.FOLLOW_UP),
    Functie.NCTV_TEAMLEIDER: _rule("nctv", _NL, Power.FOLLOW_UP),
    Functie.DIRECTEUR_NCTV: _rule(
        "nctv",
        _NL,
        Power.RECEIVE_SPOED,
        Power.DECIDE_SPOED,
        Power.CONSULT_RUNG_1,
        Power.END_PROTECTION,
        Power.FOLLOW_UP,
    ),
    Functie.NCTV: _rule(
        "nctv",
        _NL,
        Power.RECEIVE_SPOED,
        Power.DECIDE_SPOED,
        Power.CONSULT_RUNG_2,
        Power.END_PROTECTION,
    ),
    Functie.LCC: _rule("politie kmar", _NL, Power.ANSWER_ORDER),
    Functie.LCC_LEIDING: _rule("politie kmar", _NL, Power.ANSWER_ORDER),
    Functie.ADVISEUR_BB: _rule("politie kmar", _NL, Power.ADVISE_MEASURES),
    Functie.RCCB: _rule("politie", _EENHEID, Power.LOCAL_MEASURES, Power.FOLLOW_UP),
    Functie.BURGEMEESTER: _rule("gemeente", _GM),
    Functie.LOCO_BURGEMEESTER: _rule("gemeente", _GM),
    Functie.GEMEENTE_CONTACT: _rule("gemeente", _GM),
    Functie.TE_BEVEILIGEN_PERSOON: _rule("personen", ScopeKind.OWN),
    Functie.KERNGEZINSLID: _rule("personen", ScopeKind.OWN),
    Functie.AANMELDER: _rule("werkgever", ScopeKind.OWN),
    Functie.INLICHTINGENDIENST: _rule("aivd mivd", _NL),
    Functie.DAF: _rule("nctv", _NL),
    Functie.ESCALATIEWACHTER: _rule("om nctv politie kmar", ScopeKind.BOARD, Power.WATCH),
    Functie.TOEZICHTHOUDER: _rule("inspectie_jenv ctivd pg_hoge_raad", ScopeKind.ORGANISATION),
    Functie.FUNCTIONEEL_BEHEERDER: _rule("om nctv politie kmar gemeente", ScopeKind.ORGANISATION, Power.MANAGE_PEOPLE),
}


PROTECTED: frozenset[Functie] = frozenset({Functie.TE_BEVEILIGEN_PERSOON, Functie.KERNGEZINSLID})
"""Protected persons: each has a scope of their own, which nobody else is ever given (SG-05)."""


@dataclass(frozen=True, slots=True, order=True)
class Holding:
    """A functie in a scope: what somebody holds, is addressed as, or acts in."""

    functie: Functie
    scope: Scope

    def __str__(self) -> str:
        return f"{self.functie}@{self.scope}"


def holders_of(power: Power) -> frozenset[Functie]:
    """Return every functie that holds `power`; the source of an obligation's `settles_by` (X-02)."""
    return frozenset(functie for functie, rule in RULES.items() if power in rule.powers)


def scope_fits(functie: Functie, scope: Scope) -> bool:
    """Tell whether `scope` is of the kind in which `functie` acts (P-01)."""
    kind = RULES[functie].scope
    return scope.partition(":")[0] == kind.value
