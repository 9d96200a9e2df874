"""Parameters of every act on a reported risk moment: what the server may know of it, and why (RM-01 … RM-05)."""

from __future__ import annotations

from typing import Annotated, Final

from pydantic import Field, field_validator
from pydantic_core import PydanticCustomError

from domain.acts.payload import Moment, MomentKind, Params, ScopeText, Sha256Text
from domain.acts.sealed import LinkedItem, Opening
from domain.acts.spec import ActSpec
from domain.functies import PROTECTED, Functie

_CONTENT = "Hash of the sealed content: the server stores it and cannot open it."
_START = "When it starts: everything is counted back from here (RM-04). What and where it is, is sealed."
_END = "When it is over: until then a report is never refused (RM-04)."

Start = Annotated[Moment, MomentKind("risicomoment")]
End = Annotated[Moment, MomentKind("risicomoment_einde", after="starts_at")]


class Report(Opening):
    """Somebody reports a moment at which a risk may be assumed (RM-01, C §3.3)."""

    starts_at: Start = Field(description=_START)
    ends_at: End = Field(description=_END)
    gemeente: ScopeText = Field(
        description="The gemeente of the place: its eenheid is rung, if this is the local domain (RM-02)."
    )
    rccb: ScopeText | None = Field(
        default=None,
        description="Another eenheid whose rccb is asked (P-02), else the place's; hints at who is concerned.",
    )

    @field_validator("gemeente")
    @classmethod
    def _is_a_gemeente(cls, scope: str) -> str:
        if not scope.startswith("gm:"):
            raise PydanticCustomError("scope_of_gemeente", "the place lies in a gemeente")
        return scope


class Change(Params):
    """The reporter changes what, where in that gemeente, or when; assessments are made anew (RM-05)."""

    starts_at: Start = Field(description=_START)
    ends_at: End = Field(description=_END)
    content: Sha256Text = Field(description=_CONTENT)


class Cancel(Params):
    """The moment does not take place (RM-05)."""


class Take(Params):
    """One side takes the report; what it weighs stands in an item that the reporter never sees (RM-02)."""

    linked: LinkedItem = Field(description="The sealed item of the receivers, with its own key and audience.")

    @field_validator("linked")
    @classmethod
    def _is_not_for_the_reporter(cls, linked: LinkedItem) -> LinkedItem:
        if linked.flow != "risicoweging" or linked.joined is not None:
            raise PydanticCustomError("linked_risicoweging_missing", "taking a report carries its linked item")
        if any(wrap.functie in REPORTERS for wrap in linked.wraps):
            raise PydanticCustomError("risicoweging_for_receivers", "what is weighed is sealed to its readers alone")
        return linked


class Answer(Params):
    """The loket answers; shown to the reporter at a fixed moment, without who signed this act (RM-02)."""

    content: Sha256Text = Field(description=_CONTENT)


class Read(Params):
    """The reporter has read the answer: the ring stops."""


class Close(Params):
    """The moment is over, and nothing of it waits any more."""


REPORTERS: Final = frozenset({*PROTECTED, Functie.AANMELDER})
"""Who must never learn which side took it: that would tell who is in the stelsel (RM-02)."""
_ON_BEHALF: Final = frozenset(
    {
        Functie.HOVJ,
        Functie.ADVISEUR_BBC,
        Functie.RCCB,
        Functie.LCC,
        Functie.NCTV_BEHANDELAAR,
        Functie.NCTV_PIKET,
    }
)
_REPORTING: Final = REPORTERS | _ON_BEHALF
TAKERS: Final = frozenset(
    {
        Functie.NCTV_PIKET,
        Functie.NCTV_BEHANDELAAR,
        Functie.NCTV_TEAMLEIDER,
        Functie.DIRECTEUR_NCTV,
        Functie.RCCB,
    }
)
"""The two sides of the loket; whoever acts for one of them sees an item whole."""

SPECS: Final = (
    ActSpec("risicomoment.report", Report, _REPORTING, "RM-01, RM-02, RM-04 (C §3.3)", opens=True),
    ActSpec("risicomoment.change", Change, _REPORTING, "RM-05 [P]"),
    ActSpec("risicomoment.cancel", Cancel, _REPORTING, "RM-05 [P]"),
    ActSpec("risicomoment.take", Take, TAKERS, "RM-02 (C §3.3)", emergency=True),
    ActSpec("risicomoment.answer", Answer, TAKERS, "RM-02, RM-03 (C §3.3)", emergency=True),
    ActSpec("risicomoment.read", Read, _REPORTING, "RM-02 [P]"),
    ActSpec("risicomoment.close", Close, TAKERS, "X-01 [P]"),
)
