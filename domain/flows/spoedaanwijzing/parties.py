"""Who is who on one spoedaanwijzing: the holdings its rules speak of, and everybody its ladders can reach."""

from __future__ import annotations

from typing import Final

from domain.events import Event, PersonTold, Told
from domain.flows.spoedaanwijzing.state import Spoedaanwijzing
from domain.functies import NATIONAL, Functie, Holding, Scope
from domain.items import Item
from domain.policy import Policy

NCTV_PIKET: Final = Holding(Functie.NCTV_PIKET, NATIONAL)
NCTV_BEHANDELAAR: Final = Holding(Functie.NCTV_BEHANDELAAR, NATIONAL)
NCTV_TEAMLEIDER: Final = Holding(Functie.NCTV_TEAMLEIDER, NATIONAL)
DIRECTEUR_NCTV: Final = Holding(Functie.DIRECTEUR_NCTV, NATIONAL)
NCTV: Final = Holding(Functie.NCTV, NATIONAL)
COORDINEREND_HOVJ: Final = Holding(Functie.COORDINEREND_HOVJ, NATIONAL)
PG: Final = Holding(Functie.PG, NATIONAL)

RECEIVERS: Final = (NCTV_PIKET, DIRECTEUR_NCTV, NCTV)
"""Who may receive and decide; the first is rung first (X-02)."""


def hovj(area: Scope) -> Holding:
    """Return the HOvJ of the arrondissement the request comes from."""
    return Holding(Functie.HOVJ, area)


def rccb_of(chosen: str | None, area: Scope, policy: Policy) -> Holding:
    """Return the rccb that serves a request: of the eenheid the sender's app chose (P-02), else the area's (P-04)."""
    own = policy.eenheid_of.get(area, Scope("eenheid:onbekend"))
    return Holding(Functie.RCCB, own if chosen is None else Scope(chosen))


DEPUTIES: Final = (COORDINEREND_HOVJ, PG)
"""Who takes the place of a HOvJ where P-02 leaves no other of the arrondissement: the first of whom one is left."""


def officers(item: Item[Spoedaanwijzing]) -> tuple[Holding, ...]:
    """Return who acts as HOvJ on a request: the HOvJ, after who was put in his place where P-02 leaves no other."""
    own = hovj(item.area)
    return (own,) if item.data.deputy is None else (item.data.deputy, own)


def tell_requester(item: Item[Spoedaanwijzing], why: str) -> list[Event]:
    """Return one bell for the requester: the person, or after a call those on duty in the caller's functie."""
    if item.data.requester_person is None:
        return [Told(item.data.requester, why)]
    return [PersonTold(item.data.requester_person, why)]


def sealed_for(requester: Holding) -> tuple[Holding, ...]:
    """Return everybody the ladders of a request by `requester` can reach: to each of these its key is wrapped."""
    return tuple(
        dict.fromkeys(
            (
                requester,
                hovj(requester.scope),
                *RECEIVERS,
                NCTV_BEHANDELAAR,
                NCTV_TEAMLEIDER,
                COORDINEREND_HOVJ,
                PG,
            )
        )
    )


def addressees(item: Item[Spoedaanwijzing]) -> tuple[Holding, ...]:
    """Return who must have a wrap of this item; who has none is a gap that shows, never a refusal."""
    return sealed_for(item.data.requester)
