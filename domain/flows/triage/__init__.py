"""Regular admission to the stelsel: put forward, judged, handed over; the table and disagreement (TR-01 … TR-08)."""

from typing import Final

from domain.flows.triage.opening import FLOW, open_item
from domain.flows.triage.parties import addressees, sealed_for
from domain.flows.triage.rules import decide, passed, progressed
from domain.flows.triage.state import State, fold, read, write
from domain.mayors import DURATIONS
from domain.parties import NCTV_TEAMLEIDER
from domain.policy import Needs
from domain.refusals import Disputable

RECEIPT = None
NEEDS: Final = Needs(
    ladders=frozenset({"L-7.oordeel", "L-7.om", "L-7.nctv", "L-8", "L-8.regulier"}),
    durations=frozenset({"triage_agenderen", "triagetafel_uitkomst", "overdrachtsdossier"}) | DURATIONS,
    terms=frozenset({"triage_oordeel", "triage_review"}),
    moments=frozenset({"triagetafel", "review"}),
)
DISPUTABLE: Final = Disputable(NCTV_TEAMLEIDER, "regulier", State.OPGENOMEN)

__all__ = [
    "DISPUTABLE",
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
