"""A disputed refusal: two rungs of consultation, none of which overrules (SA-08, TR-08, C §2.3.3)."""

from domain.flows.spoedaanwijzing_geschil.rules import FLOW, addressees, decide, open_linked, progressed, sealed_for
from domain.flows.spoedaanwijzing_geschil.state import fold, read, write

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
