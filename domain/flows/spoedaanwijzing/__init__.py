"""The emergency designation: the main job, from request to decision to its end (SA-00 … SA-13, C §2.3.4)."""

from typing import Final

from domain.flows.spoedaanwijzing.opening import FLOW, open_item
from domain.flows.spoedaanwijzing.parties import addressees, sealed_for
from domain.flows.spoedaanwijzing.rules import decide, progressed
from domain.flows.spoedaanwijzing.state import State, fold, read, write
from domain.item_rules import Receipt
from domain.mayors import DURATIONS
from domain.parties import NCTV_PIKET
from domain.policy import Needs
from domain.refusals import Disputable

NEEDS: Final = Needs(
    ladders=frozenset(
        {"L-1.ontvangst", "L-1.besluit", "L-8.einde", "SA-00.gesproken", "SA-08.directeur", "SA-02.bezwaar"}
    ),
    durations=frozenset({"besluit", "triage", "voice_first"}) | DURATIONS,
    terms=frozenset({"first_review"}),
    moments=frozenset({"designation", "foreseen_end", "review", "telephone_call"}),
)
RECEIPT: Final = Receipt("ontvangen", "besluiten", "ingediend")
DISPUTABLE: Final = Disputable(NCTV_PIKET, "spoed", State.AANGEWEZEN)

__all__ = [
    "DISPUTABLE",
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
