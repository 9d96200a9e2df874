"""Who follows up the signals of one protected person, day and night, as their authority recorded it (SG-01, SG-02)."""

from typing import Final

from domain.flows.signaallijn.rules import FLOW, addressees, decide, open_item, passed, progressed, sealed_for
from domain.flows.signaallijn.state import fold, read, write
from domain.policy import Needs

RECEIPT = None
NEEDS: Final = Needs(
    ladders=frozenset({"L-8", "L-8.om", "L-8.regulier"}),
    terms=frozenset({"signaallijn_herbevestigen"}),
)

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
