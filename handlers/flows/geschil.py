"""Carrying out acts on a disputed refusal: in whose logs they stand."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, Final

from domain.flows import geschil
from domain.ids import OrganisationId
from domain.items import Item
from handlers.flow import NCTV, OM, Flow


def _between(_item: Item[Any]) -> Collection[OrganisationId]:
    return (OM, NCTV)


FLOW: Final = Flow(geschil, _between, open_linked=geschil.open_linked)
