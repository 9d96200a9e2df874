"""On which side a case is: in the stelsel, under the NCTV, or in the local domain (P-06, C §2.3.1)."""

from __future__ import annotations

from typing import Final

from domain.functies import Functie, Holding
from domain.items import Gezag

STELSEL: Final = "stelsel"
LOKAAL: Final = "lokaal"


def side_of(gezag: Gezag | None) -> str:
    """Return the side of this authority; of none that Piket knows of it is the local one."""
    return LOKAAL if gezag is None else side_under(gezag.holding)


def side_under(authority: Holding) -> str:
    """Return the side on which this one is the authority."""
    return STELSEL if authority.functie is Functie.NCTV else LOKAAL
