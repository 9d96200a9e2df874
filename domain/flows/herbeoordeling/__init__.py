"""Periodic review of measures, of informing the person, of the threat level of objects (HB-01 … HB-06, C §2.2)."""

from domain.flows.herbeoordeling.obligations import FLOW, NEEDS, passed
from domain.flows.herbeoordeling.opening import open_item
from domain.flows.herbeoordeling.parties import addressees, sealed_for
from domain.flows.herbeoordeling.rules import decide, progressed
from domain.flows.herbeoordeling.state import fold, read, write

RECEIPT = None

__all__ = [
    "FLOW",
    "NEEDS",
    "RECEIPT",
    "addressees",
    "decide",
    "fold",
    "open_item",
    "passed",
    "progressed",
    "read",
    "sealed_for",
    "write",
]
