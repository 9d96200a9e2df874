"""The order to the LCC after a designation, until a unit is on the spot (SA-07, L-6, C §4.1)."""

from typing import Final

from domain.flows.opdracht.rules import FLOW, addressees, decide, open_linked, progressed, sealed_for
from domain.flows.opdracht.state import fold, read, write
from domain.policy import Needs

NEEDS: Final = Needs(
    ladders=frozenset({"L-6.antwoord", "L-6.ter_plaatse", "L-6.niet_uitvoerbaar"}),
    durations=frozenset({"antwoord_opdracht", "maatregelenadvies"}),
    moments=frozenset({"expected_arrival"}),
)
RECEIPT = None

__all__ = [
    "FLOW",
    "NEEDS",
    "RECEIPT",
    "addressees",
    "decide",
    "fold",
    "open_linked",
    "progressed",
    "read",
    "sealed_for",
    "write",
]
