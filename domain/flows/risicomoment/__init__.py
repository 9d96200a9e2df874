"""A reported risk moment: asked of both sides, taken by one, answered by the loket (RM-01, RM-02, RM-04, RM-05)."""

from typing import Final

from domain import risico
from domain.flows.risicomoment.opening import FLOW, open_item
from domain.flows.risicomoment.parties import addressees, sealed_for
from domain.flows.risicomoment.rules import decide, passed, progressed
from domain.flows.risicomoment.state import fold, read, write
from domain.policy import Needs

RECEIPT = None
NEEDS: Final = Needs(
    ladders=frozenset(
        {
            "RM-02.loket",
            "RM-02.loket.spoed",
            "RM-04.regulier",
            "RM-04.dringend",
            "RM-04.piket",
            "RM-04.nood",
            "L-8",
            "L-8.lokaal",
            "L-8.regulier",
        }
    ),
    durations=risico.NEEDS.durations,
    moments=frozenset({"risicomoment", "risicomoment_einde"}),
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
