"""Parameters of every act on what the receivers weigh: what the server may know of it, and why (RM-03)."""

from __future__ import annotations

from typing import Final, Literal

from pydantic import Field

from domain.acts.payload import Params, Sha256Text
from domain.acts.spec import ActSpec
from domain.functies import Functie

_CONTENT = "Hash of the sealed content: the server stores it and cannot open it."

OF_THE_MAYOR: Final = "object_of_openbare_orde"
"""What the burgemeester decides about in the local domain (RM-03, C §2.5)."""


class Establish(Params):
    """The side that took it establishes whether extra measures are advised (RM-03, C §3.3)."""

    outcome: Literal["geen_extra", "geadviseerd"] = Field(description="Opens the decision, or nothing further.")
    about: Literal["persoon", "object_of_openbare_orde"] = Field(
        description="Whose decision it is in the local domain: the HOvJ's, or the burgemeester's (RM-03)."
    )
    content: Sha256Text = Field(description=_CONTENT)


class Advise(Params):
    """The adviseur BB&C prepares the decision of the HOvJ; it never waits for this (RM-03, C §2.4.1)."""

    content: Sha256Text = Field(description=_CONTENT)


class Decide(Params):
    """The authority decides on the advised measures (RM-03)."""

    outcome: Literal["maatregelen", "geen_maatregelen"] = Field(description="Rings who carries them out, or nobody.")
    content: Sha256Text = Field(description=_CONTENT)


class Acknowledge(Params):
    """Who carries out the measures knows what was decided, or that it is off: their ring stops (RM-03, RM-05)."""


_NCTV: Final = frozenset(
    {Functie.NCTV_PIKET, Functie.NCTV_BEHANDELAAR, Functie.NCTV_TEAMLEIDER, Functie.DIRECTEUR_NCTV}
)
_OFFICERS: Final = frozenset({Functie.HOVJ, Functie.COORDINEREND_HOVJ, Functie.PG, Functie.BURGEMEESTER})
_EXECUTORS: Final = frozenset({Functie.LCC, Functie.LCC_LEIDING, Functie.RCCB})

SPECS: Final = (
    ActSpec("risicoweging.establish", Establish, _NCTV | {Functie.RCCB}, "RM-03 (C §3.3)", emergency=True),
    ActSpec("risicoweging.advise", Advise, frozenset({Functie.ADVISEUR_BBC}), "RM-03 (C §2.4.1)", emergency=True),
    ActSpec("risicoweging.decide", Decide, _NCTV | _OFFICERS, "RM-03 (C §3.3, §2.4.1)", versioned=True, emergency=True),
    ActSpec("risicoweging.acknowledge", Acknowledge, _EXECUTORS, "RM-03, RM-05", emergency=True),
)
