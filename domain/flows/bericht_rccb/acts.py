"""Parameters of the one act on word to the rccb (SA-07, SA-08, SA-11)."""

from __future__ import annotations

from typing import Final

from domain.acts.payload import Params
from domain.acts.spec import ActSpec
from domain.functies import Functie


class AcknowledgeWord(Params):
    """The rccb knows: it keeps the local measures until relief, or has received the end."""


SPECS: Final = (
    ActSpec(
        "bericht_rccb.acknowledge",
        AcknowledgeWord,
        frozenset({Functie.RCCB}),
        "SA-07, SA-11 (C §2.4.1)",
        emergency=True,
    ),
)
