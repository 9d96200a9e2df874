"""The order to the LCC after a designation, until a unit is on the spot (SA-07, L-6, C §4.1)."""

from domain.flows.spoedaanwijzing_opdracht.rules import FLOW, addressees, decide, open_linked, progressed, sealed_for
from domain.flows.spoedaanwijzing_opdracht.state import fold, read, write

RECEIPT = None

__all__ = [
    "FLOW",
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
