"""Word to the rccb, an item with an audience of its own (SA-07, SA-08, SA-11, C §2.4.1)."""

from domain.flows.bericht_rccb.rules import FLOW, addressees, decide, open_linked, progressed, sealed_for
from domain.flows.bericht_rccb.state import fold, read, write

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
