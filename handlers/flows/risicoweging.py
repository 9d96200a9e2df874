"""Carrying out acts on what the receivers of a risk moment weigh: in whose logs they stand (RM-02, RM-03)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any, Final

from domain.flows import risicoweging
from domain.flows.risicoweging.acts import OF_THE_MAYOR
from domain.ids import OrganisationId
from domain.items import Item
from handlers.flow import RISK_RECEIVERS, Flow, always, of_the_authority


def _between(item: Item[Any]) -> Collection[OrganisationId]:
    """The receivers' organisations, and the gemeente where its mayor decides; never the reporter's."""
    data = item.data
    about = data.get("about") if isinstance(data, Mapping) else getattr(data, "about", None)
    return (*RISK_RECEIVERS, OrganisationId("gemeente")) if about == OF_THE_MAYOR else RISK_RECEIVERS


FLOW: Final = Flow(
    risicoweging,
    _between,
    log_of=of_the_authority,
    asks_gezag=always,
    passed=risicoweging.passed,
    open_linked=risicoweging.open_linked,
)
