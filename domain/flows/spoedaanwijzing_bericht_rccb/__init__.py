"""Word to the rccb, an item with an audience of its own (SA-07, SA-08, SA-11, C §2.4.1)."""

from domain.flows.spoedaanwijzing_bericht_rccb.rules import (
    FLOW,
    addressees,
    decide,
    fold,
    open_linked,
    progressed,
    read,
    sealed_for,
    write,
)

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
