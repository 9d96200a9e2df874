"""Carrying out acts on word to the rccb: in whose logs they stand."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, Final

from domain.flows import spoedaanwijzing_bericht_rccb
from domain.functies import RULES
from domain.ids import OrganisationId
from domain.items import Item
from handlers.flows import Flow


def _between(item: Item[Any]) -> Collection[OrganisationId]:
    """The sender's organisation (the NCTV, or the OM for an overbrugging) and the police."""
    senders = (OrganisationId(name) for name in RULES[item.opened_as.functie].organisations)
    return (*senders, OrganisationId("politie"))


FLOW: Final = Flow(spoedaanwijzing_bericht_rccb, _between, open_linked=spoedaanwijzing_bericht_rccb.open_linked)
