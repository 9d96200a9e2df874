"""What a signal means, for professionals alone; a melding of a threat goes on to the authority (SG-03, C §3.2)."""

from typing import Final

from domain.flows.duiding.rules import FLOW, addressees, decide, open_linked, passed, progressed, sealed_for
from domain.flows.duiding.state import fold, read, write
from domain.policy import Needs

RECEIPT = None
NEEDS: Final = Needs(ladders=frozenset({"L-8", "L-8.om", "L-8.regulier"}), durations=frozenset({"besluit"}))

__all__ = [
    "FLOW",
    "NEEDS",
    "RECEIPT",
    "addressees",
    "decide",
    "fold",
    "open_linked",
    "passed",
    "progressed",
    "read",
    "sealed_for",
    "write",
]
