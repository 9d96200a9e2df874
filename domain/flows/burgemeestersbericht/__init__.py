"""Information to the mayor: one notice, one mayor, released by a second official (BB-01 … BB-08, C §2.3.5)."""

from typing import Final

from domain.flows.burgemeestersbericht.opening import open_item
from domain.flows.burgemeestersbericht.parties import addressees, sealed_for
from domain.flows.burgemeestersbericht.rules import decide, passed, progressed
from domain.flows.burgemeestersbericht.state import FLOW, FOUR_EYES, State, fold, read, write
from domain.policy import Needs

RECEIPT = None
NEEDS: Final = Needs(
    ladders=frozenset({"L-4", "L-4.regulier", "BB-02.vrijgeven", "BB-02.regulier", "L-8", "L-8.regulier"}),
    durations=frozenset(
        {"burgemeester", "burgemeester_zichtbaar", "burgemeester_gelezen", "tweede_blik", "vierhoek_plannen"}
    ),
    terms=frozenset({"burgemeester_actueel"}),
    moments=frozenset({"situation_end", "vierhoek", "review"}),
)

__all__ = [
    "FLOW",
    "FOUR_EYES",
    "NEEDS",
    "RECEIPT",
    "State",
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
