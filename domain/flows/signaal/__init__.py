"""A signal of a protected person: received by who follows up, interpreted apart, always answered (SG-01 … SG-07)."""

from typing import Final

from domain.flows.signaal.opening import FLOW, open_item
from domain.flows.signaal.parties import addressees, sealed_for
from domain.flows.signaal.rules import decide, progressed
from domain.flows.signaal.state import fold, read, write
from domain.item_rules import Receipt
from domain.policy import Needs

RECEIPT: Final = Receipt("ontvangen", "beantwoorden", "verzonden")
NEEDS: Final = Needs(
    ladders=frozenset({"L-3.stelsel", "L-3.lokaal", "L-8", "L-8.lokaal", "L-8.regulier"}),
    durations=frozenset({"signaal_antwoord_nu", "signaal_antwoord", "toezegging_vooraf"}),
    terms=frozenset({"signaal_antwoord_regulier"}),
    moments=frozenset({"toezegging"}),
)

__all__ = [
    "FLOW",
    "NEEDS",
    "RECEIPT",
    "addressees",
    "decide",
    "fold",
    "open_item",
    "progressed",
    "read",
    "sealed_for",
    "write",
]
