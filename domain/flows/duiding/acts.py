"""Parameters of every act on the interpretation of a signal that is a melding of a threat (SG-03)."""

from __future__ import annotations

from typing import Final, Literal

from pydantic import Field

from domain.acts.payload import Params, Sha256Text
from domain.acts.spec import ActSpec
from domain.functies import Functie

_CONTENT = "Hash of the sealed content: the server stores it and cannot open it."


class Forward(Params):
    """The adviseur BB&C weighed the melding and lays it before the HOvJ (SG-03, C §2.4.1)."""

    content: Sha256Text = Field(description=_CONTENT)


class Decide(Params):
    """The authority decides what follows from the melding, with reasons (SG-03, C §3.2)."""

    outcome: Literal["herbeoordeling", "spoedaanwijzing", "afgerond"] = Field(
        description="What must be opened next: the server rings until it is; nothing else is told by it."
    )
    content: Sha256Text = Field(description=_CONTENT)


AUTHORITIES: Final = frozenset(
    {
        Functie.HOVJ,
        Functie.COORDINEREND_HOVJ,
        Functie.PG,
        Functie.NCTV_PIKET,
        Functie.NCTV_BEHANDELAAR,
        Functie.NCTV_TEAMLEIDER,
        Functie.DIRECTEUR_NCTV,
    }
)
"""Who may decide for an authority; the rules let only those whom the melding waits for."""

SPECS: Final = (
    ActSpec("duiding.forward", Forward, frozenset({Functie.ADVISEUR_BBC}), "SG-03 (C §2.4.1)", emergency=True),
    ActSpec("duiding.decide", Decide, AUTHORITIES, "SG-03, HB-04 (C §3.2)", versioned=True, emergency=True),
)
