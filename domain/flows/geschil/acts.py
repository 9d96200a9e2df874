"""Parameters of every act on a disputed refusal (SA-08, TR-08, L-2)."""

from __future__ import annotations

from typing import Annotated, Final, Literal

from pydantic import Field

from domain.acts.payload import INTEGER, Params, Sha256Text
from domain.acts.spec import ActSpec, may
from domain.functies import Functie, Power


class Record(Params):
    """One side of a rung records how the consultation ended, with reasons; no rung overrules (TR-08)."""

    rung: Annotated[Literal[1, 2], INTEGER] = Field(
        description="Which consultation: its ring stops when both sides have recorded it."
    )
    outcome: Literal["alsnog_aanwijzen", "blijft_niet_aangewezen"] = Field(
        description="Whether the request goes back to the decider of the NCTV; no rung decides it (TR-08)."
    )
    content: Sha256Text = Field(description="Hash of the sealed reasons: the server stores it and cannot open it.")


class Climb(Params):
    """The HOvJ still disagrees: the second and last rung is asked (TR-08); a timer never climbs."""


class AcquiesceDispute(Params):
    """The HOvJ accepts the refusal after all: the dispute ends."""


_HOVJ = may(Power.DISPUTE, Functie.COORDINEREND_HOVJ, Functie.PG)
"""Who disputed: the HOvJ, or who stands in his place (P-02); the rules keep others out."""

SPECS: Final = (
    ActSpec(
        "geschil.record",
        Record,
        may(Power.CONSULT_RUNG_1, Power.CONSULT_RUNG_2),
        "SA-08, L-2 (C §2.3.3)",
        emergency=True,
    ),
    ActSpec("geschil.climb", Climb, _HOVJ, "SA-08, L-2 (C §2.3.3)", emergency=True),
    ActSpec("geschil.acquiesce", AcquiesceDispute, _HOVJ, "SA-08", emergency=True),
)
