"""Carrying out acts on an interpretation: in whose logs they stand, and who learns only that it exists (SG-03)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from typing import Any, Final

from domain.flows import duiding
from domain.functies import Functie, Holding
from domain.ids import OrganisationId
from domain.items import Item
from handlers.flow import Flow, of_the_authority
from handlers.signal_lines import PERSONS, between
from handlers.views import ItemView


def _between(item: Item[Any]) -> Collection[OrganisationId]:
    return [one for one in between(item) if one != PERSONS]


def _shown(view: ItemView, mine: Collection[Holding]) -> ItemView:
    """SG-03: the intelligence organisation is told that a melding exists, and nothing more."""
    if not mine or any(one.functie is not Functie.INLICHTINGENDIENST for one in mine):
        return view
    nothing: ItemView = replace(view, excluded=(), participants=(), obligations=(), history=(), timeline=())
    return replace(nothing, linked=(), acts=(), wraps=(), contents=())


def _awaits_review(item: Item[Any]) -> bool:
    """SG-03: the authority decided that a review follows."""
    return duiding.read(item.data).outcome == "herbeoordeling"


FLOW: Final = Flow(
    duiding,
    _between,
    log_of=of_the_authority,
    open_linked=duiding.open_linked,
    passed=duiding.passed,
    awaits_review=_awaits_review,
    shown=_shown,
)
