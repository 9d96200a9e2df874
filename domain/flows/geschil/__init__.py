"""A disputed refusal: two rungs of consultation, none of which overrules (SA-08, TR-08, C §2.3.3)."""

from typing import Final

from domain.flows.geschil.rules import FLOW, addressees, decide, open_linked, progressed, sealed_for
from domain.flows.geschil.state import fold, read, write
from domain.policy import Needs

NEEDS: Final = Needs(
    ladders=frozenset({"L-2.spoed.1", "L-2.spoed.2", "L-2.regulier.1", "L-2.regulier.2", "L-7.om", "L-8.om"}),
    durations=frozenset({"geschil_spoed_1", "geschil_spoed_2", "geschil_regulier_1", "geschil_regulier_2"}),
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
