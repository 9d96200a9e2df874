"""A refusal is told by voice first: whom it is kept from, until when, and what they are shown meanwhile (SA-08)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Final

from domain.flows.spoedaanwijzing.besluit import OF_A_REFUSAL
from domain.flows.spoedaanwijzing.parties import officers
from domain.flows.spoedaanwijzing.state import Spoedaanwijzing, State
from domain.functies import Holding
from domain.items import Item

SHOWN_MEANWHILE: Final = "besloten"
"""The state that stands in the place of a refusal: decided, "u wordt gebeld"; a designation never shows as this."""
KEPT: Final = frozenset(OF_A_REFUSAL)
"""Obligations that only a refusal opens: their names alone would tell it."""


def waits_for_voice(item: Item[Spoedaanwijzing], holdings: Collection[Holding], now: datetime) -> bool:
    """Tell whether somebody who takes part as `holdings` is not given the refusal yet.

    It is kept from the requester's side only, the requester's functie and whoever is the HOvJ on the request, until
    somebody records that the two sides spoke, at the latest until the moment the policy set (`voice_first`): then
    everybody reads it. The authority, the director and watchers always read it.
    """
    until = item.data.voice_until
    if until is None or now >= until or item.state != State.NIET_AANGEWEZEN:
        return False
    return set(holdings) <= {item.data.requester, *officers(item)}
