"""Carrying out acts on word to the rccb: in whose logs they stand."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, Final

from domain.flows import bericht_rccb
from domain.functies import RULES
from domain.ids import OrganisationId
from domain.items import Item
from handlers.flow import POLITIE, Flow


def _between(item: Item[Any]) -> Collection[OrganisationId]:
    """The sender's organisation (the NCTV, or the OM for an overbrugging) and the police."""
    senders = (OrganisationId(name) for name in RULES[item.opened_as.functie].organisations)
    return (*senders, POLITIE)


def _senders(item: Item[Any]) -> OrganisationId:
    return next(iter(_between(item)))


FLOW: Final = Flow(bericht_rccb, _between, log_of=_senders, open_linked=bericht_rccb.open_linked)
