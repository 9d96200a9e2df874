"""Carrying out acts on the order to the LCC: in whose logs they stand."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, Final

from domain.flows import spoedaanwijzing_opdracht
from domain.ids import OrganisationId
from domain.items import Item
from handlers.flows import Flow


def _between(_item: Item[Any]) -> Collection[OrganisationId]:
    return (OrganisationId("nctv"), OrganisationId("politie"))


FLOW: Final = Flow(spoedaanwijzing_opdracht, _between, open_linked=spoedaanwijzing_opdracht.open_linked)
