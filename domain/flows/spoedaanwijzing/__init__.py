"""The emergency designation: the main job, from request to decision to its end (SA-00 … SA-13, C §2.3.4)."""

from typing import Final

from domain.flows.spoedaanwijzing.opening import FLOW, open_item
from domain.flows.spoedaanwijzing.parties import addressees, sealed_for
from domain.flows.spoedaanwijzing.rules import decide, progressed
from domain.flows.spoedaanwijzing.state import fold, read, write
from domain.item_rules import Receipt

RECEIPT: Final = Receipt("ontvangen", "besluiten", "ingediend")

__all__ = ["FLOW", "RECEIPT", "addressees", "decide", "fold", "open_item", "progressed", "read", "sealed_for", "write"]
