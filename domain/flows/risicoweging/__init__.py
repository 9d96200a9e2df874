"""What the receivers of a risk moment weigh and decide, apart from its reporter (RM-02, RM-03, RM-06)."""

from typing import Final

from domain.flows.risicoweging.rules import FLOW, addressees, decide, open_linked, passed, progressed, sealed_for
from domain.flows.risicoweging.state import fold, read, write
from domain.policy import Needs

RECEIPT = None
NEEDS: Final = Needs(
    ladders=frozenset(
        {
            "L-8",
            "L-8.om",
            "L-8.om.burgemeester",
            "L-8.lokaal",
            "L-8.regulier",
            "L-8.regulier.burgemeester",
        }
    ),
    durations=frozenset({"risicomoment_dringend"}),
)

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
