"""Who is who on one spoedaanwijzing: the holdings its rules speak of, and everybody its ladders can reach."""

from __future__ import annotations

from typing import Final

from domain.events import Event, PersonTold, Told
from domain.flows.spoedaanwijzing.state import Spoedaanwijzing
from domain.functies import Holding
from domain.items import Item
from domain.parties import (
    COORDINEREND_HOVJ,
    DIRECTEUR_NCTV,
    NCTV,
    NCTV_BEHANDELAAR,
    NCTV_PIKET,
    NCTV_TEAMLEIDER,
    PG,
    hovj,
)

RECEIVERS: Final = (NCTV_PIKET, DIRECTEUR_NCTV, NCTV)
"""Who may receive and decide; the first is rung first (X-02)."""


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
